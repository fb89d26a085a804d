"""An assignment changed after submissions are in, by nbgrader's own command: what can be changed is, and nothing is lost."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.preprocessors import SaveCells

from autograder.gradebook.nbgrader_course import Course
from autograder.grading.points_agreement import PointsDisagree
from autograder.notebooks.cells import KEY, grade_id_of
from tests.gradebook.homework_class import HOMEWORK, NOTEBOOK, again, state

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::sqlalchemy.exc.SAWarning"),
]
STUDENTS = ("ann_all_right", "bob_wrong")
TEST = "test_max_distance_baseline"


def marked(name: str, source: str = "x = 1", **marks):
    metadata = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "task": False} | marks
    metadata |= {"grade_id": name, "cell_type": "code"}
    return new_code_cell(source, id=name.replace("_", "-"), metadata={"nbgrader": metadata})


def change(course: Course, by) -> None:
    """Changes the source."""
    path = course.folder("source", ".", HOMEWORK) / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    by(notebook.cells)
    path.unlink()  # it may be a link
    nbformat.write(notebook, path)


def rows(course: Course) -> dict[str, dict]:
    """Student -> cell -> points by the grader and by a person."""
    with course.gradebook() as gradebook:
        return {
            student: {
                grade.name: (grade.auto_score, grade.manual_score)
                for grade in gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, student).grades
            }
            for student in STUDENTS
        }


def released(course: Course):
    return nbformat.read(course.folder("release", ".", HOMEWORK) / f"{NOTEBOOK}.ipynb", as_version=4)


CHANGES = {
    "text": lambda cells: cells.append(new_markdown_cell("A hint.", id="hint")),
    "a given cell": lambda cells: cells.append(marked("given_more", locked=True)),
    "a cell to be filled in": lambda cells: cells.append(marked("more", solution=True)),
    "a question by hand": lambda cells: cells.append(marked("question", "YOUR ANSWER", grade=True, solution=True, points=3)),
    "points of a question by hand": lambda cells: set_points(cells, 7),
}


def set_points(cells, points: float) -> None:
    by_hand = next(c for c in cells if c.metadata.get("nbgrader", {}).get("grade") and c.metadata.nbgrader.solution)
    by_hand.metadata.nbgrader.points = points


@pytest.mark.parametrize("what", CHANGES)
def test_what_can_be_changed_is_and_everybody_keeps_their_points(course, what):
    with course.gradebook() as gradebook:
        gradebook.find_grade(TEST, NOTEBOOK, HOMEWORK, "bob_wrong").manual_score = 1.5
        gradebook.db.commit()
    before = rows(course)
    change(course, CHANGES[what])
    done = course.generate_assignment(HOMEWORK)
    assert done.success, done.log
    assert {name: rows(course)[student][name] for student in STUDENTS for name in before[student]} == {
        name: before[student][name] for student in STUDENTS for name in before[student]
    }
    if "by hand" in what:  # the course's own files do not have these points yet: the line says what to do
        with pytest.raises(PointsDisagree, match="autograder build"):
            again(course)
    else:
        assert again(course).not_judged == []
    after = rows(course)
    for student in STUDENTS:
        assert {name: after[student][name] for name in before[student]} == before[student]
    assert after["bob_wrong"][TEST][1] == 1.5


def test_a_new_question_has_a_row_in_every_submission(course):
    change(course, CHANGES["a question by hand"])
    assert course.generate_assignment(HOMEWORK).success
    assert all("question" in own for own in rows(course).values())
    with course.gradebook() as gradebook:
        assert gradebook.find_comment("question", NOTEBOOK, HOMEWORK, "bob_wrong").comment is None
        assert gradebook.find_assignment(HOMEWORK).max_score == sum(
            cell.metadata.nbgrader.points for cell in released(course).cells if cell.metadata.get("nbgrader", {}).get("grade")
        )


def test_a_version_changes_with_the_cells_that_are_graded(course):
    first = released(course).metadata[KEY]["release"]
    change(course, CHANGES["text"])
    assert course.generate_assignment(HOMEWORK).success
    assert released(course).metadata[KEY] == {"release": first}
    change(course, CHANGES["a question by hand"])
    assert course.generate_assignment(HOMEWORK).success
    own = released(course).metadata[KEY]
    assert own["release"] != first
    assert "question" not in own["before"][first]


def test_a_submission_from_an_older_release_is_told_what_it_lacks(course):
    change(course, CHANGES["a cell to be filled in"])
    assert course.generate_assignment(HOMEWORK).success
    notes = again(course).notes
    assert "a later release added more" in " ".join(notes["ann_all_right"])


def without(name: str):
    def take_away(cells) -> None:
        del cells[next(number for number, cell in enumerate(cells) if grade_id_of(cell) == name)]

    return take_away


def broken(cells) -> None:
    cells.append(marked("twice", solution=True))
    cells.append(marked("twice", solution=True))
    cells[-1].id = "again"


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (without(TEST), f"was not released, and nothing was changed: {NOTEBOOK}.ipynb lacks {TEST}"),
        (broken, "twice"),
    ],
    ids=["a graded cell is gone", "two cells of one name"],
)
def test_what_cannot_be_changed_is_refused_with_everything_as_it_was(course, by, said):
    before, release = rows(course), state(course.folder("release", ".", HOMEWORK))
    change(course, by)
    done = course.generate_assignment(HOMEWORK)
    assert not done.success
    assert said in done.log
    assert state(course.folder("release", ".", HOMEWORK)) == release
    assert rows(course) == before


def test_a_renamed_notebook_is_refused_with_everything_as_it_was(course):
    release = state(course.folder("release", ".", HOMEWORK))
    folder = course.folder("source", ".", HOMEWORK)
    (folder / f"{NOTEBOOK}.ipynb").rename(folder / "another.ipynb")
    done = course.generate_assignment(HOMEWORK)
    assert not done.success
    assert f"3 submissions of {NOTEBOOK}.ipynb, which is gone" in done.log
    assert state(course.folder("release", ".", HOMEWORK)) == release


def test_a_notebook_that_is_added_is_refused_with_everything_as_it_was(course):
    release = state(course.folder("release", ".", HOMEWORK))
    folder = course.folder("source", ".", HOMEWORK)
    (folder / "another.ipynb").write_bytes((folder / f"{NOTEBOOK}.ipynb").read_bytes())
    done = course.generate_assignment(HOMEWORK)
    assert not done.success
    assert "another.ipynb is new, and there are 3 submissions without it" in done.log
    assert state(course.folder("release", ".", HOMEWORK)) == release


def test_a_run_that_fails_midway_leaves_the_release(course, monkeypatch):
    before = state(course.root / "release")
    monkeypatch.setattr(SaveCells, "preprocess", lambda *names: 1 / 0)
    assert not course.generate_assignment(HOMEWORK).success
    assert state(course.root / "release") == before
    assert not [path for path in course.root.iterdir() if path.name.startswith("release.")]


def test_what_a_killed_run_took_out_is_put_back_first(course):
    before = state(course.root / "release")
    (course.root / "release.before").mkdir()
    (course.root / "release" / HOMEWORK).rename(course.root / "release.before" / HOMEWORK)
    change(course, without(TEST))
    assert not course.generate_assignment(HOMEWORK).success
    assert course.generate_assignment(HOMEWORK).log.count(TEST)
    assert state(course.root / "release") == before


def test_a_cell_that_nobody_has_points_in_can_go_again(course):
    change(course, CHANGES["a question by hand"])
    assert course.generate_assignment(HOMEWORK).success
    change(course, without("question"))
    done = course.generate_assignment(HOMEWORK)
    assert done.success, done.log
    assert all("question" not in own for own in rows(course).values())


def test_a_comment_keeps_its_cell(course):
    change(course, CHANGES["a cell to be filled in"])
    assert course.generate_assignment(HOMEWORK).success
    with course.gradebook() as gradebook:
        gradebook.find_comment("more", NOTEBOOK, HOMEWORK, "bob_wrong").manual_comment = "Look again."
        gradebook.db.commit()
    change(course, without("more"))
    done = course.generate_assignment(HOMEWORK)
    assert not done.success
    assert f"{NOTEBOOK}.ipynb lacks more" in done.log
