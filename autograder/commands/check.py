"""autograder check: one notebook judged without a gradebook."""

import argparse
from pathlib import Path

from autograder.commands.options import no_sandbox
from autograder.layout import course_root
from autograder.notebooks.release_files import release_file, release_folders

HELP = "judge one notebook and print the verdicts; no gradebook is touched"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The notebook, and the release that it is judged by."""
    parser.add_argument("notebook", type=Path, metavar="FILE.ipynb")
    parser.add_argument("--release", type=Path, metavar="DIR", help="its release folder (found by the notebook's cells)")
    no_sandbox(parser)


def run(options: argparse.Namespace) -> None:
    """Prints the verdict on every task.

    Raises:
        FileNotFoundError: there is no such notebook, or no release.
    """
    refuse_early(options)

    from autograder.grading.assessment import grade_file, release_for
    from autograder.grading.settings import GradingSettings
    from autograder.judging.verdict import in_words
    from autograder.notebooks.parse import read_file

    release = options.release or release_for(read_file(options.notebook))
    graded = grade_file(options.notebook, release, GradingSettings(unsafe=options.no_sandbox))
    for verdict in graded.verdicts.values():
        print(in_words(verdict), end="")
    for note in [*graded.repairs, *graded.execution.notes]:
        print(f"note: {note}")


def refuse_early(options: argparse.Namespace) -> None:
    """Raises what can be known before anything heavy is loaded."""
    from autograder.sandbox.bubblewrap import probe

    if not options.notebook.is_file():
        raise FileNotFoundError(f"no notebook {options.notebook}")
    if options.release:
        release_file(options.release)
    else:
        release_folders(course_root() / "release")
    if not options.no_sandbox and not probe().works:
        from autograder.sandbox.launcher import sandboxed

        sandboxed()  # which raises, and says how to go on
