"""lessons + solved cells + lab + public data -> source/, and source/ -> release/ with nbgrader.

Built files are byte-stable: cell ids come from the task and its role, points from the rubric, nothing from a clock. All of
them are made beside the old ones, which stay until the last one is whole.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.assignments import assignments, declaration, solved_cell, task_names
from autograder.authoring.catalogue import shipped_sentences
from autograder.authoring.exchange import beside, exchange
from autograder.authoring.lint import faults
from autograder.authoring.manifest import NAME as MANIFEST
from autograder.authoring.manifest import manifest
from autograder.authoring.publishing import address
from autograder.authoring.roles import BESIDE_ROLES, FOLDED, ROLES
from autograder.authoring.shipping import FINGERPRINTS, link_shipped, write_shipped
from autograder.authoring.tried_before import TriedBefore, fingerprints_since, tried_since
from autograder.deadlines import deadline_sentence
from autograder.feedback.marking_guide import without_points
from autograder.gradebook.nbgrader_course import Course
from autograder.judging.points import max_points
from autograder.layout import course_root
from autograder.notebooks.cells import GIVEN, KEY, OWN, test_id

CONFIG = "nbgrader_config.py"
SCHEMA = 3  # of nbgrader's cell metadata
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def build_notebook(assignment: str) -> NotebookNode:
    """The instructor's notebook of an assignment, from its lesson's text.

    Raises:
        ValueError: the lesson marks a cell with a role that there is not, or two with one id; or a due date cannot be read.
    """
    lesson = assignments()[assignment]
    cells = list(lesson_cells(jupytext.reads(lesson_text(lesson, assignment), "py:percent"), lesson))
    ids = [cell.id for cell in cells]
    doubled = sorted({name for name in ids if ids.count(name) > 1})
    if doubled:
        raise ValueError(f"{lesson}: two cells are called {', '.join(doubled)}; give each its own name")
    if due := deadline_sentence(course_root(), assignment):
        first = next((number for number, cell in enumerate(cells) if cell.cell_type == "markdown"), -1)
        cells.insert(first + 1, new_markdown_cell(f"**{due}**", id="text-deadline"))  # below the title
    return new_notebook(cells=cells, metadata=KERNEL)


def lesson_text(lesson: Path, assignment: str) -> str:
    """A lesson with what all lessons share, and with where it is published."""
    text = lesson.read_text(encoding="utf-8")
    if "{set_up}\n" in text:
        set_up = (course_root() / "lessons" / "set_up.py").read_text(encoding="utf-8")
        set_up = set_up.replace("{archive}", address().archive).replace("{assignment}", assignment)
        text = text.replace("{set_up}\n", set_up)
    return text.replace("{badge}", address().link(assignment, lesson.stem)) if "{badge}" in text else text


def lesson_cells(lesson: NotebookNode, path: Path) -> Iterator[NotebookNode]:
    """The notebook's cells, in the lesson's order."""
    for number, cell in enumerate(lesson.cells):
        marks = {role: name for role, name in cell.metadata.items() if role in ROLES}
        unknown = set(cell.metadata) - set(ROLES) - set(BESIDE_ROLES)
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
        solved = cell.metadata.get("solved_by", "").split()  # tasks whose solved cells the instructor's edition puts here
        return make(source, id=grade_id, metadata={KEY: {"solved_by": solved}} if solved else {})
    metadata: dict[str, Any] = {KEY: {"illustration": True}} if cell.metadata.get("illustration") else {}
    if cell.metadata.get("folded"):
        metadata |= FOLDED
    if role == "test" and name in task_names():
        metadata = {KEY: said_of_task(name)}
    marks: dict[str, Any] = {"grade_id": grade_id, "schema_version": SCHEMA, "task": False, **ROLES[role]._asdict()}
    if marks["grade"]:
        points = max_points(name)
        marks["points"] = int(points) if points == int(points) else points
    return make(source, id=grade_id, metadata=metadata | {"nbgrader": marks})


def said_of_task(name: str) -> dict[str, Any]:
    """What a release says of a task, so that who grades by it need not load the task."""
    task = declaration(name)
    said: dict[str, Any] = {"task": name, "defines": task.defines, "needs": list(task.needs)}
    return said | ({"variants": len(task.variants)} if task.variants else {})


def source_of(role: str, name: str, cell: NotebookNode) -> str:
    """A cell's text: the lesson's own, or what is put there."""
    if role in ("solution", "figure"):
        return solved_cell(name)
    if role == "test":
        return f'check("{name}")  # NameError? Run the cells above first.'
    if role == "written":
        answer = course_root() / "reference_solutions" / "written" / f"{name}.md"
        return f"### BEGIN SOLUTION\n{with_points(without_points(answer.read_text(encoding='utf-8')).strip())}\n### END SOLUTION"
    return with_points(cell.source)


def with_points(text: str) -> str:
    """The text with {points:task} replaced by the task's points, as the rubric has them."""
    return re.sub(r"\{points:(\w+)\}", lambda found: f"{max_points(found[1]):g}", text)


def write_source(assignment: str, course: Path, built: Mapping[str, str] | None = None) -> None:
    """Makes source/<assignment>/: the notebook, and beside it all that it needs, as students get it.

    Args:
        built: shipped files that are about to be written, by their paths: their texts.
    """
    folder = course / "source" / assignment
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    nbformat.write(build_notebook(assignment), folder / f"{assignments()[assignment].stem}.ipynb")
    write_shipped(folder, assignment, built or {})


def write_release(assignment: str, course: Course) -> None:
    """release/<assignment>/ by nbgrader's generate_assignment.

    Raises:
        RuntimeError: nbgrader refused, with its log.
    """
    folder = course.root / "release" / assignment
    done = course.generate_assignment(assignment)
    if not done.success:
        raise RuntimeError(f"nbgrader could not make {folder}:\n{done.log}")
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def build(root: Path | None = None, quick: bool = False, everything: bool = False) -> list[str]:
    """Makes everything that is built: fingerprints, source/ and release/ of all the assignments, and the manifest of data/.

    What was there is as it was until all of it is made, also where the build fails or is killed.

    Args:
        quick: the tasks are not tried beforehand: their files are read, and nothing of the course is run before it is built.
        everything: also what has not changed since it was built last is tried, and its fingerprints are made anew.
    Returns:
        a line on what was not tried again, and one for everything in the manifest that a person has to write or to look at.
    Raises:
        ValueError: something is missing in the course, or does not fit; nothing was written.
    """
    root = root or course_root()
    before = TriedBefore(root, everything)
    found, notes = faults(), []
    if not quick:
        trial = tried_since(before)
        found, notes = [*found, *trial.faults], trial.notes
    if found:
        raise ValueError("\n".join(["nothing was built; this is to be fixed first:", *found]))
    built = {f"{FINGERPRINTS}/{assignment}.json": fingerprints_since(assignment, before) for assignment in assignments()}
    built |= shipped_sentences(root)
    kept = manifest(root, built)
    with beside(root) as made:
        names = [*write_files(made, built | {MANIFEST: kept.text}), *write_folders(made, root, built)]
        exchange(made, root, names)
    return [*notes, *kept.notes]


def write_files(made: Path, texts: Mapping[str, str]) -> list[str]:
    """The files that are built by themselves; their names."""
    for name, text in texts.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    return list(texts)


def write_folders(made: Path, root: Path, built: Mapping[str, str]) -> list[str]:
    """source/ and release/ of all the assignments in a folder of their own; their names."""
    shutil.copyfile(root / CONFIG, made / CONFIG)
    for assignment in assignments():
        write_source(assignment, made, built)
        if (released := root / "release" / assignment).is_dir():  # the new release says what the one before it held
            shutil.copytree(released, made / "release" / assignment)
        with tempfile.TemporaryDirectory() as scratch:  # the course's own gradebook stays as it is
            write_release(assignment, Course(made, f"sqlite:///{scratch}/gradebook.db"))
        if root.samefile(course_root()):
            link_shipped(made / "source" / assignment, root / "source" / assignment, assignment, built)
    return [f"{step}/{assignment}" for assignment in assignments() for step in ("source", "release")]
