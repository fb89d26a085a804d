"""Adds test cells that the release does not have, worth a hundred points each, and others by the names of the release's."""

import nbformat


def mutate(notebook, folder):
    for name in ("test_saliency_map_bonus", "saliency_map", "test_saliency_map", "test_nothing"):
        marks = {
            "grade": True,
            "solution": False,
            "locked": True,
            "points": 100,
            "grade_id": name,
            "schema_version": 3,
            "task": False,
        }
        notebook.cells.append(nbformat.v4.new_code_cell("100.0", metadata={"nbgrader": marks | {"cell_type": "code"}}))
