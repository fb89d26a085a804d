"""Pages as nbgrader makes them, without a gradebook and a server: by its own converter, by its formgrader's own exporter."""

import shutil
from html import escape
from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from traitlets.config import Config, PyFileConfigLoader

from autograder.gradebook.preprocessors import Summary
from tests import payloads

ROOT = Path(__file__).resolve().parent.parent
SCORES = {"notebook": "part1", "score": 1.0, "max_score": 2.0, "late_penalty": 0.0, "student": "ada", "assignment": "part1"}


def course_config() -> Config:
    """What nbgrader_config.py says."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()


def feedback_page(notebook: NotebookNode, config: Config | None = None) -> str:
    """The feedback on a notebook: what generate_feedback does, but for the marks that it takes from the gradebook."""
    config = course_config() if config is None else config
    step = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    exporter = step.exporter_class(parent=step, config=step.config)
    for preprocessor in (Summary, CSSHTMLHeaderPreprocessor):
        exporter.register_preprocessor(preprocessor, enabled=True)
    return exporter.from_notebook_node(notebook, {"nbgrader": dict(SCORES)})[0]


def formgrader_page(notebook: NotebookNode, folder: Path, **names: str) -> str:
    """A notebook in the formgrader: the exporter that its extension makes, with the resources that its handler gives."""
    shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    extension = FormgradeExtension()
    extension.load_cwd_config, extension.config_dir, extension.root_dir = False, str(folder), str(folder)
    extension.initialize([], root=str(folder))
    exporter = HTMLExporter(config=extension.config)  # formgrader.py: init_tornado_settings
    resources = {"base_url": "", "index": 0, "total": 1, "submission_id": "1234", "notebook_id": "part1"}
    people = {"student": "ada", "first_name": "", "last_name": "", "notebook_path": "autograded/ada/part1.ipynb"}
    return exporter.from_notebook_node(notebook, resources | people | names)[0]


def bare_pages() -> tuple[str, list[str]]:
    """Every payload as nbconvert shows it by itself, each in a frame of one page; and those that break nbconvert."""
    exporter = HTMLExporter(template_name="basic")
    cells = {name: new_markdown_cell(source) for name, source in payloads.MARKDOWN.items()}
    cells |= {name: new_code_cell("1", outputs=[from_dict(output)]) for name, output in payloads.OUTPUTS.items()}
    frames, broken = [], []
    for name, cell in cells.items():
        try:
            page = exporter.from_notebook_node(new_notebook(cells=[cell]))[0]
        except Exception:
            broken.append(name)
        else:
            frames.append(f'<iframe name="{name}" srcdoc="{escape(page)}"></iframe>')
    return "<!DOCTYPE html><meta charset='utf-8'>" + "\n".join(frames), broken
