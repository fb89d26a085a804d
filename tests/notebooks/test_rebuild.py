"""A rebuilt notebook is the release with the student's answers, whatever happened to the file on the way."""

import copy
import json
import random
from functools import cache
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.assignments import task_names
from autograder.authoring.sample_class import EDITS, Student, fill
from autograder.notebooks.cells import KEY, grade_id_of, role_of
from autograder.notebooks.parse import ParsedNotebook, SubmittedCell, from_json
from autograder.notebooks.rebuild import ELSEWHERE, MOST_OWN_CELLS, Rebuilt, defines, rebuild

ROOT = Path(__file__).resolve().parents[2]
RIGHT = Student("right")


@cache
def built(assignment: str) -> str:
    (path,) = (ROOT / "release" / assignment).glob("*.ipynb")
    return nbformat.writes(nbformat.read(path, as_version=4))


def release(assignment: str = "part1") -> NotebookNode:
    """A fresh copy of a release."""
    return nbformat.reads(built(assignment), as_version=4)


def filled(assignment: str = "part1") -> NotebookNode:
    """The release with an answer to everything."""
    return fill(release(assignment), RIGHT, 0)


def submitted(notebook: NotebookNode) -> ParsedNotebook:
    return from_json(json.loads(json.dumps(notebook)), "ada.ipynb")


def rebuilt(notebook: NotebookNode, assignment: str = "part1") -> Rebuilt:
    return rebuild(release(assignment), submitted(notebook))


def position(notebook: NotebookNode, grade_id: str) -> int:
    return next(number for number, cell in enumerate(notebook.cells) if grade_id_of(cell) == grade_id)


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return notebook.cells[position(notebook, grade_id)]


def answers(notebook: NotebookNode) -> dict[str | None, str]:
    return {grade_id_of(one): one.source for one in notebook.cells if role_of(one) in ("solution", "written")}


def own(result: Rebuilt) -> list[NotebookNode]:
    """The cells of a rebuilt notebook that are the student's own."""
    return [one for one in result.notebook.cells if one.id.startswith("student-")]


def bytes_of(notebook: NotebookNode) -> str:
    """A notebook's text without our own key in its metadata."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata.pop(KEY, None)
    return nbformat.writes(notebook)


# --- nothing happened ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("assignment", ["part1", "part1_homework"])
def test_an_untouched_submission_gives_the_release_byte_for_byte(assignment):
    result = rebuilt(release(assignment), assignment)
    assert bytes_of(result.notebook) == bytes_of(release(assignment))
    assert result.repairs == []


@pytest.mark.parametrize("assignment", ["part1", "part1_homework"])
def test_a_filled_submission_gives_the_release_with_the_answers_byte_for_byte(assignment):
    result = rebuilt(filled(assignment), assignment)
    assert bytes_of(result.notebook) == bytes_of(filled(assignment))
    assert (result.repairs, result.unanswered) == ([], {})


def test_a_rebuilt_notebook_is_submitted_again_without_a_change():
    once = rebuilt(filled()).notebook
    assert bytes_of(rebuilt(once).notebook) == bytes_of(once)


def test_the_release_itself_stays_as_it_was():
    template = release()
    rebuild(template, submitted(filled())).notebook.metadata["changed"] = True
    assert nbformat.writes(template) == built("part1")


# --- answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mishap", sorted(EDITS))
def test_answers_survive_every_mishap(mishap):
    notebook = filled()
    plain = EDITS[mishap](notebook)
    result = rebuild(release(), from_json(json.loads(json.dumps(plain or notebook)), "ada.ipynb"))
    assert answers(result.notebook) == answers(filled())
    assert result.unanswered == {}


def test_answers_are_found_in_any_order():
    notebook = filled()
    random.Random(1).shuffle(notebook.cells)
    result = rebuilt(notebook)
    assert answers(result.notebook) == answers(filled())
    assert own(result) == []


def test_an_answer_that_lost_its_mark_is_found_by_what_it_defines_and_that_is_said():
    notebook = filled()
    cell(notebook, "predict").metadata = NotebookNode()
    result = rebuilt(notebook)
    assert answers(result.notebook) == answers(filled())
    assert any("predict" in repair and "lost" in repair for repair in result.repairs)


@pytest.mark.parametrize("assignment", ["part1", "part1_homework"])
def test_all_the_answers_survive_a_tool_that_drops_all_metadata(assignment):
    notebook = filled(assignment)
    for one in notebook.cells:
        one.metadata = NotebookNode()
    assert answers(rebuilt(notebook, assignment).notebook) == answers(filled(assignment))


def test_of_two_answers_the_last_one_counts_and_that_is_said():
    notebook = filled()
    at = position(notebook, "predict")
    notebook.cells.insert(at, copy.deepcopy(notebook.cells[at]))
    notebook.cells[at].source = "def predict(model, batch, target):\n    return 'my first try'"
    result = rebuilt(notebook)
    assert answers(result.notebook) == answers(filled())
    assert any("predict" in repair and "more than once" in repair for repair in result.repairs)
    (copied,) = own(result)
    assert "my first try" in copied.source
    assert (copied.cell_type, result.notebook.cells.index(copied)) == ("code", at), "it runs where it stood, above the other"


def test_an_untouched_copy_below_an_answer_does_not_hide_it():
    notebook = filled()
    at = position(notebook, "predict")
    notebook.cells.insert(at + 1, copy.deepcopy(cell(release(), "predict")))
    result = rebuilt(notebook)
    assert answers(result.notebook) == answers(filled())
    assert own(result) == []


def test_a_copy_without_marks_below_an_unfilled_cell_is_the_answer():
    notebook = filled()
    at = position(notebook, "predict")
    notebook.cells.insert(at + 1, new_code_cell(notebook.cells[at].source))
    notebook.cells[at].source = cell(release(), "predict").source
    assert answers(rebuilt(notebook).notebook) == answers(filled())


@pytest.mark.parametrize("definition_first", [True, False])
def test_an_answer_that_was_split_in_two_is_found_and_both_halves_run(definition_first):
    """Jupyter gives both halves of a split cell the marks of the whole."""
    notebook = filled()
    at = position(notebook, "predict")
    other = copy.deepcopy(notebook.cells[at])
    other.source = "HELPER = 1"
    notebook.cells.insert(at + definition_first, other)
    result = rebuilt(notebook)
    assert answers(result.notebook) == answers(filled())
    assert [(one.cell_type, one.source) for one in own(result)] == [("code", "HELPER = 1")]


def test_an_answer_written_into_another_answers_cell_is_found():
    """The release's empty cell would otherwise come back below it, and put its own name over the student's."""
    notebook = filled()
    both = f"{cell(notebook, 'pre_processing').source}\n\n\n{cell(notebook, 'predict').source}"
    cell(notebook, "pre_processing").source = both
    del notebook.cells[position(notebook, "predict")]
    result = rebuilt(notebook)
    assert cell(result.notebook, "pre_processing").source == both
    assert cell(result.notebook, "predict").source == ELSEWHERE, "or it would run twice"
    assert result.answered_in["predict"] == [cell(result.notebook, "pre_processing").id]
    assert "predict" not in result.unanswered


def test_a_deleted_answer_is_explained_with_the_name_that_is_missing():
    notebook = filled()
    del notebook.cells[position(notebook, "backprop")]
    result = rebuilt(notebook)
    assert result.unanswered == {"backprop": "The cell was deleted, and nothing else defines calculate_outputs_and_gradients."}
    assert cell(result.notebook, "backprop").source == cell(release(), "backprop").source


def test_an_unfilled_answer_is_explained():
    notebook = filled()
    cell(notebook, "backprop").source = cell(release(), "backprop").source + "  \n\n"
    assert rebuilt(notebook).unanswered == {"backprop": "The cell is not filled in."}


def test_a_file_that_could_not_be_read_explains_every_answer_with_its_own_sentence():
    sentence = "ada.ipynb is empty."
    result = rebuild(release(), ParsedNotebook(problems=[sentence]))
    assert {result.unanswered[task] for task in answers(release()) if task in task_names()} == {sentence}
    assert result.repairs == [sentence]
    assert bytes_of(result.notebook) == bytes_of(release())


# --- written answers and figures -----------------------------------------------------------------------------------


def test_written_answers_are_kept():
    notebook = release()
    cell(notebook, "saturation").source = "Because the curve is flat."
    assert cell(rebuilt(notebook).notebook, "saturation").source == "Because the curve is flat."


def test_a_written_answer_without_its_mark_is_found_by_its_question():
    notebook = release()
    cell(notebook, "saturation").source = "Because the curve is flat."
    cell(notebook, "saturation").metadata = NotebookNode()
    result = rebuilt(notebook)
    assert cell(result.notebook, "saturation").source == "Because the curve is flat."
    assert any("saturation" in repair for repair in result.repairs)


def test_a_figure_that_is_graded_by_hand_is_found_when_all_marks_are_lost():
    notebook = release("part1_homework")
    cell(notebook, "compare_baselines").source = "plt.imshow(my_comparison)"
    for one in notebook.cells:
        one.metadata = NotebookNode()
    result = rebuilt(notebook, "part1_homework")
    assert cell(result.notebook, "compare_baselines").source == "plt.imshow(my_comparison)"


# --- given and test cells ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("grade_id", ["given_set_up", "given_wrap_the_network", "test_predict"])
def test_a_deleted_cell_comes_back_and_that_is_said(grade_id):
    notebook = filled()
    del notebook.cells[position(notebook, grade_id)]
    result = rebuilt(notebook)
    assert bytes_of(result.notebook) == bytes_of(filled())
    assert result.repairs == [f"Put back: {grade_id}."]


@pytest.mark.parametrize("grade_id", ["given_imports", "test_predict"])
def test_a_changed_cell_is_the_releases_again_and_that_is_said(grade_id):
    notebook = filled()
    cell(notebook, grade_id).source = "print('mine')"
    result = rebuilt(notebook)
    assert cell(result.notebook, grade_id).source == cell(release(), grade_id).source
    assert any(grade_id in repair and "changed" in repair for repair in result.repairs)
    assert [one.source for one in own(result)] == ["print('mine')"]


def test_marks_points_tags_and_widgets_are_the_releases():
    notebook = filled()
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"a": {}}}
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    for one in notebook.cells:
        one.metadata["tags"] = ["skip-execution"]
        if "points" in one.metadata.get("nbgrader", {}):
            one.metadata.nbgrader["points"] = 1000
    assert bytes_of(rebuilt(notebook).notebook) == bytes_of(filled())


def test_outputs_of_the_student_are_gone():
    notebook = filled()
    forged = {"output_type": "execute_result", "data": {"text/plain": "4.0"}, "metadata": {}, "execution_count": 1}
    for one in notebook.cells:
        if one.cell_type == "code":
            one.outputs = [nbformat.from_dict(forged)]
    assert bytes_of(rebuilt(notebook).notebook) == bytes_of(filled())


# --- the student's own cells -----------------------------------------------------------------------------------------


def test_a_students_own_cells_stay_where_they_stood():
    notebook = filled()
    notebook.cells.insert(0, new_markdown_cell("By Ada"))
    at = position(notebook, "predict")
    notebook.cells.insert(at, new_code_cell("def helper(): ..."))
    notebook.cells.append(new_code_cell("print('the end')"))
    result = rebuilt(notebook)
    assert [one.source for one in result.notebook.cells] == [one.source for one in notebook.cells]
    assert len(own(result)) == 3


def test_a_students_own_cells_stay_where_they_stood_when_all_marks_are_lost():
    notebook = release()  # every written answer still has the same words
    at = position(notebook, "pre_processing")
    notebook.cells.insert(at, new_code_cell("def helper(): ..."))
    for one in notebook.cells:
        one.metadata = NotebookNode()
    result = rebuilt(notebook)
    assert [one.source for one in result.notebook.cells] == [one.source for one in notebook.cells]


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("def predict(a): pass", "predict", True),
        ("async  def predict(a): pass", "predict", True),
        ("class VGG(nn.Module): pass", "VGG", True),
        ("x = 1\npredict = lambda a: a", "predict", True),
        ("predict: object = print", "predict", True),
        ("def predict(a:\n  this does not parse", "predict", True),
        ("def predict_all(a): pass", "predict", False),
        ("predict == 3", "predict", False),
        ("predict(1)", "predict", False),
        ("    def predict(self): pass", "predict", False),
        ("my_predict = 3", "predict", False),
    ],
)
def test_what_a_cell_defines(source, name, expected):
    assert defines(source, name) is expected


# --- anything ------------------------------------------------------------------------------------------------------

quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
OWN_CELLS = [
    new_code_cell("my_first_cell = 1"),
    new_markdown_cell("My own words"),
    new_code_cell("def predict(:\n    it does not parse"),
    new_code_cell("", metadata={"nbgrader": {"grade_id": "no_such_cell"}}),
]


@st.composite
def battered(draw, assignment: str = "part1_homework") -> NotebookNode:
    """A filled notebook whose cells were deleted, doubled, shuffled, robbed of their marks and mixed with others."""
    whole = filled(assignment)
    pool = whole.cells + OWN_CELLS
    chosen = draw(st.lists(st.integers(0, len(pool) - 1), max_size=2 * len(pool)))
    whole.cells = [copy.deepcopy(pool[number]) for number in chosen]
    for number in draw(st.sets(st.integers(0, max(len(chosen) - 1, 0)), max_size=8)):
        if number < len(whole.cells):
            whole.cells[number].metadata = NotebookNode()
    return whole


@quick
@given(battered())
def test_every_cell_of_the_release_is_there_once_and_in_order(notebook):
    result = rebuilt(notebook, "part1_homework")
    ids = [one.id for one in result.notebook.cells]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if not name.startswith("student-")] == [one.id for one in release("part1_homework").cells]
    nbformat.validate(result.notebook)


@quick
@given(battered())
def test_no_text_of_a_students_is_lost(notebook):
    everything = "\n".join(one.source for one in rebuilt(notebook, "part1_homework").notebook.cells)
    for one in notebook.cells:
        assert one.source in everything, one.source


@quick
@given(st.permutations(range(len(release("part1_homework").cells))))
def test_a_shuffled_submission_is_the_same_submission(order):
    notebook = filled("part1_homework")
    notebook.cells = [notebook.cells[number] for number in order]
    result = rebuilt(notebook, "part1_homework")
    assert bytes_of(result.notebook) == bytes_of(filled("part1_homework"))


def test_cells_by_the_thousand_are_not_carried_along():
    release = new_notebook(cells=[new_markdown_cell("# The lesson")])
    own = [SubmittedCell("markdown", f"note {number}", None) for number in range(MOST_OWN_CELLS + 30)]
    rebuilt = rebuild(release, ParsedNotebook(cells=own))
    assert len(rebuilt.notebook.cells) == MOST_OWN_CELLS + 1
    assert rebuilt.repairs == ["30 cells that you had added were left out; keep your own to 500."]
