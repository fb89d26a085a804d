"""Runs one command line, and says what the user did wrong in one line, without a traceback."""

import argparse
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from autograder.assignments import use_course, use_course_around
from autograder.commands.old_commands import renamed, train_pocket
from autograder.commands.options import no_course_here
from autograder.commands.output import reader_has_gone, words_of
from autograder.gradebook.gradebook_file import spoken_of
from autograder.layout import COURSE_TOML, course_root

STOPPED = "stopped. What was graded is in the gradebook; run the same command again to go on."
FAULT = "this is a fault of the program; please report it with the lines above and what `autograder --version` prints"
REFUSED, OWN_FAULT, INTERRUPTED, NO_READER = 2, 70, 130, 141  # as `autograder --help` lists them


def exit_status(parser: Callable[[], argparse.ArgumentParser], words: list[str]) -> int:
    """What the process ends with: the command's own status, or one of those above."""
    try:
        return obeyed(parser, words)
    except BrokenPipeError as error:
        return NO_READER if reader_has_gone() else refused(error, words)
    except KeyboardInterrupt:
        print(f"\nautograder: {STOPPED}", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        return refused(error, words)


def refused(error: Exception, words: list[str]) -> int:
    """Says in one line what was wrong, with the traceback where --verbose asks for it or where the program is at fault."""
    line = one_line(error)
    if line is None or "--verbose" in words:
        traceback.print_exception(error)
    print(f"autograder: {FAULT if line is None else line}", file=sys.stderr)
    return OWN_FAULT if line is None else REFUSED


def one_line(error: Exception) -> str | None:
    """What is said of an error; None where it is none of the user, the machine or the gradebook."""
    if type(error).__module__.partition(".")[0] in ("sqlalchemy", "sqlite3"):
        return spoken_of(error)
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return f"{error.strerror}: {error.filename}"
    return str(error) if isinstance(error, (OSError, ValueError, RuntimeError)) else None


def obeyed(parser: Callable[[], argparse.ArgumentParser], words: list[str]) -> int:
    """The status of a command, after its last word was written: that is where a reader who has gone is noticed."""
    try:
        return obey(parser, words) or 0
    finally:
        sys.stdout.flush()


def obey(parser: Callable[[], argparse.ArgumentParser], words: list[str]) -> int | None:
    """Runs the command that a command line names."""
    use_course_around(Path.cwd())
    if words[:1] == ["train-pocket"]:
        return train_pocket(words[1:])
    options = parser().parse_args(renamed(words))
    with words_of(options, words):
        if course := getattr(options, "course", None):
            use_course(course)
        if not (course_root() / COURSE_TOML).is_file() and not getattr(options, "without_course", False):
            raise no_course_here(by_flag=hasattr(options, "course"))
        return options.run(options)
