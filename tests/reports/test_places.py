"""Results before are kept, once; results that were written elsewhere are found; a report reads the class's gradebook."""

import os

import pytest

from autograder.cli import main
from autograder.gradebook.class_marks import class_facts
from autograder.gradebook.nbgrader_course import Course
from autograder.judging.marks import Mark
from autograder.reports import results
from tests.reports.test_class_statistics import row

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
ONE, TWO = [row("ann", "one", [1, 0])], [row("ann", "one", [1, 1], "passed")]


def test_the_results_before_are_kept_where_they_say_something_else(tmp_path):
    file = tmp_path / "results.json"
    before = results.previous_beside(file)
    results.keep_previous(file, ONE)
    assert not before.exists()
    results.write(ONE, file)
    os.utime(file, (1e9, 1e9))
    results.keep_previous(file, [ONE[0] | {"message": "other words"}])
    assert not before.exists()
    results.keep_previous(file, TWO)
    assert results.read(before) == ONE == results.read(file)
    assert before.stat().st_mtime == 1e9
    results.write(TWO, file)
    results.keep_previous(file, TWO)
    assert results.read(before) == ONE


@pytest.mark.parametrize("text", ["", "[", "\x00"])
def test_what_is_no_results_is_not_kept(text, tmp_path):
    file = tmp_path / "results.json"
    file.write_text(text, encoding="utf-8")
    results.keep_previous(file, ONE)
    assert os.listdir(tmp_path) == ["results.json"]


def test_results_written_elsewhere_are_found(tmp_path, capsys):
    default, elsewhere = results.default_place(tmp_path, "part1"), tmp_path / "other" / "mine.json"
    results.write(ONE, default)
    results.write(TWO, elsewhere)
    assert results.last_place(default) == default
    results.remember_place(default, elsewhere)
    assert results.last_place(default) == elsewhere
    assert main(["report", "part1", "--course", str(tmp_path)]) == 0
    assert "2 of 2" in default.with_name("report.html").read_text(encoding="utf-8")
    assert main(["report", "part1", "--course", str(tmp_path), "--results", str(default)]) == 0
    assert "1 of 2" in default.with_name("report.html").read_text(encoding="utf-8")
    elsewhere.unlink()
    assert main(["report", "part1", "--course", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert f"no {elsewhere}, where the results were written last; name them with --results FILE, or run" in said
    results.remember_place(default, None)
    assert main(["report", "part1", "--course", str(tmp_path)]) == 0
    results.remember_place(default, default)
    assert results.last_place(default) == default


def test_results_that_are_named_and_not_there_are_said(tmp_path, capsys):
    assert main(["report", "part1", "--course", str(tmp_path), "--results", "nowhere.json"]) == 2
    assert "no nowhere.json; name the file that `autograder grade part1 --json FILE` wrote" in capsys.readouterr().err


# --- of the gradebook ----------------------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path) -> Course:
    """Two assignments; ann has submitted both, one of them late, and a person has looked at one of her marks."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()", encoding="utf-8")
    course = Course(tmp_path)
    with course.gradebook() as book:
        for name in ("part1", "part2"):
            book.add_assignment(name)
            book.add_notebook("n", name)
            book.add_grade_cell("test_one", "n", name, max_score=2, cell_type="code")
            book.add_grade_cell("why", "n", name, max_score=3, cell_type="markdown")
        book.add_student("ann")
        for name in ("part1", "part2"):
            book.add_submission(name, "ann")
        grade = book.find_grade("test_one", "n", "part1", "ann")
        grade.auto_score, grade.manual_score, grade.needs_manual_grade = 1.0, 1.5, False
        book.find_submission_notebook("n", "part1", "ann").late_submission_penalty = 0.5
        book.db.commit()
    return course


def facts(course: Course, assignment: str = "part1"):
    return class_facts(course.root, assignment, results.default_place(course.root, assignment))


def test_the_gradebook_says_who_has_what(course):
    (student,) = facts(course).standings
    standing = facts(course).standings[student]
    assert dict(standing.marks) == {"test_one": Mark(2, 1.0, 1.5), "why": Mark(3, waits=True)}
    assert (standing.penalty, standing.counts, standing.most_so_far, standing.to_come) == (0.5, 1.0, 2.0, 3.0)
    assert [name for name, _ in standing.set_by_hand] == ["test_one"]


def test_without_roster_gradebook_and_results_before_less_is_known(course, tmp_path_factory):
    bare = class_facts(tmp_path_factory.mktemp("bare"), "part1", tmp_path_factory.mktemp("bare") / "results.json")
    assert (bare.roster, bare.standings, bare.problem, bare.before) == (None, None, "", [])
    (course.root / "gradebook.db").unlink()
    assert facts(course).standings is None
    assert not (course.root / "gradebook.db").exists()


def test_roster_and_results_before_are_read(course):
    (course.root / "roster.csv").write_text('student,name\nann,"Bell, Ann"\n', encoding="utf-8")
    file = results.default_place(course.root, "part1")
    results.write(ONE, results.previous_beside(file))
    os.utime(results.previous_beside(file), (1e9, 1e9))
    assert facts(course).roster == {"ann": "Ann Bell"}
    assert (facts(course).before, facts(course).before_when) == (ONE, "2001-09-09 01:46 (UTC)")


def test_a_gradebook_that_cannot_be_read_is_said_in_a_line(course):
    (course.root / "gradebook.db").write_text("no database, but some words of a length\n" * 100)
    found = facts(course)
    assert found.standings is None
    assert found.problem.startswith("The gradebook could not be read, so points by hand and penalties are left out:")
    assert "\n" not in found.problem
