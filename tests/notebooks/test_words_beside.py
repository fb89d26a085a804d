"""Answers keep their meaning whatever type their cells have become, and words count wherever they stand beside their cell."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder.notebooks.cell_texts import added_to, code_of, is_prose, stubs_in, words_of
from autograder.notebooks.parse import SubmittedCell
from autograder.notebooks.rebuild import ELSEWHERE
from tests.notebooks.test_found import RIGHT, at, cell, filled, good, marked, remade, right, small_release, stub

WORDS = "Because the unit is saturated, its gradient is zero."
QUESTION = "### Why?\n\nSay why the gradient is zero."
RAW = new_raw_cell


def said(result, *words: str) -> bool:
    """Whether one sentence about the repairs has all of some words, and is a sentence."""
    found = [repair for repair in result.repairs if all(word in repair for word in words)]
    return len(found) == 1 and found[0].endswith(".")


# --- solutions that are no code cells any more ------------------------------------------------------------------------

SHAPES = {
    "as it was": "{}",
    "fenced": "```python\n{}\n```",
    "fenced with words around": "My answer:\n\n```py\n{}\n```\n\nI like it.",
    "tildes": "~~~\n{}\n~~~",
    "blank lines": "\n\n{}\n\n",
}


@pytest.mark.parametrize("make", [new_markdown_cell, RAW])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("mark", ["kept", "lost"])
def test_a_solution_that_has_become_words_is_run_as_code(make, shape, mark):
    notebook = filled()
    old = cell(notebook, "predict")
    notebook.cells[at(notebook, "predict")] = make(
        SHAPES[shape].format(old.source), metadata=old.metadata if mark == "kept" else {}
    )
    result = remade(notebook)
    assert cell(result.notebook, "predict").source == good("predict")
    assert cell(result.notebook, "predict").cell_type == "code"
    assert right(result.notebook) == {"predict", "saliency_map", "pool_gradients"}
    assert said(result, "predict", "run as code")
    assert result.unanswered == {}


def test_an_indented_solution_is_unindented():
    indented = "\n".join(f"    {line}" for line in good("predict").splitlines())
    assert code_of(SubmittedCell("markdown", indented, "predict")) == good("predict")


def test_words_in_the_place_of_a_solution_are_not_run():
    notebook = filled()
    notebook.cells[at(notebook, "predict")] = new_markdown_cell(
        "I could not do it, sorry.", metadata=cell(notebook, "predict").metadata
    )
    result = remade(notebook)
    assert cell(result.notebook, "predict").source == stub("predict")
    assert result.unanswered == {"predict": "The cell is not filled in."}
    assert any(one.source == "I could not do it, sorry." and one.cell_type == "markdown" for one in result.notebook.cells)


def test_a_stub_that_has_become_markdown_is_still_none():
    notebook = small_release()
    old = cell(notebook, "predict")
    notebook.cells[at(notebook, "predict")] = new_markdown_cell(f"```\n{old.source}\n```", metadata=old.metadata)
    assert remade(notebook).unanswered["predict"] == "The cell is not filled in."


# --- written answers ----------------------------------------------------------------------------------------------------

TYPED = {"plain": WORDS, "comments": f"# {WORDS}\n# And so on.", "a text": f'"""{WORDS}"""', "a call": f"print({WORDS!r})"}


@pytest.mark.parametrize("make", [new_code_cell, RAW])
@pytest.mark.parametrize("way", TYPED)
def test_a_written_answer_of_another_type_becomes_the_words_of_its_cell_and_is_not_run(make, way):
    notebook = filled()
    old = cell(notebook, "saturation")
    notebook.cells[at(notebook, "saturation")] = make(TYPED[way], metadata=old.metadata)
    result = remade(notebook)
    answer = cell(result.notebook, "saturation")
    assert answer.cell_type == "markdown"
    assert WORDS in answer.source
    assert not any(WORDS in one.source for one in result.notebook.cells if one.cell_type == "code")
    assert said(result, "saturation", "had become a")


def beside(place: str, *cells) -> tuple:
    """A notebook whose written answer is empty, with cells beside it, and what came of it."""
    notebook = filled()
    place_of = at(notebook, "saturation") + (place == "below")
    notebook.cells[place_of:place_of] = list(cells)
    return notebook, remade(notebook)


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(
    "made", [new_markdown_cell(WORDS), RAW(WORDS), new_code_cell(WORDS), new_code_cell(f"# {WORDS}"), new_code_cell(f"'{WORDS}'")]
)
def test_words_beside_an_empty_answer_become_the_answer(place, made):
    _, result = beside(place, made)
    assert cell(result.notebook, "saturation").source.strip() == WORDS
    assert sum(WORDS in one.source for one in result.notebook.cells) == 1
    assert said(result, "saturation", "is empty", "a person reads it")


def test_several_cells_are_one_answer_in_their_order_with_their_pictures():
    first, second = new_markdown_cell("First: ![](attachment:a.png)"), new_markdown_cell("Second.")
    first["attachments"] = {"a.png": {"image/png": "AAAA"}}
    _, result = beside("below", first, new_code_cell("x = 1"), second)
    answer = cell(result.notebook, "saturation")
    assert answer.source == "First: ![](attachment:a.png)\n\nSecond."
    assert list(answer.attachments) == ["a.png"]
    assert any(one.source == "x = 1" and one.cell_type == "code" for one in result.notebook.cells)


@pytest.mark.parametrize("emptied", ["", "   \n", "**YOUR ANSWER HERE**", "your answer here:", "> YOUR ANSWER HERE"])
def test_a_placeholder_however_it_looks_is_no_answer(emptied):
    notebook, _ = beside("below", new_markdown_cell(WORDS))
    cell(notebook, "saturation").source = emptied
    assert cell(remade(notebook).notebook, "saturation").source == WORDS
    alone = filled()
    cell(alone, "saturation").source = emptied
    alone.cells.insert(at(alone, "saturation") + 1, new_markdown_cell("*YOUR ANSWER HERE*"))
    assert cell(remade(alone).notebook, "saturation").source == "YOUR ANSWER HERE"


def test_remarks_beside_an_answer_that_is_filled_in_stay_remarks():
    notebook, _ = beside("below", new_markdown_cell("A remark of mine."))
    cell(notebook, "saturation").source = WORDS
    result = remade(notebook)
    assert cell(result.notebook, "saturation").source == WORDS
    assert any(one.source == "A remark of mine." for one in result.notebook.cells)
    assert result.repairs == []


def test_words_farther_away_are_no_answer():
    notebook = filled()
    notebook.cells.append(new_markdown_cell("A remark at the end."))
    notebook.cells.insert(at(notebook, "predict"), new_markdown_cell("A remark at a task."))
    result = remade(notebook)
    assert cell(result.notebook, "saturation").source == "YOUR ANSWER HERE"
    assert result.repairs == []


TYPED_INTO = [
    (f"{QUESTION}\n\n{WORDS}", WORDS),
    (f"{QUESTION} {WORDS}", WORDS),
    (f"{WORDS}\n\n{QUESTION}", WORDS),
    (f"### Why?\n\n{WORDS}\n\nSay why the gradient is zero.", WORDS),
]


@pytest.mark.parametrize(("source", "words"), TYPED_INTO)
def test_words_typed_into_the_question_become_the_answer_and_the_question_is_as_it_was(source, words):
    notebook = filled()
    notebook.cells[at(notebook, "saturation") - 1].source = source
    result = remade(notebook)
    assert cell(result.notebook, "saturation").source == words
    assert [one.source for one in result.notebook.cells].count(QUESTION) == 1
    assert sum(words in one.source for one in result.notebook.cells) == 1
    assert said(result, "saturation", "the question's cell")


@pytest.mark.parametrize("where", ["deleted", "mark lost", "mark lost and now code"])
def test_an_answer_without_its_cell_is_found_after_the_question(where):
    notebook = filled()
    place = at(notebook, "saturation")
    make = new_code_cell if where.endswith("code") else new_markdown_cell
    notebook.cells[place : place + 1] = [make(WORDS)]
    result = remade(notebook)
    assert cell(result.notebook, "saturation").source == WORDS
    assert said(result, "saturation", "not there")


def test_a_blank_question_is_no_answer():
    notebook = filled()
    del notebook.cells[at(notebook, "saturation") - 1]
    assert cell(remade(notebook).notebook, "saturation").source == "YOUR ANSWER HERE"


# --- one cell for several tasks, and cells that run where they stand ----------------------------------------------------


def test_all_tasks_in_one_cell_stand_once_and_the_others_say_where():
    whole = "\n\n\n".join(["import math", *map(good, ("predict", "saliency_map", "pool_gradients"))])
    notebook = new_notebook(cells=[new_code_cell(whole)])
    result = remade(notebook)
    sources = [cell(result.notebook, task).source for task in ("predict", "saliency_map", "pool_gradients")]
    assert sources == [whole, ELSEWHERE, ELSEWHERE]
    here = cell(result.notebook, "predict").id
    assert result.answered_in == {"predict": [here], "saliency_map": [here], "pool_gradients": [here]}
    assert right(result.notebook) == {"predict", "saliency_map", "pool_gradients"}
    assert said(result, "one cell", "predict, saliency_map, pool_gradients")


def test_all_tasks_in_one_cell_above_the_untouched_release_are_not_overwritten_by_its_stubs():
    notebook = small_release()
    notebook.cells.insert(0, new_code_cell("\n\n\n".join(map(good, ("predict", "saliency_map", "pool_gradients")))))
    assert right(remade(notebook).notebook) == {"predict", "saliency_map", "pool_gradients"}


def test_the_same_at_the_end_of_the_notebook_is_moved_up():
    notebook = small_release()
    notebook.cells.append(new_code_cell("HELP = 1"))
    notebook.cells.append(new_code_cell("\n\n\n".join([*map(good, ("saliency_map", "pool_gradients")), "KEPT = HELP"])))
    result = remade(notebook)
    assert right(result.notebook) == {"saliency_map", "pool_gradients"}
    order = [one.source for one in result.notebook.cells if "HELP" in one.source]
    assert order[0] == "HELP = 1", "what it uses runs before it"


@pytest.mark.parametrize(
    "unwritten", [stub("predict"), "def predict():\n    pass", 'def predict():\n    """Does it."""\n    ...']
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_stub_does_not_overwrite_an_own_cell_above_or_below(unwritten, place):
    notebook = filled()
    cell(notebook, "predict").source = unwritten
    notebook.cells.insert(at(notebook, "predict") + place, new_code_cell(good("predict")))
    result = remade(notebook)
    assert "predict" in right(result.notebook)
    assert len(result.answered_in["predict"]) == 1


def test_an_answer_above_that_another_cell_builds_on_stays_there():
    """Into its own cell it would come after what wraps it."""
    notebook = small_release()
    wrap = "_old = pool_gradients\ndef pool_gradients():\n    return _old()"
    notebook.cells[2:2] = [new_code_cell(good("pool_gradients")), new_code_cell(wrap)]
    result = remade(notebook)
    assert "pool_gradients" in right(result.notebook)
    assert len(result.answered_in["pool_gradients"]) >= 1


@pytest.mark.parametrize("better", [0, 1])
def test_of_two_cells_with_one_mark_the_last_before_the_check_counts_and_both_run(better):
    notebook = filled()
    wrong = marked("def predict():\n    return 'wrong'", "predict", solution=True)
    notebook.cells.insert(at(notebook, "predict") + (not better), wrong)
    result = remade(notebook)
    assert ("predict" in right(result.notebook)) == bool(better)
    assert len(result.answered_in["predict"]) == 2


def test_one_that_stands_after_the_check_does_not_count():
    notebook = filled()
    wrong = marked("def predict():\n    return 'wrong'", "predict", solution=True)
    notebook.cells.insert(at(notebook, "test_predict") + 1, wrong)
    assert "predict" in right(remade(notebook).notebook)


def test_a_section_that_was_moved_brings_its_cells_along():
    notebook = filled()
    section = [new_code_cell(f"HELP = '{RIGHT}'"), cell(notebook, "predict"), cell(notebook, "test_predict")]
    section[1].source = "def predict():\n    return HELP"
    notebook.cells = [one for one in notebook.cells if one not in section[1:]] + section
    assert "predict" in right(notebook)
    assert "predict" in right(remade(notebook).notebook)


# --- texts --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "prose"),
    [
        (WORDS, True),
        ("# a comment of some more words", True),
        ("x = 1", False),
        ("def f(x:\n  this does not parse at all", False),
        ("1 + ", False),
        ("%matplotlib inline", False),
        ("# todo", False),
        ("the gradient ist null weil gesättigt", True),
        ("", False),
    ],
)
def test_which_code_cells_hold_words(source, prose):
    assert is_prose(source) is prose


@pytest.mark.parametrize(
    ("source", "stubs"),
    [
        (stub("predict"), {"predict"}),
        ("def f():\n    pass\n\ndef g():\n    return 1", {"f"}),
        ("class VGG:\n    def a(self):\n        raise NotImplementedError\n", {"VGG"}),
        ("class VGG:\n    def a(self):\n        raise NotImplementedError\n    def b(self):\n        return 1", set()),
        ("class VGG(object):\n    pass\nVGG.a = lambda self: 1", set()),
        ("def f():\n    if True:\n        raise NotImplementedError\n    return 1", set()),
        ("def f(: pass", set()),
    ],
)
def test_what_is_still_to_be_written(source, stubs):
    assert stubs_in(source) == stubs


def test_what_was_added_to_a_text():
    assert added_to(QUESTION, f"{QUESTION}\nmine") == "mine"
    assert added_to(QUESTION, "another text") is None
    assert added_to(QUESTION, QUESTION) == ""
    assert words_of(SubmittedCell("code", "# a\n# b", None)) == "a\nb"
