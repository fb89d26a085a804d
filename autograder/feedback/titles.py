"""What notebooks and tasks are called on a page: by their headings, and by the names that students define there."""

import re
from collections.abc import Iterator

from nbformat import NotebookNode

from autograder.notebooks.cells import grade_id_of, role_of, tasks_of, test_id

FENCED = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)  # code in a prompt: a comment in it is no heading
HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t#]*$", re.M)
POINTS = re.compile(r"\s*\([^()]*\bpoints?\b[^()]*\)\s*$")
TASK = re.compile(r"^task\s*:\s*", re.I)


def headings_in(source: str) -> Iterator[tuple[int, str]]:
    """The headings of a Markdown text: level and words."""
    for signs, words in HEADING.findall(FENCED.sub("", source)):
        yield len(signs), words.strip()


def title_of(notebook: NotebookNode) -> str:
    """A notebook's first heading of the highest level; "" where it has none."""
    found = (words for cell in notebook.cells if is_text(cell) for level, words in headings_in(cell.source) if level == 1)
    return next(found, "")


def titles_of(notebook: NotebookNode) -> dict[str, str]:
    """Grade id -> the title of each cell that gives points: that of its prompt, with the name that it asks for.

    A prompt's heading stands between the graded cell before and this one. Of several the last one that states points counts,
    otherwise the last one.

    Args:
        notebook: a release, or a notebook that was rebuilt from one.
    """
    names = {test_id(mark.task): mark.defines for mark in tasks_of(notebook).values()}
    found: dict[str, str] = {}
    headings: list[str] = []
    for cell in notebook.cells:
        if is_text(cell):
            headings += [words for level, words in headings_in(cell.source) if level > 1]
        elif role_of(cell) in ("test", "written"):
            name = grade_id_of(cell)
            found[name] = titled(headings, names.get(name, "")) or name.replace("_", " ")
            headings = []
    return found


def is_text(cell: NotebookNode) -> bool:
    """Whether a cell is a text that gives no points."""
    return cell.cell_type == "markdown" and role_of(cell) == "text"


def titled(headings: list[str], defines: str) -> str:
    """A title from a prompt's headings; one that does not say the name to define is followed by it."""
    chosen = next((words for words in reversed(headings) if POINTS.search(words)), headings[-1] if headings else "")
    title = TASK.sub("", POINTS.sub("", chosen)).strip()
    if not defines or re.search(rf"\b{re.escape(defines)}\b", title):
        return title
    return f"{title}: `{defines}`" if title else f"`{defines}`"


def answers_of(notebook: NotebookNode) -> dict[str, str]:
    """Grade id of each cell that gives points -> the grade id of the cell that its answer is written in.

    The answer to a test is in the solution cell before it. A test without one is not in it.
    """
    found: dict[str, str] = {}
    answer = ""
    for cell in notebook.cells:
        role, name = role_of(cell), grade_id_of(cell)
        if role == "solution":
            answer = name
        elif role == "written":
            found[name] = name
        elif role == "test" and answer:
            found[name], answer = answer, ""
    return found
