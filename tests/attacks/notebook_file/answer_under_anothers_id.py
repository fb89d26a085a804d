"""Has an answer cell of one task carry the id of another, and several cells the same id."""


def mutate(notebook, folder):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "saliency_map":
            cell.metadata["nbgrader"]["grade_id"] = "predict"
            cell.metadata["nbgrader"]["points"] = 3
