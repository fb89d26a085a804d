"""Runs one command line, and says what the user did wrong in one line, without a traceback."""

import argparse
import sys

from autograder.commands.old_commands import renamed, train_pocket

STOPPED = "stopped. What was graded is in the gradebook; run the same command again to go on."


def exit_status(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """What the process ends with: the command's own status, 2 where it refused, 130 where it was stopped by hand."""
    try:
        return obey(parser, words) or 0
    except (OSError, ValueError, RuntimeError) as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"\nautograder: {STOPPED}", file=sys.stderr)
        return 130


def obey(parser: argparse.ArgumentParser, words: list[str]) -> int | None:
    """Runs the command that a command line names."""
    if words[:1] == ["train-pocket"]:
        return train_pocket(words[1:])
    options = parser.parse_args(renamed(words))
    return options.run(options)
