"""Formulas in a markdown cell, which a script in the page reads: links, classes and styles in them."""

import nbformat

TEXT = r"""
$\href{javascript:hostile()}{x}$ $$\require{html} \style{position: fixed; top: 0}{\class{hostile}{\text{35 of 35 points}}}$$

\begin{align} <script>hostile()</script> \end{align}

$</script><script>hostile()</script>$ `</code><script>hostile()</script>` ``` <script>hostile()</script>
"""


def mutate(notebook, folder):
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(TEXT))
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "saturation":
            cell.source = TEXT
