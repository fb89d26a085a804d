"""A student whose files hold no notebook of the assignment: what lies there instead, and the notebook that is given back.

Without one in autograded/, nbgrader makes no feedback page and its formgrader opens nothing, so the student would never read why
there are no points.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

import nbformat

from autograder.gradebook.nbgrader_course import Course
from autograder.grading.submission import TIMESTAMP
from autograder.judging.verdict import Verdict
from autograder.notebooks.cells import KEY, task_of
from autograder.notebooks.file_kinds import kind_of_bytes
from autograder.notebooks.parse import bytes_of
from autograder.notebooks.renamed import NAMED_SO, find, submitted_paths
from selfcheck.printable import printable

MOST_NAMED = 3  # files, in the sentence for the student


def missing_notebooks(course: Course, assignment: str, student: str, release: Mapping[str, str]) -> dict[str, str]:
    """Notebook -> a line for the instructor that says what is there instead and how to go on."""
    folder = course.folder("submitted", student, assignment)
    there, lines = find(folder, release).names, {}
    for name in release:
        if name in there:
            continue
        others = sorted(path.name for path in folder.glob("*") if NAMED_SO.search(path.name))
        line = f"there is no {name}.ipynb in {folder.relative_to(course.root)}"
        if others:
            how = f"if it is the one, rename it to {name}.ipynb and grade again"
            lines[name] = f"{line}; '{others[0]}' holds none of its cells: {how}"
        else:
            lines[name] = f"{line}; ask the student to submit it"
    return lines


def told_student(folder: Path, name: str) -> list[str]:
    """The sentences for a student who has submitted no notebook `name`: what was found instead, and what to do.

    Args:
        folder: what was submitted.
    """
    files = (path for path in submitted_paths(folder) if path.is_file() and path.name != TIMESTAMP)
    found = [said_of_file(path) for path in islice(files, MOST_NAMED + 1)]
    return [
        f"The notebook {name}.ipynb is not among your files.",
        *(found[:MOST_NAMED] or ["Nothing was submitted with it."]),
        *(["There are more files."] if len(found) > MOST_NAMED else []),
        f"Ask your teacher whether you may submit {name}.ipynb now.",
    ]


def said_of_file(path: Path) -> str:
    """What a file that was submitted is, in a sentence, by its first bytes: who records marks parses nothing of a student's."""
    name = printable(path.name)
    if not NAMED_SO.search(path.name):
        return f"You submitted {name}."
    raw, problem = bytes_of(path)
    if problem:
        return printable(problem)
    kind, mend = kind_of_bytes(raw)
    return f"{name} is no notebook: it is {kind}. {mend}" if kind else f"{name} holds none of this assignment's cells."


def notebook_of_absence(release: str, verdicts: Mapping[str, Verdict], sentences: list[str]) -> str:
    """The text of the notebook that is given back: the release's, with no answer in it.

    Args:
        release: the notebook of the release, as JSON text.
        verdicts: task -> the verdict on it; those of other notebooks are left out.
        sentences: what the student reads.
    """
    notebook = nbformat.reads(release, as_version=4)
    own = [task for cell in notebook.cells if (task := task_of(cell)) in verdicts]
    notebook.metadata[KEY] = {"absent": sentences, "verdicts": [verdicts[task].to_json() for task in own]}
    return nbformat.v4.writes(notebook) + "\n"


def write_absence(course: Course, assignment: str, student: str, release: Mapping[str, str], verdicts: Iterable[Verdict]) -> None:
    """Puts such a notebook into autograded/ for each one that is missing, in place of what an earlier one was marked with.

    Raises:
        OSError: it cannot be written there.
    """
    of_task = {verdict.task: verdict for verdict in verdicts}
    submitted = course.folder("submitted", student, assignment)
    target = course.folder("autograded", student, assignment)
    target.mkdir(parents=True, exist_ok=True)
    for name in missing_notebooks(course, assignment, student, release):
        written = notebook_of_absence(release[name], of_task, told_student(submitted, name))
        (target / f"{name}.ipynb").unlink(missing_ok=True)  # nbgrader leaves files that cannot be overwritten
        (target / f"{name}.ipynb").write_text(written, encoding="utf-8")
