"""autograder lint: what is missing in the course, or does not fit."""

import argparse

HELP = "find what is missing or does not fit in lessons, tasks, rubrics and marking guides; write nothing"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds nothing: the command has no flags."""


def run(options: argparse.Namespace) -> int:
    """Prints a line for each fault; 1 where there is one."""
    from autograder.authoring.lint import faults, untested

    found = faults()
    for fault in found:
        print(fault)
    for note in untested():
        print(f"note: {note}")
    print(f"to be fixed: {len(found)}" if found else "nothing is missing, and all of it fits")
    return 1 if found else 0
