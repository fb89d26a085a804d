"""Where a command's words go: to the terminal, to nowhere with --quiet, to a log file; and a reader who ends."""

import argparse
import contextlib
import logging
import os
import select
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TextIO

from autograder.workers.progress import Progress

STREAM = Path("-")  # names standard output where a file is asked for
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Logged:
    """A stream whose lines also go to a log file, without bars and what else only a terminal obeys."""

    def __init__(self, stream: TextIO, log: IO[str]):
        self.stream, self.log = stream, log

    def write(self, text: str) -> int:
        """Writes to the log first: it is complete even where nobody reads the stream."""
        if not {"\r", "\x1b"} & set(text):
            self.log.write(text)
            self.log.flush()
        return self.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextlib.contextmanager
def words_of(options: argparse.Namespace, line: Sequence[str]) -> Iterator[None]:
    """Sends what is printed meanwhile where the options of every command say.

    Args:
        line: the command line, for the log.
    Raises:
        OSError: the log file cannot be written.
    """
    with contextlib.ExitStack() as stack:
        if options.verbose:
            stack.enter_context(handled(logging.StreamHandler(sys.stderr)))
        if options.log_file:
            log = stack.enter_context(options.log_file.open("a", encoding="utf-8", errors="backslashreplace"))
            log.write(f"--- {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC: autograder {' '.join(line)}\n")
            stack.enter_context(handled(logging.StreamHandler(log)))
            stack.enter_context(contextlib.redirect_stderr(Logged(sys.stderr, log)))  # type: ignore[type-var]
        quiet_stream = sys.stdout
        if options.quiet:
            Progress.quiet = True
            stack.callback(setattr, Progress, "quiet", False)
            if not to_stream(options):
                quiet_stream = stack.enter_context(Path(os.devnull).open("w"))
        if options.log_file and not to_stream(options):
            quiet_stream = Logged(quiet_stream, log)  # type: ignore[assignment]
        stack.enter_context(contextlib.redirect_stdout(quiet_stream))
        if options.log_file:
            stack.push(lambda kind, error, where: log.write(ending(error)) and False)
        yield


def ending(error: BaseException | None) -> str:
    """The last lines of a log: the traceback of what ended the command early."""
    return "".join(traceback.format_exception(error)) if error else ""


@contextlib.contextmanager
def handled(handler: logging.Handler) -> Iterator[None]:
    """Lets a handler have what is logged meanwhile, from INFO on."""
    root = logging.getLogger()
    before = root.level
    handler.setFormatter(logging.Formatter(FORMAT))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def to_stream(options: argparse.Namespace) -> bool:
    """Whether the command's results are asked for on standard output, by `--json -`."""
    return getattr(options, "json", None) == STREAM


@contextlib.contextmanager
def beside_results(options: argparse.Namespace) -> Iterator[None]:
    """Sends what is printed for people to stderr, or with --quiet nowhere, where standard output is for results."""
    with contextlib.ExitStack() as stack:
        if to_stream(options):
            target = stack.enter_context(Path(os.devnull).open("w")) if options.quiet else sys.stderr
            stack.enter_context(contextlib.redirect_stdout(target))
        yield


def reader_has_gone() -> bool:
    """Whether nobody reads standard output or stderr any more; what nobody reads goes nowhere from then on."""
    gone = [stream for stream in (sys.__stdout__, sys.__stderr__) if stream is not None and is_broken(stream)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in gone:
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    return bool(gone)


def is_broken(stream: TextIO) -> bool:
    """Whether a stream is a pipe that nobody reads."""
    try:
        poll = select.poll()
        poll.register(stream.fileno(), 0)
        return any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))
    except (OSError, ValueError):
        return False
