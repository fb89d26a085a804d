"""A course in a real JupyterHub, in a real browser: released, fetched, solved, submitted, graded, given back."""

import itertools
import os
import re
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.authoring.sample_class import pick
from autograder.gradebook.grading_run import grade
from autograder.gradebook.nbgrader_course import Course
from autograder.judging.points import max_points
from autograder.notebooks.cells import grade_id_of, role_of
from autograder.reports import results
from tests.asking import SAMPLES
from tests.hub.running import ROOT, Hub, hub, missing
from tests.this_course import TASKS

if missing() and os.environ.get("HUB_TEST") == "required":
    raise RuntimeError(missing())
if missing():
    pytest.skip(missing(), allow_module_level=True)

from playwright.sync_api import expect

from tests.hub.pages import COURSE, FORMGRADER, Formgrader, Person, Student

NOTEBOOK = "feature_attribution"
PICTURES = ROOT / "build" / "hub-test"
RELEASED = nbformat.read(ROOT / "release" / "part1" / f"{NOTEBOOK}.ipynb", as_version=4).cells
WHERE = {grade_id_of(cell) or cell.id: number for number, cell in enumerate(RELEASED)}
LAST = max(number for number, cell in enumerate(RELEASED) if cell.cell_type == "code")
WRITTEN = [grade_id_of(cell) for cell in RELEASED if role_of(cell) == "written"]
SOLVED = [grade_id_of(cell) for cell in RELEASED if role_of(cell) == "solution"]

ESSAY = "The convolutions look for patterns, the pooling makes room for larger ones, the classifier weighs what was found."
COMMENT = "Say also what the classifier sees: seven by seven places, no pixels."
ANSWERS = {
    "student1": {task: f"full_marks/{task}/{pick(task, 0)}" for task in SOLVED},
    "student2": {
        "pre_processing": "wrong/pre_processing/no_division_by_255",
        "predict": f"full_marks/predict/{pick('predict', 0)}",
    },
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own: "not in session"
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # nbgrader's and SQLAlchemy's own
]


@dataclass
class Round:
    """What was seen, by whom."""

    hub: Hub
    menus: dict[str, list[str]] = field(default_factory=dict)
    checks: dict[str, dict[str, str]] = field(default_factory=dict)  # student -> task -> what `check` showed
    validated: dict[str, str] = field(default_factory=dict)
    scores: dict[str, str] = field(default_factory=dict)  # as the formgrader's list shows them
    feedback: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def course(self) -> Path:
        return self.hub.site / "home" / f"grader-{COURSE}" / COURSE


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Hub]:
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    # with HUB_MODE=unix, HUB_SITE names a folder that other accounts can reach; those of pytest's they cannot
    with hub(Path(os.environ.get("HUB_SITE") or tmp_path_factory.mktemp("hub"))) as started:
        yield started
        shutil.copy(started.site / "hub.log", PICTURES)


@pytest.fixture(scope="module")
def played(running, browser) -> Round:
    """The whole round, once; the tests below look at what it has left."""
    seen = Round(running)
    instructor = Formgrader(browser, running, "instructor1", PICTURES)
    release(instructor)
    first, second = (begin(Student(browser, running, name, PICTURES), seen) for name in ANSWERS)
    for student in (second, first):  # while the first one's notebook runs, the second works
        finish(student, seen)
    collect_and_grade(instructor, seen)
    grade_by_hand(instructor)
    give_back(instructor)
    read_feedback(first, seen)
    for person in (instructor, first, second):
        seen.errors += [f"{person.name}: {error}" for error in person.errors]
        person.leave()
    return seen


def release(instructor: Formgrader) -> None:
    instructor.press(instructor.row.locator("td.assign a"), "Successfully created the student version")
    instructor.press(instructor.row.locator("td.release a"), "Successfully released")
    expect(instructor.row.locator("td.status")).to_have_text("released")
    instructor.picture("1_instructor_released")


def answer(sample: str) -> str:
    """A sample without the comments on top, in which it says what is wrong with it."""
    lines = (SAMPLES / sample).with_suffix(".py").read_text(encoding="utf-8").rstrip().splitlines()
    return "\n".join(itertools.dropwhile(lambda line: line.startswith("#"), lines))


def begin(student: Student, seen: Round) -> Student:
    """Fetches the notebook, fills it, and lets it run."""
    seen.menus[student.name] = student.entries("Nbgrader")
    student.fetch(NOTEBOOK)
    for task, sample in ANSWERS[student.name].items():
        student.write(WHERE[task], answer(sample))
    for name in WRITTEN if student.name == "student1" else []:
        student.write(WHERE[name], ESSAY)
    student.run_all()
    return student


def finish(student: Student, seen: Round) -> None:
    """Reads what the checks say, validates, and hands in."""
    student.wait_for_cell(LAST)
    seen.checks[student.name] = {task: student.said(WHERE[f"test_{task}"]) for task in SOLVED}
    student.said(WHERE["test_pre_processing"])
    student.picture(f"2_{student.name}_ran")
    student.save()
    seen.validated[student.name] = student.validate(f"3_{student.name}_validated")
    student.submit()
    student.picture(f"4_{student.name}_submitted")


def collect_and_grade(instructor: Formgrader, seen: Round) -> None:
    instructor.press(instructor.row.locator("td.collect a"), "Successfully collected")
    instructor.row.locator("td.num-submissions a").click()
    for name in ANSWERS:
        line = instructor.page.locator(f"tr:has(td.student-id:text-is('{name}'))")
        instructor.press(line.locator("td.autograde a"), "Successfully autograded", seconds=150)
        # who wrote nothing needs no hand
        expect(line.locator("td.status")).to_have_text("needs manual grading" if name == "student1" else "graded")
        seen.scores[name] = line.locator("td.score").inner_text()
    instructor.picture("5_instructor_autograded")


def grade_by_hand(instructor: Formgrader) -> None:
    """Points and a comment for the first answer that waits for a hand."""
    instructor.open(f"{FORMGRADER}/gradebook/part1/{NOTEBOOK}")
    instructor.page.locator("tr:has(.needs-manual-grade .glyphicon-ok) td.name a:visible").click()
    expect(instructor.page.locator(".tabbable:focus")).to_have_count(1)  # the keyboard has its place
    box = instructor.page.locator(f".nbgrader_cell:has-text('{ESSAY[:40]}')").first
    box.scroll_into_view_if_needed()
    instructor.fill(box.locator("input.score"), "2", "/api/grade/")
    instructor.fill(box.locator("textarea.comment"), COMMENT, "/api/comment/")
    instructor.picture("6_instructor_grades_by_hand")


def give_back(instructor: Formgrader) -> None:
    instructor.open(FORMGRADER)
    instructor.press(instructor.row.locator("td.generate-feedback a"), "Successfully generated feedback")
    instructor.press(instructor.row.locator("td.release-feedback a"), "Successfully released feedback")


def read_feedback(student: Student, seen: Round) -> None:
    body = student.open_feedback(f"{NOTEBOOK}.html").locator("body")
    expect(body).to_contain_text(COMMENT)
    seen.feedback = body.inner_text()
    student.picture("7_student_reads_feedback")


# --- what was seen -------------------------------------------------------------------------------------------------


def test_no_page_had_an_error(played):
    assert played.errors == []


def test_a_students_menu_has_no_formgrader(played):
    assert played.menus == {name: ["Assignment List"] for name in ANSWERS}


def test_check_says_right_and_wrong(played):
    assert [task for task, said in played.checks["student1"].items() if not said.startswith(f"✓ {task}: right")] == []
    assert "✗ pre_processing" in played.checks["student2"]["pre_processing"]
    assert "✓ predict: right" in played.checks["student2"]["predict"]
    assert "✗ saliency_map: not filled in yet" in played.checks["student2"]["saliency_map"]


def test_validate_says_what_check_says(played):
    assert "Success! Your notebook passes all the tests." in played.validated["student1"]
    said = played.validated["student2"]
    wrong = [task for task, shown in played.checks["student2"].items() if shown.startswith("✗")]
    assert set(re.findall(r'check\("(\w+)"\)', said)) == set(wrong)
    for task in wrong:
        headline = re.split("[✓✗·]\u2002", played.checks["student2"][task])[0]  # what follows are the sentences of its checks
        assert headline.splitlines()[0][:70].strip() in said


def gradebook_scores(played: Round) -> dict[str, dict[str, float]]:
    """Student -> task -> points, from the course's gradebook."""
    with Gradebook(f"sqlite:///{played.course}/gradebook.db", COURSE) as book:
        grades = {name: book.find_submission_notebook(NOTEBOOK, "part1", name).grades for name in ANSWERS}
        return {
            name: {one.name.removeprefix("test_"): one.auto_score for one in found if one.name.removeprefix("test_") in TASKS}
            for name, found in grades.items()
        }


def test_the_marks_are_those_of_autograder_grade(played, tmp_path):
    """On the same notebooks, by the command, in a course of their own."""
    for room in ("nbgrader_config.py", "source", "submitted"):
        copy = shutil.copytree if (played.course / room).is_dir() else shutil.copyfile
        copy(played.course / room, tmp_path / room)
    course = Course(tmp_path)
    assert course.generate_assignment("part1").success
    rows = grade(course, "part1").rows
    by_command = {name: {row["task"]: row["points"] for row in rows if row["student"] == name} for name in ANSWERS}
    assert by_command == gradebook_scores(played)
    assert by_command["student1"] == {task: max_points(task) for task in results.tasks_of(course.folder("release", ".", "part1"))}
    assert 0 < sum(by_command["student2"].values()) < sum(by_command["student1"].values())


def test_the_feedback_has_marks_and_comment(played):
    total = sum(max_points(task) for task in SOLVED) + 2
    assert re.search(rf"{total:.1f} / \d+|{total:g} of \d+", played.feedback)
    assert COMMENT in played.feedback


# --- who may what --------------------------------------------------------------------------------------------------


def test_a_student_is_refused_at_the_formgrader(running, browser):
    student = Person(browser, running, "student2", PICTURES)
    assert student.open(FORMGRADER) == 403
    student.picture("8_student_at_the_formgrader")
    student.leave()


def test_nobody_logs_in_as_the_grader(running, browser):
    window = browser.new_context()
    page = window.new_page()
    page.goto(f"{running.url}/hub/login")
    page.fill("#username_input", f"grader-{COURSE}")
    page.fill("#password_input", running.password)
    page.click("#login_submit")
    expect(page.locator(".login_error")).to_contain_text("Invalid username or password")  # newer Hubs answer 403, older ones 200
    page.goto(f"{running.url}/hub/home")
    assert "/hub/login" in page.url
    window.close()


def test_homes_are_closed(running):
    homes = list((running.site / "home").iterdir())
    assert len(homes) == 4
    assert {stat.S_IMODE(home.stat().st_mode) for home in homes} == {0o700}
