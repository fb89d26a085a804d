"""The whole round on a small class, in a course of its own under build/demo/: release, submit, grade, feedback, report."""

import shutil
import sys
import time
from pathlib import Path
from typing import Any

from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import CLASSES, hand_in, promised
from autograder.gradebook.grading_run import grade
from autograder.gradebook.nbgrader_course import Course
from autograder.layout import ROOT
from autograder.reports import results
from autograder.reports.class_report import class_table, write_report
from autograder.sandbox.launcher import sandboxed
from autograder.workers.progress import progress


def run(where: Path = ROOT / "build" / "demo", classes: dict | None = None, unsafe: bool = False) -> int:
    """Runs the demo; 0 only if every student got the marks that their samples' names promise."""
    began, classes = time.monotonic(), CLASSES if classes is None else classes
    sandboxed(unsafe)
    course = new_course(where)
    course.unsafe = unsafe
    broken: list[str] = []
    rows: list[dict[str, Any]] = []
    for assignment, students in classes.items():
        print(f"== {assignment}: building and releasing it", flush=True)
        write_source(assignment, course.root)
        write_release(assignment, course)
        for turn, student in enumerate(students):
            release = course.root / "release" / assignment
            hand_in(student, release, course.root / "submitted" / student.name / assignment, turn)
        graded = grade(course, assignment)
        rows += graded.rows
        make_feedback(course, assignment)
        write_report(graded.rows, graded.submissions, report_of(course, assignment), f"Class report: {assignment}")
        broken += broken_promises(graded.rows, assignment, students, course)
        print(class_table(graded.rows))
        for name, notes in graded.notes.items():
            for note in notes:
                print(f"note: {name}: {note}")
    print(f"\nfeedback: {course.root / 'feedback'}")
    for assignment in classes:
        print(f"report:   {report_of(course, assignment)}")
        print(f"results:  {course.root / 'reports' / assignment / 'results.json'}")
    print(f"{len({(r['student'], r['assignment']) for r in rows})} submissions, {time.monotonic() - began:.0f} s")
    for line in broken:
        print(f"BROKEN PROMISE: {line}", file=sys.stderr)
    print("Every sample got the marks that its name promises." if not broken else f"{len(broken)} promises were broken.")
    return 1 if broken else 0


def new_course(where: Path) -> Course:
    """An empty course directory with this project's configuration."""
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    shutil.copyfile(ROOT / "nbgrader_config.py", where / "nbgrader_config.py")
    return Course(where)


def make_feedback(course: Course, assignment: str) -> None:
    """The feedback pages of all who have been autograded.

    Raises:
        RuntimeError: nbgrader could not make one, with its log.
    """
    for folder in progress(sorted((course.root / "autograded").glob(f"*/{assignment}")), f"feedback on {assignment}"):
        done = course.generate_feedback(assignment, folder.parent.name)
        if not done.success:
            raise RuntimeError(f"no feedback for {folder.parent.name}:\n{done.log}")


def report_of(course: Course, assignment: str) -> Path:
    return course.root / "reports" / assignment / "report.html"


def broken_promises(rows: list[dict[str, Any]], assignment: str, students: list, course: Course) -> list[str]:
    """A line for each task of each student whose points are not what the sample's name promises."""
    points = {(row["student"], row["task"]): row for row in rows}
    lines = []
    for student in students:
        for task, (least, most) in promised(student, list(results.tasks_of(course.room("release", ".", assignment)))).items():
            row = points.get((student.name, task))
            if row is None or not least <= row["points"] <= most or row["status"] == "not_judged":
                got = "nothing" if row is None else f"{row['points']:g} points, {row['status']}"
                lines.append(f"{student.name}, {task}: promised {least:g} to {most:g}, got {got}")
    return lines
