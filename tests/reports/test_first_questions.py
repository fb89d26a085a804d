"""The class report answers first what a teacher asks first; every number in it can be checked on paper."""

import math
import re

import pytest
from bs4 import BeautifulSoup

from autograder.judging.marks import Mark
from autograder.reports.attention import changes, concerns, topics
from autograder.reports.class_facts import ClassFacts, Standing
from autograder.reports.class_report import few, write_report
from autograder.reports.item_analysis import by_task, uncertainty
from autograder.reports.terminal import class_table, student_table
from tests.reports.test_class_statistics import check, row

ORDER = [
    *("Who needs attention", "What to take up in class", "Who is missing", "What waits for a person"),
    *("Totals, late penalties, points by hand", "Since the results before", "How it went"),
]
HINT = "Which sign has a weight?"
ROWS = [
    row("ann", "one", [1, 1], "passed"),
    row("ann", "two", [1], "passed"),
    row("ben", "one", [0, 0], "failed", misconception="no_relu", hint=HINT),
    row("ben", "two", [0], "unanswered"),
    row("cem", "one", [0, 0], "unanswered"),
    row("cem", "two", [0], "unanswered"),
    row("dora", "one", [0, 0], "not_judged", message="The grader failed."),
    row("dora", "two", [0], "not_judged", message="The grader failed."),
    row("eli", "one", [1, 0], "partial", misconception="no_relu", hint=HINT),
    row("eli", "two", [1], "passed", waits="A package is not installed."),
]
BEFORE = [
    row("eli", "one", [1, 1], "passed"),
    row("eli", "two", [0], "failed"),
    row("ann", "one", [1, 0]),
    row("fay", "one", [1]),
]
STANDINGS = {
    "ann": Standing((("test_one", Mark(2, 2.0)), ("test_two", Mark(1, 1.0, 0.5)), ("why", Mark(3, given=2.5))), 0.5),
    "eli": Standing((("test_one", Mark(2, 1.0)), ("test_two", Mark(1, 1.0, waits=True)), ("why", Mark(3)))),
}
ROSTER = {"ann": "Ann A", "ben": "", "cem": "", "dora": "", "ELI": "Eli E", "gil": "Gil <b>", "hal": ""}
FACTS = ClassFacts(ROSTER, STANDINGS, "", BEFORE, "yesterday")


@pytest.fixture
def page(tmp_path) -> BeautifulSoup:
    return report(tmp_path, FACTS)


def report(folder, facts: ClassFacts, rows=ROWS, **options) -> BeautifulSoup:
    submissions = {name: {"notes": [], "cpu": 1.0, "seconds": 2.0} for name in ("ann", "ben", "cem", "dora", "eli")}
    write_report(rows, submissions, folder / "report.html", "Class", facts=facts, **options)
    return BeautifulSoup((folder / "report.html").read_text(encoding="utf-8"), "html.parser")


def part(page: BeautifulSoup, title: str) -> str:
    """The words of a section."""
    head = page.find("h2", string=title)
    assert head is not None, title
    words = []
    for after in head.find_next_siblings():
        if after.name == "h2":
            break
        words.append(" ".join(after.get_text(" ").split()))
    return " | ".join(words)


def test_what_is_asked_first_stands_first_and_costs_last(page):
    heads = [head.text for head in page.find_all("h2")]
    assert heads[: len(ORDER)] == ORDER
    assert page.find_all("summary")[-1].text == "What judging took"
    assert page.text.rstrip().endswith("wall time each.")


def test_who_needs_attention_is_named_with_the_reason():
    found = {one.student: one.reasons for one in concerns(ROWS, BEFORE)}
    assert found == {
        "dora": ("not judged: no grade yet",),
        "ben": ("no answer to 1 of 2 tasks", "less than half of the grader's points"),
        "cem": ("no answer to any task",),
    }
    assert [one.student for one in concerns(ROWS, BEFORE)] == ["dora", "ben", "cem"]
    assert concerns([row("ann", "one", [1, 1], "passed")], []) == []


def test_fewer_points_than_before_need_attention():
    lost = [row("ann", "one", [1, 0]), row("ann", "two", [1])]
    assert concerns(lost, [row("ann", "one", [1, 1])])[0].reasons == ("1 fewer points than in the results before",)


def test_what_to_take_up_is_what_cost_the_class_most():
    one, two = topics(by_task(ROWS), ROWS)
    assert (one.task, one.facility, one.students) == ("one", 3 / 8, 4)  # of 8 points ann has 2, eli 1
    assert (one.mistake, one.made, one.hint) == ("no_relu", 2, HINT)
    assert (two.task, two.facility, two.mistake, two.check) == ("two", 0.5, "", "")
    rows = [row(name, "one", [1, passed]) for name, passed in (("ann", 0), ("ben", 0), ("cem", 1))]
    assert (topics(by_task(rows), rows)[0].check, topics(by_task(rows), rows)[0].failed) == ("Check 1 of one.", 2)
    right = [row("ann", "one", [1, 1], "passed")]
    assert topics(by_task(right), right) == []


def test_the_page_names_mistake_numbers_and_hint(page):
    said = part(page, "What to take up in class")
    assert "the class earned 38% of its points; 2 of 4 students made the mistake “no relu”. Their hint: Which sign" in said


def test_who_is_missing_is_of_the_roster_and_nobody_who_submitted(page):
    assert part(page, "Who is missing") == "Gil <b> (gil), hal"
    assert "5 submissions from a roster of 7; 2 missing; 1 without any answer; 1 answer to grade by hand." in page.text


def test_without_a_roster_nobody_is_said_to_be_missing(tmp_path):
    assert "Not known: there is no roster.csv" in part(report(tmp_path, ClassFacts()), "Who is missing")


def test_who_is_in_no_roster_is_said(tmp_path):
    roster = dict.fromkeys(("ann", "ben", "cem", "dora"), "")
    assert "Not in the roster: eli." in part(report(tmp_path, ClassFacts(roster)), ORDER[2])


def test_what_waits_are_answers_and_marks_that_nobody_has_looked_at(tmp_path, page):
    answers, marks = part(page, ORDER[3]).split(" | ")
    assert answers == "answer graded by hand waiting why 1"
    assert marks == "student task why it waits eli two A package is not installed."
    looked = STANDINGS | {"eli": Standing((("test_two", Mark(1, 1.0, 1.0)), ("why", Mark(3, given=1.0))))}
    assert part(report(tmp_path, ClassFacts(ROSTER, looked)), ORDER[3]) == "Nothing."


def test_totals_penalties_and_points_by_hand(page):
    said = part(page, ORDER[4])
    assert "1 submission with a late penalty" in said
    assert "Ann A (ann) 4.5 of 6 −0.5 two: 0.5 (1)" in said  # 2 + 0.5 + 2.5 - 0.5
    assert "eli 2 of 3 3" in said


def test_without_a_gradebook_there_are_no_totals(tmp_path):
    page = report(tmp_path, ClassFacts(problem="The gradebook could not be read: locked <b>"))
    assert page.find("h2", string=ORDER[4]) is None
    assert "could not be read: locked <b>" in page.text


def test_what_has_changed_is_of_students_and_tasks_in_both():
    assert [(one.student, one.before, one.after, one.tasks) for one in changes(ROWS, BEFORE)] == [
        ("eli", 2.0, 2.0, ("one", "two")),
        ("ann", 1.0, 2.0, ("one",)),
    ]
    assert changes(ROWS, [row("dora", "one", [1, 1])]) == []  # she was not judged now
    assert changes([row("ann", "one", [1])], [row("ann", "one", [0], "not_judged")]) == []  # and she not before


def test_the_page_says_since_when(page, tmp_path):
    said = part(page, ORDER[5])
    assert said.startswith("Compared with the results of yesterday: 3 new, 1 gone.")
    assert "Ann A (ann) 1 → 2 one" in said
    assert "There are none before these." in part(report(tmp_path, ClassFacts()), ORDER[5])


def test_of_a_long_list_the_rest_is_folded(tmp_path):
    rows = [row(f"s{number:02}", "one", [0, 0], "failed") for number in range(40)]
    page = report(tmp_path, ClassFacts(), rows)
    assert "25 more" in [one.text for one in page.find_all("summary")]
    assert "s39" in part(page, ORDER[0])


def test_the_anonymous_report_has_nothing_of_roster_and_gradebook(tmp_path):
    page = report(tmp_path, FACTS, anonymous=True)
    assert not {"Ann", "Eli", "Gil", "hal", "gil", "ann", "eli"} & set(re.findall(r"\w+", page.text))
    assert page.find("h2", string="Who is missing") is None


# --- few students --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("students", "half"), [(3, 1.0), (4, math.tanh(1.96)), (28, math.tanh(0.392)), (103, math.tanh(0.196))])
def test_how_far_chance_leads_a_correlation(students, half):
    assert uncertainty(students) == pytest.approx(half)


@pytest.mark.parametrize(("students", "said"), [(4, "fewer than 5"), (5, "between −0.88 and 0.88"), (60, "0.25"), (100, "")])
def test_a_warning_stands_where_there_are_too_few(students, said):
    assert said in few(students) and bool(few(students)) == bool(said)


def test_chance_leads_correlations_as_far_as_is_said():
    import numpy as np

    drawn = np.random.default_rng(0).normal(size=(4000, 2, 25))
    found = [np.corrcoef(*pair)[0, 1] for pair in drawn]
    assert np.mean(np.abs(found) > uncertainty(25)) == pytest.approx(0.05, abs=0.012)


# --- terminal ------------------------------------------------------------------------------------------------------


def test_the_terminal_has_a_row_a_student():
    head, *lines = student_table(ROWS).splitlines()
    assert head.split() == ["student", "points", "tasks"]
    assert [" ".join(line.split()) for line in lines] == [
        "ann 3 of 3 2 right",
        "ben 0 of 3 1 not right (one); 1 no answer (two)",
        "cem 0 of 3 2 no answer",
        "dora 0 of 3 not judged: no grade",
        "eli 2 of 3 1 waiting for a person; 1 right; 1 partly right (one)",
    ]
    assert len(class_table(ROWS).splitlines()) == len(ROWS) + 1
    assert max(map(len, student_table(ROWS, width=40).splitlines())) == 40


def test_checks_are_as_in_the_statistics():
    assert check("one", 0, 1)["sentence"] == "Check 0 of one."
