"""Whatever Colab, VS Code, Jupyter or a student's hands made of a notebook: the marks are those of the untouched one.

One class of nbgrader's: the same answers, some right and some wrong, saved in every way that tests/saves.py imitates.
"""

import json
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, fill
from autograder.commands.demo import new_course
from autograder.gradebook.nbgrader_course import Course
from autograder.reports import results
from tests.saves import SAVES, STUDENT, saved

NAME = "feature_attribution"
ANSWERS = Student(
    "everyone",
    {
        "pre_processing": "wrong/no_division_by_255",
        "backprop": "wrong/logit_instead_of_probability",
        "vgg_hook": "unanswered/",
        "random_baseline": "no_marks/syntax_error",
    },
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own: "not in session"
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # nbgrader's and SQLAlchemy's own
]
each_save = pytest.mark.parametrize("save", [save.__name__ for save in SAVES])


def hand_in(course: Course, student: str, text: str) -> None:
    path = course.root / "submitted" / student / "part1" / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Course:
    course = new_course(tmp_path_factory.mktemp("saves") / "course")
    write_source("part1", course.root)
    write_release("part1", course)
    notebook = fill(nbformat.read(course.root / "release" / "part1" / f"{NAME}.ipynb", as_version=4), ANSWERS, 0)
    hand_in(course, "untouched", saved(notebook, lambda plain: None))
    for save in SAVES:
        hand_in(course, save.__name__, saved(notebook, save))
    course.config.ExecuteAndJudge.workers = 0  # in this process, where what kernels are forked from runs already
    done = course.autograde("part1", "*")
    assert done.success, done.log[-3000:]
    done = course.generate_feedback("part1")
    assert done.success, done.log[-3000:]
    return course


def marks(course: Course, student: str) -> dict[str, tuple[float, str]]:
    """Task -> points and status."""
    path = course.folder("autograded", student, "part1") / f"{NAME}.ipynb"
    return {verdict.task: (verdict.points, verdict.status) for verdict in results.verdicts_in(path)}


def test_the_marks_are_mixed(graded):
    """Or the comparisons below would say little."""
    assert {status for _, status in marks(graded, "untouched").values()} >= {"passed", "partial", "unanswered"}


@each_save
def test_it_has_the_marks_of_the_untouched_notebook(save, graded):
    assert marks(graded, save) == marks(graded, "untouched")


@each_save
def test_no_name_of_a_student_is_in_what_was_graded(save, graded):
    graded_file = graded.folder("autograded", save, "part1") / f"{NAME}.ipynb"
    assert STUDENT not in graded_file.read_text(encoding="utf-8")
    assert STUDENT not in page(graded, save).read_text(encoding="utf-8")


def page(course: Course, student: str) -> Path:
    return course.folder("feedback", student, "part1") / f"{NAME}.html"


@each_save
def test_the_feedback_page_comes_about(save, graded):
    assert "In which range are yours when you use them?" in page(graded, save).read_text(encoding="utf-8")


def test_every_save_changes_the_file():
    """A save that changes nothing would prove nothing."""
    notebook = fill(nbformat.read(Path(__file__).parents[2] / "release" / "part1" / f"{NAME}.ipynb", as_version=4), ANSWERS, 0)
    untouched = json.loads(saved(notebook, lambda plain: None))
    assert [save.__name__ for save in SAVES if json.loads(saved(notebook, save)) == untouched] == []
    assert STUDENT in saved(notebook, next(save for save in SAVES if save.__name__ == "colab_to_drive_with_names"))
