"""The parser of each command: flags that all commands have, examples below the help, and refusals in one line."""

import argparse
import platform
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from autograder.layout import ENGINE

EXIT_CODES = """exit status:
  0    done
  1    done, but a person must look: somebody has no grade, or a fault was found
  2    refused: the message says why and how to go on; nothing was done
  70   a fault of this program, with a traceback to report
  130  stopped by Ctrl-C
  141  the program that read the output has ended, as `head` does
"""
SHELL_COMPLETION = "completion in the shell: autograder completion --help"
NO_CHOICE = re.compile(r"invalid choice: '([^']*)' \(choose from (.*)\)")
OTHERS = ("nbgrader", "torch", "distributed")  # packages on which a verdict depends most


class CommandParser(argparse.ArgumentParser):
    """argparse's, with the flags of every command; parsers of subcommands are of this class, too."""

    def __init__(self, *arguments: Any, **options: Any):
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*arguments, **options)
        everywhere = self.add_argument_group("options of every command")
        everywhere.add_argument(
            "--quiet",
            action="store_true",
            default=argparse.SUPPRESS,
            help="print only what went wrong; the exit status says the rest",
        )
        everywhere.add_argument("--verbose", action="store_true", default=argparse.SUPPRESS, help=self.verbose_help())
        everywhere.add_argument(
            "--log-file", type=Path, default=argparse.SUPPRESS, metavar="FILE", help="append to FILE what is printed, and more"
        )

    def verbose_help(self) -> str:
        """What more is printed: grading has a table for it."""
        table = "print a row for each student and task; " if self.prog.endswith(" grade") else ""
        return f"{table}say more of what is done, and where a refusal came from"

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse's, but what a command does not know is refused by that command, with the flag that may have been meant."""
        options, unknown = super().parse_known_args(args, namespace)
        if unknown:
            near = get_close_matches(unknown[0].partition("=")[0], re.findall(r"--[\w-]+", self.format_help()), 1)
            self.error(f"unrecognized arguments: {' '.join(unknown)}{meant(near)}")
        return options, unknown

    def error(self, message: str) -> NoReturn:
        """Refuses a command line, in one line that says where to read on."""
        if found := NO_CHOICE.search(message):
            message += meant(get_close_matches(found[1], re.findall(r"[\w-]+", found[2]), 1))
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`\n")


class Version(argparse.Action):
    """--version, which looks for the versions only where it is asked for them."""

    def __init__(self, option_strings: Sequence[str], dest: str, **others: Any):
        super().__init__(option_strings, dest=argparse.SUPPRESS, nargs=0, help="print versions, for a report of a fault")

    def __call__(self, parser: argparse.ArgumentParser, *others: Any) -> NoReturn:
        print(versions())
        parser.exit()


def meant(near: Sequence[str]) -> str:
    """A question whether another word was meant; empty where none is alike."""
    return f"; did you mean {near[0]}?" if near else ""


def examples(lines: Iterable[tuple[str, str]]) -> str:
    """The examples below a command's help: (command line, what it does)."""
    found = list(lines)
    width = max((len(line) for line, _ in found), default=0)
    return "examples:\n" + "".join(f"  {line:{width}}  # {what}\n" for line, what in found) if found else ""


def versions() -> str:
    """This program's version and those of the packages on which verdicts depend most, in one line."""
    from importlib.metadata import PackageNotFoundError, version

    def known(name: str) -> str:
        try:
            return version(name)
        except PackageNotFoundError:
            return "not installed"

    others = ", ".join(f"{name} {known(name)}" for name in OTHERS)
    return f"{ENGINE_PACKAGE} {engine_version()} (Python {platform.python_version()}, {others}) in {ENGINE}"


def engine_version() -> str:
    """This program's version, as it is installed."""
    from importlib.metadata import packages_distributions, version

    names = packages_distributions().get(ENGINE_PACKAGE, [])
    return version(names[0]) if names else "not installed"


ENGINE_PACKAGE = __name__.partition(".")[0]
