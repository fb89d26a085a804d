"""The solved cells of the instructor's notebooks: below the line `# %%`, one cell; above it, what the notebook has by then.

What stands between BEGIN SOLUTION and END SOLUTION is what a student writes; nbgrader takes it out of the release.
"""

from pathlib import Path

CELLS = Path(__file__).parent


def cell_source(task: str) -> str:
    """The solved cell of a task, as it stands in the instructor's notebook.

    Raises:
        FileNotFoundError: there is no such task.
    """
    text = (CELLS / f"{task}.py").read_text(encoding="utf-8")
    return text.partition("# %%\n")[2].strip()
