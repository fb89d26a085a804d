"""Links in a markdown cell that run something when they are followed, or are followed by themselves."""

import nbformat

TEXT = r"""
[one](javascript:hostile()) [two](JaVaScRiPt:hostile()) [three](&#x6A;avascript:hostile()) [four](data:text/html,<script>hostile()</script>)

<javascript:hostile()> [five]: vbscript:hostile() "x" onmouseover="hostile()"

![six](http://127.0.0.1:@PORT@/pixel.png "x\" onerror=\"hostile()") ![seven](javascript:hostile())

[eight][ref]

[ref]: javascript:hostile() 'x'
"""


def mutate(notebook, folder):
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(TEXT))
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "saturation":
            cell.source = TEXT
