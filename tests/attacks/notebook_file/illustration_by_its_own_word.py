"""Marks its answer as a cell that only draws, which is left out, and tells the grader that it has an excuse."""


def mutate(notebook, folder):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "saliency_map":
            cell.metadata["feature_attribution"] = {"illustration": True}
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "test_saliency_map":
            cell.metadata["feature_attribution"] = {"illustration": True}
            cell.metadata["nbgrader"] |= {"grade": False, "grade_id": "test_predict"}
