"""autograder comments: points and comments as a table for a spreadsheet and back, and the course's bank of comments."""

import argparse
import sys
from pathlib import Path

from autograder.commands.options import assignment_and_course, output_file
from autograder.gradebook.course_folders import configuration, may_set, refuse_unknown
from autograder.gradebook.gradebook_file import refuse_unusable

HELP = "grade by hand in a spreadsheet: write points and comments as a table, read it back, keep comments for reuse"
EXAMPLES = (
    ("autograder comments export ASSIGNMENT", "write reports/ASSIGNMENT/comments.csv"),
    ("autograder comments import ASSIGNMENT reports/ASSIGNMENT/comments.csv --dry-run", "say what would change"),
    ("autograder comments bank ASSIGNMENT", "offer these comments in the formgrader from now on"),
)
EXPORT = "write a table of student, task, points and comment, of all that people grade or have graded"
IMPORT = "take a table that was filled in into the gradebook; what was typed there since is kept"
BANK = "add the comments that were given to comments.csv in the course, which the formgrader offers below each answer"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The three, each with its flags."""
    kinds = parser.add_subparsers(required=True, metavar="KIND")
    out = kinds.add_parser("export", help=EXPORT, description=EXPORT)
    assignment_and_course(out)
    out.add_argument("--output", type=output_file, metavar="FILE.csv", help="(reports/ASSIGNMENT/comments.csv)")
    out.add_argument("--force", action="store_true", help="replace a table that is there, which may be filled in")
    out.set_defaults(run=export)
    back = kinds.add_parser("import", help=IMPORT, description=IMPORT)
    assignment_and_course(back)
    back.add_argument(
        "table", type=Path, metavar="FILE.csv", help="columns student, task, points, comment; an empty cell changes nothing"
    )
    back.add_argument("--force", action="store_true", help="replace also points and comments that were typed since")
    back.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    back.set_defaults(run=take_in)
    keep = kinds.add_parser("bank", help=BANK, description=BANK)
    assignment_and_course(keep)
    keep.set_defaults(run=bank)


def export(options: argparse.Namespace) -> None:
    """Writes the table.

    Raises:
        FileExistsError: there is one already.
        FileNotFoundError: nothing was graded.
    """
    path = options.output or options.course / "reports" / options.assignment / "comments.csv"
    refuse_early(options, writing=False)
    if path.exists() and not options.force:
        raise FileExistsError(f"{path} is there already, and may be filled in; import it, or add --force to replace it")
    from autograder.gradebook.comment_sheet import write_sheet
    from autograder.gradebook.nbgrader_course import Course

    rows = write_sheet(Course(options.course), options.assignment, path)
    print(f"{rows} answers: {path}\nfill it in, then run: autograder comments import {options.assignment} {path}")


def take_in(options: argparse.Namespace) -> int:
    """Reads a table back; 1 where a row could not be taken.

    Raises:
        FileNotFoundError: there is no such file, or nothing was graded.
        ValueError: it is no such table.
    """
    if not options.table.is_file():
        raise FileNotFoundError(f"there is no {options.table}; write one with `autograder comments export {options.assignment}`")
    refuse_early(options)
    from autograder.gradebook.comment_sheet import enter_sheet
    from autograder.gradebook.nbgrader_course import Course

    entered = enter_sheet(Course(options.course), options.assignment, options.table, options.force, options.dry_run)
    for line in entered.changed:
        print(line)
    for line in entered.refused:
        print(f"NOT TAKEN: {line}", file=sys.stderr)
    done = "would change" if options.dry_run else "changed"
    print(f"{done}: {len(entered.changed)}; as they were: {entered.same}; not taken: {len(entered.refused)}")
    return 1 if entered.refused else 0


def bank(options: argparse.Namespace) -> None:
    """Adds to the bank.

    Raises:
        FileNotFoundError: nothing was graded.
        ValueError: the bank cannot be read.
    """
    refuse_early(options, writing=False)
    from autograder.gradebook.comment_sheet import add_to_bank
    from autograder.gradebook.nbgrader_course import Course

    path, new = add_to_bank(Course(options.course), options.assignment)
    for task, text in new:
        print(f"{task}: {' '.join(text.split())}")
    print(f"new: {len(new)}; all of them: {path}. Take out what is about one person, and edit the rest as you like")


def refuse_early(options: argparse.Namespace, writing: bool = True) -> None:
    """Raises what the course's folders and its gradebook's file tell."""
    code = configuration(options.course)
    refuse_unknown(options.course, options.assignment)
    if not may_set(code, "db_url"):
        refuse_unusable(options.course / "gradebook.db", writing)
