"""A notebook of sixty megabytes, in one cell."""

import nbformat


def mutate(notebook, folder):
    notebook.cells.append(nbformat.v4.new_markdown_cell("A" * 60_000_000))
