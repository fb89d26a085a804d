"""A small class of made-up students, whose names say what they submitted and whose promises say what it must earn.

Their answers are the samples in tests/submissions; what happened to their files on the way is done to them here.
"""

import copy
import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.assignments import assignments
from autograder.judging.points import max_points
from autograder.layout import course_root
from autograder.notebooks.cells import grade_id_of, role_of


def samples_folder() -> Path:
    """The folder of a course's sample answers: OUTCOME/TASK/NAME.py."""
    return course_root() / "tests" / "submissions"


@dataclass(frozen=True)
class Student:
    """One student: which sample answers each task, and what happened to the file."""

    name: str
    answers: dict[str, str] = field(default_factory=dict)  # task -> outcome/sample; the others get a right one
    mishap: str = ""
    written: bool = True


def samples_of(task: str, outcome: str) -> list[str]:
    """The names of a task's samples with a promised outcome."""
    return sorted(path.stem for path in (samples_folder() / outcome / task).glob("*.py"))


def fill(release: NotebookNode, student: Student, turn: int) -> NotebookNode:
    """The release's notebook with a student's answers; `turn` varies which of the right samples are taken."""
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        task = grade_id_of(cell)
        if role_of(cell) == "solution":
            outcome, _, name = student.answers.get(task, f"full_marks/{pick(task, turn)}").partition("/")
            if outcome != "unanswered":
                cell.source = (samples_folder() / outcome / task / f"{name}.py").read_text(encoding="utf-8").rstrip()
        elif role_of(cell) == "written" and cell.cell_type == "markdown" and student.written:
            cell.source = f"I have thought about it: {task.replace('_', ' ')}. My reasons are in my notes."
    return notebook


def pick(task: str, turn: int) -> str:
    """The right sample that is taken in a turn."""
    names = samples_of(task, "full_marks")
    return names[turn % len(names)]


def promised(student: Student, tasks: list[str]) -> dict[str, tuple[float, float]]:
    """Task -> the least and the most points that a student must get, by the names of the samples."""
    if student.mishap in ("not_json", "empty", "another"):
        return dict.fromkeys(tasks, (0.0, 0.0))
    bounds = {}
    for task in tasks:
        outcome, most = student.answers.get(task, "full_marks/").partition("/")[0], max_points(task)
        bounds[task] = {"full_marks": (most, most), "wrong": (0.0, 0.75 * most)}.get(outcome, (0.0, 0.0))
    return bounds


# --- what happens to files ---------------------------------------------------------------------------------------


def as_colab_saves_it(notebook: NotebookNode) -> None:
    """Format 4.0, no cell ids, the student's name in the metadata, widget state without `state`; nbgrader's marks lost."""
    notebook.nbformat_minor = 0
    notebook.metadata["colab"] = {"provenance": [], "name": "Copy of a notebook"}
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"a1b2": {"model_name": "HBoxModel"}}}
    for number, cell in enumerate(notebook.cells):
        cell.pop("id", None)
        cell.metadata = nbformat.from_dict(
            {"id": f"aB3dEf{number:06}", "executionInfo": {"user": {"displayName": "A Student", "userId": "0"}}}
        )


def doubled_answer(notebook: NotebookNode) -> None:
    """Every answer cell is there twice, the first time as it was released: copy and paste."""
    for number, cell in reversed(list(enumerate(notebook.cells))):
        if role_of(cell) == "solution":
            notebook.cells.insert(number, copy.deepcopy(cell))
            notebook.cells[number].source = cell.source.replace("return", "return  # my first try: return")


def deleted_tests(notebook: NotebookNode) -> None:
    """The test cells were in the way, and one given cell went with them."""
    notebook.cells = [
        cell for cell in notebook.cells if role_of(cell) != "test" and grade_id_of(cell) != "given_wrap_the_network"
    ]


def unknown_kernel(notebook: NotebookNode) -> None:
    """Saved in an environment that nobody else has."""
    notebook.metadata["kernelspec"] = {"name": "my-env", "display_name": "my env", "language": "python"}


def old_format(notebook: NotebookNode) -> dict:
    """Saved by a tool that writes nbformat 3."""
    cells = [
        {"cell_type": cell.cell_type, "input" if cell.cell_type == "code" else "source": cell.source, "metadata": cell.metadata}
        for cell in notebook.cells
    ]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells, "metadata": {}}]}


EDITS: dict[str, Callable[[NotebookNode], dict | None]] = {
    "as_colab_saves_it": as_colab_saves_it,
    "doubled_answer": doubled_answer,
    "deleted_tests": deleted_tests,
    "unknown_kernel": unknown_kernel,
    "old_format": old_format,
}


ANOTHER = json.dumps(
    {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [{"cell_type": "markdown", "source": "Notes"}]}
)


def hand_in(student: Student, release: Path, folder: Path, turn: int) -> None:
    """Writes a student's submission into their folder, mishap and all."""
    (template,) = release.glob("*.ipynb")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / template.name
    if student.mishap == "not_json":
        target.write_text("<html><body>Please log in to download this file.</body></html>", encoding="utf-8")
        return
    if student.mishap == "empty":
        target.write_bytes(b"")
        return
    if student.mishap == "another":
        target.with_name("notes.ipynb").write_text(ANOTHER, encoding="utf-8")
        return
    notebook = fill(nbformat.read(template, as_version=4), student, turn)
    plain = EDITS[student.mishap](notebook) if student.mishap in EDITS else None
    text = json.dumps(plain if plain is not None else notebook, indent=1, ensure_ascii=False)
    (folder / f"Copy of {template.name}" if student.mishap == "misnamed" else target).write_text(text, encoding="utf-8")


def sample_classes() -> dict[str, list[Student]]:
    """Assignment -> the students of the demo's class, from tests/submissions/classes.toml.

    Raises:
        FileNotFoundError: the course has no such file.
        ValueError: it is no TOML, or names an assignment that there is not.
    """
    path = samples_folder() / "classes.toml"
    if not path.is_file():
        raise FileNotFoundError(
            f"this course has no demo: there is no {path}, which names its students and, for each, which samples of "
            f"{samples_folder()}/OUTCOME/TASK/ they submit; `autograder grade ASSIGNMENT` grades what is in submitted/"
        )
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
    if unknown := sorted(said.keys() - assignments()):
        raise ValueError(f"{path} has students of {', '.join(unknown)}; the assignments are {', '.join(assignments())}")
    return {assignment: [Student(**student) for student in students] for assignment, students in said.items()}
