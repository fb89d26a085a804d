"""A notebook says below its title when it is due, where the course sets a date; it is as it was where it sets none."""

import pytest

from autograder.assignments import assignments
from autograder.authoring.build import build_notebook


@pytest.mark.parametrize("assignment", assignments())
def test_the_due_date_stands_below_the_title(assignment, monkeypatch):
    without = build_notebook(assignment).cells
    monkeypatch.setattr("autograder.authoring.build.deadline_sentence", lambda course, name: f"Due tomorrow: {name}.")
    cells = build_notebook(assignment).cells
    (place,) = (number for number, cell in enumerate(cells) if cell.source == f"**Due tomorrow: {assignment}.**")
    assert cells[place - 1].source.startswith("# ") and cells[place].cell_type == "markdown"
    assert cells[:place] + cells[place + 1 :] == without
