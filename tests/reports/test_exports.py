"""Marks on their way out: Canvas's and Moodle's files, and Gradescope's autograder, run in a folder laid out as Gradescope's."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from traitlets.config import Config

from autograder import catalogues
from autograder.assignments import tasks_of
from autograder.authoring.sample_class import Student, hand_in
from autograder.catalogues import loaded
from autograder.cli import main
from autograder.gradebook.nbgrader_course import Course
from autograder.judging.points import max_points
from autograder.judging.verdict import Check, Verdict
from autograder.reports.gradescope import results_of, write_zip
from autograder.reports.lms_export import Canvas, Moodle

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "release" / "part1"
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
ROSTER = """student,name,email,canvas_id,moodle_id,id_number,login,sis_user_id,section
ada,Ada Lovelace,ada@example.edu,12345,77,S-1,alove,sis1,Tuesday
ben,,ben@example.edu,678,,,,,
zoe,"van Dam, Zoë",Zoe@Example.edu,910,,S-9,,,
"""


@pytest.fixture
def book(tmp_path):
    """Two assignments, of two and of ten points; ada has submitted both, one late, ben one, cem, whom nobody lists, none."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()", encoding="utf-8")
    with Course(tmp_path).gradebook() as book:
        for name, most in (("part1", 10), ("part2", 2)):
            book.add_assignment(name)
            book.add_notebook("n", name)
            book.add_grade_cell("test", "n", name, max_score=most, cell_type="code")
        for student, first, last in (("ada", "Ada", "Lovelace"), ("ben", "Ben", "=HYPERLINK(1)"), ("cem", "Cem", "Tan")):
            book.add_student(student, first_name=first, last_name=last)
        for student, name, score in (("ada", "part1", 7.5), ("ada", "part2", 2.0), ("ben", "part1", 0.0)):
            book.add_submission(name, student)
            book.find_grade("test", "n", name, student).auto_score = score
            book.find_grade("test", "n", name, student).needs_manual_grade = False
        book.find_submission_notebook("n", "part1", "ada").late_submission_penalty = 1.0
        book.db.commit()
        yield book


def exported(exporter, book, folder: Path, people: str = ROSTER, **options) -> list[list[str]]:
    (folder / "roster.csv").write_text(people, encoding="utf-8")
    config = Config({exporter.__name__: {"roster": str(folder / "roster.csv"), "columns": {"part1": "Part 1 (98765)"}}})
    exporter(to=str(folder / "out.csv"), config=config, **options).export(book)
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_canvas_finds_its_students_columns_and_points(book, tmp_path):
    assert exported(Canvas, book, tmp_path) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Part 1 (98765)", "part2"],
        ["    Points Possible", "", "", "", "", "10", "2"],
        ["Lovelace, Ada", "12345", "sis1", "alove", "Tuesday", "6.5", "2"],
        ["'=HYPERLINK(1), Ben", "678", "", "ben", "", "0", ""],
        ["Tan, Cem", "", "", "cem", "", "", ""],
        ["van Dam, Zoë", "910", "", "zoe", "", "", ""],
    ]


def test_moodle_finds_its_students(book, tmp_path):
    assert exported(Moodle, book, tmp_path, assignment=["part1"]) == [
        ["Username", "ID number", "First name", "Last name", "Email address", "Part 1 (98765)"],
        ["alove", "S-1", "Ada", "Lovelace", "ada@example.edu", "6.5"],
        ["ben", "", "Ben", "'=HYPERLINK(1)", "ben@example.edu", "0"],
        ["cem", "", "Cem", "Tan", "", "-"],
        ["zoe", "S-9", "Zoë", "van Dam", "zoe@example.edu", "-"],
    ]


def test_who_is_not_judged_gets_no_nought(book, tmp_path, caplog):
    """A grader that failed leaves a submission without a score, and nbgrader adds up nothing to nought."""
    book.find_grade("test", "n", "part1", "ben").auto_score = None
    assert [line[5:] for line in exported(Canvas, book, tmp_path)[2:]] == [["6.5", "2"], ["", ""], ["", ""], ["", ""]]
    assert "ben, part1: not judged" in caplog.text


@pytest.mark.parametrize(("manual", "waits"), [(None, True), (1.0, False)])
def test_only_what_nobody_has_read_waits(manual, waits, book, tmp_path, caplog):
    """nbgrader says of a cell that was graded again that it needs a person, also where one has given points."""
    book.add_solution_cell("test", "n", "part1")
    grade = book.find_grade("test", "n", "part1", "ben")
    grade.auto_score, grade.manual_score, grade.needs_manual_grade = None, manual, True
    exported(Canvas, book, tmp_path)
    assert ("ben, part1: written answers have no points yet" in caplog.text) == waits


def test_who_is_in_no_roster_is_named(book, tmp_path, caplog):
    exported(Canvas, book, tmp_path)
    assert "cem is not in" in caplog.text


def test_one_student_alone(book, tmp_path):
    assert [line[3] for line in exported(Canvas, book, tmp_path, student=["ben"])[2:]] == ["ben"]


def test_an_assignment_that_is_not_there_is_told_with_those_that_are(book, tmp_path):
    with pytest.raises(ValueError, match=r"no such assignment: part9; the gradebook has part1, part2"):
        exported(Canvas, book, tmp_path, assignment=["part9"])


def test_a_number_of_nbgraders_own_list_is_an_id_number_and_a_participants_is_none(book, tmp_path):
    people = "id,first_name,last_name,email,lms_user_id,moodle_id\nada,Ada,Byron King,,4711,77\nben,,,,,78\n"
    lines = exported(Moodle, book, tmp_path, people, assignment=["part1"])
    assert [line[:4] for line in lines[1:3]] == [["ada", "4711", "Ada", "Byron King"], ["ben", "", "Ben", "'=HYPERLINK(1)"]]


def test_an_id_that_differs_only_in_case_is_one_student(book, tmp_path):
    lines = exported(Canvas, book, tmp_path, "student,name\nADA,Ada Lovelace\n", assignment=["part1"])
    assert [line[0] for line in lines[2:]] == ["Lovelace, Ada", "'=HYPERLINK(1), Ben", "Tan, Cem"]


@pytest.mark.parametrize("exporter", [Canvas, Moodle])
def test_a_file_for_an_lms_is_the_same_in_every_language(exporter, book, tmp_path, monkeypatch):
    """It has names, addresses, numbers and points, under heads that the LMS knows."""
    english = exported(exporter, book, tmp_path)
    monkeypatch.setattr(catalogues, "language", lambda: loaded(ROOT, "de"))
    assert exported(exporter, book, tmp_path) == english


# --- Gradescope ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gradescope(tmp_path_factory) -> Path:
    """/autograder, with the zip unpacked as Gradescope does it."""
    place = tmp_path_factory.mktemp("autograder")
    write_zip("part1", RELEASE, place / "autograder.zip")
    with zipfile.ZipFile(place / "autograder.zip") as archive:
        archive.extractall(place / "source")
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert modes["setup.sh"] & modes["run_autograder"] & 0o111
    (place / "bin").mkdir()
    (place / "bin" / "python3").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    (place / "bin" / "python3").chmod(0o755)
    return place


def run(place: Path) -> tuple[int, dict]:
    """What Gradescope does for a submission, in an environment without this course."""
    shutil.rmtree(place / "results", ignore_errors=True)
    path = f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {"AUTOGRADER": str(place), "PATH": path, "HOME": str(place)}
    command = ["bash", str(place / "source" / "run_autograder")]
    status = subprocess.run(command, env=environment, cwd="/", check=False, capture_output=True).returncode
    return status, json.loads((place / "results" / "results.json").read_text(encoding="utf-8"))


def submit(place: Path, student: Student | None, name: str = "feature_attribution.ipynb") -> None:
    shutil.rmtree(place / "submission", ignore_errors=True)
    (place / "submission").mkdir()
    if student:
        hand_in(student, RELEASE, place / "handed_in", 0)
        shutil.copyfile(place / "handed_in" / "feature_attribution.ipynb", place / "submission" / name)


def test_gradescope_gets_a_test_for_each_check(gradescope):
    submit(gradescope, Student("cem", {"pool_gradients": "unanswered"}), "my copy.ipynb")
    status, results = run(gradescope)
    tasks = list(tasks_of("part1"))
    assert status == 0
    assert sum(test["max_score"] for test in results["tests"]) == sum(map(max_points, tasks))
    assert sum(test["score"] for test in results["tests"]) == sum(map(max_points, tasks)) - max_points("pool_gradients")
    assert {test["name"].partition(":")[0] for test in results["tests"] if test["status"] == "failed"} == {"pool_gradients"}
    assert all(test["output"] for test in results["tests"] if test["status"] == "failed")


def test_gradescope_says_what_is_missing(gradescope):
    submit(gradescope, None)
    (gradescope / "submission" / "essay.pdf").write_bytes(b"%PDF")
    status, results = run(gradescope)
    assert (status, results["score"]) == (0, 0)
    assert results["output"] == ("There is no notebook: expected feature_attribution.ipynb, got essay.pdf. Submit it again.")


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("de", 0, "Es gibt kein Notebook: "),
        ("fr", 0, "Il n'y a pas de notebook : "),
        ("xx", 1, "The grader itself failed, and gave no mark: "),  # without a language: in English, and not without an answer
    ],
)
def test_gradescope_says_it_in_the_courses_language(gradescope, code, status, said):
    submit(gradescope, None)
    (gradescope / "submission" / "essay.pdf").write_bytes(b"%PDF")
    toml = gradescope / "source" / "lessons" / "course.toml"
    english = toml.read_text(encoding="utf-8")
    toml.write_text(english.replace('# language = "de"', f'language = "{code}"'), encoding="utf-8")
    try:
        ended, results = run(gradescope)
    finally:
        toml.write_text(english, encoding="utf-8")
    assert (ended, results["output"].startswith(said)) == (status, True), results


def test_no_zip_is_made_in_a_language_that_nobody_has(monkeypatch, tmp_path):
    monkeypatch.setattr(catalogues, "settings", lambda: {"course": {"language": "xx"}})
    with pytest.raises(ValueError, match="'xx' has no catalogue"):
        write_zip("part1", RELEASE, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()


def test_the_grader_s_own_fault_is_no_zero(gradescope):
    submit(gradescope, None)
    nbformat.write(nbformat.v4.new_notebook(), gradescope / "submission" / "a.ipynb")
    (gradescope / "source" / "release" / "part1").rename(gradescope / "source" / "release" / "away")
    try:
        status, results = run(gradescope)
    finally:
        (gradescope / "source" / "release" / "away").rename(gradescope / "source" / "release" / "part1")
    assert status == 1
    assert "score" not in results
    assert "gave no mark" in results["output"]


def test_a_verdict_that_could_not_be_had_has_no_score():
    results = results_of([Verdict.not_judged("predict", 3.0, "out of memory")], [], 1.0)
    assert (results["tests"], "score" in results) == ([], False)
    assert "out of memory" in results["output"]


def test_the_hint_stands_at_the_first_check_that_failed():
    checks = tuple(Check(name, name, 0.0, 1.0, False, "wrong") for name in ("one", "two"))
    tests = results_of([Verdict("predict", 0.0, 2.0, "failed", "wrong", checks, hint="Look.")], ["repaired"], 1.0)["tests"]
    assert [test["output"] for test in tests] == ["wrong\nHint: Look.", "wrong"]


def test_without_a_sandbox_only_where_it_was_asked_for(tmp_path):
    for words in ([], ["--no-sandbox"]):
        assert main(["export", "gradescope", "part1", "--output", str(tmp_path / "a.zip"), *words]) == 0
        script = zipfile.ZipFile(tmp_path / "a.zip").read("run_autograder").decode()
        assert ("--no-sandbox" in script) == bool(words)
        names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
        assert "release/part1/feature_attribution.ipynb" in names
        assert not [name for name in names if name.startswith(("tests", "source", "submitted")) or name.endswith(".db")]


def test_no_release_no_zip(tmp_path):
    with pytest.raises(FileNotFoundError, match="run `autograder build` first"):
        write_zip("part1", tmp_path, tmp_path / "a.zip")
