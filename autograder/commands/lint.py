"""autograder lint: what is missing in the course, or does not fit."""

import argparse

from autograder.commands.options import known_tasks, quick

HELP = "find what is missing or does not fit in lessons, tasks, rubrics and marking guides; write nothing"
EXAMPLES = (
    ("autograder lint", "all of it, by trying the course's answers too"),
    ("autograder lint --quick", "read the files only"),
    ("autograder lint TASK", "read all files, and try this task alone: for the loop while writing it"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether the course's code is run, too, and of which tasks."""
    quick(parser)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help="try these tasks alone (all)")


def run(options: argparse.Namespace) -> int:
    """Prints a line for each fault; 1 where there is one.

    Raises:
        ValueError: there is no such task.
    """
    known_tasks(options.tasks)

    from autograder.authoring.catalogue import language_faults, untranslated
    from autograder.authoring.lint import faults, untested

    found, notes = faults(), list(untested())
    found += language_faults()
    notes += [] if found else untranslated()
    if not options.quick:
        from autograder.authoring.trial import tried

        shown = tried(options.tasks or None)
        found, notes = found + shown.faults, notes + shown.notes
    for fault in found:
        print(fault)
    for note in notes:
        print(f"note: {note}")
    print(f"to be fixed: {len(found)}" if found else "nothing is missing, and all of it fits")
    return 1 if found else 0
