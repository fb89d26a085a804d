"""autograder restore: a backup back into a course, or into an empty directory."""

import argparse
from pathlib import Path

from autograder.commands.options import the_course

HELP = "put a backup back; what is there is never overwritten: with --replace it is kept in a folder of its own"
EXAMPLES = (("autograder restore backup.tar.gz", "into an empty course directory"),)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The backup, where it goes, and whether what is there makes room."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what `autograder backup` wrote")
    the_course(parser)
    parser.add_argument("--replace", action="store_true", help="move what is there into before_restore_DATE_TIME")
    parser.set_defaults(without_course=True)


def run(options: argparse.Namespace) -> None:
    """Restores.

    Raises:
        FileExistsError: something would be replaced, without --replace.
        ValueError: it is no whole backup.
    """
    from autograder.gradebook.restore import restore

    done = restore(options.file, options.course, options.replace)
    print(f"restored: {done.files} files into {options.course}")
    if done.kept:
        print(f"what was there is kept in {done.kept}")
