"""The marking guide and comments beside each answer that a person grades, in the formgrader's pages and nowhere else.

What is rendered there is the model answer, the rubric and the weak answers of reference_solutions/written/, or the solved cell of
a figure. Students never see such a page: their feedback is made by another exporter, of which this is no step.
"""

import re
from functools import cache
from html import escape

from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_markdown_cell

from autograder.feedback.comment_bank import offered
from autograder.feedback.markdown import inert_html
from autograder.feedback.summary import is_graded_by_hand
from autograder.layout import course_root

POINTS = re.compile(r"\{points:\w+\}")
FRAME = (
    "<details class='guide'><summary style='display: list-item; cursor: pointer'>"  # the page's own styles hide the triangle
    "<b>Marking guide: {name} ({points:g} points)</b></summary>{inside}</details>"
)


class MarkingGuide(Preprocessor):
    """A step of the formgrader's page alone: above each answer its guide, folded, and the comments that the course has for it."""

    enabled = True

    def preprocess(self, nb, resources):
        if "submission_id" not in resources or "nbgrader" in resources:  # no page of the formgrader
            return nb, resources
        cells = []
        for cell in nb.cells:
            if is_graded_by_hand(cell) and (inside := guide_to(cell.metadata.nbgrader.grade_id)):
                cells.append(new_markdown_cell(framed(cell.metadata.nbgrader, inside)))
            if takes_comment(cell) and (comments := offered(str(cell.metadata.nbgrader.grade_id))):
                cells.append(new_markdown_cell(comments))
            cells.append(cell)
        nb.cells = cells
        return nb, resources


def takes_comment(cell) -> bool:
    """Whether the formgrader has a place for a comment below a cell."""
    marks = cell.metadata.get("nbgrader", {})
    return bool((marks.get("solution") or marks.get("task")) and marks.get("grade_id"))


def framed(marks, inside: str) -> Markup:
    points = float(marks.get("points") or 0)
    filled = POINTS.sub(f"{points:g}", inside)
    return Markup(FRAME.format(name=escape(marks.grade_id.replace("_", " ")), points=points, inside=filled))


def without_points(guide: str) -> str:
    """A marking guide without its first line, which says what the answer is worth."""
    return re.sub(r"\A<!-- points: [^\n]*-->\n", "", guide)


@cache
def guide_to(name: str) -> str:
    """The guide to an answer as HTML; empty where there is none."""
    if not re.fullmatch(r"\w+", name):
        return ""
    references = course_root() / "reference_solutions"
    words, cell = references / "written" / f"{name}.md", references / "cells" / f"{name}.py"
    if words.is_file():
        return inert_html(without_points(words.read_text(encoding="utf-8")), None)
    if cell.is_file():
        solved = cell.read_text(encoding="utf-8").partition("# %%\n")[2].strip()
        return f"<pre>{escape(solved)}</pre>"
    return ""
