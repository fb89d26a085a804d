"""An assignment is generated again after students have submitted: what can be changed is, and nothing is lost by what cannot."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import SaveCells

from autograder.gradebook import file_copies
from autograder.gradebook.nbgrader_course import Course

pytestmark = pytest.mark.filterwarnings(
    "ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning"
)


def cell(grade_id: str, points: float | None = None, solution: bool = False, text: str = "pass", written: bool = False):
    """A cell with nbgrader's marks."""
    marks = {"grade_id": grade_id, "schema_version": 3, "task": False, "solution": solution}
    marks |= {"grade": points is not None, "locked": not solution} | ({} if points is None else {"points": points})
    make = new_markdown_cell if written else new_code_cell
    return make(text, metadata={"nbgrader": marks})


FIRST = [
    new_markdown_cell("# Title"),
    cell("given_imports", text="import math"),
    cell("f", solution=True, text="### BEGIN SOLUTION\nf = 1\n### END SOLUTION"),
    cell("test_f", 4.0, text="assert f"),
    cell("why", 2.0, solution=True, written=True, text="because"),
]


def write_source(root: Path, cells: list, name: str = "p") -> None:
    folder = root / "source" / "ps1"
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}),
        folder / f"{name}.ipynb",
    )


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A course whose first assignment was released, and ada has a mark, typed by hand, in it."""
    file_copies.install()
    root = tmp_path_factory.mktemp("template") / "course"
    root.mkdir()
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'c1'\n")
    write_source(root, FIRST)
    course = Course(root)
    assert course.generate_assignment("ps1").success
    with course.gradebook() as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission("ps1", "ada")
        gradebook.find_grade("test_f", "p", "ps1", "ada").auto_score = 3
        gradebook.find_grade("why", "p", "ps1", "ada").manual_score = 1.5
        gradebook.find_comment("why", "p", "ps1", "ada").manual_comment = "well"
        gradebook.db.commit()
    return root


@pytest.fixture
def course(template, tmp_path) -> Course:
    return Course(shutil.copytree(template, tmp_path / "course"))


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted((root / "release").rglob("*")) if path.is_file()}


def marks(course: Course) -> dict[str, tuple]:
    """ada's marks: cell -> points by the grader, points by hand, the most that there are."""
    with course.gradebook() as gradebook:
        (notebook,) = gradebook.find_submission("ps1", "ada").notebooks
        return {grade.name: (grade.auto_score, grade.manual_score, grade.max_score) for grade in notebook.grades}


BEFORE = {"test_f": (3, None, 4), "why": (None, 1.5, 2)}
TASK = [cell("g", solution=True, text="g = 2"), cell("test_g", 5.0, text="assert g")]
ALLOWED = {
    "text": ([new_markdown_cell("# Other title"), *FIRST[1:]], BEFORE),
    "points": ([*FIRST[:3], cell("test_f", 8.0, text="assert f"), FIRST[4]], BEFORE | {"test_f": (3, None, 8)}),
    "another_order": ([*FIRST[:2], FIRST[4], *FIRST[2:4]], BEFORE),
    "a_new_task": ([*FIRST, *TASK], BEFORE | {"test_g": (None, None, 5)}),
    "a_new_question": ([*FIRST, cell("how", 1.0, solution=True, written=True)], BEFORE | {"how": (None, None, 1)}),
    "more_given_code": ([FIRST[0], cell("given_more"), *FIRST[1:]], BEFORE),
    "less_given_code": ([FIRST[0], *FIRST[2:]], BEFORE),
}
REFUSED = {
    "a_test_is_gone": ([*FIRST[:3], FIRST[4]], "test_f"),
    "an_answer_is_gone": ([*FIRST[:2], *FIRST[3:]], "marked cell f"),
    "a_question_is_renamed": ([*FIRST[:4], cell("whence", 2.0, solution=True, written=True)], "marked cell why"),
    "two_are_gone": (FIRST[:3], "test_f, why"),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_can_be_changed_is_changed_and_marks_stay(name, course):
    cells, expected = ALLOWED[name]
    before = tree(course.root)
    write_source(course.root, cells)
    done = course.generate_assignment("ps1")
    assert done.success, done.log
    assert tree(course.root).keys() == before.keys() and tree(course.root) != before
    assert marks(course) == expected
    with course.gradebook() as gradebook:
        assert gradebook.find_comment("why", "p", "ps1", "ada").comment == "well"
    assert not [path for path in course.root.iterdir() if path.name.startswith("release.")]


def test_a_new_task_has_a_place_for_everybodys_mark_and_later_ones_too(course):
    write_source(course.root, [*FIRST, *TASK])
    assert course.generate_assignment("ps1").success
    with course.gradebook() as gradebook:
        gradebook.find_grade("test_g", "p", "ps1", "ada").auto_score = 5
        gradebook.find_comment("g", "p", "ps1", "ada").manual_comment = "new"
        gradebook.db.commit()
    assert course.generate_assignment("ps1").success, "a second time"
    assert marks(course)["test_g"] == (5, None, 5)


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_lose_marks_is_refused_with_what_to_do(name, course):
    cells, said = REFUSED[name]
    before = tree(course.root)
    write_source(course.root, cells)
    done = course.generate_assignment("ps1")
    assert not done.success
    assert said in done.log and "1 submissions" in done.log and "put back what is missing" in done.log
    assert "Traceback" not in done.log
    assert tree(course.root) == before and marks(course) == BEFORE
    write_source(course.root, FIRST)
    assert course.generate_assignment("ps1").success


@pytest.mark.parametrize("change", ["add", "rename"])
def test_another_notebook_is_refused(change, course):
    before = tree(course.root)
    write_source(course.root, FIRST, "q")
    if change == "rename":
        (course.root / "source/ps1/p.ipynb").unlink()
    done = course.generate_assignment("ps1")
    assert not done.success and "q.ipynb cannot be added" in done.log and "Traceback" not in done.log
    assert tree(course.root) == before and marks(course) == BEFORE


def test_without_submissions_anything_can_be_changed(course):
    with course.gradebook() as gradebook:
        gradebook.remove_submission("ps1", "ada")
    write_source(course.root, [FIRST[0], *TASK])
    assert course.generate_assignment("ps1").success
    with course.gradebook() as gradebook:
        assert {one.name for one in gradebook.find_notebook("p", "ps1").grade_cells} == {"test_g"}


def test_a_run_that_fails_midway_leaves_the_release(course, monkeypatch):
    before = tree(course.root)
    monkeypatch.setattr(SaveCells, "preprocess", lambda *names: 1 / 0)
    assert not course.generate_assignment("ps1").success
    assert tree(course.root) == before
    assert not [path for path in course.root.iterdir() if path.name.startswith("release.")]


def test_what_a_killed_run_took_out_is_put_back_first(course):
    before = tree(course.root)
    (course.root / "release.before").mkdir()
    (course.root / "release/ps1").rename(course.root / "release.before/ps1")
    write_source(course.root, FIRST[:3])
    assert not course.generate_assignment("ps1").success
    assert tree(course.root) == before
