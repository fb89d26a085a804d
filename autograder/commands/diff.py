"""autograder diff: what grading again would change, before it does."""

import argparse

from autograder.commands.grade import course_of, pool_of, without_grade
from autograder.commands.options import grading
from autograder.gradebook.course_folders import refuse_early

HELP = "say whose points grading again would change, by which check, and why; writes nothing"
EXAMPLES = (
    ("autograder diff ASSIGNMENT", "whose marks a changed rubric moves"),
    ("autograder diff ASSIGNMENT --force", "judge also what has not changed"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of grading."""
    grading(parser)


def run(options: argparse.Namespace) -> int:
    """Grades without writing, and compares; 1 where a student has no grade."""
    refuse_early(options.course, options.assignment, writing=False)

    from autograder.gradebook.grading_run import grade
    from autograder.gradebook.regrade_preview import changes, in_words
    from autograder.gradebook.staleness import marks_of

    course = course_of(options)
    graded = grade(course, options.assignment, again=options.force, dry_run=True, pool=pool_of(options, course))
    for line in in_words(graded, changes(graded, marks_of(course, options.assignment))):
        print(line)
    return without_grade(graded)
