"""autograder report: the page and the table about a class that was graded."""

import argparse
from pathlib import Path

from autograder.commands.options import assignment_and_course

HELP = "write the class report of what was graded: a page that needs nothing beside it, and a CSV"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which class, whether with names, and where the report goes."""
    assignment_and_course(parser)
    parser.add_argument("--anonymous", action="store_true", help="number the students and leave their names out")
    parser.add_argument("--output", type=Path, metavar="FILE.html", help="the page (reports/ASSIGNMENT/report.html)")


def run(options: argparse.Namespace) -> None:
    """Writes the report.

    Raises:
        FileNotFoundError: nothing was graded.
        ValueError: what lies there are no results.
    """
    from autograder.reports import results

    folder = options.course / "reports" / options.assignment
    file = folder / "results.json"
    if not file.is_file():
        raise FileNotFoundError(f"no {file}; run `autograder grade {options.assignment}` first")
    beside = results.submissions_beside(file)
    rows, submissions = results.read(file), results.read(beside) if beside.is_file() else {}

    from autograder.reports.class_report import write_report

    path = options.output or folder / ("report_anonymous.html" if options.anonymous else "report.html")
    write_report(rows, submissions, path, f"Class report: {options.assignment}", options.anonymous)
    print(f"report: {path}\ntable:  {path.with_suffix('.csv')}")
