"""A notebook of the third format, with sheets, prompts and outputs that are converted on the way."""

import json


def mutate(notebook, folder):
    cells = []
    for cell in notebook.cells:
        plain = {"cell_type": cell.cell_type, "metadata": cell.metadata, "prompt_number": 1, "language": "bash"}
        plain["input" if cell.cell_type == "code" else "source"] = cell.source
        plain["outputs"] = [{"output_type": "pyout", "prompt_number": 1, "text": ["2.0"], "html": ["<script>hostile()</script>"]}]
        cells.append(plain)
    sheets = [
        {"cells": cells, "metadata": {}},
        7,
        {"cells": 7},
        {"cells": [{"cell_type": "heading", "level": 10**9, "source": "x"}]},
    ]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "../../x"}, "worksheets": sheets})
