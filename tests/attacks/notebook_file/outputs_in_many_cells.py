"""Prints in each of a hundred cells a little less than what is kept of one."""

from nbformat.v4 import new_code_cell

SOURCE = """
import sys
for number in range(48):
    print("x" * 99_000, flush=True)
    print("y", file=sys.stderr, flush=True)
"""


def mutate(notebook, folder):
    notebook.cells += [new_code_cell(SOURCE) for _ in range(60)]
