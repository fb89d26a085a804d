"""autograder solutions: the solved, executed notebooks, their pages and figures."""

import argparse

from autograder.assignments import assignments

HELP = "make the solved, executed notebooks and their pages in reference_solutions/"
EXAMPLES = (
    ("autograder solutions ASSIGNMENT", "solve, execute and print one assignment"),
    ("autograder solutions --pages", "the pages again, from what was executed"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which assignments, and whether they are executed."""
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="only these (all)")
    parser.add_argument("--pages", action="store_true", help="execute nothing: make the pages and figures of what is there")


def run(options: argparse.Namespace) -> None:
    """Solves some assignments, or all.

    Raises:
        ValueError: there is no such assignment.
    """
    known = list(assignments())
    for name in options.assignments:
        if name not in known:
            raise ValueError(f"there is no assignment called {name}; there are {', '.join(known)}")

    from autograder.authoring.solutions import solve

    for assignment in options.assignments or known:
        made = solve(assignment, run=not options.pages)
        figures = f"{len(made.figures)} figures in {made.figures[0].parent}" if made.figures else "no figures"
        print(f"{assignment}: {made.page}, {figures}")
