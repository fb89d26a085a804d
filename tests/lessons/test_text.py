"""What every section, task, figure, formula, link and model answer of the lessons must have."""

import re
from functools import cache
from urllib.parse import urlsplit

import jupytext
import pytest

from autograder.assignments import assignments, declaration
from autograder.authoring.build import build_notebook
from autograder.feedback.markdown import formula, inert_html
from autograder.judging.points import points_of_guides
from tests.this_course import ROOT, TASKS

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$", re.S)
LINK = re.compile(r"\]\(([^)\s]*)\)")
CAPTION = re.compile(r"^\*\*(?:Table \d+ and )?(?:Figures?|figures?) (\d+)(?: (?:and|to) (\d+))?\.?\*\*|^\*\*Table", re.M)
WRITTEN = sorted((ROOT / "reference_solutions" / "written").glob("*.md"))

each_lesson = pytest.mark.parametrize("assignment", assignments())


@cache
def cells(assignment: str) -> list:
    return jupytext.reads(assignments()[assignment].read_text(encoding="utf-8"), "py:percent").cells


@cache
def prose(assignment: str) -> str:
    return "\n\n".join(cell.source for cell in cells(assignment) if cell.cell_type == "markdown")


def sections(assignment: str) -> dict[str, str]:
    """The texts of the sections by their headings."""
    parts = re.split(r"^## (\d\..*)$", prose(assignment), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def position(assignment: str, role: str, name: str) -> int:
    (found,) = [number for number, cell in enumerate(cells(assignment)) if cell.metadata.get(role) == name]
    return found


# --- sections ------------------------------------------------------------------------------------------------------


@each_lesson
def test_every_section_says_how_long_it_takes_what_one_will_be_able_to_do_and_why(assignment):
    assert len(sections(assignment)) >= 5
    for heading, text in sections(assignment).items():
        opening = " ".join(text.strip().split("\n\n")[0].split())
        assert re.match(r"\*About \d+ minutes\.\* You will ", opening), heading
        assert "matters because" in opening, heading


@each_lesson
def test_every_section_closes_with_a_question(assignment):
    for heading, text in sections(assignment).items():
        last = " ".join(text.strip().split("\n\n")[-1].split())
        assert re.match(r"> \*\*(Before you read on|To take away)\.\*\*", last), heading
        assert "?" in last, heading


def test_the_tutorial_is_one_sitting_and_the_homework_an_evening():
    for assignment, (least, most) in {"part1": (120, 180), "part1_homework": (120, 180), "part2": (120, 180)}.items():
        minutes = sum(map(int, re.findall(r"\*About (\d+) minutes", prose(assignment))))
        assert least <= minutes <= most, (assignment, minutes)


# --- tasks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("task", TASKS)
def test_every_task_has_a_prompt_a_miniature_a_check_and_a_cell_that_uses_it(task):
    (assignment,) = [name for name in assignments() if any(cell.metadata.get("solution") == task for cell in cells(name))]
    here = position(assignment, "solution", task)
    assert cells(assignment)[here + 1].metadata.get("test") == task
    before = [number for number in range(here) if {"test", "written"} & set(cells(assignment)[number].metadata)]
    prompt = "\n\n".join(cell.source for cell in cells(assignment)[max(before, default=0) : here] if cell.cell_type == "markdown")
    assert f"({{points:{task}}} points)" in prompt
    assert "**On paper first.**" in prompt
    for word in ("**in:**", "**out:**") if task != "vgg_hook" else ("(N, C, h, w)", "(N, K)"):
        assert word in prompt, word
    states_type = bool(re.search(r"\*\*out:\*\*.*`(torch\.)?float(32|64)`", prompt))
    assert states_type == ("dtype" in declaration(task).facts), "a prompt asks for a number type where a check looks at it"
    assert "given" in cells(assignment)[here + 2].metadata
    assert declaration(task).defines in cells(assignment)[here + 2].source


# --- figures -------------------------------------------------------------------------------------------------------


@each_lesson
def test_captions_are_numbered_without_a_gap(assignment):
    numbers = []
    for first, last in CAPTION.findall(prose(assignment)):
        if first:
            numbers += range(int(first), int(last or first) + 1)
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 9


@each_lesson
def test_what_is_drawn_is_captioned_below(assignment):
    """Several given cells may share one caption; no text of another kind comes between."""
    for number, cell in enumerate(cells(assignment)):
        if cell.cell_type == "code" and re.search(r"\b(show|charts)\.(?!needs|attribution|overlay|table)\w+\(", cell.source):
            after = cells(assignment)[number + 1 :]
            below = next(later for later in after if later.cell_type == "markdown" and later.source.strip())
            used_later = re.search(r"def (plot_gradients|explain)\(", cell.source)
            assert CAPTION.search(below.source) or used_later, cell.source[:80]


# --- formulas and links --------------------------------------------------------------------------------------------


def texts() -> dict[str, str]:
    return {name: prose(name) for name in assignments()} | {path.stem: path.read_text(encoding="utf-8") for path in WRITTEN}


@pytest.mark.parametrize("name", texts())
def test_every_formula_is_drawn_by_the_pages_too(name):
    for display, inline in FORMULA.findall(texts()[name]):
        drawn = formula(display or inline, "block" if display else "inline")
        assert drawn.startswith("<math"), display or inline
        assert "\\" not in re.sub(r"<[^>]*>", "", drawn), drawn


@each_lesson
def test_folded_text_holds_no_formula(assignment):
    """Inside <details> all is HTML: the pages would show the dollar signs."""
    assert [folded for folded in re.findall(r"<details>.*?</details>", prose(assignment), re.S) if "$" in folded] == []


@each_lesson
def test_no_text_is_too_long_or_too_odd_to_be_rendered(assignment):
    for cell in cells(assignment):
        if cell.cell_type == "markdown" and cell.source.strip():
            assert not inert_html(cell.source).startswith("<pre>"), cell.source[:60]


@pytest.mark.parametrize("name", texts())
def test_links_are_well_formed(name):
    for link in LINK.findall(texts()[name]):
        parts = urlsplit(link)
        assert parts.scheme == "https", link
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", parts.netloc), link
        assert re.fullmatch(r"[\w./?=~-]*", parts.path + parts.query), link


def test_the_sources_are_credited():
    for year in ("1312.6034", "1610.02391", "1703.01365", "distill.pub/2020/attribution-baselines", "1704.02685"):
        assert year in prose("part1")
    for author in ("Simonyan", "Selvaraju", "Sundararajan", "Sturmfels", "Shrikumar", "CC-BY", "CC0", "public domain"):
        assert author in prose("part1")


# --- written answers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_every_written_question_has_a_model_answer_a_rubric_and_two_weak_answers(path):
    text = path.read_text(encoding="utf-8")
    assert path.stem in points_of_guides()
    assert re.match(r"<!-- points: \d+ -->\n\*\*Model answer\.\*\*", text)
    guide, weak = text.split("**Rubric ({points:")[1].split("**Two typical weak answers.**")
    parts = {"two": 2, "three": 3, "four": 4}[re.search(r"in (\w+) equal parts", guide)[1]]
    assert len(re.findall(r"^- \*", guide, re.M)) == parts
    assert len(re.findall(r"^- \"\*", weak, re.M)) == 2
    assert len(re.findall(r"\*\*[^*]*(?:points|nearest half)[^*]*\*\*", weak)) == 2


def test_every_question_by_hand_is_covered():
    assert {path.stem for path in WRITTEN} | {"compare_baselines"} == set(points_of_guides())
    figure = (ROOT / "reference_solutions" / "cells" / "compare_baselines.py").read_text(encoding="utf-8")
    assert "Marking guide" in figure
    assert "Two typical weak figures" in figure


@each_lesson
def test_the_set_up_is_folded_and_no_cell_that_teaches_is(assignment):
    hidden = [cell.id for cell in build_notebook(assignment).cells if cell.metadata.get("jupyter", {}).get("source_hidden")]
    assert hidden in (["given_set_up"], [])
    assert assignment != "part1" or hidden


def test_the_first_map_comes_before_the_first_task_and_after_few_words():
    """A two-class map within the first minutes: what is read before it takes two or three."""
    first = position("part1", "given", "figure_first_map")
    before = cells("part1")[:first]
    assert not {"solution", "written"} & {role for cell in before for role in cell.metadata}
    assert sum(len(cell.source.split()) for cell in before if cell.cell_type == "markdown") < 600


def test_every_slow_cell_follows_the_one_switch():
    """Bars of progress count what takes long: each total is made of STEPS, of what follows it, or is small."""
    for cell in cells("part1"):
        for total in re.findall(r"progress\(\w+, (.*?), \"", cell.source):
            numbers = [int(number) for number in re.findall(r"\b\d+\b", total)]
            assert re.search("STEPS|ENOUGH|FEW|steps|fine", total) or max(numbers) <= 80, total
    names = {"ENOUGH": "min(20, STEPS)", "FEW": "max(5, STEPS // 5)"}
    code = "\n".join(cell.source for cell in cells("part1") if cell.cell_type == "code")
    assert all(f"{name} = {value}" in code for name, value in names.items())
