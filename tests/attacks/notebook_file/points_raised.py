"""Raises the points of every cell, and lowers the version of the marks to one that is converted."""


def mutate(notebook, folder):
    for number, cell in enumerate(notebook.cells):
        marks = cell.metadata.get("nbgrader")
        if marks:
            marks |= {"points": 1000, "schema_version": (1, 2, 3, 99)[number % 4]}
