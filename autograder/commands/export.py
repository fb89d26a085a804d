"""autograder export: the same grading for Gradescope."""

import argparse
from pathlib import Path

from autograder.assignments import assignments
from autograder.commands.options import no_sandbox, output_file
from autograder.gradebook.course_folders import refuse_unknown

HELP = "make an autograder for Gradescope, as a zip to upload"
EXAMPLES = (("autograder export gradescope ASSIGNMENT --output autograder.zip", "upload it in Gradescope"),)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The LMS, the assignment, and where the zip goes."""
    parser.add_argument("kind", choices=["gradescope"], help="for Canvas and Moodle see `nbgrader export`")
    first = next(iter(assignments()), None)
    parser.add_argument("assignment", nargs="?", default=first, metavar="ASSIGNMENT", help=f"which one ({first})")
    parser.add_argument("--output", type=output_file, default=Path("autograder.zip"), metavar="FILE.zip", help="(autograder.zip)")
    no_sandbox(parser)


def run(options: argparse.Namespace) -> None:
    """Writes the zip."""
    from autograder.layout import course_root
    from autograder.reports.gradescope import write_zip

    refuse_unknown(course_root(), options.assignment)
    write_zip(options.assignment, course_root() / "release" / options.assignment, options.output, options.no_sandbox)
    print(f"wrote {options.output}: upload it as the assignment's autograder in Gradescope")
