"""autograder report: the page and the table about a class that was graded."""

import argparse
import sys
from pathlib import Path

from autograder.commands.options import assignment_and_course, output_file
from autograder.gradebook.course_folders import refuse_unknown

HELP = "write the class report of what was graded: a page that needs nothing beside it, and a CSV"
EXAMPLES = (
    ("autograder report ASSIGNMENT", "a page and a CSV with names"),
    ("autograder report ASSIGNMENT --anonymous --output build/class.html", "to show in class"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which class, from which results, whether with names, and where the report goes."""
    assignment_and_course(parser)
    parser.add_argument("--results", type=Path, metavar="FILE.json", help="the results (where `grade` wrote them last)")
    parser.add_argument("--anonymous", action="store_true", help="number the students and leave their names out")
    parser.add_argument("--output", type=output_file, metavar="FILE.html", help="the page (reports/ASSIGNMENT/report.html)")


def run(options: argparse.Namespace) -> None:
    """Writes the report.

    Raises:
        FileNotFoundError: nothing was graded, or the results lie no longer where they were written.
        ValueError: what lies there are no results, or the roster cannot be read.
    """
    from autograder.reports import results

    file = file_of(options)
    beside = results.submissions_beside(file)
    rows, submissions = results.read(file), results.read(beside) if beside.is_file() else {}

    from autograder.gradebook.class_marks import class_facts
    from autograder.reports.class_report import write_report

    facts = class_facts(options.course, options.assignment, file)
    if facts.problem:
        print(f"note: {facts.problem}", file=sys.stderr)
    folder = results.default_place(options.course, options.assignment).parent
    path = options.output or folder / ("report_anonymous.html" if options.anonymous else "report.html")
    write_report(rows, submissions, path, f"Class report: {options.assignment}", options.anonymous, facts)
    print(f"report: {path}\ntable:  {path.with_suffix('.csv')}")


def file_of(options: argparse.Namespace) -> Path:
    """The results that the report is about.

    Raises:
        FileNotFoundError: there are none.
    """
    from autograder.reports import results

    refuse_unknown(options.course, options.assignment)
    default = results.default_place(options.course, options.assignment)
    file = options.results or results.last_place(default)
    if file.is_file():
        return file
    if options.results:
        raise FileNotFoundError(f"no {file}; name the file that `autograder grade {options.assignment} --json FILE` wrote")
    again = f"run `autograder grade {options.assignment}` first"
    if file == default:
        raise FileNotFoundError(f"no {file}; {again}")
    raise FileNotFoundError(f"no {file}, where the results were written last; name them with --results FILE, or {again}")
