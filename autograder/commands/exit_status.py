"""Runs one command line, and says what the user did wrong in one line, without a traceback."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from autograder.assignments import use_course, use_course_around
from autograder.commands.old_commands import renamed, train_pocket
from autograder.commands.options import no_course_here
from autograder.layout import COURSE_TOML, course_root

STOPPED = "stopped. What was graded is in the gradebook; run the same command again to go on."


def exit_status(parser: Callable[[], argparse.ArgumentParser], words: list[str]) -> int:
    """What the process ends with: the command's own status, 2 where it refused, 130 where it was stopped by hand."""
    try:
        return obey(parser, words) or 0
    except (OSError, ValueError, RuntimeError) as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"\nautograder: {STOPPED}", file=sys.stderr)
        return 130


def obey(parser: Callable[[], argparse.ArgumentParser], words: list[str]) -> int | None:
    """Runs the command that a command line names."""
    use_course_around(Path.cwd())
    if words[:1] == ["train-pocket"]:
        return train_pocket(words[1:])
    options = parser().parse_args(renamed(words))
    if course := getattr(options, "course", None):
        use_course(course)
    if not (course_root() / COURSE_TOML).is_file() and not getattr(options, "without_course", False):
        raise no_course_here(by_flag=hasattr(options, "course"))
    return options.run(options)
