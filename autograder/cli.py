"""The command `autograder`: its parser, built from autograder/commands/. Nobody imports this."""

import argparse
import sys

from autograder.commands import (
    audit,
    build,
    check,
    collect,
    demo,
    diff,
    doctor,
    export,
    feedback,
    grade,
    lint,
    new,
    report,
    solutions,
)
from autograder.commands.exit_status import exit_status

COMMANDS = {
    "new": new,
    "lint": lint,
    "build": build,
    "solutions": solutions,
    "collect": collect,
    "grade": grade,
    "diff": diff,
    "check": check,
    "feedback": feedback,
    "report": report,
    "export": export,
    "audit": audit,
    "demo": demo,
    "doctor": doctor,
}


def main(argv: list[str] | None = None) -> int:
    """Runs one command line; the status that the process ends with."""
    return exit_status(arguments, sys.argv[1:] if argv is None else argv)


def arguments() -> argparse.ArgumentParser:
    """The parser of all the commands."""
    parser = argparse.ArgumentParser(prog="autograder", description="Build, grade and report on a course.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        added = commands.add_parser(name, help=command.HELP, description=command.HELP)
        added.set_defaults(run=getattr(command, "run", None))
        command.arguments(added)
    return parser


if __name__ == "__main__":
    sys.exit(main())
