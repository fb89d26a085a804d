"""A cell with six hundred magics, a hundred more than IPython transforms before it gives up."""

import nbformat


def mutate(notebook, folder):
    notebook.cells.insert(3, nbformat.v4.new_code_cell("%time x = 1\n" * 600))
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "saliency_map":
            cell.source += "\n\n" + "y = !true\n" * 600
