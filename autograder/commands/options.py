"""Flags that several commands share, each a function that adds it to a command's parser, and the old spellings of some."""

import argparse
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from autograder.assignments import all_tasks, assignments
from autograder.commands.output import STREAM
from autograder.layout import COURSE_TOML

ADDRESS = re.compile(r"([a-z]+://)?[\w.\-\[\]:]+:\d+/?")
MEMORY = re.compile(r"auto|[0-9]+(\.[0-9]+)? ?([kmgtp]i?)?b?", re.I)  # as Dask reads sizes


class OldFlag(argparse.Action):
    """A flag under the name that it had, accepted for one release: it sets what the new one sets, and names that on stderr."""

    def __init__(self, option_strings: list[str], dest: str, new: str, const: Any = None, **others: Any):
        super().__init__(option_strings, dest, nargs=None if const is None else 0, const=const, help=argparse.SUPPRESS, **others)
        self.new = new

    def __call__(self, parser, options, value, flag=None) -> None:
        old_name(str(flag), self.new)
        setattr(options, self.dest, value if self.const is None else self.const)


def old_name(old: str, new: str) -> None:
    """Warns, in one line on stderr, that something was asked for by its old name."""
    print(f"autograder: {old} is called {new} now; the old name goes with the next release", file=sys.stderr)


def assignment_and_course(parser: argparse.ArgumentParser) -> None:
    """ASSIGNMENT and --course."""
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=f"for example {next(iter(assignments()), 'NAME')}")
    the_course(parser)


def the_course(parser: argparse.ArgumentParser) -> None:
    """--course."""
    parser.add_argument("--course", type=Path, default=Path.cwd(), metavar="DIR", help="the course directory (this one)")


def no_course_here(by_flag: bool) -> FileNotFoundError:
    """The error to raise where the working directory lies in no course.

    Args:
        by_flag: the command has --course.
    """
    named = "name it by --course DIR, " if by_flag else ""
    return FileNotFoundError(
        f"{Path.cwd()} lies in no course: there is no {COURSE_TOML} here or above; change to a course's directory, {named}"
        "or make one: autograder new course DIR"
    )


def quick(parser: argparse.ArgumentParser) -> None:
    """--quick."""
    parser.add_argument(
        "--quick", action="store_true", help="read the course's files and run none of it: its answers are not judged beforehand"
    )


def known_tasks(names: list[str]) -> None:
    """Raises ValueError where a name is no task of the course; without names nothing of the course is read."""
    known = all_tasks() if names else {}
    for name in names:
        if name not in known:
            raise ValueError(f"there is no task called {name}; the tasks are {', '.join(known)}")


def no_sandbox(parser: argparse.ArgumentParser) -> None:
    """--no-sandbox, which was --unsafe."""
    parser.add_argument(
        "--no-sandbox",
        action="store_true",
        help="where this machine makes no sandbox, run submitted code without one, with all your rights",
    )
    parser.add_argument("--unsafe", action=OldFlag, dest="no_sandbox", new="--no-sandbox", const=True)


def grading(parser: argparse.ArgumentParser) -> None:
    """What `grade` and `diff` have in common: which class, what of it, and by whom it is graded."""
    assignment_and_course(parser)
    parser.add_argument("--force", action="store_true", help="grade also what has not changed since it was graded")
    parser.add_argument("--again", action=OldFlag, dest="force", new="--force", const=True)
    workers(parser)
    parser.add_argument("--device", choices=["cpu", "cuda"], help="where functions are called (cpu, or the course's setting)")
    parser.add_argument("--time-limit", type=minutes, metavar="MINUTES", help="stop then; the same command goes on later")
    parser.add_argument("--minutes", action=OldFlag, dest="time_limit", new="--time-limit", type=minutes)
    no_sandbox(parser)


def workers(parser: argparse.ArgumentParser) -> None:
    """How many workers grade, where, and within what limits."""
    parser.add_argument(
        "--workers", type=whole_number, metavar="N", help="worker processes (one for each core; fewer for a small class)"
    )
    parser.add_argument(
        "--scheduler", type=address, default="", metavar="ADDRESS", help="a Dask scheduler, whose workers grade instead"
    )
    parser.add_argument(
        "--memory", type=size, default="2GiB", metavar="SIZE", help="limit for each worker on this machine (2GiB)"
    )
    parser.add_argument("--nice", type=niceness, default=5, metavar="N", help="how far workers give way to other programs (5)")


def whole_number(text: str) -> int:
    """A number of things."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 on")
    return int(text)


def minutes(text: str) -> float:
    """A number of minutes."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not value >= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of minutes")
    return value


def size(text: str) -> str:
    """A size of memory in words that Dask reads."""
    if not MEMORY.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write one as 2GiB or 500MB")
    return text


def niceness(text: str) -> int:
    """How far a process gives way, as `nice` counts it."""
    if not re.fullmatch(r"1?[0-9]", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 19")
    return int(text)


def address(text: str) -> str:
    """A Dask scheduler's address, or none."""
    if text and not ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address of a scheduler; write one as tcp://server:8786")
    return text


def output_file(text: str) -> Path:
    """A file to be written; whether it can be is said before the work, not after it."""
    path = Path(text)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is a directory; name a file")
    above = next(folder for folder in (path.absolute().parent, *path.absolute().parents) if folder.exists())
    if not above.is_dir() or not os.access(path if path.exists() else above, os.W_OK):
        raise argparse.ArgumentTypeError(f"{text} cannot be written; name a file in a directory of yours")
    return path


def file_or_stream(text: str) -> Path:
    """A file to be written, or - for standard output."""
    return STREAM if text == str(STREAM) else output_file(text)


def interpreter(text: str) -> str:
    """A program that is there and may be run."""
    if shutil.which(text) is None:
        raise argparse.ArgumentTypeError(f"{text} is no program that you may run; name one as /opt/other/bin/python")
    return text
