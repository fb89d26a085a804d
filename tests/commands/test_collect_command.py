"""`autograder collect`: the table first, then submitted/; nothing is lost or replaced unasked. nbgrader's way does the same."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder import course_toml
from autograder.cli import main
from tests.collection.hostile import zipped
from tests.collection.test_collect import HW, course, run, submitted, tree  # noqa: F401 - fixtures

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def archive(course, monkeypatch) -> Path:  # noqa: F811
    """A class in two sections, of a course in Berlin."""
    own = {**course_toml.settings(), "course": {"timezone": "Europe/Berlin"}}
    monkeypatch.setattr(course_toml, "settings", lambda: own)
    path = course / "mine.zip"
    path.write_bytes(
        zipped(
            (f"Section A/ada/{HW}", b"ada's"),
            ("Section A/ada/timestamp.txt", b"2027-01-30 15:00 PST"),
            ("Section B/bob/own.ipynb", b"bob's"),
            ("Section B/bob/.ipynb_checkpoints/own-checkpoint.ipynb", b"old"),
            ("__MACOSX/Section B/bob/._own.ipynb", b"mac"),
        )
    )
    return path


def collect(course: Path, *words: object) -> int:  # noqa: F811
    return main(["collect", "part1", *map(str, words), "--course", str(course)])


def test_a_dry_run_shows_the_table_and_writes_nothing(course, archive, capsys):  # noqa: F811
    before = tree(course)
    assert collect(course, archive, "--dry-run") == 0
    said = capsys.readouterr().out
    assert tree(course) == before
    head, ada, bob, *_ = said.splitlines()
    assert head.split("  ")[0].strip() == "STUDENT"
    assert ada.startswith("ada") and "2027-01-31 00:00 (Europe/Berlin)" in ada and f"mine.zip: Section A/ada/{HW}" in ada
    assert bob.startswith("bob")
    assert "nothing was written" in said


def test_it_writes_submissions_with_their_times_and_a_second_run_changes_nothing(course, archive, capsys):  # noqa: F811
    (course / "roster.csv").write_text("student\nada\nbob\neve\n", encoding="utf-8")
    assert collect(course, archive) == 0
    assert submitted(course) == {"ada": b"ada's", "bob": b"bob's"}
    assert (course / "submitted/ada/part1/timestamp.txt").read_text() == "2027-01-30 23:00:00 UTC\n"
    assert not (course / "submitted/bob/part1/timestamp.txt").exists()
    assert "nothing has come from: eve" in capsys.readouterr().err
    before = tree(course / "submitted")
    assert collect(course, archive) == 0
    assert "written: 0; there already: 2" in capsys.readouterr().out
    assert tree(course / "submitted") == before


def test_what_would_be_replaced_is_refused_and_then_kept(course, archive, capsys):  # noqa: F811
    assert collect(course, archive) == 0
    later = course / "later.zip"
    later.write_bytes(zipped((f"Section A/ada/{HW}", b"ada's second"), (f"Section A/eve/{HW}", b"eve's")))
    assert collect(course, later) == 2
    assert "--force" in capsys.readouterr().err
    assert submitted(course) == {"ada": b"ada's", "bob": b"bob's"}
    assert collect(course, later, "--force") == 0
    assert submitted(course) == {"ada": b"ada's second", "bob": b"bob's", "eve": b"eve's"}
    kept = tree(course / "downloaded/part1/replaced")
    assert kept["ada/001/" + HW] == b"ada's"


def test_what_is_not_decided_ends_in_an_error_and_is_decided_by_hand(course, capsys):  # noqa: F811
    path = course / "mine.zip"
    path.write_bytes(zipped((f"Section A/ada/{HW}", b"1"), (f"Section B/ada/{HW}", b"2"), (f"Section B/bob/{HW}", b"bob's")))
    assert collect(course, path) == 1
    assert submitted(course) == {"bob": b"bob's"}
    assert "NOT DECIDED: ada has several notebooks" in capsys.readouterr().err
    (course / "downloaded/part1/archive/ada.ipynb").write_bytes(b"2")
    assert collect(course, path) == 0
    assert submitted(course) == {"ada": b"2", "bob": b"bob's"}


def test_nbgraders_way_passes_on_what_is_clear_and_fails(course, run):  # noqa: F811
    raw = zipped((f"Section A/ada/{HW}", b"1"), (f"Section B/ada/{HW}", b"2"), (f"Section B/bob/{HW}", b"bob's"))
    (course / "downloaded/part1/archive/mine.zip").write_bytes(raw)
    done = run()
    assert done.returncode != 0
    assert "NOT DECIDED: ada has several notebooks" in done.stderr
    assert submitted(course) == {"bob": b"bob's"}


def test_empty_folders_and_folders_on_the_disk(course, capsys):  # noqa: F811
    path = course / "psych101.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("part1/Bob Muster")
        archive.mkdir("part1/Ada Muster")
        archive.writestr(f"part1/Ada Muster/{HW}", b"ada's")
        archive.mkdir("__MACOSX/part1")
    assert collect(course, path, "--dry-run") == 0
    assert "empty folders: Bob Muster\n" in capsys.readouterr().err
    folder = course / "Fall2026"
    for name in ("ada", "bob"):
        (folder / name).mkdir(parents=True)
        (folder / name / "x.ipynb").write_text(name)
    assert collect(course, folder) == 0
    assert collect(course, folder / "ada") == 0
    assert submitted(course) == {"ada": b"ada", "bob": b"bob"}


def test_groups_and_late_times(course, capsys):  # noqa: F811
    path = course / "canvas.zip"
    path.write_bytes(zipped((f"lovelaceada_LATE_12345_67890_{HW}", b"theirs")))
    (course / "roster.csv").write_text("student,canvas_id\nada,12345\nbob,\n", encoding="utf-8")
    (course / "together.csv").write_text("group,student\nada,bob\n", encoding="utf-8")
    assert collect(course, path, "--groups", course / "together.csv", "--dry-run") == 0
    assert "give them a time with --late-time" in capsys.readouterr().err
    words = (path, "--groups", course / "together.csv", "--late-time", "2027-02-01 12:00 PST")
    assert collect(course, *words) == 0
    assert submitted(course) == {"ada": b"theirs", "bob": b"theirs"}
    assert (course / "submitted/bob/part1/timestamp.txt").read_text() == "2027-02-01 20:00:00 UTC\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gone.zip"], "there is no gone.zip"),
        ([], "archive is empty; name what you downloaded"),
        (["--roster", "gone.csv"], "there is no file gone.csv"),
        (["--groups", "gone.csv"], "there is no file gone.csv"),
        (["--late-time", "tomorrow"], "'tomorrow' is no time"),
        (["--late-time", "2027-01-30 15:00 XST"], "the zone 'XST' is not known"),
    ],
)
def test_a_mistake_is_said_in_one_line(words, said, course, capsys):  # noqa: F811
    assert collect(course, *words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_without_a_release_it_says_which_command_makes_one(course, archive, capsys):  # noqa: F811
    (course / "release/part1" / HW).unlink()
    assert collect(course, archive) == 2
    assert "nbgrader generate_assignment part1" in capsys.readouterr().err


def test_a_refusal_loads_nothing_heavy(course):  # noqa: F811
    code = (
        "import sys; from autograder.cli import main; "
        f"main(['collect', 'part1', 'gone.zip', '--course', {str(course)!r}]); "
        "print([name for name in ('nbgrader', 'torch', 'numpy', 'nbconvert') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
