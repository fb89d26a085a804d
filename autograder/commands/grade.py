"""autograder grade: a class into the gradebook, and results.json."""

import argparse
import sys

from autograder.commands.options import file_or_stream, grading
from autograder.commands.output import beside_results, to_stream
from autograder.deadlines import deadline_of, without_effect
from autograder.gradebook.course_folders import refuse_early

HELP = "grade all that is in submitted/ into the gradebook, and write results.json"
EXAMPLES = (
    ("autograder grade ASSIGNMENT", "judge what has changed since the last time"),
    ("autograder grade ASSIGNMENT --student ada --verbose", "one student, with what happened"),
    ("autograder grade ASSIGNMENT --dry-run --json -", "write nothing, and print the results as JSON"),
    ("autograder grade ASSIGNMENT --quiet --log-file grade.log", "for a nightly job"),
)

UNKNOWN_MARKS = (
    "the gradebook lacked the marks of {} in autograded/, as after an interrupted command or where an older copy of it "
    "was put back: judged again. Points and comments that were given by hand since that copy are not in the gradebook"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of grading, and where the results go."""
    grading(parser)
    parser.add_argument(
        "--json",
        type=file_or_stream,
        metavar="FILE",
        help="the results (reports/ASSIGNMENT/results.json); - prints those of this run",
    )
    parser.add_argument("--student", metavar="ID", help="grade only this one")
    parser.add_argument("--dry-run", action="store_true", help="grade, print the table, and write nothing at all")


def run(options: argparse.Namespace) -> int:
    """Grades what has changed; 1 where a student has no grade."""
    refuse_early(options.course, options.assignment, options.student)
    deadline_of(options.course.resolve(), options.assignment, "")  # raises ValueError where the course's dates cannot be read

    from autograder.gradebook.grading_run import grade

    course = course_of(options)
    file = None if to_stream(options) else options.json
    graded = grade(
        course, options.assignment, file, options.student, options.force, options.dry_run, pool=pool_of(options, course)
    )
    with beside_results(options):
        say(graded, course, options)
    if to_stream(options):
        from autograder.reports.results import line_by_line

        print(line_by_line(graded.rows))
    return without_grade(graded)


def say(graded, course, options: argparse.Namespace) -> None:
    """Prints what came of the class."""
    from autograder.gradebook.staleness import LOST
    from autograder.reports.results import default_place
    from autograder.reports.tables import counted
    from autograder.reports.terminal import class_table, student_table

    print(class_table(graded.rows) if options.verbose else student_table(graded.rows))
    for name, notes in graded.notes.items():
        for note in notes:
            print(f"note: {name}: {note}")
    for line in without_effect(course.root, options.assignment, course.students(options.assignment)):
        print(f"note: {line}")
    for line in shared_variants(course, options.assignment):
        print(f"note: {line}")
    if lost := sum(LOST in reasons for reasons in graded.reasons.values()):
        print(f"note: {UNKNOWN_MARKS.format(counted(lost, 'submission'))}")
    print(f"graded now: {len(graded.reasons)}; kept as they were: {len(graded.notes) - len(graded.reasons)}")
    if options.dry_run:
        print("dry run: nothing was written")
    else:
        named = None if to_stream(options) else options.json
        print("results:", named or default_place(course.root, options.assignment))


def shared_variants(course, assignment: str) -> list[str]:
    """Students to whom variants.csv gives the same variant though there are enough, a sentence each."""
    from autograder.gradebook.submitted import Submitted
    from autograder.grading.submission import read_release

    return Submitted.of_course(course, read_release(course.folder("release", ".", assignment))).shared()


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
