"""Cells with brackets a hundred thousand deep, a sum of two hundred thousand terms, and as many signs in front of a number."""

import nbformat


def mutate(notebook, folder):
    sources = ("(" * 100_000, "x = " + "+".join(["1"] * 200_000), "y = x" + "[0]" * 100_000, "z = " + "-" * 200_000 + "1")
    for source in (*sources, "def f():\n" + "".join(" " * depth + "if x:\n" for depth in range(1, 90)), "\0", "x = '\\N{x}'"):
        notebook.cells.insert(3, nbformat.v4.new_code_cell(source))
