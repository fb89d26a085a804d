"""autograder feedback: the pages that students get, of a class that was graded."""

import argparse
import sys

from autograder.commands.options import assignment_and_course, whole_number

HELP = "make the feedback pages that are missing or would say something else than before"

EXAMPLES = (
    ("autograder feedback ASSIGNMENT", "after a class was graded, or a teacher has changed points or comments"),
    ("autograder feedback ASSIGNMENT --student STUDENT --force", "one page anew"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which class, which student of it, whether all pages are made anew, and by how many processes."""
    assignment_and_course(parser)
    parser.add_argument("--student", metavar="ID", help="for one student")
    parser.add_argument("--force", action="store_true", help="make also the pages of which nothing has changed")
    parser.add_argument("--workers", type=whole_number, metavar="N", help="processes (one a core; fewer for a small class)")


def run(options: argparse.Namespace) -> int:
    """Makes the pages; 1 where some could not be made.

    Raises:
        FileNotFoundError: it is no course, or nobody has been graded.
        ValueError: the course's configuration cannot be used.
    """
    from autograder.gradebook.course_folders import graded_by

    graded_by(options.course, options.assignment, options.student)

    from autograder.gradebook.feedback_run import make_feedback
    from autograder.gradebook.nbgrader_course import Course

    course = Course(options.course)
    if options.workers is not None:
        course.config.ExecuteAndJudge.workers = options.workers
    found = make_feedback(course, options.assignment, options.student, options.force)
    print(f"{len(found.made)} made, {len(found.unchanged)} unchanged: {course.folder('feedback', 'STUDENT', options.assignment)}")
    if found.done.success:
        return 0
    print(f"autograder: not all pages could be made:\n{found.done.log}", file=sys.stderr)
    return 1
