"""The feedback pages of a class, made by several processes ahead of nbgrader's converter, which writes one after the other.

Whoever starts the converter, the command line, the formgrader or `autograder feedback`, gets them so: nbgrader_config.py names
the exporter. A small class, or a single page, is made in this process.
"""

import os
import weakref
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.assignments import use_course
from autograder.feedback.pages import FeedbackPage
from autograder.gradebook.nbgrader_course import opened_once
from autograder.gradebook.prefetch import to_come

FEW = 24  # pages for each process: the first of them are made in the time in which one more starts
AHEAD = 3  # pages for each process that may wait for their turn


class ClassFeedbackPage(FeedbackPage):
    """nbgrader's exporter of feedback: the page of one notebook, which another process may have made already."""

    def from_filename(self, filename, resources=None, **kw):
        ahead = pages_ahead(self.parent, filename)
        page = ahead.take(filename) if ahead else None
        if page is None:
            return super().from_filename(filename, resources, **kw)
        return page, {**(resources or {}), "output_extension": self.file_extension, "outputs": {}}


class PagesAhead:
    """Pages in the order in which they will be asked for, some of them made before.

    Args:
        filenames: the graded notebooks, as nbgrader names them.
        config: the configuration of the converter, with the root of its course.
    """

    def __init__(self, filenames: list[str], config: Config, processes: int):
        self.to_come: Iterator[str] = iter(filenames)
        self.pool = ProcessPoolExecutor(processes, forking(), initializer=open_course, initargs=(config,))
        self.running: deque[tuple[str, Future[str]]] = deque()
        weakref.finalize(self, partial(self.pool.shutdown, wait=False, cancel_futures=True))  # however the class ends
        for _ in range(AHEAD * processes):
            self.begin_next()

    def begin_next(self) -> None:
        for filename in self.to_come:
            self.running.append((filename, self.pool.submit(page_of, filename)))
            return

    def take(self, filename: str) -> str | None:
        """The page of a notebook; None where none was expected, or where it failed: nbgrader then sees the failure itself."""
        while any(name == filename for name, _ in self.running):
            name, page = self.running.popleft()
            try:
                self.begin_next()
                made = page.result()
            except Exception:  # a process that was killed, too
                return None
            if name == filename:
                return made
        return None


def pages_ahead(converter: Any, filename: str) -> PagesAhead | None:
    """What runs ahead of a converter, begun at its first page; None where there are too few pages for it."""
    if not isinstance(converter, GenerateFeedback):
        return None
    if not hasattr(converter, "_pages_ahead"):
        filenames = list(notebooks_to_come(converter, filename))
        processes = min(processes_wanted(converter.config), len(filenames) // FEW)
        config = Config(converter.config)
        config.CourseDirectory.root, config.CourseDirectory.db_url = converter.coursedir.root, converter.coursedir.db_url
        converter._pages_ahead = PagesAhead(filenames, config, processes) if processes > 1 else None
    return converter._pages_ahead


def forking() -> BaseContext:
    """Processes that are forked from one which has loaded what a page needs: that takes as long as making fifteen pages."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])  # a formgrader has threads: it could not be forked itself
    return context


def notebooks_to_come(converter: GenerateFeedback, first: str) -> Iterator[str]:
    """The notebook whose turn it is, and those that the converter will convert after it, in its order."""
    students = {student for student, _ in to_come(converter, Path(first).parent.parent.name)}
    for folder in sorted(converter.assignments):
        if Path(folder).parent.name in students:
            begun = folder == os.path.dirname(first)
            yield from (name for name in sorted(converter.assignments[folder]) if not begun or name >= first)


def processes_wanted(config: Config) -> int:
    """As many as grade: the course's setting, or one for each core."""
    chosen = config.ExecuteAndJudge.get("workers", None)
    return len(os.sched_getaffinity(0)) if chosen is None else int(chosen)


# --- in a process that makes pages --------------------------------------------------------------------------------------

HERE = ExitStack()  # the gradebook, open as long as the process lives
MAKING: list[tuple[GenerateFeedback, FeedbackPage]] = []  # the one pair that this process has


def open_course(config: Config) -> None:
    """Prepares a process for the pages of one course."""
    root = config.CourseDirectory.root
    use_course(Path(root))
    os.chdir(root)
    HERE.enter_context(opened_once())
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    exporter = FeedbackPage(parent=converter, config=converter.config)
    for step in converter.preprocessors:
        exporter.register_preprocessor(step)
    MAKING.append((converter, exporter))


def page_of(filename: str) -> str:
    """Makes the page of one notebook."""
    converter, exporter = MAKING[0]
    page, _ = exporter.from_filename(filename, converter.init_single_notebook_resources(filename))
    return str(page)
