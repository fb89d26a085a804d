"""autograder grade: a class into the gradebook, and results.json."""

import argparse
import sys
from pathlib import Path

from autograder.commands.options import grading
from autograder.deadlines import deadline_of, without_effect
from autograder.gradebook.course_folders import refuse_early

HELP = "grade all that is in submitted/ into the gradebook, and write results.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of grading, and where the results go."""
    grading(parser)
    parser.add_argument("--json", type=Path, metavar="FILE", help="the results (reports/ASSIGNMENT/results.json)")
    parser.add_argument("--student", metavar="ID", help="grade only this one")
    parser.add_argument("--verbose", action="store_true", help="print a row for each student and task, with what happened")
    parser.add_argument("--dry-run", action="store_true", help="grade, print the table, and write nothing at all")


def run(options: argparse.Namespace) -> int:
    """Grades what has changed; 1 where a student has no grade."""
    refuse_early(options.course, options.assignment, options.student)
    deadline_of(options.course.resolve(), options.assignment, "")  # raises ValueError where the course's dates cannot be read

    from autograder.gradebook.grading_run import grade
    from autograder.reports.results import default_place
    from autograder.reports.terminal import class_table, student_table

    course = course_of(options)
    pool = pool_of(options, course)
    graded = grade(course, options.assignment, options.json, options.student, options.force, options.dry_run, pool)
    print(class_table(graded.rows) if options.verbose else student_table(graded.rows))
    for name, notes in graded.notes.items():
        for note in notes:
            print(f"note: {name}: {note}")
    for line in without_effect(course.root, options.assignment, course.students(options.assignment)):
        print(f"note: {line}")
    print(f"graded now: {len(graded.reasons)}; kept as they were: {len(graded.notes) - len(graded.reasons)}")
    if options.dry_run:
        print("dry run: nothing was written")
    else:
        print("results:", options.json or default_place(course.root, options.assignment))
    return without_grade(graded)


def course_of(options: argparse.Namespace):
    """The course, with what the command lays down for it this time."""
    from autograder.gradebook.nbgrader_course import Course

    course = Course(options.course)
    course.unsafe |= options.no_sandbox
    course.device = options.device or course.device
    return course


def pool_of(options: argparse.Namespace, course):
    """The workers that the command asks for, or else the course's configuration, as `nbgrader autograde` has them."""
    from autograder.workers.pool import WorkerPool

    workers = course.workers if options.workers is None else options.workers
    scheduler = options.scheduler or course.scheduler
    return WorkerPool(workers, scheduler, options.memory, options.nice, options.time_limit, course.device)


def without_grade(graded) -> int:
    """The exit status, and a line for each student without a grade."""
    for student in graded.not_judged:
        print(f"NOT JUDGED: {student} has no grade; see the message above, fix it and grade again", file=sys.stderr)
    if graded.left:
        print(f"NOT REACHED: {len(graded.left)} students; run the same command again to go on", file=sys.stderr)
    return 1 if graded.not_judged or graded.left else 0
