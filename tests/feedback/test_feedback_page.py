"""A feedback page says whose it is, the points so far, who set them, and each complaint once; all sums on it agree."""

import re
from dataclasses import replace
from html import unescape

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.feedback.facts import PageFacts
from autograder.feedback.summary import headings_of_cells, summary
from autograder.feedback.titles import answers_of, title_of, titles_of
from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.page_facts import facts_of_page, how_to_ask
from autograder.judging.marks import Mark, number
from autograder.judging.verdict import Check, Verdict
from autograder.notebooks.cells import KEY
from tests.this_course import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning")
SAME = "`fit` raised TypeError: no number"
VERDICT = Verdict.of_checks(
    "line",
    [
        Check("slope", "The slope is right.", 0, 2, False, SAME),
        Check("offset", "The offset is right.", 0, 1, False, SAME),
        Check("arguments", "The arguments stay.", 1, 1, True),
    ],
)
COMPLETE = {"test_line": Mark(4, 1.0), "why": Mark(3, given=2.0), "how": Mark(4, given=4.0)}


def graded(name: str, solution: bool, points: float | None = None, **ours) -> dict:
    marks = {"grade": points is not None, "solution": solution, "grade_id": name, "locked": False, "schema_version": 3}
    return {"nbgrader": marks | ({"points": points} if points is not None else {}), KEY: ours}


def lesson(*verdicts: Verdict):
    """A task and two written answers, as a release has them."""
    cells = [
        new_markdown_cell("# A straight line\n\nWords."),
        new_markdown_cell(
            "## 1. Fit\n\n### Task: a line by hand (4 points)\n\nDo it.\n\n```python\n# no heading\n```\n\n#### Hints"
        ),
        new_code_cell("def fit(x): ...", metadata=graded("line", True)),
        new_code_cell('check("line")', metadata=graded("test_line", False, 4, task="line", defines="fit")),
        new_markdown_cell("### Question 1 (written, 3 points)\n\nWhy?"),
        new_markdown_cell("Because.", metadata=graded("why", True, 3)),
        new_markdown_cell("How, without any heading?"),
        new_markdown_cell("So.", metadata=graded("how", True, 4)),
    ]
    return new_notebook(cells=cells, metadata={KEY: {"verdicts": [verdict.to_json() for verdict in verdicts]}})


def soup(facts: PageFacts, *verdicts: Verdict) -> BeautifulSoup:
    return BeautifulSoup(summary(lesson(*(verdicts or [VERDICT])), facts), "html.parser")


def total(page: BeautifulSoup) -> str:
    return page.select_one(".fa-total").text


def rows(page: BeautifulSoup) -> list[list[str]]:
    return [[cell.text for cell in row.find_all(["th", "td"])] for row in page.select("tbody tr")]


# --- titles --------------------------------------------------------------------------------------------------------


def test_tasks_have_their_prompts_titles_and_the_names_that_students_define():
    assert title_of(lesson()) == "A straight line"
    assert titles_of(lesson()) == {"test_line": "a line by hand: `fit`", "why": "Question 1", "how": "how"}
    assert answers_of(lesson()) == {"test_line": "line", "why": "why", "how": "how"}


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("### Task: `fit` (4 points)", "`fit`"),
        ("### Task: the class `fit` (1 point)", "the class `fit`"),
        ("### Fitting (hard)", "Fitting (hard): `fit`"),
        ("### A figure `fit`, (by hand, {points:x} points) ###", "A figure `fit`,"),
        ("no heading at all", "`fit`"),
        ("```\n### in code\n```", "`fit`"),
        ("# of the notebook alone", "`fit`"),
    ],
)
def test_titles_of_other_prompts(prompt, title):
    notebook = lesson()
    notebook.cells[1].source = prompt
    assert titles_of(notebook)["test_line"] == title


@pytest.mark.parametrize("path", sorted((ROOT / "release").glob("*/*.ipynb")), ids=lambda path: path.stem)
def test_every_graded_cell_of_this_course_has_a_title_of_its_own(path):
    notebook = nbformat.read(path, 4)
    titles = titles_of(notebook)
    assert len(set(titles.values())) == len(titles) > 3
    assert not any(title in (name, name.replace("_", " ")) for name, title in titles.items())
    assert set(answers_of(notebook)) == set(titles)


# --- sums ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "late", "said"),
    [
        (COMPLETE, 0.0, "7 of 11 points"),
        (COMPLETE, 1.5, "5.5 of 11 points"),
        (COMPLETE | {"why": Mark(3)}, 0.0, "5 of 8 points so far, 3 more to come"),
        (COMPLETE | {"why": Mark(3), "how": Mark(4)}, 0.0, "1 of 4 points so far, 7 more to come"),
        (COMPLETE | {"test_line": Mark(4, 1.0, 3.5)}, 0.0, "9.5 of 11 points"),
        (COMPLETE | {"test_line": Mark(4, 1.0, None, 0.5)}, 0.0, "7.5 of 11 points"),
        ({"why": Mark(3), "how": Mark(4)}, 0.0, "No points yet: all 7 are still to be given"),
        ({"test_line": Mark(4, 0.0)}, 3.0, "0 of 4 points"),
        (None, 1.0, "6 of 11 points"),
    ],
)
def test_the_points_so_far(marks, late, said):
    facts = PageFacts(marks=marks, late_penalty=late, score=6.0, max_score=11.0)
    assert total(soup(facts)) == said


def test_the_lines_of_the_table_add_up_to_the_total():
    facts = PageFacts(marks=COMPLETE | {"test_line": Mark(4, 1.0, 3.5), "how": Mark(4)})
    page = soup(facts)
    points = [re.match(r"([\d.]+|–) of ([\d.]+)", cells[1]).groups() for cells in rows(page)]
    assert [cells[1] for cells in rows(page)] == ["3.5 of 4, set by your teacher; the grader found 1", "2 of 3", "– of 4"]
    assert sum(float(got) for got, _ in points if got != "–") == facts.counts == 5.5
    assert sum(float(most) for got, most in points if got != "–") == facts.most_so_far == 7
    above = {name: BeautifulSoup(words, "html.parser").text for name, words in headings_of_cells(lesson(VERDICT), facts).items()}
    assert "3.5 of 4, set by your teacher; the grader found 1" in above["test_line"]
    assert "2 of 3" in above["why"] and "– of 4" in above["how"]


def test_an_override_says_so_and_is_no_failure():
    page = soup(PageFacts(marks=COMPLETE | {"test_line": Mark(4, 1.0, 4.0)}))
    assert "decided by your teacher" in rows(page)[0][2]
    (section,) = page.select("details")
    assert "4 of 4 points, set by your teacher; the grader found 1" in section.summary.text
    assert "The grader had found:" in section.text
    assert "✗" not in section.summary.text + rows(page)[0][0]


def test_points_that_a_person_has_confirmed_say_so():
    page = soup(PageFacts(marks=COMPLETE | {"test_line": Mark(4, 1.0, 1.0)}))
    assert "1 of 4 points, confirmed by your teacher" in page.select_one("summary").text
    assert "The grader had found:" not in page.text


def test_a_mark_that_waits_is_not_final_until_a_person_has_looked():
    waiting = replace(VERDICT, waits="A package that is not installed here.")
    for mark, final in ((Mark(4, 1.0, waits=True), False), (Mark(4, 1.0, 2.0), True), (Mark(4, 1.0), True)):
        page = soup(PageFacts(marks=COMPLETE | {"test_line": mark}), waiting)
        assert ("These points are not final" not in page.text) == final
        assert ("waits for a person" not in rows(page)[0][2]) == final


# --- words ---------------------------------------------------------------------------------------------------------


def test_each_complaint_stands_there_once():
    page = soup(PageFacts(marks=COMPLETE))
    assert page.text.count("raised TypeError") == 1
    assert page.text.count("for the same reason") == 1
    silent = Verdict.unanswered("line", VERDICT.checks, "There is no answer here.")
    assert soup(PageFacts(), silent).text.count("There is no answer here.") == 1
    blamed = Verdict.unanswered("line", [replace(check, message=silent.message) for check in VERDICT.checks], silent.message)
    assert soup(PageFacts(), blamed).text.count("There is no answer here.") == 1
    waiting = replace(VERDICT, message="Slow.", waits="Slow.")
    for mark in (Mark(4, 1.0, waits=True), Mark(4, 1.0, 2.0)):
        assert soup(PageFacts(marks={"test_line": mark}), waiting).text.count("Slow.") == 1


def test_who_what_and_when_stand_on_top():
    facts = PageFacts("n", "week 3", "Lines", "ada", "Ada Lovelace", when=("Due: never.", "Submitted: today."))
    text = " ".join(soup(facts).text.split())
    for words in (
        "A straight line",
        "Feedback for Ada Lovelace (ada)",
        "course: Lines",
        "assignment: week 3",
        "Submitted: today.",
    ):
        assert words in text
    assert "doubt" not in text
    assert "Write to us." in soup(replace(facts, regrade="Write to us.")).text


def test_tasks_are_called_by_title_and_their_links_lead_to_the_answer():
    page = soup(PageFacts(comments={"line": "See me."}))
    assert [cells[0] for cells in rows(page)] == ["◐ a line by hand: fit", "✎ Question 1", "✎ how"]
    (link,) = page.select("details a")
    assert (link["href"], link.text) == ("#answer-line", "Your answer, with your teacher's comment")
    below = BeautifulSoup("".join(headings_of_cells(lesson(VERDICT), PageFacts()).values()), "html.parser")
    anchors = {tag["id"] for tag in [*page.select("[id]"), *below.select("[id]")]}
    assert {link["href"][1:] for link in page.select("a")} <= anchors


def test_a_title_from_a_release_stands_before_one_of_the_students():
    assert "the true title" in soup(PageFacts(titles={"test_line": "the true title"})).text


@pytest.mark.parametrize(("points", "text"), [(2.0, "2"), (3.5, "3.5"), (2 / 3, "0.67"), (0.1 + 0.2, "0.3"), (0.0, "0")])
def test_points_are_written_without_needless_digits(points, text):
    assert number(points) == text


# --- from a gradebook ----------------------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path) -> Course:
    """A course with a submission of two graded cells, one late by a point, and a roster."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'my_course'", encoding="utf-8")
    (tmp_path / "roster.csv").write_text('student,name\nada,"Lovelace, Ada"\n', encoding="utf-8")
    (tmp_path / "release" / "week").mkdir(parents=True)
    nbformat.write(lesson(), tmp_path / "release" / "week" / "lines.ipynb")
    course = Course(tmp_path)
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "course.toml").write_text('[feedback]\nregrade = "Write to <us>."\n', encoding="utf-8")
    with course.gradebook() as book:
        book.add_assignment("week")
        book.add_notebook("lines", "week")
        for name, most in (("test_line", 4), ("why", 3), ("how", 4)):
            book.add_grade_cell(name, "lines", "week", max_score=most, cell_type="code")
        book.add_solution_cell("line", "lines", "week")
        book.add_student("ada")
        book.add_submission("week", "ada", timestamp="2027-01-30 12:00:00 UTC")
        book.find_grade("test_line", "lines", "week", "ada").auto_score = 1.0
        book.find_grade("test_line", "lines", "week", "ada").manual_score = 3.5
        book.find_grade("how", "lines", "week", "ada").manual_score = 4.0
        book.find_comment("line", "lines", "week", "ada").manual_comment = "Nearly."
        book.find_comment("line", "lines", "week", "ada").auto_comment = "No response."
        book.db.commit()
    return course


def facts_of(course: Course, **more) -> PageFacts:
    directory = course.directory("week", "ada")
    names = {"notebook": "lines", "assignment": "week", "student": "ada", "db_url": directory.db_url, "late_penalty": 1.0}
    return facts_of_page(directory, names | more)


def test_the_gradebook_the_roster_and_the_course_say_what_the_page_needs(course):
    facts = facts_of(course)
    assert (facts.name, facts.student, facts.course, facts.assignment) == ("Ada Lovelace", "ada", "my course", "week")
    assert facts.total() == "6.5 of 8 points so far, 3 more to come"
    assert facts.comments == {"line": "Nearly."}
    assert facts.titles["test_line"] == "a line by hand: `fit`"
    assert facts.when[0] == "Submitted: 2027-01-30 12:00 (UTC)."
    assert facts.when[-1].startswith("This page was made: 2")
    page = unescape(str(summary(lesson(VERDICT), facts)))
    assert "Write to <us>." in page and "&lt;us&gt;" in str(summary(lesson(VERDICT), facts))


def test_without_gradebook_roster_or_release_a_page_says_less(course):
    (course.root / "roster.csv").write_text("nonsense\n1\n", encoding="utf-8")
    (course.root / "release" / "week" / "lines.ipynb").write_text("[", encoding="utf-8")
    facts = facts_of(course, db_url="sqlite:///" + str(course.root / "gradebook.db"), student="bob")
    assert (facts.name, facts.marks, facts.titles) == ("", None, {})


@pytest.mark.parametrize("said", ["[feedback]\nregrade = 3\n", "feedback = 'ask'\n", "[feedback]\nregrade = ['a']\n"])
def test_a_line_on_regrading_that_is_none_is_named(said, course):
    (course.root / "lessons" / "course.toml").write_text(said, encoding="utf-8")
    with pytest.raises(ValueError, match=r"course.toml, \[feedback\]: expected regrade = "):
        how_to_ask(course.root)


def test_the_page_shows_headings_of_ours_and_no_forged_ones():
    from tests.rendered import feedback_page

    notebook = lesson(VERDICT)
    notebook.cells[3].outputs = [nbformat.v4.new_output("stream", text="line: 1 of 4 points")]
    page = BeautifulSoup(feedback_page(from_dict(notebook)), "html.parser")
    assert [one.text.split()[0:2] for one in page.select(".panel-heading")] == [["Your", "answer"], ["Test", "of"]] + [
        ["Your", "answer"]
    ] * 2
    assert page.text.count("line: 1 of 4 points") == 0
    assert "Score:" not in page.text
    for link in page.select("#notebook-container a[href^='#']"):
        assert page.select(f"[id='{link['href'][1:]}']"), link
