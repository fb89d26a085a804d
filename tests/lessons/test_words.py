"""How much students read, and that it is plain standard English."""

import re

import jupytext
import nbformat
import pytest

from autograder.assignments import assignments
from tests.this_course import ROOT

MOST = 4_500  # words of part 1's text: half an hour at 150 a minute, what a sitting of three hours of coding leaves for reading
NOT_OURS = """set the environment|takes hold|ask for gradients|asks for gradients|best-known part|look into the network
axes cut anew|hang on the graph|let the network forget|surer of|and then it stays\\.|no longer answered|to see one pass by
is worth its time|somebody has to
the share of the way|according to the kind|accidents|also a wrong one|than what is around it|handed over
hand over|what would lie there by chance|the bug sleeps|taken for another|mended|mend |at hand|cases that you can see here tell
others follow at grading|pytorch writing|an evening:|keep two dictionaries|no nearer than|serve better|serves better|handed in
hand it in|(?<!by )hand in |without blushing|so ended|not on our machine"""
MISTAKES = ROOT / "autograder" / "misconceptions"  # their hints
UNWANTED = re.compile("|".join(NOT_OURS.splitlines()), re.IGNORECASE)

each_lesson = pytest.mark.parametrize("assignment", assignments())


def texts(assignment: str) -> list[str]:
    cells = jupytext.reads(assignments()[assignment].read_text(encoding="utf-8"), "py:percent").cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def released(assignment: str) -> list[str]:
    """The text of every cell that is no code: prompts, folded answers, formulas. A line with a due date is not the lesson's."""
    path = ROOT / "release" / assignment / f"{assignments()[assignment].stem}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown" and cell.id != "text-deadline"]


def test_part_1_is_read_in_half_an_hour():
    counted = [len(text.split()) for text in released("part1")]
    assert sum(counted) <= MOST, f"{sum(counted)} words; the longest cells have {sorted(counted)[-5:]}"


def test_all_that_students_read_is_counted():
    """The released text is the lesson's, with its prompts, its folded answers and the cells for written answers."""
    everything = "\n".join(released("part1"))
    assert len(released("part1")) == len(texts("part1"))
    kinds = ("### Task: `predict` (", "### Question 3 (", "<summary>Answer</summary>", "$$", "**Figure 28.**", "YOUR ANSWER HERE")
    assert [kind for kind in kinds if kind not in everything] == []


@each_lesson
def test_no_phrase_of_the_list_is_left(assignment):
    found = [hit for text in texts(assignment) for hit in UNWANTED.findall(" ".join(text.split()))]
    assert found == []


def test_the_list_would_find_the_phrases_it_was_made_of():
    for phrase in (
        "Set the environment",
        "It must still hang on the graph",
        "Both causes mended",
        "your functions from part 1 at hand",
    ):
        assert UNWANTED.search(phrase)


def test_what_checks_and_figures_say_is_free_of_them_too():
    shown = re.compile(r"\"[^\"\n]*\"")
    for path in sorted([*(ROOT / "lab").rglob("*.py"), *(ROOT / "selfcheck").glob("*.py"), *MISTAKES.glob("*.py")]):
        text = "\n".join(shown.findall(path.read_text(encoding="utf-8")))
        assert UNWANTED.findall(text) == [], path.name


@pytest.mark.parametrize("pages", ["docs/**/*.md", "reference_solutions/written/*.md", "release/*/*.ipynb", "README.md"])
def test_what_is_built_of_the_lessons_and_written_about_them_is_free_of_them_too(pages):
    found = {path.name: UNWANTED.findall(" ".join(path.read_text(encoding="utf-8").split())) for path in ROOT.glob(pages)}
    assert found
    assert {name: phrases for name, phrases in found.items() if phrases} == {}


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


def test_the_homework_quotes_the_article_on_baselines_word_for_word():
    """As it stands there, with "\\(\\sigma\\)" and "\\(\\infty\\)" for the two symbols."""
    prose = re.sub(r"[\s>]+", " ", " ".join(texts("part1_homework")))
    assert re.findall(r'"\*(.*?)\*"', prose) == ["as σ approaches ∞, the gaussian baseline approaches the uniform baseline"]


def test_the_symbols_of_the_formulas_are_in_the_glossary():
    everything = texts("part1")
    (glossary,) = [text for text in everything if "### Symbols" in text]
    for symbol in (r"\mathcal{F}", r"\alpha^c_k", "A^k", "z_c", "p_c", r"\mathbf{x}'", "K", "m$"):
        assert symbol in glossary.split("### Symbols")[1], symbol
