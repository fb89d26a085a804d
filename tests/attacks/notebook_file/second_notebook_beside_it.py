"""A second notebook, which the assignment does not have, with marks of its own and the best of them."""

import json


def mutate(notebook, folder):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata["nbgrader"]["points"] = 50
    (folder / "another.ipynb").write_text(json.dumps(notebook))
    (folder / "feature_attribution (1).ipynb").write_text("{")
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata["nbgrader"]["points"] = 2
