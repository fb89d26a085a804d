"""autograder backup: all that a course has gathered, in one file."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from autograder.commands.options import the_course

HELP = "keep the gradebook, submissions, graded notebooks, feedback, reports and lists of people in one file"
EXAMPLES = (("autograder backup", "before a change, or every night"),)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which course, and the file."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="(COURSE_DATE_TIME.backup.tar.gz)")
    the_course(parser)


def run(options: argparse.Namespace) -> None:
    """Writes the backup, and names what it had to leave out.

    Raises:
        FileExistsError: there is such a file.
        FileNotFoundError: it is no course.
        RuntimeError: the gradebook cannot be read.
    """
    from autograder.gradebook.backup import backup
    from autograder.gradebook.nbgrader_course import Course

    course = Course(options.course)
    name = course.directory().course_id or course.root.name
    file = options.file or Path(f"{name}_{datetime.now():%Y-%m-%d_%H%M%S}.backup.tar.gz")
    for line in backup(course, file):
        print(f"left out: {line}", file=sys.stderr)
    print(f"backup: {file} ({file.stat().st_size / 1e6:.1f} MB)")
