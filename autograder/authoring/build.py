"""lessons + solved cells + lab + public data -> source/, and source/ -> release/ with nbgrader.

Built files are byte-stable: cell ids come from the task and its role, points from the rubric, nothing from a clock.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.fingerprints import fingerprints_text
from autograder.authoring.publishing import address
from autograder.feedback.marking_guide import without_points
from autograder.gradebook.nbgrader_course import Course
from autograder.judging.points import max_points
from autograder.layout import ROOT, SHIPPED, files_in
from autograder.notebooks.cells import GIVEN, KEY, OWN, test_id
from lab.tasks import TASKS
from reference_solutions.cells import cell_source

LESSONS = {  # assignment: the notebook's name
    "part1": "feature_attribution",
    "part1_homework": "baselines",
}
SCHEMA = 3  # of nbgrader's cell metadata
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class Role(NamedTuple):
    """What nbgrader is told of a cell."""

    grade: bool = False
    solution: bool = False
    locked: bool = False


ROLES = {
    "given": Role(locked=True),
    "solution": Role(solution=True),
    "test": Role(grade=True, locked=True),
    "written": Role(grade=True, solution=True),
    "figure": Role(grade=True, solution=True),
    "own": Role(),
}


def build_notebook(assignment: str) -> NotebookNode:
    """The instructor's notebook of an assignment, from its lesson's text.

    Raises:
        ValueError: the lesson marks a cell with a role that there is not, or two with one id.
    """
    lesson = ROOT / "lessons" / assignment / f"{LESSONS[assignment]}.py"
    cells = list(lesson_cells(jupytext.reads(lesson_text(lesson, assignment), "py:percent"), lesson))
    ids = [cell.id for cell in cells]
    doubled = sorted({name for name in ids if ids.count(name) > 1})
    if doubled:
        raise ValueError(f"{lesson}: two cells are called {', '.join(doubled)}; give each its own name")
    return new_notebook(cells=cells, metadata=KERNEL)


def lesson_text(lesson: Path, assignment: str) -> str:
    """A lesson with what all lessons share, and with where it is published."""
    published = address()
    set_up = (ROOT / "lessons" / "set_up.py").read_text(encoding="utf-8").replace("{archive}", published.archive)
    text = lesson.read_text(encoding="utf-8").replace("{set_up}\n", set_up)
    return text.replace("{badge}", published.link(assignment, LESSONS[assignment]))


def lesson_cells(lesson: NotebookNode, path: Path) -> Iterator[NotebookNode]:
    """The notebook's cells, in the lesson's order."""
    for number, cell in enumerate(lesson.cells):
        marks = {role: name for role, name in cell.metadata.items() if role in ROLES}
        unknown = set(cell.metadata) - set(ROLES) - {"illustration", "lines_to_next_cell"}  # the last is jupytext's own
        if unknown:
            raise ValueError(
                f"{path}: cell {number} has the unknown role {', '.join(sorted(unknown))}; there are {', '.join(ROLES)}"
            )
        if len(marks) > 1 or (not marks and cell.cell_type == "code"):
            raise ValueError(f"{path}: cell {number} needs one role of {', '.join(ROLES)}; it begins {cell.source[:40]!r}")
        if marks:
            ((role, name),) = marks.items()
            yield marked_cell(role, name, cell)
        else:
            yield new_markdown_cell(with_points(cell.source), id=f"text-{number:03}")


def marked_cell(role: str, name: str, cell: NotebookNode) -> NotebookNode:
    """One cell with nbgrader's marks."""
    grade_id = {"test": test_id(name), "given": GIVEN + name, "own": OWN + name}.get(role, name)
    source = source_of(role, name, cell)
    make = new_markdown_cell if role == "written" else new_code_cell
    if role == "own":
        return make(source, id=grade_id)
    metadata: dict[str, Any] = {KEY: {"illustration": True}} if cell.metadata.get("illustration") else {}
    if role == "test" and name in TASKS:
        metadata = {KEY: {"task": name, "defines": TASKS[name].defines, "needs": list(TASKS[name].needs)}}
    marks: dict[str, Any] = {"grade_id": grade_id, "schema_version": SCHEMA, "task": False, **ROLES[role]._asdict()}
    if marks["grade"]:
        points = max_points(name)
        marks["points"] = int(points) if points == int(points) else points
    return make(source, id=grade_id, metadata=metadata | {"nbgrader": marks})


def source_of(role: str, name: str, cell: NotebookNode) -> str:
    """A cell's text: the lesson's own, or what is put there."""
    if role in ("solution", "figure"):
        return cell_source(name)
    if role == "test":
        return f'check("{name}")'
    if role == "written":
        answer = ROOT / "reference_solutions" / "written" / f"{name}.md"
        return f"### BEGIN SOLUTION\n{with_points(without_points(answer.read_text(encoding='utf-8')).strip())}\n### END SOLUTION"
    return with_points(cell.source)


def with_points(text: str) -> str:
    """The text with {points:task} replaced by the task's points, as the rubric has them."""
    return re.sub(r"\{points:(\w+)\}", lambda found: f"{max_points(found[1]):g}", text)


def write_source(assignment: str, course: Path) -> None:
    """source/<assignment>/: the notebook, and beside it all that it needs, as students get it."""
    folder = course / "source" / assignment
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    nbformat.write(build_notebook(assignment), folder / f"{LESSONS[assignment]}.ipynb")
    for path in shipped_files():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def shipped_files() -> list[Path]:
    """What goes to students beside a notebook: lab/ and data/public/."""
    return sorted(files_in(*SHIPPED))


def write_release(assignment: str, course: Course) -> None:
    """release/<assignment>/ by nbgrader's generate_assignment.

    Raises:
        RuntimeError: nbgrader refused, with its log.
    """
    folder = course.root / "release" / assignment
    shutil.rmtree(folder, ignore_errors=True)
    done = course.generate_assignment(assignment)
    if not done.success:
        raise RuntimeError(f"nbgrader could not make {folder}:\n{done.log}")
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def build(root: Path = ROOT) -> None:
    """Everything that is built: fingerprints, source/ and release/, of all the assignments."""
    (ROOT / "data" / "public" / "fingerprints.json").write_text(fingerprints_text(), encoding="utf-8")
    for assignment in LESSONS:
        write_source(assignment, root)
        with tempfile.TemporaryDirectory() as scratch:  # the course's own gradebook stays as it is
            write_release(assignment, Course(root, f"sqlite:///{scratch}/gradebook.db"))
