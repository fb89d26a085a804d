"""autograder audit: is the rubric fair? How far mistakes lie apart, the evidence for the tolerances, every sample judged."""

import argparse
import sys
from collections.abc import Iterable

from autograder.assignments import all_tasks
from autograder.commands.options import interpreter, known_tasks

HELP = "is the rubric fair? separation of mistakes, evidence for tolerances, verdicts on samples"
EXAMPLES = (
    ("autograder audit samples", "is every sample judged fairly?"),
    ("autograder audit separation TASK --pairs", "one task, every two mistakes"),
    ("autograder audit separation --cost", "what each case costs, and what it alone tells apart"),
    ("autograder audit tolerances --write", "measure, and write docs/tolerances.md"),
)
SEPARATION = "how far every known mistake lies from the reference and from the others, case by case"
TOLERANCES = "how far right answers lie apart, beside the nearest mistake: the evidence for the tolerances"
SAMPLES = "are right answers right, wrong ones caught, and mistakes named truly: a table of all the samples"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The three audits, each with its flags."""
    kinds = parser.add_subparsers(required=True, metavar="AUDIT")
    apart = kinds.add_parser("separation", help=SEPARATION, description=SEPARATION)
    apart.add_argument("tasks", nargs="*", metavar="TASK", help="only these tasks (all)")
    apart.add_argument("--pairs", action="store_true", help="every two mistakes, not only the nearest ones")
    apart.add_argument(
        "--cost", action="store_true", help="what each case costs beside what it alone tells apart, and no distances"
    )
    apart.set_defaults(run=separation)
    spread = kinds.add_parser("tolerances", help=TOLERANCES, description=TOLERANCES)
    spread.add_argument(
        "--python", action="append", type=interpreter, default=[], metavar="PATH", help="an interpreter with another torch"
    )
    spread.add_argument("--write", action="store_true", help="write docs/spreads.json and docs/tolerances.md")
    spread.set_defaults(run=tolerances)
    kinds.add_parser("samples", help=SAMPLES, description=SAMPLES).set_defaults(run=samples)


def separation(options: argparse.Namespace) -> None:
    """Prints the distances of some tasks' mistakes, or of all.

    Raises:
        ValueError: there is no such task.
    """
    known_tasks(options.tasks)

    from autograder.audit.case_costs import table as table_of_costs
    from autograder.audit.separation import pairs, table

    for task in options.tasks or all_tasks():
        if options.cost:
            say(table_of_costs(task))
            continue
        say(table(task))
        if options.pairs:
            say(pairs(task))


def tolerances(options: argparse.Namespace) -> None:
    """Measures the evidence, prints it, and writes it down where that is asked for."""
    from autograder.audit.tolerances import survey, table, write

    found = survey(options.python)
    say(table(found.spreads))
    say(f"not measured: {what}: {why}" for what, why in found.skipped.items())
    if options.write:
        write(found)
        print("wrote docs/spreads.json and docs/tolerances.md")


def samples(options: argparse.Namespace) -> int:
    """Prints what became of every sample, and of known mistakes that are written otherwise; 1 where one was judged unfairly."""
    from autograder.audit.validity import OTHERWISE, faults, survey, table, table_of_writings

    found = survey()
    say(table(found))
    unfair = list(faults(found))
    writings = survey(OTHERWISE)
    if any(row.wrong for row in writings):
        say(table_of_writings(writings))
        unfair += faults(writings)
    for line in unfair:
        print(line, file=sys.stderr)
    return 1 if unfair else 0


def say(lines: Iterable[str]) -> None:
    """Prints each line as soon as it is known."""
    for line in lines:
        print(line)
