"""autograder build: lessons, lab and references become source/ and release/."""

import argparse

from autograder.commands.options import quick

HELP = "make fingerprints, source/ and release/ from the lessons, lab and references"
EXAMPLES = (
    ("autograder build", "after a change to a lesson, a task, a hint or points"),
    ("autograder build --quick", "without trying the answers first"),
    ("autograder build --all", "tries also what has not changed since the last build"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which tasks are tried beforehand."""
    quick(parser)
    parser.add_argument(
        "--all", action="store_true", help="try also what has not changed since it was tried, and make its fingerprints anew"
    )


def run(options: argparse.Namespace) -> None:
    """Builds every assignment."""
    from autograder.authoring.build import build

    for note in build(quick=options.quick, everything=options.all):
        print(note)
    print("built data/public/fingerprints/, source/ and release/")
