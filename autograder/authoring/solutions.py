"""The instructor's solved notebooks: executed with every figure, and their pages, in reference_solutions/<assignment>/.

They are made from the same lessons as source/ and release/, and never go there. Formulas in the pages are MathML and pictures
are inside, so that a page can be read without a network.
"""

import base64
import os
import re
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbclient import NotebookClient
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from autograder.assignments import assignments, solved_cell
from autograder.authoring.build import build_notebook, write_source
from autograder.course_toml import kernel_environment
from autograder.feedback.pages import markdown2html
from autograder.feedback.templates import TEMPLATES
from autograder.layout import course_root
from autograder.notebooks.cells import course_metadata
from autograder.workers.progress import Progress

SECONDS_A_CELL = 600
WIDGET = "application/vnd.jupyter.widget-view+json"  # bars of progress and buttons: nothing on paper
MARKS_OF_SOLUTIONS = re.compile(r"^\s*### (?:BEGIN|END) SOLUTION\n?", re.M)
CAPTION = re.compile(r"^\*\*((?:Figures?|Table) [^*]+?)\.?\*\*", re.M)


class Made(NamedTuple):
    """What `solve` has written."""

    notebook: Path
    page: Path
    figures: list[Path]


def solved_notebook(assignment: str) -> NotebookNode:
    """The notebook of an assignment as a good student would submit it, with the marking guides; not executed."""
    notebook = build_notebook(assignment)
    for cell in notebook.cells:
        if solved := course_metadata(cell).get("solved_by"):
            cell.source = "\n\n\n".join(map(solved_cell, solved))
        cell.source = MARKS_OF_SOLUTIONS.sub("", cell.source)
    return notebook


def execute(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Runs a notebook of ours in a folder that holds lab/ and data/, on the pocket network unless LAB_NETWORK says otherwise.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed, with its traceback.
    """
    environment = kernel_environment() | os.environ | {"PYTHONPATH": str(folder)}
    client = NotebookClient(notebook, timeout=SECONDS_A_CELL, resources={"metadata": {"path": str(folder)}})
    shown = Progress("running the cells", sum(cell.cell_type == "code" for cell in notebook.cells))
    client.on_cell_executed = lambda **_: shown.step()
    try:
        client.execute(env=environment)
    finally:
        shown.close()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times of the day
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if WIDGET not in output.get("data", {})]
    notebook.metadata.pop("widgets", None)
    return notebook


def solve(assignment: str, target: Path | None = None, looks: Path | None = None, run: bool = True) -> Made:
    """Makes <target>/<assignment>/: the notebook, solved and executed, and its page; and <looks>/<assignment>/: its figures.

    Args:
        run: False takes the executed notebook that is there, and executes only where there is none.
    """
    target = target or course_root() / "reference_solutions"
    looks = looks or course_root() / "build" / "lesson"
    path = target / assignment / f"{assignments()[assignment].stem}.ipynb"
    if run or not path.is_file():
        with tempfile.TemporaryDirectory() as scratch:
            write_source(assignment, Path(scratch))
            notebook = execute(solved_notebook(assignment), Path(scratch) / "source" / assignment)
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
    notebook = nbformat.read(path, as_version=4)
    path.with_suffix(".html").write_text(page(notebook), encoding="utf-8")
    return Made(path, path.with_suffix(".html"), write_figures(notebook, looks / assignment))


def page(notebook: NotebookNode) -> str:
    """A notebook as one HTML page that needs no network."""
    config = Config()
    config.HTMLExporter.filters = {"markdown2html": markdown2html}
    config.HTMLExporter.extra_template_basedirs = TEMPLATES
    config.HTMLExporter.exclude_input_prompt = config.HTMLExporter.exclude_output_prompt = True
    title = next((cell.source.lstrip("# ").partition("\n")[0] for cell in notebook.cells if cell.cell_type == "markdown"), "")
    return HTMLExporter(config=config, template_name="lesson").from_notebook_node(notebook, {"metadata": {"name": title}})[0]


def write_figures(notebook: NotebookNode, folder: Path) -> list[Path]:
    """Every figure of an executed notebook as a PNG, and index.html with each above its alternative text and caption."""
    folder.mkdir(parents=True, exist_ok=True)
    made, parts = [], ["<!DOCTYPE html><meta charset='utf-8'><title>Figures</title>"]
    for number, (name, png, alternative, caption) in enumerate(figures(notebook), start=1):
        path = folder / f"{number:02}_{name}.png"
        path.write_bytes(png)
        made.append(path)
        parts.append(f"<h2>{path.stem}</h2><p><img src='{path.name}' alt='{escape(alternative)}'>")
        parts.append(f"<p>{escape(alternative)}<p>{escape(caption)}")
    (folder / "index.html").write_text("\n".join(parts), encoding="utf-8")
    return made


def figures(notebook: NotebookNode) -> Iterator[tuple[str, bytes, str, str]]:
    """(cell's id, PNG, alternative text, caption in the cell that follows) of every figure of an executed notebook."""
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            data: dict[str, Any] = output.get("data", {})
            if "image/png" in data:
                alternative = output.metadata.get("image/png", {}).get("alt", "")
                yield cell.id, base64.b64decode(data["image/png"]), alternative, caption_after(notebook, number)


def caption_after(notebook: NotebookNode, number: int) -> str:
    """The captions ("Figure 3", "Figures 14 and 15", "Table 2") in the text below a cell; empty where there is none."""
    below = notebook.cells[number + 1] if number + 1 < len(notebook.cells) else None
    if below is None or below.cell_type != "markdown":
        return ""
    return ", ".join(CAPTION.findall(below.source))
