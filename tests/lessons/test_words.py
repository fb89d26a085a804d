"""How much students read, and that it is plain standard English."""

import re

import jupytext
import pytest

from autograder.assignments import assignments
from tests.this_course import ROOT

MOST = 4_500  # words of part 1 outside the graded prompts, which are the contract; folded answers are counted
MOST_IN_ALL = 6_000  # with the prompts
NOT_OURS = """set the environment|takes hold|ask for gradients|asks for gradients|best-known part|look into the network|axes cut anew
hang on the graph|let the network forget|surer of|and then it stays\\.|to see one pass by|is worth its time|somebody has to
the share of the way|according to the kind|accidents|also a wrong one|than what is around it|handed over|hand over|what would lie there by chance
the bug sleeps|taken for another|mended|mend |at hand|cases that you can see here tell|others follow at grading|pytorch writing|an evening:
keep two dictionaries|no nearer than|serve better|serves better|handed in|hand it in|hand in |without blushing|so ended|not on our machine"""
UNWANTED = re.compile("|".join(NOT_OURS.splitlines()), re.IGNORECASE)
PROMPT = re.compile(r"^### (?:Task|Question)\b.*", re.MULTILINE | re.DOTALL)

each_lesson = pytest.mark.parametrize("assignment", assignments())


def texts(assignment: str) -> list[str]:
    cells = jupytext.reads(assignments()[assignment].read_text(encoding="utf-8"), "py:percent").cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def words(text: str) -> int:
    """Words as they are read: a formula or a piece of code is one, an address none; blocks of code are not read as words."""
    text = re.sub(r"```.*?```", " ", text, flags=re.DOTALL)
    text = re.sub(r"\$\$.+?\$\$|\$[^$\n]+?\$|`[^`]*`", "formula", text, flags=re.DOTALL)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(r"<[^>]*>", " ", text)
    return len(re.findall(r"[^\W_]\S*", text))


def test_part_1_is_short_enough():
    everything = texts("part1")
    prompts = sum(words(prompt) for text in everything for prompt in PROMPT.findall(text))
    read = sum(map(words, everything))
    assert 1_000 < prompts < 2_000
    assert read - prompts <= MOST
    assert read <= MOST_IN_ALL


def test_words_are_counted_as_they_are_read():
    assert words("A map of $x_i + 1$, by `f(x, y)` and [a paper](https://arxiv.org/abs/1).") == 9
    assert words("> **Answer** 224 × 224 <em>one</em>") == 4
    assert words("```python\nx = 1\n```") == 0


@each_lesson
def test_no_phrase_of_the_list_is_left(assignment):
    found = [hit for text in texts(assignment) for hit in UNWANTED.findall(" ".join(text.split()))]
    assert found == []


def test_the_list_would_find_the_phrases_it_was_made_of():
    for phrase in ("Set the environment", "It must still hang on the graph", "Both causes mended", "your functions from part 1 at hand"):
        assert UNWANTED.search(phrase)


def test_what_students_see_of_lab_is_free_of_them_too():
    shown = re.compile(r"\"[^\"\n]*\"")
    for path in sorted((ROOT / "lab").glob("*.py")):
        text = "\n".join(shown.findall(path.read_text(encoding="utf-8")))
        assert UNWANTED.findall(text) == [], path.name


@each_lesson
def test_every_question_before_reading_on_has_its_answer_folded_below(assignment):
    for text in texts(assignment):
        for quoted in re.findall(r"(?:^>.*\n?)+", text, flags=re.MULTILINE):
            if re.match(r"> \*\*(Before you|To take away)", quoted):
                assert "<details><summary>Answer</summary>" in quoted, quoted[:80]
                assert quoted.count("<details>") == quoted.count("</details>") == 1


def test_what_the_tutorial_says_is_quoted_and_nothing_else():
    """The only quotations of it are these; the sentences stand in it word for word."""
    quoted = ["By the way - I do not trust the results very much", "seem to focus on pixels just above the elephants"]
    prose = " ".join(" ".join(texts("part1")).split())
    assert all(sentence in prose for sentence in quoted)
    assert "its reader found" not in prose


def test_the_symbols_of_the_formulas_are_in_the_glossary():
    everything = texts("part1")
    (glossary,) = [text for text in everything if "### Symbols" in text]
    for symbol in (r"\mathcal{F}", r"\alpha^c_k", "A^k", "z_c", "p_c", r"\mathbf{x}'", "K", "m$"):
        assert symbol in glossary.split("### Symbols")[1], symbol
