"""Puts a second test cell with the same id behind the first: it is empty, and nothing fails in it."""

import copy


def mutate(notebook, folder):
    for number, cell in reversed(list(enumerate(notebook.cells))):
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            twin = copy.deepcopy(cell)
            twin.source, twin.id = "pass", f"{cell.id}-again"
            notebook.cells.insert(number + 1, twin)
            notebook.cells.insert(number, copy.deepcopy(twin))
