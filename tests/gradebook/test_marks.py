"""A submission's marks come into the gradebook all at once, and never in place of what a person has given."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook

import autograder.gradebook.nbgrader_course  # noqa: F401 - it puts alembic on the PATH, which a new gradebook needs
from autograder.gradebook import save_grades
from autograder.gradebook.save_grades import SaveGrades

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::sqlalchemy.exc.SAWarning")
TASKS = ("first", "second", "third")


@pytest.fixture
def db_url(tmp_path) -> str:
    """A gradebook with one submission of three tasks, none of them graded."""
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(url, "course") as gradebook:
        gradebook.add_assignment("one")
        gradebook.add_notebook("notebook", "one")
        for task in TASKS:
            gradebook.add_grade_cell(task, "notebook", "one", max_score=3, cell_type="code")
        gradebook.add_student("ann")
        gradebook.add_submission("one", "ann")
    return url


def save(db_url: str, points: dict[str, float]) -> None:
    cells = [
        new_code_cell(
            "",
            metadata={"nbgrader": {"grade_id": task, "grade": True, "solution": False, "points": 3, "schema_version": 3}},
            outputs=[new_output("execute_result", data={"text/plain": repr(mark)}, execution_count=1)],
        )
        for task, mark in points.items()
    ]
    names = {"notebook": "notebook", "assignment": "one", "student": "ann", "db_url": db_url}
    SaveGrades().preprocess(new_notebook(cells=cells), {"nbgrader": names})


def marks(db_url: str) -> dict[str, tuple]:
    with Gradebook(db_url, "course") as gradebook:
        submitted = gradebook.find_submission_notebook("notebook", "one", "ann")
        return {grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in submitted.grades}


def test_all_are_written(db_url):
    save(db_url, {"first": 1.0, "second": 2.5, "third": 0.0})
    assert {name: mark[0] for name, mark in marks(db_url).items()} == {"first": 1.0, "second": 2.5, "third": 0.0}


def test_what_ends_it_half_way_leaves_none(db_url):
    with pytest.raises(Exception, match="nowhere"):
        save(db_url, {"first": 1.0, "second": 2.5, "nowhere": 3.0})
    assert {mark[0] for mark in marks(db_url).values()} == {None}


def test_a_person_s_mark_stays_and_is_to_be_looked_at_again(db_url):
    save(db_url, dict.fromkeys(TASKS, 1.0))
    with Gradebook(db_url, "course") as gradebook:
        gradebook.find_grade("second", "notebook", "one", "ann").manual_score = 2
        gradebook.db.commit()
    save(db_url, dict.fromkeys(TASKS, 3.0))
    assert marks(db_url) == {"first": (3.0, None, False), "second": (3.0, 2.0, True), "third": (3.0, None, False)}


def test_the_step_is_found_under_the_name_that_a_courses_configuration_may_still_have():
    with pytest.warns(FutureWarning, match="SaveGrades now"):
        assert save_grades.SaveMarks is SaveGrades
    with pytest.raises(AttributeError, match="SaveNothing"):
        _ = save_grades.SaveNothing
