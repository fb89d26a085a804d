"""Feedback and class report as people open them: without a network, on a screen, a phone and by a screen reader.

axe-core looks for what keeps people out: contrast, names, alternatives, order of headings (WCAG 2.2, A and AA).
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, hand_in
from autograder.commands.demo import new_course
from autograder.gradebook.feedback_run import make_feedback
from autograder.gradebook.grading_run import grade
from autograder.reports import results
from autograder.reports.class_report import write_report
from autograder.workers.pool import WorkerPool
from tests.browser.chromium import PROGRAM, Browser, chromium

AXE = Path(os.environ.get("AXE", ".venv/axe/node_modules/axe-core/axe.min.js"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium here; on Debian and Ubuntu: apt install chromium"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own: "not in session"
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # nbgrader's and SQLAlchemy's own
]
FAULTS = """axe.run(document, {preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(found =>
  found.violations.map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')))"""
OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WITHOUT_WORDS = "[...document.images].filter(image => !image.alt.trim()).length"
PICTURES = "[...document.images].filter(image => image.naturalWidth > 1).length"
WIDE, NARROW = 1200, 390


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def round_(tmp_path_factory) -> Path:
    """A course in which one student has made mistakes and another has everything right."""
    course = new_course(tmp_path_factory.mktemp("course"))
    write_source("part1", course.root)
    write_release("part1", course)
    wrong = {"backprop": "wrong/logit_instead_of_probability", "integrated_gradients": "wrong/not_averaged"}
    students = [Student("right"), Student("wrong", wrong | {"pool_gradients": "unanswered"})]
    for turn, student in enumerate(students):
        hand_in(student, course.root / "release" / "part1", course.root / "submitted" / student.name / "part1", turn)
    graded = grade(course, "part1", pool=WorkerPool(workers=0))
    make_feedback(course, "part1")
    write_report(graded.rows, graded.submissions, course.root / "report.html", "Class report")
    write_report(thousand(graded.rows), {}, course.root / "report_1000.html", "Class report")
    results.write(thousand(graded.rows), course.root / "thousand.json")
    return course.root


def thousand(rows: list[dict]) -> list[dict]:
    """Students who have each task right or wrong, as the two have it, by the bits of their number."""
    right, wrong = ([row for row in rows if row["student"] == name] for name in ("right", "wrong"))
    choices = list(zip(right, wrong, strict=True))
    return [
        choices[place][number >> place & 1] | {"student": f"student_{number:04}"}
        for number in range(1000)
        for place in range(len(choices))
    ]


def page_of(root: Path, name: str) -> Path:
    return root / name if name.startswith("report") else root / "feedback" / name / "part1" / "feature_attribution.html"


EACH_PAGE = pytest.mark.parametrize("name", ["right", "wrong", "report.html"])


@EACH_PAGE
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_is_fetched_nothing_is_cut_off_every_picture_has_its_words(browser, round_, name, width):
    with browser.opened(page_of(round_, name).as_uri(), width) as page:
        page.value(OPEN_ALL)
        assert page.requests() == []
        assert page.complaints() == []
        assert page.value(TOO_WIDE) <= 0
        assert page.value(WITHOUT_WORDS) == 0
        assert page.value(PICTURES) > 5 or name == "report.html"


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core here; make browser-test fetches it")
@EACH_PAGE
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_read_it(browser, round_, name, width):
    with browser.opened(page_of(round_, name).as_uri(), width) as page:
        page.value(OPEN_ALL)
        page.value(AXE.read_text(encoding="utf-8"))
        assert page.value(FAULTS) == []


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core here; make browser-test fetches it")
def test_a_page_that_cannot_be_read_is_found_out(browser, tmp_path):
    pale = "<p style='color: #ccc; background: #fff'>pale</p>"
    bad = f"<html><body><img src='data:image/png;base64,iVBORw0KGgo='>{pale}</body></html>"
    (tmp_path / "bad.html").write_text(bad, encoding="utf-8")
    with browser.opened((tmp_path / "bad.html").as_uri(), WIDE) as page:
        page.value(AXE.read_text(encoding="utf-8"))
        found = json.dumps(page.value(FAULTS))
    assert all(rule in found for rule in ("image-alt", "color-contrast", "html-has-lang"))


def test_the_report_of_a_thousand_students_opens_and_is_right(browser, round_):
    rows = results.read(round_ / "thousand.json")
    expected: dict[str, list[float]] = {}
    for row in rows:
        expected.setdefault(row["student"], []).append(row["points"])
    assert len(expected) == 1000 and len({tuple(points) for points in expected.values()}) > 5
    with browser.opened(page_of(round_, "report_1000.html").as_uri(), WIDE) as page:
        shown = page.value(
            "[...document.querySelectorAll('[aria-label=\"student, pre_processing\"] tbody tr')]"
            ".map(one => [...one.children].map(cell => cell.textContent))"
        )
        assert page.complaints() == []
    read = {name: [float(cell) for cell in cells] for name, *cells, _ in shown}
    assert read == expected
    assert all(total.split()[0] == f"{sum(expected[name]):g}" for name, *_, total in shown)
