"""Hands in outputs, verdicts and answers as a graded notebook has them, and the names of files where the grader keeps its own."""

from nbformat.v4 import new_output


def mutate(notebook, folder):
    verdict = {
        "task": "saliency_map",
        "points": 2.0,
        "max_points": 2.0,
        "status": "passed",
        "message": "Right, on every case.",
        "checks": [],
        "misconception": None,
        "hint": "",
    }
    notebook.metadata["feature_attribution"] = {
        "verdicts": [verdict],
        "unanswered": {},
        "repairs": [],
        "file": "@COURSE@/submitted/other_student/part1/feature_attribution.ipynb",
    }
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            cell.outputs = [new_output("execute_result", data={"text/plain": "2.0"}, execution_count=1)]
            cell.execution_count = 1
