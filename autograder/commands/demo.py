"""autograder demo: the whole round on a small class, in a course of its own under build/demo/: release, submit, grade, report."""

import argparse
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.commands.options import no_sandbox
from autograder.layout import course_root

if TYPE_CHECKING:
    from autograder.gradebook.grading_run import GradingRunResult
    from autograder.gradebook.nbgrader_course import Course

HELP = "build a course in build/demo, grade a class of samples, print the table"
EXAMPLES = (("autograder demo", "a minute or two; everything lies in build/demo afterwards"),)

SETTINGS = """
# Of the demo alone: one of its samples never ends, and nobody should have to wait a minute for it.
c.ExecuteAndJudge.cell_seconds = 10
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether it runs without a sandbox."""
    no_sandbox(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the demo; 0 only if every student got the points that their samples' names promise."""
    from autograder.authoring.sample_class import sample_classes
    from autograder.sandbox.launcher import sandboxed

    classes = sample_classes()
    sandboxed(options.no_sandbox)
    return demonstrate(course_root() / "build" / "demo", classes, options.no_sandbox)


def demonstrate(where: Path, classes: dict[str, list], unsafe: bool) -> int:
    """Makes a course, and takes each class through it: the small ones first, whose tables are there after seconds."""
    began, course = time.monotonic(), new_course(where, SETTINGS)
    classes = dict(sorted(classes.items(), key=lambda item: len(item[1])))
    course.unsafe = unsafe
    broken: list[str] = []
    pairs: set[tuple[str, str]] = set()
    for assignment, students in classes.items():
        print(f"== {assignment}: building and releasing it", flush=True)
        submit(course, assignment, students)
        graded = graded_and_reported(course, assignment, len(students))
        pairs |= {(row["student"], assignment) for row in graded.rows}
        broken += broken_promises(graded.rows, assignment, students, course)
    print(f"\nfeedback: {course.root / 'feedback'}")
    for assignment in classes:
        print(f"report:   {report_of(course, assignment)}")
        print(f"results:  {course.root / 'reports' / assignment / 'results.json'}")
    print(f"{len(pairs)} submissions, {time.monotonic() - began:.0f} s")
    for line in broken:
        print(f"BROKEN PROMISE: {line}", file=sys.stderr)
    print("Every sample got the points that its name promises." if not broken else f"{len(broken)} promises were broken.")
    return 1 if broken else 0


def submit(course: "Course", assignment: str, students: list) -> None:
    """Releases an assignment, and has each student submit it."""
    from autograder.authoring.build import write_release, write_source
    from autograder.authoring.sample_class import hand_in

    write_source(assignment, course.root)
    write_release(assignment, course)
    for turn, student in enumerate(students):
        folder = course.root / "submitted" / student.name / assignment
        hand_in(student, course.root / "release" / assignment, folder, turn)


def graded_and_reported(course: "Course", assignment: str, students: int) -> "GradingRunResult":
    """A class graded, with its feedback pages and its report; what came of it is printed.

    A small class is judged in this process, which loads torch and the references once for all classes: for a class of nine, two
    workers, of which each loads them anew, took twice as long on two cores.
    """
    from autograder.gradebook.class_marks import class_facts
    from autograder.gradebook.feedback_run import make_feedback
    from autograder.gradebook.grading_run import grade
    from autograder.reports.class_report import write_report
    from autograder.reports.results import default_place
    from autograder.reports.terminal import class_table
    from autograder.workers.pool import FEW, WorkerPool

    graded = grade(course, assignment, pool=WorkerPool(workers=0 if students <= 2 * FEW else None))
    feedback = make_feedback(course, assignment)
    if not feedback.done.success:
        raise RuntimeError(f"feedback could not be made:\n{feedback.done.log}")
    facts = class_facts(course.root, assignment, default_place(course.root, assignment))
    write_report(graded.rows, graded.submissions, report_of(course, assignment), f"Class report: {assignment}", facts=facts)
    print(class_table(graded.rows))
    for name, notes in graded.notes.items():
        for note in notes:
            print(f"note: {name}: {note}")
    return graded


def new_course(where: Path, settings: str = "") -> "Course":
    """An empty course directory with this project's configuration, and with more settings below it."""
    from autograder.gradebook.nbgrader_course import Course

    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    configuration = (course_root() / "nbgrader_config.py").read_text(encoding="utf-8")
    (where / "nbgrader_config.py").write_text(configuration + settings, encoding="utf-8")
    return Course(where)


def report_of(course: "Course", assignment: str) -> Path:
    return course.root / "reports" / assignment / "report.html"


def broken_promises(rows: list[dict[str, Any]], assignment: str, students: list, course: "Course") -> list[str]:
    """A line for each task of each student whose points are not what the sample's name promises."""
    from autograder.authoring.sample_class import promised
    from autograder.reports import results

    points = {(row["student"], row["task"]): row for row in rows}
    lines = []
    for student in students:
        for task, (least, most) in promised(student, list(results.tasks_of(course.folder("release", ".", assignment)))).items():
            row = points.get((student.name, task))
            if row is None or not least <= row["points"] <= most or row["status"] == "not_judged":
                got = "nothing" if row is None else f"{row['points']:g} points, {row['status']}"
                lines.append(f"{student.name}, {task}: promised {least:g} to {most:g}, got {got}")
    return lines
