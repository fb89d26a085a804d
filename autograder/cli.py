# PYTHON_ARGCOMPLETE_OK
"""The command `autograder`: its parser, built from autograder/commands/. Nobody imports this."""

import argparse
import os
import sys

from autograder.commands import (
    audit,
    backup,
    build,
    catalogue,
    check,
    collect,
    comments,
    completion,
    demo,
    diff,
    doctor,
    export,
    feedback,
    grade,
    interview,
    lint,
    new,
    report,
    restore,
    similar,
    solutions,
)
from autograder.commands.exit_status import exit_status
from autograder.commands.parser import EXIT_CODES, SHELL_COMPLETION, CommandParser, Version, examples

COMMANDS = {
    "new": new,
    "lint": lint,
    "build": build,
    "catalogue": catalogue,
    "solutions": solutions,
    "collect": collect,
    "grade": grade,
    "diff": diff,
    "check": check,
    "feedback": feedback,
    "comments": comments,
    "report": report,
    "similar": similar,
    "interview": interview,
    "export": export,
    "audit": audit,
    "backup": backup,
    "restore": restore,
    "demo": demo,
    "doctor": doctor,
    "completion": completion,
}


def main(argv: list[str] | None = None) -> int:
    """Runs one command line; the status that the process ends with."""
    if "_ARGCOMPLETE" in os.environ:  # the shell asks what may follow
        completion.complete(arguments())
    return exit_status(arguments, sys.argv[1:] if argv is None else argv)


def arguments() -> argparse.ArgumentParser:
    """The parser of all the commands."""
    parser = CommandParser(
        prog="autograder",
        description="Build, grade and report on a course. `autograder COMMAND --help` shows a command's options and examples.",
        epilog=f"{EXIT_CODES}\n{SHELL_COMPLETION}",
    )
    parser.add_argument("--version", action=Version)
    parser.set_defaults(quiet=False, verbose=False, log_file=None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        added = commands.add_parser(name, help=command.HELP, description=command.HELP, epilog=examples(command.EXAMPLES))
        added.set_defaults(run=getattr(command, "run", None))
        command.arguments(added)
    return parser


if __name__ == "__main__":
    sys.exit(main())
