"""autograder catalogue: collects the sentences that students and teachers read, for translators."""

import argparse

HELP = "collect what students and teachers read into catalogues for translators; translations stay"
EXAMPLES = (
    ("autograder catalogue", "after a change to a check, a hint or a message"),
    ("autograder catalogue --add nl", "begin one more language"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """A language to be added."""
    parser.add_argument(
        "--add", metavar="CODE", default="", help="begin the catalogues of one more language, such as nl or pt_BR"
    )


def run(options: argparse.Namespace) -> int:
    """Writes the catalogues, and a line for each; 1 where a translation has other places for values than its sentence."""
    from autograder.authoring.catalogue import language_faults, update

    for line in update(add=options.add):
        print(line)
    faults = list(language_faults())
    for fault in faults:
        print(fault)
    return 1 if faults else 0
