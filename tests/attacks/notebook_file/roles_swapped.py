"""Makes answers of the test cells, tests of the answers, and readers' work of what a program judges."""


def mutate(notebook, folder):
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        name = marks.get("grade_id", "")
        if name == "test_saliency_map":
            marks |= {"grade": False, "solution": True, "grade_id": "saliency_map"}
            cell.source = "saliency_map = lambda gradients: None\n2.0"
        elif name == "saliency_map":
            marks |= {"grade": True, "solution": True, "grade_id": "test_saliency_map", "points": 2}
