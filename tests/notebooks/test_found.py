"""A rebuilt notebook, run from the top, means at each check what the student's notebook meant there, however it was cut up.

The oracle is a plain run: both notebooks cell by cell, failing statements skipped, and each task's name asked at its check.
"""

import ast
import json
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.notebooks.cells import grade_id_of, role_of
from autograder.notebooks.parse import from_json
from autograder.notebooks.rebuild import Rebuilt, rebuild

THREE = ("predict", "saliency_map", "pool_gradients")
RIGHT = "right"


def marked(source: str, grade_id: str, grade: bool = False, solution: bool = False, kind: str = "code") -> NotebookNode:
    """A cell with nbgrader's marks."""
    make = new_code_cell if kind == "code" else new_markdown_cell
    return make(source, metadata={"nbgrader": {"grade_id": grade_id, "grade": grade, "solution": solution}})


def stub(task: str) -> str:
    return f"def {task}():\n    # YOUR CODE HERE\n    raise NotImplementedError()"


def small_release() -> NotebookNode:
    """Three tasks, each with a text, an answer cell, its check and a given cell that calls it; and a question in words."""
    cells = [new_markdown_cell("# A lesson", id="title"), marked("import math", "given_imports")]
    for task in THREE:
        cells += [
            new_markdown_cell(f"### Task {task}", id=f"text_{task}"),
            marked(stub(task), task, solution=True),
            marked(f"check('{task}')", f"test_{task}", grade=True),
            marked(f"shown_{task} = {task}()", f"given_{task}"),
        ]
    cells += [new_markdown_cell("### Why?\n\nSay why the gradient is zero.", id="question")]
    cells += [marked("YOUR ANSWER HERE", "saturation", grade=True, solution=True, kind="markdown")]
    cells += [new_markdown_cell("The end of the lesson.", id="end")]
    notebook = new_notebook(cells=cells)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"c{number:02}"
    return notebook


def good(task: str) -> str:
    return f"def {task}():\n    return '{RIGHT}'"


def filled() -> NotebookNode:
    notebook = small_release()
    for cell in notebook.cells:
        if role_of(cell) == "solution":
            cell.source = good(grade_id_of(cell))
    return notebook


def at(notebook: NotebookNode, grade_id: str) -> int:
    return next(number for number, cell in enumerate(notebook.cells) if grade_id_of(cell) == grade_id)


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return notebook.cells[at(notebook, grade_id)]


def remade(notebook: NotebookNode) -> Rebuilt:
    return rebuild(small_release(), from_json(json.loads(json.dumps(notebook)), "ada.ipynb"))


def walk(notebook: NotebookNode) -> dict[str, Any]:
    """What each task's name gives at its (last) check, or right after its answer where the check is gone; a plain run."""
    names: dict[str, Any] = {"check": lambda task: None}
    ids = [grade_id_of(one) for one in notebook.cells]
    found = {}
    for number, one in enumerate(notebook.cells):
        for statement in statements(one):
            try:
                exec(compile(ast.Module([statement], []), "cell", "exec"), names)
            except Exception:  # it is skipped
                continue
        for task in THREE:
            place = f"test_{task}" if f"test_{task}" in ids else task
            if ids[number] == place:
                found[task] = asked(names, task)
    return found


def statements(one: NotebookNode) -> list[ast.stmt]:
    if one.cell_type != "code":
        return []
    try:
        return ast.parse(one.source).body
    except SyntaxError:
        return []


def asked(names: dict[str, Any], task: str) -> Any:
    try:
        return names[task]()
    except Exception as error:
        return type(error).__name__


def right(notebook: NotebookNode) -> set[str]:
    return {task for task, value in walk(notebook).items() if value == RIGHT}


def test_the_oracle_knows_right_from_wrong():
    assert right(filled()) == set(THREE)
    assert right(small_release()) == set()
    assert right(remade(filled()).notebook) == set(THREE)


# --- anything that students do to right notebooks -------------------------------------------------------------------

Move = tuple[str, int, int]
moves = st.lists(st.tuples(st.sampled_from(sorted("mwdsxkpgtbrchu")), st.integers(0, 40), st.integers(0, 40)), max_size=6)


def apply(notebook: NotebookNode, move: Move) -> None:
    """One thing that a student does to a notebook."""
    what, first, second = move
    cells = notebook.cells
    number, task = first % len(cells), THREE[first % 3]
    other = second % (len(cells) + 1)
    answers = [index for index, one in enumerate(cells) if grade_id_of(one) == task]
    if what == "m":  # a cell is moved
        cells.insert(min(other, len(cells) - 1), cells.pop(number))
    elif what == "w":  # an answer is wrapped below
        if answers:
            source = f"_old_{task} = {task}\ndef wrapped():\n    return _old_{task}()\n{task} = wrapped"
            cells.insert(answers[-1] + 1, new_code_cell(source))
    elif what == "d":  # a marked cell is doubled, the first time wrong
        if answers:
            wrong = f"def {task}():\n    return 'wrong'"
            cells.insert(answers[-1], marked(wrong, task, solution=True))
    elif what == "s":  # an answer is split: a helper in a cell of its own, anywhere above or below
        if answers:
            cells[answers[-1]].source = f"def {task}():\n    return HELP_{task}"
            cells.insert(other, new_code_cell(f"HELP_{task} = '{RIGHT}'"))
    elif what == "x":  # a check is deleted
        gone = f"test_{task}"
        notebook.cells = [one for one in cells if grade_id_of(one) != gone]
    elif what == "k":  # an own cell breaks a name
        cells.insert(other, new_code_cell(f"def {task}():\n    return 'broken'"))
    elif what == "p":  # something is put onto the name, and read there
        if answers:
            cells[answers[-1]].source = f"def {task}():\n    return {task}.kept"
            cells.insert(other, new_code_cell(f"{task}.kept = '{RIGHT}'"))
    elif what == "g":  # two answers in one cell
        merge(notebook, task, THREE[(first + 1 + second % 2) % 3])
    elif what == "t":  # a solution turns to Markdown
        for index in answers:
            cells[index] = new_markdown_cell(f"```python\n{cells[index].source}\n```", metadata=cells[index].metadata)
    elif what == "b":  # the marks of an answer are lost
        for index in answers:
            cells[index].metadata = NotebookNode()
    elif what == "r":  # the answer stands in an own cell, and the stub below or above
        for index in answers[-1:]:
            cells.insert(other, new_code_cell(cells[index].source))
            index += other <= index
            cells[index].source = stub(task)
    elif what == "c":  # a copy of a check
        cells.insert(other, marked(f"check('{task}')", f"test_{task}", grade=True))
    elif what == "h":  # a better version in an own cell
        cells.insert(other, new_code_cell(good(task)))
    elif what == "u" and len(cells) > 1 and grade_id_of(cells[number]) not in THREE:  # a cell is deleted
        del cells[number]


def merge(notebook: NotebookNode, one: str, two: str) -> None:
    ids = [grade_id_of(each) for each in notebook.cells]
    if one in ids and two in ids:
        cell(notebook, one).source += "\n\n\n" + cell(notebook, two).source
        del notebook.cells[at(notebook, two)]


@settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves)
@example([("r", 0, 3)])
@example([("s", 0, 30), ("m", 20, 3)])
def test_what_was_right_at_its_check_is_right_there_again(what):
    notebook = filled()
    for move in what:
        apply(notebook, move)
    before = right(notebook)
    result = remade(notebook)
    assert before <= right(result.notebook), [(one.id, one.cell_type, one.source) for one in result.notebook.cells]
