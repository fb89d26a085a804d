"""A whole class of attackers, and honest students before and after them, graded by nbgrader with the course's own steps."""

import os
import secrets
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest

from autograder.gradebook.grading_run import grade
from autograder.gradebook.nbgrader_course import Course
from autograder.layout import SHIPPED
from autograder.reports import results
from tests.attacks.arena import ASSIGNMENT, Arena, most_points
from tests.attacks.attack import SPREAD, Attack, hand_in, honest
from tests.attacks.holding import LONGEST, Hung, assert_marks, changes, within

SHIPPED_FOLDERS = {folder.partition("/")[0] for folder in SHIPPED}
HONEST = ("a_honest_student", "z_honest_student")  # the first and the last to be graded


@dataclass
class GradedSubmission:
    """What became of one attacker."""

    crash: str = ""
    changes: dict = field(default_factory=dict)
    not_judged: list[str] = field(default_factory=list)
    callers: list[str] = field(default_factory=list)


@dataclass
class ClassRound:
    """A class that has been graded."""

    arena: Arena
    course: Course
    students: dict[str, str]  # attack: who makes it
    graded_submissions: dict[str, GradedSubmission]

    def marks(self, student: str) -> dict[str, float | None]:
        """Task -> the points in the gradebook."""
        with self.course.gradebook() as book:
            notebook = book.find_submission_notebook("feature_attribution", ASSIGNMENT, student)
            marks = {grade.name.removeprefix("test_"): grade.auto_score for grade in notebook.grades if not grade.manual_score}
        return {task: marks.get(task) for task in SPREAD}

    def files(self, step: str, student: str) -> list[Path]:
        """What nbgrader has written for a student."""
        room = self.course.folder(step, student, ASSIGNMENT)
        return [path for path in sorted(room.rglob("*")) if not path.is_dir() or path.is_symlink()]

    def page(self, student: str) -> str:
        return (self.course.folder("feedback", student, ASSIGNMENT) / "feature_attribution.html").read_text(encoding="utf-8")


@contextmanager
def quietly() -> Iterator[None]:
    """nbgrader and SQLAlchemy warn of each other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def asked_for(request: pytest.FixtureRequest) -> tuple[Attack, ...]:
    """The attacks that a module's tests are about, of those that run: no others need be graded."""
    tests = [item for item in request.session.items if getattr(item, "module", None) is request.module]
    cases = [item.callspec.params for item in tests if hasattr(item, "callspec")]
    return tuple(dict.fromkeys(case["attack"] for case in cases if "attack" in case))


def grade_class(arena: Arena, attacks: tuple[Attack, ...]) -> ClassRound:
    """Hands in an attack for each student, grades them one after the other, and makes their feedback."""
    course = arena.course()
    course.config.ExecuteAndJudge.cell_seconds = 10.0  # some wait until they are stopped, more than once
    room = course.root / "submitted"
    students = {attack.id: f"m_{attack.name}_{secrets.token_hex(2)}" for attack in attacks}
    for name in HONEST:
        folder = room / name / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(honest(arena.notebook()), folder / "feature_attribution.ipynb")
    for attack in attacks:
        hand_in(attack, arena.notebook(), room / students[attack.id] / ASSIGNMENT, arena.words)
    graded_submissions = {attack.id: GradedSubmission() for attack in attacks}
    with quietly():
        grade(course, ASSIGNMENT, student=HONEST[0])
        for attack in attacks:
            graded_submissions[attack.id] = grade_one(arena, course, students[attack.id])
        grade(course, ASSIGNMENT, student=HONEST[1])
    return ClassRound(arena, course, students, graded_submissions)


def grade_one(arena: Arena, course: Course, student: str) -> GradedSubmission:
    """One attacker's grade and feedback; what goes wrong is kept for the attack's own test."""
    before, outcome = arena.state(), GradedSubmission()
    try:
        with within(LONGEST):
            outcome.not_judged = grade(course, ASSIGNMENT, student=student).not_judged
            done = course.generate_feedback(ASSIGNMENT, student)
        outcome.crash = "" if done.success or not course.folder("autograded", student, ASSIGNMENT).exists() else done.log[-500:]
    except (Exception, SystemExit, Hung) as error:
        outcome.crash = f"{type(error).__name__}: {error}"
    outcome.changes, outcome.callers = changes(before, arena.state()), arena.callers()
    return outcome


def hold(attack: Attack, graded: ClassRound) -> None:
    """Asserts that nothing has come of one attack in a class."""
    student, outcome = graded.students[attack.id], graded.graded_submissions[attack.id]
    assert outcome == GradedSubmission()
    assert_marks(attack, {task: points or 0.0 for task, points in graded.marks(student).items()}, graded.arena)
    assert leaks(graded, student) == {}
    assert graded.arena.survivors() == []
    for name in HONEST:
        assert graded.marks(name) == most_points(SPREAD)


def leaks(graded: ClassRound, student: str) -> dict[str, list[str]]:
    """File -> what is in it that should not be: secrets, what a cell has reached, links and other things that are no files."""
    found = {}
    for step in ("autograded", "feedback"):
        for path in graded.files(step, student):
            if step == "autograded" and is_the_courses_own(path, graded.course):
                continue
            if not stat.S_ISREG(path.lstat().st_mode):
                found[str(path)] = [f"no ordinary file: {os.readlink(path) if path.is_symlink() else ''}"]
                continue
            raw = path.read_bytes()
            inside = [where for where, word in graded.arena.secrets.items() if word.encode() in raw]
            if path.name == "feature_attribution.ipynb":
                inside += graded.arena.traces(outputs_of(path))
            if inside:
                found[str(path)] = inside
    return found


def is_the_courses_own(path: Path, course: Course) -> bool:
    """The links to the released folders that stand beside every marked notebook; nothing that a student can make is one."""
    source = course.root / "source" / ASSIGNMENT
    return path.name in SHIPPED_FOLDERS and path.is_symlink() and path.resolve() == (source / path.name).resolve()


def outputs_of(path: Path) -> str:
    """All that the cells of an autograded notebook have put out, and what is said of it."""
    notebook = nbformat.read(path, as_version=4)
    outputs = [cell.get("outputs", []) for cell in notebook.cells]
    return f"{outputs} {results.notes_in(path)} {results.verdicts_in(path)}"
