"""autograder build: lessons, lab and references become source/ and release/."""

import argparse

HELP = "make fingerprints, source/ and release/ from the lessons, lab and references"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds nothing: the command has no flags."""


def run(options: argparse.Namespace) -> None:
    """Builds every assignment."""
    from autograder.authoring.build import build

    for note in build():
        print(note)
    print("built data/public/fingerprints/, source/ and release/")
