"""Moves the test cells before everything else, where a function of the same name that is right may stand."""


def mutate(notebook, folder):
    tests = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    notebook.cells = tests + [cell for cell in notebook.cells if cell not in tests]
