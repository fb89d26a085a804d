"""A long cell with many magics: to transform one, the whole cell is read anew."""


def mutate(notebook, folder):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "saliency_map":
            cell.source += "\n\n" + "long = [1, 2, 3, 4, 5, 6, 7, 8]\n" * 2_700 + "%time x = 1\n" * 450
