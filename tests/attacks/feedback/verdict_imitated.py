"""A table in a markdown cell that looks as the page's own does, with other points in it."""

import nbformat

TEXT = r"""
## Autograded: 35 of 35 points

<table style='width: 100%; border-collapse: collapse'><tr><td>saliency_map</td><td>2 of 2</td><td>Right, on every case.</td></tr></table>

<h1>hostile</h1></div></div><div class="jp-Cell jp-CodeCell" onclick="hostile()">
"""


def mutate(notebook, folder):
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(TEXT))
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "saturation":
            cell.source = TEXT
