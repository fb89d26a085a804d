"""Every LMS's names go to the right student, what cannot be sorted is named, and nothing is lost on the way."""

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader.apps.zipcollectapp import ZipCollectApp

from autograder.cli import main
from autograder.collection.labels import Assignment
from autograder.collection.lms_names import claim_in, gradescope_claims, moment
from autograder.collection.names import STUDENT_ID, disk_name
from autograder.collection.outcome import Sorted
from autograder.collection.roster import Roster, read_roster
from autograder.collection.sorting import sort
from autograder.collection.unpack import Extracted, first_wrong
from tests.collection.hostile import overlapping, tarred, zipped

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sys.executable).parent
PART1 = Assignment("part1", ("feature_attribution",))
METADATA = b"""---
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0815'
    :email: ada@example.edu
  :created_at: 2026-01-30 15:00:00.110000000 Z
  :score: 3.0
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: []
submission_102:
  :submitters:
  - :name: Bob Ross
    :sid: '0816'
    :email: bob@example.edu
  - :name: Zoe Zhang
    :sid:
    :email: zoe@example.edu
  :created_at: 2026-01-30 16:00:00.110000000 Z
"""


@pytest.fixture
def course(tmp_path) -> Path:
    """A course with what collecting needs of it: the configuration, and the names of the released notebook."""
    (tmp_path / "release" / "part1").mkdir(parents=True)
    (tmp_path / "release" / "part1" / "feature_attribution.ipynb").write_bytes(b"{}")
    (tmp_path / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    (tmp_path / "downloaded" / "part1" / "archive").mkdir(parents=True)
    return tmp_path


def unpacked(where: Path, *names: tuple[str, ...], contents: dict[str, bytes] | None = None) -> list[Extracted]:
    """Files as if they had been unpacked, each with its own content."""
    found = []
    for number, chain in enumerate(names):
        path = where / f"{number:05}_{disk_name('/'.join(chain))}"
        path.write_bytes((contents or {}).get(chain[-1].rpartition("/")[2], str(number).encode()))
        found.append(Extracted(path, chain, float(number), first_wrong(chain)))
    return found


def taken(outcome: Sorted) -> dict[str, str]:
    """Student -> the last of the names that their notebook came by."""
    return {taken.student: taken.file.names[-1] for taken in outcome.assigned}


# --- names ---------------------------------------------------------------------------------------------------------

HW = "feature_attribution.ipynb"


@pytest.mark.parametrize(
    ("chain", "student"),
    [
        (("submissions.zip", f"lovelaceada_12345_67890_{HW}"), "lovelaceada_12345"),
        (("submissions.zip", "lovelaceada_LATE_12345_67890_feature_attribution-1.ipynb"), "lovelaceada_12345"),
        (("submissions.zip", "müllerjörg_12345_67890_feature_attribution-2.ipynb"), "mullerjorg_12345"),
        (("submissions.zip", "the_group_12345_67890_hw.ipynb"), "the_group_12345"),
        (("submissions.zip", f"anon_aB3dE_67890_{HW}"), "anon_aB3dE"),
        (("submissions.zip", f"LATE_anon_aB3dE_67890_{HW}"), "anon_aB3dE"),
        (("submissions.zip", "lovelaceada_12345_67890_homework.zip", "x/y/hw.ipynb"), "lovelaceada_12345"),
        (("CS_101_2026_A-Part 1-4711.zip", "Ada Lovelace_4711_assignsubmission_file_/hw.ipynb"), "Ada_Lovelace"),
        (("moodle.zip", "Ada Lovelace_4711_assignsubmission_file/hw.ipynb"), "Ada_Lovelace"),
        (("moodle.zip", "Jörg Groß-Müller_4711_assignsubmission_file_part1.ipynb"), "Jorg_Gross-Muller"),
        (("moodle.zip", "Ada Lovelace_4711_assignsubmission_file_/work.zip", "deep/hw.ipynb"), "Ada_Lovelace"),
        (("moodle.zip", "Teilnehmer_in_4711_assignsubmission_file_/hw.ipynb"), "Teilnehmer_in"),
        (("moodle.zip", "王伟_4711_assignsubmission_file_/hw.ipynb"), "4711"),
        (("class.zip", "moodle.zip", "Ada Lovelace_4711_assignsubmission_file_/hw.ipynb"), "Ada_Lovelace"),
        (("gradebook.zip", f"part1_ada_attempt_2016-01-30-15-00-00_{HW}"), "ada"),
        (("class.zip", "ada_2016-01-30-15-00-00_attempt_1.ipynb"), "ada"),
        (("class.zip", f"ada+part1+2015-02-02 15:58:23 UTC+x1/{HW}"), "ada"),
        (("ada.ipynb",), "ada"),
        (("12345678.ipynb",), "12345678"),
        ((f"ada/{HW}",), "ada"),
        ((f"ada_{HW}",), "ada"),
        (("ada (1).ipynb",), "ada"),
        (("ada.zip", HW), "ada"),
        (("ada.tar.gz", f"part1/{HW}"), "ada"),
        (("ada.zip", "My homework/solution.ipynb"), "ada"),
        (("class.zip", f"submitted/ada/part1/{HW}"), "ada"),
        (("submissions.zip", "ada.zip", f"part1/{HW}"), "ada"),
        (("submissions.zip", "ada.ipynb.txt"), "ada"),
    ],
    ids=lambda value: "-".join(value)[-60:] if isinstance(value, tuple) else value,
)
def test_each_form_of_a_name_goes_to_its_student(chain, student, tmp_path):
    outcome = sort(unpacked(tmp_path, chain), PART1, Roster())
    assert [(one.student, one.notebook) for one in outcome.assigned] == [(student, "feature_attribution")]
    assert outcome.unassigned == []


@pytest.mark.parametrize(
    "chain",
    [
        (HW,),
        ("submissions.zip", HW),
        ("assignment_123_456_export.zip", f"part1/{HW}"),
        ("export.zip", f"submission_101/{HW}"),
        ("submissions.zip", ".ipynb_checkpoints/ada-checkpoint.ipynb"),
        ("submissions.zip", "lovelaceada_12345_67890_homework.pdf"),
        ("submissions.zip", "lovelaceada_12345_text.html"),
        ("submissions.zip", "homework.rar"),
        ("submissions.zip", "北京.ipynb"),
    ],
    ids=lambda chain: "-".join(chain),
)
def test_what_cannot_be_sorted_is_left_with_the_reason(chain, tmp_path):
    outcome = sort(unpacked(tmp_path, chain), PART1, Roster())
    assert outcome.assigned == []
    (left,) = outcome.unassigned
    assert "expected" in left.why or "; " in left.why, left.why


@pytest.mark.parametrize(
    "inner",
    [f"bob_999_888_{HW}", f"Bob Ross_9_assignsubmission_file_/{HW}", "bob.ipynb", f"bob/{HW}", f"submission_102/{HW}"],
)
@pytest.mark.parametrize(
    "outer",
    [
        ("submissions.zip", "eve_123_456_hw.zip"),
        ("moodle.zip", "Eve_1_assignsubmission_file_/hw.zip"),
        ("submissions.zip", "eve.zip"),
    ],
    ids=lambda outer: outer[1],
)
def test_what_a_student_packs_does_not_say_that_it_is_anothers(outer, inner, tmp_path):
    files = unpacked(tmp_path, (*outer, inner), ("submissions.zip", "bob.ipynb"), ("submissions.zip", "carl.ipynb"))
    outcome = sort(files, PART1, Roster())
    assert taken(outcome).get("bob") == "bob.ipynb"
    assert {one.student.partition("_")[0].lower() for one in outcome.assigned} <= {"eve", "bob", "carl"}
    assert not any("bob" in one.student and one.file.names[1] == outer[1] for one in outcome.assigned)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        (f"eve_123_456_bob_9_assignsubmission_file_{HW}", "123"),
        (f"Eve_123_assignsubmission_file_bob_77_88_{HW}", "123"),
        (f"eve_123_456_part1_bob_attempt_2016-01-30-15-00-00_{HW}", "123"),
        ("eve_123_456_bob_2016-01-30-15-00-00_attempt.ipynb", "123"),
    ],
)
def test_what_a_student_calls_a_file_does_not_say_that_it_is_anothers(name, number):
    claim = claim_in(name, folder=False)
    assert claim is not None
    assert (claim.name.lower(), claim.number) == ("eve", number)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2016-01-30-15-00-00", datetime(2016, 1, 30, 15)),
        ("2015-02-02 15:58:23 UTC", datetime(2015, 2, 2, 15, 58, 23)),
        ("2015-02-02 15:58:23.111 +0100", datetime(2015, 2, 2, 14, 58, 23, 111000)),
        ("tomorrow, I promise", None),
        ("", None),
        ("9" * 500, None),
    ],
)
def test_times(text, when):
    assert moment(text) == when


# --- versions and copies -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "best"),
    [
        (["ada_1_100_feature_attribution.ipynb", "ada_1_200_feature_attribution-1.ipynb"], 1),
        (["ada_1_200_feature_attribution-1.ipynb", "ada_1_100_feature_attribution.ipynb"], 0),
        (["ada_1_300_scratch.ipynb", "ada_1_100_feature_attribution.ipynb"], 1),
        (["ada_1_100_scratch.ipynb", "ada_1_200_final.ipynb"], 1),
        (["ada+part1+2026-01-02 10:00:00 UTC/hw.ipynb", "ada+part1+2026-01-01 10:00:00 UTC/hw.ipynb"], 0),
        (["ada/feature_attribution (2).ipynb", "ada/feature_attribution (1).ipynb", "ada/feature_attribution.ipynb"], 0),
        (["ada/Copy of feature_attribution.ipynb", "ada/other.ipynb"], 0),
    ],
)
def test_of_several_versions_the_latest_is_taken_and_the_others_are_kept(names, best, tmp_path):
    files = unpacked(tmp_path, *(("submissions.zip", name) for name in names))
    outcome = sort(files, PART1, Roster())
    assert [one.file for one in outcome.assigned] == [files[best]]
    assert {left.file for left in outcome.unassigned} == set(files) - {files[best]}
    assert all(left.student for left in outcome.unassigned)


def test_an_assignment_with_two_notebooks_asks_for_their_names(tmp_path):
    two = Assignment("part1", ("feature_attribution", "feature_attribution_extra"))
    names = ["ada/feature_attribution.ipynb", "ada/Copy of Feature Attribution Extra (1).ipynb", "ada/other.ipynb"]
    outcome = sort(unpacked(tmp_path, *(("class.zip", name) for name in names)), two, Roster())
    assert {one.notebook: one.file.names[-1] for one in outcome.assigned} == {
        two.notebooks[0]: names[0],
        two.notebooks[1]: names[1],
    }
    (left,) = outcome.unassigned
    assert "expected feature_attribution.ipynb or" in left.why


def test_strict_takes_only_what_is_named_as_asked(tmp_path):
    files = unpacked(tmp_path, ("c.zip", "a_1_2_final.ipynb"), ("c.zip", "b_3_4_feature_attribution-1.ipynb"))
    assert set(taken(sort(files, PART1, Roster(), strict=True))) == {"b_3"}
    assert set(taken(sort(files, PART1, Roster()))) == {"a_1", "b_3"}


def test_namesakes_get_their_numbers_and_ids_that_differ_in_case_alone_nothing(tmp_path):
    moodle = [
        f"{name}_{number}_assignsubmission_file_/hw.ipynb" for name, number in [("Ann Lee", 1), ("Ann Lée", 2), ("Bo Li", 3)]
    ]
    outcome = sort(unpacked(tmp_path, *(("moodle.zip", name) for name in moodle)), PART1, Roster())
    assert set(taken(outcome)) == {"Ann_Lee_1", "Ann_Lee_2", "Bo_Li"}
    outcome = sort(unpacked(tmp_path, ("Ada.ipynb",), ("ada.ipynb",), ("bob.ipynb",)), PART1, Roster())
    assert set(taken(outcome)) == {"bob"}
    assert all("the same id" in left.why for left in outcome.unassigned)


def test_what_the_instructor_names_by_hand_comes_first(tmp_path):
    files = unpacked(tmp_path, ("ada_1.ipynb",), ("submissions.zip", f"ada_1_999999_{HW}"))
    outcome = sort(files, PART1, Roster())
    assert taken(outcome) == {"ada_1": "ada_1.ipynb"}
    assert "from 2 places" in outcome.notes[0]


def test_a_time_counts_where_no_student_can_have_written_it(tmp_path):
    text = {"timestamp.txt": b"2026-01-30 15:00:00 UTC"}
    for inside, when in [
        (("class.zip", "ada/{}"), datetime(2026, 1, 30, 15)),
        (("ada.zip", "ada/{}"), None),
        (("class.zip", "ada.zip", "{}"), None),
        (("class.zip", "ada.zip", "ada/{}"), None),
        (("moodle.zip", "Ada_1_assignsubmission_file_/{}"), None),
    ]:
        chains = [(*inside[:-1], inside[-1].format(name)) for name in (HW, "timestamp.txt")]
        outcome = sort(unpacked(tmp_path, *chains, contents=text), PART1, Roster())
        assert [one.when for one in outcome.assigned] == [when], inside


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), min_size=1, max_size=3).map(tuple),
        max_size=6,
        unique=True,
    )
)
def test_whatever_the_names_nothing_is_lost_and_every_id_is_safe(tmp_path_factory, chains):
    files = unpacked(
        tmp_path_factory.mktemp("any"), *((*(f"{name}.zip" for name in chain[:-1]), f"{chain[-1]}.ipynb") for chain in chains)
    )
    outcome = sort(files, PART1, Roster())
    assert {one.file for one in outcome.assigned} | {left.file for left in outcome.unassigned} == set(files)
    assert all(STUDENT_ID.fullmatch(one.student) for one in outcome.assigned)
    assert len({one.student.casefold() for one in outcome.assigned}) == len(outcome.assigned)


# --- Gradescope ----------------------------------------------------------------------------------------------------


def gradescope(where: Path, *names: str) -> list[Extracted]:
    metadata = ("export.zip", "assignment_1_export/submission_metadata.yml")
    chains = [("export.zip", f"assignment_1_export/{name}") for name in names]
    return unpacked(where, metadata, *chains, contents={"submission_metadata.yml": METADATA})


def test_gradescope_says_whose_it_is_and_when(tmp_path):
    outcome = sort(
        gradescope(tmp_path, f"submission_101/{HW}", f"submission_102/sub/{HW}", f"submission_9/{HW}"), PART1, Roster()
    )
    assert {one.student: one.when and one.when.hour for one in outcome.assigned} == {
        "0815": 15,
        "0816": 16,
        "zoe_example.edu": 16,
    }
    assert [left.file.names[-1] for left in outcome.unassigned if left.file.names[-1].endswith(".ipynb")] == [
        f"assignment_1_export/submission_9/{HW}"
    ]


def test_gradescopes_list_in_a_students_folder_is_not_believed(tmp_path):
    files = gradescope(tmp_path, f"submission_9/submission_101/{HW}", "submission_9/submission_metadata.yml")
    assert sort(files, PART1, Roster()).assigned == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"submission_1: 3",
        b"submission_1:\n  :submitters: []\n",
        b"submission_1:\n  :history:\n  - :submitters:\n    - :name: Eve\n",
        b"submission_1:\n  :submitters:\n  - :name:\n    :sid: ~\n",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"submission_1: &a [*a]",
    ],
)
def test_a_list_of_gradescope_without_names_gives_none(raw):
    assert not any(gradescope_claims(raw).values())


def test_names_in_gradescopes_list_may_be_quoted():
    lines = ["submission_1:", "  :submitters:", "  - :name: 'O''Neill: Tip'", '    :sid: "\\u00e9 1"', "    :email: a@x"]
    (claim,) = gradescope_claims("\n".join(lines).encode())["submission_1"]
    assert (claim.name, claim.number, claim.email) == ("O'Neill: Tip", "é 1", "a@x")


# --- the roster ----------------------------------------------------------------------------------------------------

ROSTER = """student,name,email,canvas_id,moodle_id,gradescope_id
ada,Ada Lovelace,ada@example.edu,12345,,0815
bob,"Ross, Bob",bob@example.edu,,,
jm,Jörg Müller,,,4711,
ann1,Ann Lee,,,81,
ann2,Ann Lee,,,,
"""


@pytest.fixture
def roster(tmp_path) -> Roster:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return read_roster(tmp_path / "roster.csv")


@pytest.mark.parametrize(
    ("name", "student"),
    [
        (f"anothername_12345_1_{HW}", "ada"),
        (f"rossbob_777_1_{HW}", "bob"),
        (f"lovelaceada_666_1_{HW}", None),  # who calls herself so and has another number is another
        ("Bob Ross_5_assignsubmission_file_/hw.ipynb", "bob"),
        ("Joerg M_4711_assignsubmission_file_/hw.ipynb", "jm"),
        ("Group 3-Jorg Muller_9_assignsubmission_file_/hw.ipynb", None),
        ("Ann Lee_81_assignsubmission_file_/hw.ipynb", "ann1"),
        ("Ann Lee_82_assignsubmission_file_/hw.ipynb", None),
        ("ADA.ipynb", "ada"),
        (f"ada/{HW}", "ada"),
        (f"part1_ada_attempt_2016-01-30-15-00-00_{HW}", "ada"),
        ("stranger.ipynb", None),
        ("stranger/ada.ipynb", None),
        ("stranger/lovelaceada_12345_1_x.ipynb", None),
    ],
)
def test_the_roster_says_whom_an_lms_means(name, student, roster, tmp_path):
    outcome = sort(unpacked(tmp_path, ("class.zip", name)), PART1, roster)
    assert list(taken(outcome)) == ([student] if student else [])
    if student is None:
        assert "roster.csv has" in outcome.unassigned[0].why


def test_gradescopes_people_are_found_by_number_and_by_address(roster, tmp_path):
    outcome = sort(gradescope(tmp_path, f"submission_101/{HW}", f"submission_102/{HW}"), PART1, roster)
    assert set(taken(outcome)) == {"ada", "bob"}
    assert any("Zoe Zhang" in left.why for left in outcome.unassigned)


def test_with_a_roster_a_students_own_archive_cannot_speak_for_another(roster, tmp_path):
    outcome = sort(unpacked(tmp_path, ("bob.zip", f"lovelaceada_12345_1_{HW}"), ("bob.zip", "ada.ipynb")), PART1, roster)
    assert set(taken(outcome)) == {"bob"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("student,name\n../evil,Eve\n", "line 2: '../evil' is no student's id"),
        ("name,email\nEve,e@x\n", "line 2: '' is no student's id"),
        ("student\nada\nAda\n", "ada stands in it more than once"),
        ("student,canvas_id\nada,1\nbob,1\n", "1 stands in it more than once"),
        ("student,email\nada,A@x\nbob,a@x\n", "a@x stands in it more than once"),
    ],
)
def test_a_wrong_roster_is_said_in_one_line(text, word, tmp_path):
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"roster\.csv") as caught:
        read_roster(tmp_path / "roster.csv")
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_roster_that_is_no_text_is_said(tmp_path):
    (tmp_path / "roster.csv").write_bytes(b"student\n\xff\xfe\n")
    with pytest.raises(ValueError, match="save it as CSV, UTF-8"):
        read_roster(tmp_path / "roster.csv")


def test_nbgraders_own_list_of_students_is_a_roster(tmp_path):
    text = "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,ada@x,777\n"
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8-sig")
    roster = read_roster(tmp_path / "roster.csv")
    assert roster.find("canvas", "whoever", "777") == roster.find("moodle", "Ada Lovelace", "1") == ["ada"]


# --- the whole command -----------------------------------------------------------------------------------------------


class Run(NamedTuple):
    """How a run of the command ended."""

    returncode: int
    stderr: str


def collect(course: Path, *options: str) -> Run:
    """nbgrader's own command, in the course, in a process of its own."""
    done = subprocess.run(
        [SCRIPTS / "nbgrader", "zip_collect", "part1", *options],
        cwd=course,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Run(done.returncode, done.stderr)


@pytest.fixture
def run(course, monkeypatch, capfd) -> Callable[..., Run]:
    """The same in this process, which has nbgrader in memory already."""

    def collect_here(*options: str) -> Run:
        monkeypatch.chdir(course)
        monkeypatch.setattr(sys, "path", list(sys.path))
        app = ZipCollectApp()
        code = 0
        try:
            app.initialize(["part1", *options])
            app.start()
        except SystemExit as ending:
            code = int(ending.code or 0)
        finally:
            for handler in list(app.log.handlers):
                app.log.removeHandler(handler)
                handler.close()
        return Run(code, capfd.readouterr().err)

    return collect_here


def mixed_class(course: Path) -> dict[str, bytes]:
    """All at once in archive/: student -> what they handed in. Beside them four files of nobody, and a bomb."""
    want = {name: f'{{"of": "{name}"}}'.encode() for name in ("ada", "bob", "jm", "ann1", "zoe", "carl", "eve")}
    archive = course / "downloaded" / "part1" / "archive"
    roster = ROSTER + "zoe,Zoe Zhang,zoe@example.edu,,,\ncarl,Carl,,,,\neve,Eve,,66,,\n"
    (course / "roster.csv").write_text(roster, encoding="utf-8")
    canvas = [
        (f"lovelaceada_LATE_12345_67890_{HW}", b"an earlier one"),
        ("lovelaceada_LATE_12345_67999_feature_attribution-1.ipynb", want["ada"]),
        ("eve_66_5_work.zip", zipped(("../../../evil.ipynb", b"evil"), ("Copy of feature_attribution.ipynb", want["eve"]))),
        ("eve_66_6_more.zip", overlapping()),
        (f"stranger_99_7_{HW}", b"of nobody: not in the roster"),
    ]
    moodle = [
        ("Jörg Müller_4711_assignsubmission_file_/hw.zip", zipped(("work/part1.ipynb", want["jm"]))),
        ("Ann Lee_81_assignsubmission_file_part1.ipynb", want["ann1"]),
        ("Ann Lee_82_assignsubmission_file_part1.ipynb", b"of nobody: namesakes"),
    ]
    export = [
        ("assignment_1_export/submission_metadata.yml", METADATA),
        (f"assignment_1_export/submission_102/{HW}", want["bob"]),
        (f"assignment_1_export/submission_9/{HW}", b"of nobody: not in the list"),
    ]
    want["zoe"] = want["bob"]  # they handed it in together
    (archive / "submissions.zip").write_bytes(zipped(*canvas))
    (archive / "PSY-Part 1-4711.zip").write_bytes(zipped(*moodle))
    (archive / "export.tar.gz").write_bytes(tarred(*export))
    (archive / "carl.ipynb").write_bytes(want["carl"])
    (archive / HW).write_bytes(b"of nobody: no name")
    return want


def submitted(course: Path) -> dict[str, bytes]:
    paths = course.glob("submitted/*/part1/feature_attribution.ipynb")
    return {path.parts[-3]: path.read_bytes() for path in paths}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_mixed_class_is_collected_and_none_is_lost(course):
    want = mixed_class(course)
    around = tree(course)
    done = collect(course)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
    assert submitted(course) == want
    assert (course / "submitted/bob/part1/timestamp.txt").read_text(encoding="utf-8").startswith("2026-01-30 16:00:00")

    left = {content for name, content in tree(course / "downloaded/part1/set_aside").items()}
    assert {content for content in left if content.startswith(b"of nobody")} == {
        b"of nobody: not in the roster",
        b"of nobody: namesakes",
        b"of nobody: not in the list",
        b"of nobody: no name",
    }
    assert {b"an earlier one", b"evil", overlapping()} <= left
    assert {name: content for name, content in tree(course).items() if name in around} == around
    new = {name.split("/")[0] for name in set(tree(course)) - set(around)}
    assert new <= {"submitted", "downloaded", ".nbgrader.log"}

    lines = [line for line in done.stderr.splitlines() if "WARNING" in line]
    for words in ("stranger", "Ann Lee_82", "submission_9", f"not sorted: {HW}", "overlap", "leads out of the archive"):
        assert len([line for line in lines if words in line]) == 1, words
    assert "7 students sorted; 5 files of nobody, 1 refused, 0 students without a notebook" in done.stderr
    assert "7 files collected" in done.stderr

    with (course / "downloaded/part1/collected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["student"] for row in rows if row["became"] == "submission"} == set(want)
    assert sum(row["became"] == "set aside" and not row["student"] for row in rows) == 5 + 1  # Gradescope's list


def test_a_second_run_replaces_nothing_unasked_and_then_keeps_what_it_replaces(course, run):
    want = mixed_class(course)
    earlier = course / "submitted" / "ada" / "part1" / HW
    earlier.parent.mkdir(parents=True)
    earlier.write_bytes(b"handed in through the hub")
    done = run()
    assert done.returncode != 0
    assert "has an earlier submission" in done.stderr
    assert "--force" in done.stderr
    assert submitted(course) == {"ada": b"handed in through the hub"}

    assert run("--force").returncode == 0
    assert submitted(course) == want
    kept = tree(course / "downloaded" / "part1" / "replaced")
    assert list(kept.values()) == [b"handed in through the hub"]
    before = tree(course / "submitted"), tree(course / "downloaded")
    assert run("--force").returncode == 0
    again = tree(course / "downloaded")
    assert tree(course / "submitted") == before[0]
    assert {name: raw for name, raw in again.items() if "/replaced/" not in name} == {
        name: raw for name, raw in before[1].items() if "/replaced/" not in name
    }


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda course: (course / "roster.csv").write_text("student\n../x\n"), "line 2: '../x' is no student's id"),
        (lambda course: (course / "release/part1" / HW).unlink(), "release/part1 has no notebook"),
        (lambda course: (course / "downloaded/part1/archive/a.ipynb").unlink(), "is empty; put the LMS's zip"),
        (lambda course: (course / "downloaded/part1/set_aside").symlink_to("/tmp"), "is a link, expected a folder"),
    ],
    ids=["roster", "no release", "nothing there", "link"],
)
def test_a_mistake_of_the_instructors_is_said_in_one_line(spoil, words, course, run):
    (course / "downloaded/part1/archive/a.ipynb").write_bytes(b"{}")
    spoil(course)
    done = run()
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert submitted(course) == {}


def test_what_lies_in_extracted_already_is_not_collected(course, run):
    """Without archive/ nbgrader takes whatever is there, and follows links."""
    (course / "downloaded/part1/archive").rmdir()
    planted = course / "downloaded/part1/extracted/ada"
    planted.mkdir(parents=True)
    (planted / HW).symlink_to("/etc/passwd")
    done = run()
    assert "was not unpacked by this run" in done.stderr
    assert submitted(course) == {}


def test_strict_runs_too(course, run):
    archive = course / "downloaded/part1/archive"
    (archive / "submissions.zip").write_bytes(zipped((f"ada_1_2_{HW}", b"{}"), ("bob_3_4_final.ipynb", b"{}")))
    done = run("--strict")
    assert done.returncode == 0, done.stderr
    assert set(submitted(course)) == {"ada_1"}
    assert "no notebook from bob_3" in done.stderr


def test_the_document_says_what_happens(course, run, monkeypatch):
    """Its commands run, in their order, and its roster is one."""
    text = (ROOT / "docs" / "collecting.md").read_text(encoding="utf-8")
    (roster,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    (course / "roster.csv").write_text(roster, encoding="utf-8")
    assert read_roster(course / "roster.csv")
    (course / "downloaded/part1/archive/submissions.zip").write_bytes(zipped((f"lovelaceada_12345_67890_{HW}", b"{}")))
    lines = [
        line.split("#")[0].split() for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()
    ]
    assert lines
    (course / "submissions.zip").write_bytes((course / "downloaded/part1/archive/submissions.zip").read_bytes())
    monkeypatch.chdir(course)
    for program, command, assignment, *words in (shlex.split(" ".join(line)) for line in lines):
        assert (program, command, assignment) in {("nbgrader", "zip_collect", "part1"), ("autograder", "collect", "part1")}
        if program == "autograder":
            assert main([command, assignment, *words]) == 0
        else:
            shutil.rmtree(course / "submitted", ignore_errors=True)
            shutil.rmtree(course / "downloaded/part1/extracted", ignore_errors=True)
            assert run(*words).returncode == 0
        assert "--dry-run" in words or set(submitted(course)) == {"ada"}
