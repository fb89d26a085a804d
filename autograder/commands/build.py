"""autograder build: lessons, lab and references become source/ and release/."""

import argparse

from autograder.commands.options import quick

HELP = "make fingerprints, source/ and release/ from the lessons, lab and references"
EXAMPLES = (
    ("autograder build", "after a change to a lesson, a task, a hint or points"),
    ("autograder build --quick", "without trying the answers first"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether the tasks are tried beforehand."""
    quick(parser)


def run(options: argparse.Namespace) -> None:
    """Builds every assignment."""
    from autograder.authoring.build import build

    for note in build(quick=options.quick):
        print(note)
    print("built data/public/fingerprints/, source/ and release/")
