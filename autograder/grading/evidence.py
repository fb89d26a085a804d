"""The answers that marks rest on, as a marked notebook holds them: nine tenths of it, and nothing that nbgrader's steps look at.

So its steps go through a notebook without them, and whoever writes the notebook puts them back.
"""

from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.notebooks.cells import grade_id_of
from autograder.notebooks.sanitize import ANSWER


def is_evidence(output: dict[str, Any]) -> bool:
    """Whether an output of a cell is one."""
    return any(mime.startswith(ANSWER) for mime in output.get("data", {}))


def without_evidence(notebook: NotebookNode) -> dict[str, Any]:
    """A notebook without them; what is left is the same, and shared."""
    cells = [
        {**cell, "outputs": [output for output in cell.outputs if not is_evidence(output)]} if "outputs" in cell else cell
        for cell in notebook.cells
    ]
    return {**notebook, "cells": cells}


def with_evidence(notebook: NotebookNode, file: str) -> NotebookNode:
    """A notebook that went without them, with those that the text of its file has: before all else that a cell shows."""
    kept = {
        grade_id_of(cell): [output for output in cell.get("outputs", []) if is_evidence(output)]
        for cell in nbformat.reads(file, as_version=4).cells
        if grade_id_of(cell)
    }
    for cell in notebook.cells:
        if evidence := kept.get(grade_id_of(cell)):
            cell.outputs = [*evidence, *cell.outputs]
    return notebook
