"""Solved notebooks hold the answers, run without an error, show every figure, and stay out of what students get."""

import re
import shutil
import subprocess

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.assignments import assignments
from autograder.authoring.shipping import shipped_files
from autograder.authoring.solutions import solve, solved_notebook
from autograder.judging.points import points_of_guides
from tests.this_course import ROOT, TASKS

each_assignment = pytest.mark.parametrize("assignment", assignments())


@each_assignment
def test_nothing_is_left_to_be_filled_in(assignment):
    text = "\n".join(cell.source for cell in solved_notebook(assignment).cells)
    assert re.findall(r"YOUR CODE HERE\b(?!`)|YOUR ANSWER HERE(?!`)|BEGIN SOLUTION|END SOLUTION|NotImplementedError", text) == []
    assert "Model answer" in text


def test_every_task_and_question_is_answered():
    ids = {cell.id for assignment in assignments() for cell in solved_notebook(assignment).cells}
    assert {*TASKS, *points_of_guides()} <= ids


def test_no_solved_notebook_goes_to_students():
    kept_back = ROOT / "reference_solutions"
    shipped = [path for assignment in assignments() for path in shipped_files(assignment).values()]
    assert shipped
    assert not any(path.is_relative_to(kept_back) for path in shipped)
    lessons = {f"{lesson.stem}.ipynb" for lesson in assignments().values()}
    for room in ("source", "release"):
        names = {path.name for path in (ROOT / room).rglob("*") if path.is_file() and "__pycache__" not in path.parts}
        assert {name for name in names if name.endswith((".ipynb", ".html"))} == lessons


def test_git_ignores_solved_notebooks_of_any_assignment_and_no_reference(tmp_path):
    """Asked of git, with the rules alone: a new assignment needs no line of its own."""
    shutil.copyfile(ROOT / ".gitignore", tmp_path / ".gitignore")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    solved = [f"reference_solutions/{name}/{name}.html" for name in (*assignments(), "an_assignment_to_come")]
    references = [
        "reference_solutions/new_task.py",
        "reference_solutions/cells/new_task.py",
        "reference_solutions/written/new.md",
    ]
    for name in solved + references:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    seen = subprocess.run(["git", "add", "--verbose", "."], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert [name for name in references if f"'{name}'" not in seen] == []
    assert [name for name in solved if f"'{name}'" in seen] == []


@pytest.fixture
def executed(monkeypatch, tmp_path):
    """A notebook with one figure in place of the lesson; what it counts is how often it was run."""
    runs = []

    def run(notebook, folder):
        runs.append(folder)
        assert (folder / "lab" / "show.py").is_file()
        data = {"image/png": "aGVsbG8="}
        drawn = new_output("display_data", data=data, metadata={"image/png": {"alt": 'An "elephant" <b>'}})
        return new_notebook(cells=[
            new_markdown_cell("# The title\n\n$$ \\frac{a}{b} $$"),
            new_code_cell("draw()", id="figure_elephant", outputs=[drawn]),
            new_markdown_cell("**Figure 3.** It is grey."),
        ])  # fmt: skip

    monkeypatch.setattr("autograder.authoring.solutions.execute", run)
    return runs


def test_it_makes_the_notebook_its_page_and_its_figures(executed, tmp_path):
    made = solve("part1", tmp_path / "kept", tmp_path / "looks")
    assert made.notebook == tmp_path / "kept" / "part1" / "feature_attribution.ipynb"
    assert [path.name for path in made.figures] == ["01_figure_elephant.png"]
    assert made.figures[0].read_bytes() == b"hello"
    index = (made.figures[0].parent / "index.html").read_text(encoding="utf-8")
    assert "<p>An &quot;elephant&quot; &lt;b&gt;<p>Figure 3" in index


def test_pages_are_made_again_without_running_anything(executed, tmp_path):
    for run in (True, False):
        made = solve("part1", tmp_path / "kept", tmp_path / "looks", run)
    assert len(executed) == 1
    made.notebook.unlink()
    solve("part1", tmp_path / "kept", tmp_path / "looks", run=False)
    assert len(executed) == 2


def test_a_page_asks_for_nothing_and_draws_its_formulas(executed, tmp_path):
    made = solve("part1", tmp_path / "kept", tmp_path / "looks")
    text = made.page.read_text(encoding="utf-8")
    assert "<mfrac>" in text
    assert BeautifulSoup(text, "html.parser").img["alt"] == 'An "elephant" <b>'
    assert "default-src 'self'" in text
    assert "<title>The title</title>" in text
    assert BeautifulSoup(text, "html.parser").find_all(["script", "link", "iframe"], src=True) == []
