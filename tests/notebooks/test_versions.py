"""The version of a release: another one where cells that are graded or answered change, the same where text does."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.notebooks.cells import KEY
from autograder.notebooks.parse import read
from autograder.notebooks.rebuild import rebuild
from autograder.notebooks.versions import added_since, version_in, version_of, write_version


def cell(name: str, source: str = "", **marks):
    metadata = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "task": False, "grade_id": name} | marks
    return new_code_cell(source, id=f"{name}-cell".replace("_", "-"), metadata={"nbgrader": metadata})


def release(*tasks: str):
    """A release with a cell to be filled in and a test for each task."""
    cells = [new_markdown_cell("A lesson.", id="words")]
    for task in tasks:
        cells += [
            cell(task, f"def {task}():\n    raise NotImplementedError", solution=True),
            cell(f"test_{task}", "check()", grade=True, locked=True, points=2),
        ]
    return new_notebook(cells=cells)


def test_text_makes_no_other_version():
    other = release("one")
    other.cells[0].source = "A better lesson."
    other.cells.append(new_markdown_cell("More of it.", id="more"))
    assert version_of(other) == version_of(release("one"))


@pytest.mark.parametrize("change", ["a task", "points", "kind", "order of nothing"])
def test_another_set_of_graded_cells_is_another_version(change):
    other = release("one", *(["two"] if change == "a task" else []))
    if change == "points":
        other.cells[2].metadata.nbgrader.points = 3
    if change == "kind":
        other.cells[2].metadata.nbgrader.solution = True
    assert (version_of(other) == version_of(release("one"))) is (change == "order of nothing")


def released(new, previous=None):
    new = copy.deepcopy(new)
    write_version(new, previous)
    return new


def test_a_release_says_what_those_before_it_held():
    first = released(release("one"))
    second = released(release("one", "two"), first)
    third = released(release("one", "two", "three"), second)
    assert added_since(third, first.metadata[KEY]["release"]) == {"two", "test_two", "three", "test_three"}
    assert added_since(third, second.metadata[KEY]["release"]) == {"three", "test_three"}
    assert added_since(third, third.metadata[KEY]["release"]) == set()
    assert added_since(third, "00000000") == set()
    again = released(release("one"), third)
    assert first.metadata[KEY]["release"] not in again.metadata[KEY]["before"]


@pytest.mark.parametrize(
    "metadata", [None, {}, {KEY: []}, {KEY: {"release": 7}}, {KEY: {"release": "<script>"}}, {KEY: {"release": "A" * 8}}]
)
def test_no_version_is_read_from_other_metadata(metadata):
    assert version_in(metadata) == ""


def submitted(made_from):
    notebook = copy.deepcopy(made_from)
    notebook.cells[1].source = "def one():\n    return 1"
    return read(nbformat.writes(notebook).encode())


def test_a_task_that_came_later_is_called_so_and_is_nobodys_fault():
    first = released(release("one"))
    second = released(release("one", "two"), first)
    found = rebuild(second, submitted(first))
    version = first.metadata[KEY]["release"]
    assert found.later == {"two"}
    assert found.unanswered == {
        "two": f"This task came with a later release than the one that your notebook was made from ({version})."
    }
    assert found.repairs == [
        f"The notebook was made from release {version}; a later release added two. "
        "To answer that, get the new release and copy your answers into it."
    ]


def test_a_task_that_the_notebooks_release_had_was_deleted():
    first = released(release("one", "two"))
    second = released(release("one", "two", "three"), first)
    notebook = copy.deepcopy(first)
    del notebook.cells[3:]
    found = rebuild(second, read(nbformat.writes(notebook).encode()))
    assert found.later == {"three"}
    assert found.unanswered["two"].startswith("The cell was deleted")


def test_a_task_that_came_later_and_was_answered_all_the_same_is_answered():
    first = released(release("one"))
    second = released(release("one", "two"), first)
    notebook = copy.deepcopy(first)
    notebook.cells.append(new_code_cell("def two():\n    return 2", id="own"))
    found = rebuild(second, read(nbformat.writes(notebook).encode()))
    assert found.later == set()
    assert "two" not in found.unanswered
