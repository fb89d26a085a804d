"""Whatever folders lie around the notebooks, nobody becomes one student of many: each is found, or what is in doubt is said."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.collection.groups import Groups, read_groups
from autograder.collection.labels import Assignment
from autograder.collection.matching import Lists
from autograder.collection.outcome import Sorted
from autograder.collection.roster import Roster, read_roster
from autograder.collection.sorting import sort
from tests.collection.test_collect import HW, PART1, unpacked

ROSTER = """student,name,email,ilias_id
ada,Ada Muster,am@x.edu,345678
bob,Bob Muster,,
eve,Eve García López,,
jm,Jörg Müller,,
"""


@pytest.fixture
def roster(tmp_path) -> Roster:
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return read_roster(tmp_path / "roster.csv")


def sorted_out(where: Path, *paths: str, lists: Lists | Roster | None = None, assignment: Assignment = PART1) -> Sorted:
    """What becomes of files by their paths, ":" between an archive and what is in it."""
    files = unpacked(where, *(tuple(path.split(":")) for path in paths))
    outcome = sort(files, assignment, lists or Roster())
    assert {one.file for one in outcome.assigned} | {left.file for left in outcome.unassigned} == set(files), "one was lost"
    return outcome


def students(outcome: Sorted) -> set[str]:
    return {one.student for one in outcome.assigned}


LAYOUTS = {
    "a term's folder": [f"s.zip:Fall2026/{name}/x.ipynb" for name in ("ada", "bob", "eve")],
    "a folder of any name that all share": [f"s.zip:Psychologie/{name}/x.ipynb" for name in ("ada", "bob", "eve")],
    "folders in folders that all share": [f"s.zip:Faculty X/Psychologie/PSY101/{name}/{HW}" for name in ("ada", "bob", "eve")],
    "sections": [f"s.zip:Section {s}/{name}/{HW}" for s, name in (("A", "ada"), ("A", "bob"), ("B", "eve"))],
    "sections of any name": [f"s.zip:{s}/{name}/{HW}" for s, name in (("Alpha", "ada"), ("Alpha", "bob"), ("Beta", "eve"))],
    "sections with files": [f"s.zip:Section {s}/{name}.ipynb" for s, name in (("A", "ada"), ("A", "bob"), ("B", "eve"))],
    "folders of files": [f"s.zip:{s}/{name}_{HW}" for s, name in (("Alpha", "ada"), ("Alpha", "bob"), ("Beta", "eve"))],
    "a section beside students": [f"s.zip:ada/{HW}", f"s.zip:Section A/bob/{HW}", f"s.zip:Section A/eve/{HW}"],
    "zips in a zip": [f"s.zip:Section A.zip:ada.zip:{HW}", f"s.zip:Section A.zip:bob.zip:{HW}", f"s.zip:B.zip:eve.zip:{HW}"],
    "zips of folders": [f"all.zip:{d}day.zip:{name}/x.ipynb" for d, name in (("Mon", "ada"), ("Mon", "bob"), ("Tues", "eve"))],
    "two archives": [f"A-2026.zip:ada/{HW}", f"A-2026.zip:bob/{HW}", f"Section B.zip:eve/{HW}"],
    "a Drive download": [f"part1-20270130T1159Z-001.zip:part1/{name}/{HW}" for name in ("ada", "bob", "eve")],
    "a Drive download of a folder": [f"Kurs-20270130T115900Z-001.zip:Kurs/{name}/{HW}" for name in ("ada", "bob", "eve")],
    "unpacked beside": [f"Fall2026/{name}/{HW}" for name in ("ada", "bob", "eve")],
    "GitHub Classroom": [f"s.zip:part1-submissions/part1-{name}/{HW}" for name in ("ada", "bob", "eve")],
    "GitHub Classroom with other notebooks": [
        f"s.zip:part1-submissions/part1-{name}/{file}"
        for name in ("ada", "bob", "eve")
        for file in (HW, "docs/a.ipynb", "demos/b.ipynb")
    ],
    "everybody's other files": [f"s.zip:{name}/{file}" for name in ("ada", "bob", "eve") for file in (HW, "own.ipynb", "x.png")],
    "words about the work": ["s.zip:ada_part1.ipynb", "s.zip:homework_bob_final.ipynb", "s.zip:part 1 - eve.ipynb"],
    "folders that everybody has": [f"s.zip:{name}/{d}/x.ipynb" for name in ("ada", "bob", "eve") for d in ("mine",)],
}  # fmt: skip


@pytest.mark.parametrize("with_roster", [False, True], ids=["no roster", "roster"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_level_that_separates_people_is_found(layout, with_roster, roster, tmp_path):
    outcome = sorted_out(tmp_path, *LAYOUTS[layout], lists=roster if with_roster else None)
    assert students(outcome) == {"ada", "bob", "eve"}
    assert not outcome.errors
    assert all(one.student in str(one.file.names) for one in outcome.assigned)


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["s.zip:part1/Abgaben/Muster_Ada_adam_345678/20270130115900_hw.ipynb"], {"Muster_Ada_adam_345678"}),
        (["s.zip:Team 77/Muster_Ada_adam_345678/x.ipynb"], {"Muster_Ada_adam_345678"}),
        (["s.zip:Muster_Ada_a_da_345678.zip:x.ipynb", "s.zip:O_Neil_Bob_b1_12.zip:x.ipynb"],
         {"Muster_Ada_a_da_345678", "O_Neil_Bob_b1_12"}),
        (["b.zip:12345-67890 - Jean-Luc O'Neil - Jan 30, 2027 1159 PM - x.ipynb", "b.zip:index.html"], {"Jean-Luc_O_Neil_12345"}),
        (["b.zip:12345-67890 - Ada Muster- 30 January, 2027 1159 PM/x.ipynb"], {"Ada_Muster_12345"}),
        ([f"c.zip:Bob Muster - Copy of {HW}", "c.zip:Ada Muster - my notebook.ipynb"], {"Bob_Muster", "Ada_Muster"}),
        ([f"s.zip:Part 1/Muster, Ada(adam)/Submission attachment(s)/{HW}"], {"Muster_Ada_adam"}),
        ([f"t.zip:Submitted files/Ada Muster/part1/Version {v}/{HW}" for v in (1, 2, 10)], {"Ada_Muster"}),
        (["o.zip:part1/Muster_Ada_adam/1_submissions/x.ipynb"], {"Muster_Ada_adam"}),
        ([f"s.zip:Herbst 2026/{n}/{HW}" for n in ("Jörg Müller", "Łukasz Żak", "García López, Eve")],
         {"Jorg_Muller", "Lukasz_Zak", "Garcia_Lopez_Eve"}),
        ([f"part1-20270130T1159Z-001.zip:part1/Ada Muster/{HW}"], {"Ada_Muster"}),
        ([f"PSY101 Fall 2026.zip:ada/{HW}"], {"ada"}),
    ],
)  # fmt: skip
def test_each_systems_names_are_read(paths, ids, tmp_path):
    outcome = sorted_out(tmp_path, *paths)
    assert students(outcome) == ids
    assert not outcome.errors


def test_a_copy_in_google_classroom_is_named_as_asked(tmp_path):
    files = unpacked(tmp_path, ("c.zip", f"Bob Muster - Copy of {HW}"), ("c.zip", "Ada Muster - own.ipynb"))
    assert students(sort(files, PART1, Roster(), strict=True)) == {"Bob_Muster"}


def test_of_teams_versions_the_last_is_taken(tmp_path):
    outcome = sorted_out(tmp_path, *(f"t.zip:Ada Muster/part1/Version {number}/{HW}" for number in (10, 9, 2)))
    assert outcome.assigned[0].file.names[-1] == f"Ada Muster/part1/Version 10/{HW}"


def test_brightspace_says_when_in_the_courses_zone_and_the_latest_is_taken(tmp_path):
    paths = [
        *(f"b.zip:12346-67890 - Bob Muster - Jan {day}, 2027 1159 PM - my notebook.ipynb" for day in (31, 30)),
        "b.zip:12345-67890 - Ada Muster - morgen 2027 - x.ipynb",
        "b.zip:index.html",
    ]
    outcome = sorted_out(tmp_path, *paths, lists=Lists(zone=ZoneInfo("Europe/Berlin")))
    assert {one.student: one.when for one in outcome.assigned} == {
        "Bob_Muster_12346": datetime(2027, 1, 31, 22, 59),
        "Ada_Muster_12345": None,
    }
    assert any("'morgen 2027' is no time" in note for note in outcome.notes)
    assert [left.file.names[-1] for left in outcome.unassigned if left.is_nobodys] == []  # its list is no student's


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        ([f"s.zip:Section A/ada/{HW}", f"s.zip:Section B/ada/{HW}"], "ada has several notebooks"),
        ([f"s.zip:ada/{HW}", f"s.zip:ada/backup/{HW}", f"s.zip:bob/{HW}"], "ada has several notebooks"),
        ([f"s.zip:Psychologie/ada/{HW}"], "either 'Psychologie' or 'ada'"),
        ([f"psych101.zip:ada/{HW}"], "either 'psych101.zip' or 'ada'"),
        (["psych101.zip:ada.ipynb"], "either 'psych101.zip' or 'ada'"),
        ([f"c.zip:Psych/Bob Muster - Copy of {HW}"], "either 'Psych' or 'Bob Muster'"),
        ([f"s.zip:ada/{HW}", f"s.zip:Beta/bob/{HW}", f"s.zip:Beta/eve/{HW}"], "'Beta' holds the work of several"),
        (["c.zip:eve.zip:bob/x.ipynb", "c.zip:eve.zip:carl/x.ipynb", f"c.zip:ada.zip:{HW}"], "'eve.zip' holds the work"),
        (["s.zip:ada/a.ipynb", "s.zip:ada/b.ipynb", f"s.zip:bob/{HW}"], "ada has several notebooks"),
        ([f"s.zip:Ada_1_assignsubmission_file_/hw.zip:{d}/{HW}" for d in "ab"], "Ada has several notebooks"),
    ],
)  # fmt: skip
def test_what_is_in_doubt_is_an_error_and_no_choice(paths, words, tmp_path):
    outcome = sorted_out(tmp_path, *paths)
    (error,) = outcome.errors
    assert words in error
    assert "STUDENT.ipynb" in error or "archive/" in error  # how to go on
    assert not students(outcome) & {"Psychologie", "psych101", "Beta", "eve", "Fall2026"}


def test_what_is_the_same_in_several_places_is_no_doubt(tmp_path):
    files = unpacked(tmp_path, ("a.zip", f"ada/{HW}"), ("a (1).zip", f"ada/{HW}"), contents={HW: b"the same"})
    outcome = sort(files, PART1, Roster())
    assert students(outcome) == {"ada"}
    assert not outcome.errors


def test_an_error_is_decided_by_hand(tmp_path):
    outcome = sorted_out(tmp_path, f"s.zip:Section A/ada/{HW}", f"s.zip:Section B/ada/{HW}", "ada.ipynb")
    assert [one.file.names for one in outcome.assigned] == [("ada.ipynb",)]
    assert not outcome.errors


@pytest.mark.parametrize(
    "forms",
    [
        ["{a}-submissions/{a}-ada", "{a}-submissions/{a}-bob"],
        ["ada_{a}", "bob_{a}"],
        ["{b}-ada", "{b}-bob"],
        ["ada 2027-0{n}-30", "bob 2027-0{n}-30"],
        ["Muster_Ada_adam_345678", "Muster_Bob_bobm_345679"],
        ["Ada Muster_{n}1_assignsubmission_file_", "Bob Muster_{n}2_assignsubmission_file_"],
        ["12345-{n}7890 - Ada Muster - Jan 3, 2027 100 PM", "12346-{n}7890 - Ada Muster - Jan 3, 2027 100 PM"],
        ["Muster, Ada(adam)", "Muster, Bob(bobm)"],
    ],
)
def test_ids_are_the_same_for_each_assignment(forms, tmp_path):
    found = []
    for number, (name, notebook) in enumerate([("part1", "feature_attribution"), ("part2_homework", "baselines")], 1):
        own = [f"s.zip:{form.format(a=name, b=notebook.replace('_', '-'), n=number)}/{notebook}.ipynb" for form in forms]
        found.append(students(sorted_out(tmp_path, *own, assignment=Assignment(name, (notebook,)))))
        found.append(students(sorted_out(tmp_path, own[0], assignment=Assignment(name, (notebook,)))))
    assert found[0] == found[2]
    assert found[1] == found[3]
    assert found[1] < found[0]


def test_two_of_one_name_in_moodle_are_told_apart_for_this_once(tmp_path):
    paths = [f"s.zip:Ann Lee_{number}_assignsubmission_file_/{HW}" for number in (1, 2)]
    outcome = sorted_out(tmp_path, *paths, f"s.zip:Bo Li_3_assignsubmission_file_/{HW}")
    assert students(outcome) == {"Ann_Lee_1", "Ann_Lee_2", "Bo_Li"}
    (note,) = outcome.notes
    assert "Ann_Lee_1, Ann_Lee_2; write a roster.csv" in note


def test_two_of_one_name_stay_two(tmp_path):
    paths = [f"b.zip:{number}-9 - Ann Lee - Jan 30, 2027 1159 PM - {HW}" for number in (11, 12)]
    assert students(sorted_out(tmp_path, *paths)) == {"Ann_Lee_11", "Ann_Lee_12"}
    paths = [f"Lee_Ann_{login}_{number}/{HW}" for login, number in (("al", 345), ("annl", 346))]
    assert students(sorted_out(tmp_path, *(f"s.zip:{path}" for path in paths))) == {"Lee_Ann_al_345", "Lee_Ann_annl_346"}


# --- the roster ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "student"),
    [
        (f"s.zip:Anything/Muster_Ada_whoever_345678/{HW}", "ada"),
        (f"s.zip:Muster_A_ada_99/{HW}", "ada"),
        (f"s.zip:Mueller_Joerg_jmueller_12/{HW}", "jm"),
        (f"s.zip:Psychologie/am@x.edu/{HW}", "ada"),
        (f"s.zip:García López, Eve/{HW}", "eve"),
        (f"s.zip:Kurs X/Eve Garcia Lopez/{HW}", "eve"),
        (f"s.zip:Muster, Ada (ada)/Submission attachment(s)/{HW}", "ada"),
        (f"s.zip:deep/er/and/deeper/bob/work/{HW}", "bob"),
        ("c.zip:Bob Muster - my notebook.ipynb", "bob"),
        (f"s.zip:stranger.zip:ada/{HW}", None),
        ("s.zip:Bobby/ada.ipynb", None),
        (f"s.zip:Muster/{HW}", None),
    ],
)
def test_the_roster_is_asked_of_every_level(path, student, roster, tmp_path):
    outcome = sorted_out(tmp_path, path, lists=roster)
    assert students(outcome) == ({student} if student else set())
    assert set(outcome.missing) == {"ada", "bob", "eve", "jm"} - {student}


# --- groups, and what is late ------------------------------------------------------------------------------------------


def groups(where: Path, text: str, roster: Roster) -> Groups:
    (where / "groups.csv").write_text(text, encoding="utf-8")
    return read_groups(where / "groups.csv", roster)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"s.zip:Group 3/{HW}", "group,student\nGroup 3,ada\nGroup 3,bob\n"),
        (f"s.zip:part1/Abgaben/Team 77/{HW}", "group,students\nTeam 77,ada; bob\n"),
        (f"s.zip:Ada Muster/{HW}", "owner,student\nada,bob\n"),
        (f"s.zip:group3_12345_67890_{HW}", "group,student\nGroup 3,ada\nGroup 3,bob\n"),
        (f"s.zip:musterada_12345_67890_{HW}", "group,student,student2\nada,bob\n"),
        (f"s.zip:Group 3-Ada Muster_4711_assignsubmission_file_/{HW}", "group,student\nGroup 3,ada\nGroup 3,bob\n"),
        ("s.zip:group 3.ipynb", "group,student\nGroup 3,ada,bob\n"),
    ],
)
def test_a_groups_submission_goes_to_each_of_its_students(path, text, roster, tmp_path):
    outcome = sorted_out(tmp_path, path, lists=Lists(roster, groups(tmp_path, text, roster)))
    assert students(outcome) == {"ada", "bob"}
    assert len({one.file for one in outcome.assigned}) == 1
    assert outcome.missing == ["eve", "jm"]


def test_a_group_and_one_of_its_students_apart_is_not_decided(roster, tmp_path):
    lists = Lists(roster, groups(tmp_path, "group,student\nGroup 3,ada\nGroup 3,bob\n", roster))
    outcome = sorted_out(tmp_path, f"s.zip:Group 3/{HW}", f"s.zip:ada/{HW}", lists=lists)
    assert students(outcome) == {"bob"}
    assert "ada has several notebooks" in outcome.errors[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("group,student\nGroup 3,stranger\n", "line 2: the roster has no student 'stranger'"),
        ("group,student\nGroup 3,../x\n", "line 2: '../x' is no student's id"),
        ("group,student\nGroup 3,\n", "line 2: expected a group"),
        ("group,student\n,ada\n", "line 2: expected a group"),
    ],
)
def test_a_wrong_list_of_groups_is_said_in_one_line(text, words, roster, tmp_path):
    with pytest.raises(ValueError, match=r"groups\.csv") as caught:
        groups(tmp_path, text, roster)
    assert words in str(caught.value)


def test_late_without_a_time_is_said_and_can_be_given_one(tmp_path):
    files = unpacked(tmp_path, ("c.zip", f"musterada_LATE_12345_67890_{HW}"), ("c.zip", f"musterbob_12346_67891_{HW}"))
    outcome = sort(files, PART1, Roster())
    assert ["late, and the LMS does not say when: musterada_12345" in note for note in outcome.notes] == [True]
    when = datetime(2027, 1, 31, 12)
    given = sort(files, PART1, Roster(), late_time=when)
    assert {one.student: one.when for one in given.assigned} == {"musterada_12345": when, "musterbob_12346": None}
    assert given.notes == []


def test_sakais_time_is_read_and_not_a_students(tmp_path):
    folder = "Part 1/Muster, Ada(adam)"
    paths = [
        f"{folder}/Submission attachment(s)/{HW}",
        f"{folder}/timestamp.txt",
        f"{folder}/Submission attachment(s)/x/timestamp.txt",
    ]
    contents = {"timestamp.txt": b"20270130115900123"}
    outcome = sort(unpacked(tmp_path, *(("s.zip", path) for path in paths), contents=contents), PART1, Roster())
    assert [one.when for one in outcome.assigned] == [datetime(2027, 1, 30, 11, 59)]
