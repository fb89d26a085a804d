"""Two thousand cells of ten kilobytes, each nearly an answer: whoever compares each with each takes long."""

import nbformat


def mutate(notebook, folder):
    source = "\n".join(["def saliency_map_(gradients):   ", "    return gradients", ""] * 150)
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    notebook.cells += [nbformat.v4.new_markdown_cell(f"{source}{number}") for number in range(1950)]
