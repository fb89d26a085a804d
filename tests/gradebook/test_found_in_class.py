"""What was found whatever it had become, through both commands that grade a class: points, notes, and who waits for a person."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, hand_in
from autograder.commands.demo import new_course
from autograder.gradebook.nbgrader_course import Course
from autograder.notebooks.cells import grade_id_of
from tests.gradebook.homework_class import HOMEWORK, NOTEBOOK, again

pytestmark = pytest.mark.slow

WORDS = "Because every baseline defines its own nothing."
WRITTEN = ("why_integrated_gradients", "role_of_the_baseline", "alternative_baselines")


def place(notebook: nbformat.NotebookNode, grade_id: str) -> int:
    return next(number for number, cell in enumerate(notebook.cells) if grade_id_of(cell) == grade_id)


def in_code(notebook):
    notebook.cells[place(notebook, WRITTEN[0])] = new_code_cell(
        WORDS, metadata=notebook.cells[place(notebook, WRITTEN[0])].metadata
    )


def below(notebook):
    notebook.cells[place(notebook, WRITTEN[0])].source = "YOUR ANSWER HERE"
    notebook.cells.insert(place(notebook, WRITTEN[0]) + 1, new_markdown_cell(WORDS))


def solution_in_markdown(notebook):
    number = place(notebook, "blurred_baseline")
    old = notebook.cells[number]
    notebook.cells[number] = new_markdown_cell(f"```python\n{old.source}\n```", metadata=old.metadata)


def empty(notebook):
    """Nothing in words; a remark far from every question."""
    for name in WRITTEN:
        notebook.cells[place(notebook, name)].source = "YOUR ANSWER HERE"
    notebook.cells.append(new_markdown_cell("Thank you for the lesson!"))


CHANGES = {"in_code": in_code, "below": below, "solution_in_markdown": solution_in_markdown, "empty": empty}
FILES = {  # student -> the names of the files
    "renamed": ["Copy of baselines (1).ipynb"],
    "capitals": ["BASELINES.IPYNB"],
    "folder": ["homework/baselines.ipynb"],
    "two": ["mine.ipynb", "final.ipynb"],
    "exact_and_another": ["baselines.ipynb", "baselines-Copy1.ipynb"],
}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """A class that `autograder grade` has graded."""
    course = new_course(tmp_path_factory.mktemp("found"))
    write_source(HOMEWORK, course.root)
    write_release(HOMEWORK, course)
    for name in (*CHANGES, *FILES):
        folder = course.folder("submitted", name, HOMEWORK)
        hand_in(Student(name), course.root / "release" / HOMEWORK, folder, 0)
        path = folder / f"{NOTEBOOK}.ipynb"
        if name in CHANGES:
            notebook = nbformat.read(path, as_version=4)
            CHANGES[name](notebook)
            path.write_text(json.dumps(notebook), encoding="utf-8")
        else:
            give_names(path, FILES[name])
    assert again(course).not_judged == []
    return course


def give_names(path: Path, names: list[str]) -> None:
    content = path.read_bytes()
    path.unlink()
    for name in names:
        (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
        (path.parent / name).write_bytes(content)


def waiting(course: Course, student: str) -> set[str]:
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, student)
        return {grade.name for grade in notebook.grades if grade.needs_manual_grade}


def points(course: Course, student: str) -> tuple[float, ...]:
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(NOTEBOOK, HOMEWORK, student)
        scores = {grade.name: grade.auto_score for grade in notebook.grades}
        return tuple(scores[f"test_{task}"] for task in ("blurred_baseline", "max_distance_baseline"))


def notes(course: Course, student: str) -> str:
    return " ".join(json.loads((course.root / "reports" / HOMEWORK / "submissions.json").read_text())[student]["notes"])


@pytest.mark.parametrize("student", ["in_code", "below"])
def test_words_that_were_found_wait_for_a_person(student, course):
    assert WRITTEN[0] in waiting(course, student)
    assert WRITTEN[0] in notes(course, student)
    marked = nbformat.read(course.folder("autograded", student, HOMEWORK) / f"{NOTEBOOK}.ipynb", as_version=4)
    assert marked.cells[place(marked, WRITTEN[0])].source == WORDS


def test_nothing_in_words_waits_for_nobody(course):
    assert waiting(course, "empty") & set(WRITTEN) == set()
    assert points(course, "empty") == (3, 3)


def test_a_solution_in_markdown_has_its_points(course):
    assert points(course, "solution_in_markdown") == (3, 3)
    assert "blurred_baseline" in notes(course, "solution_in_markdown")


@pytest.mark.parametrize("student", ["renamed", "capitals", "folder", "exact_and_another"])
def test_a_renamed_notebook_is_graded_with_a_note(student, course):
    assert points(course, student) == (3, 3)
    assert FILES[student][-1] in notes(course, student)


def test_two_are_not_guessed_between(course):
    assert points(course, "two") == (0, 0)
    assert "'final.ipynb' and 'mine.ipynb'" in notes(course, "two")


def test_nbgraders_own_command_finds_the_same(course):
    before = {student: points(course, student) for student in FILES}
    for student in FILES:
        shutil.rmtree(course.folder("autograded", student, HOMEWORK))
    done = course.autograde(HOMEWORK, "*", force=False)
    assert done.success, done.log
    assert {student: points(course, student) for student in FILES} == before
    for student in FILES:
        assert (course.folder("autograded", student, HOMEWORK) / f"{NOTEBOOK}.ipynb").is_file()
    assert again(course).reasons == {}, "what nbgrader has recorded is on record for the grader, too"
