"""A script, a handler and a frame in a markdown cell and in a written answer."""

import nbformat

TEXT = r"""
<script>hostile()</script>

<img src=x onerror=hostile()> <svg onload=hostile()> <iframe srcdoc="<script>hostile()</script>"></iframe>

<details open ontoggle=hostile()>

<style>body { display: none } .hostile-style {}</style>
"""


def mutate(notebook, folder):
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(TEXT))
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "saturation":
            cell.source = TEXT
