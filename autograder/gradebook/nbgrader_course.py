"""A course directory as nbgrader knows it: its configuration, its rooms, its gradebook, its converters."""

import io
import logging
import os
import sysconfig
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbgrader.api
import sqlalchemy
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, BaseConverter, GenerateAssignment, GenerateFeedback
from nbgrader.converters import autograde as autograding
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from autograder.assignments import use_course
from autograder.gradebook.configuration_check import refuse_mistakes
from autograder.gradebook.course_folders import configuration, submitted_by
from autograder.gradebook.gradebook_file import heads, revisions
from autograder.grading.settings import DEFAULTS

# nbgrader calls `alembic` by name; an environment that is not activated has it here alone
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
asked_of_alembic = nbgrader.api.get_alembic_version


def newest_revision() -> str:
    """The revision that nbgrader notes in a new gradebook, read from its files: it would start a process to ask Alembic."""
    newest = heads(revisions())
    return newest.pop() if len(newest) == 1 else asked_of_alembic()


nbgrader.api.get_alembic_version = newest_revision


class Done(NamedTuple):
    """How a run of nbgrader ended."""

    success: bool
    log: str


engine = cache(sqlalchemy.create_engine)  # an engine holds the questions that it has written, and no open connection


class Kept(Gradebook):
    """A gradebook that stays open when nbgrader closes it; what others write meanwhile is seen all the same."""

    def close(self):
        self.db.remove()


@contextmanager
def opened_once() -> Iterator[None]:
    """nbgrader opens the gradebook six times for a submission, and asks each time for its thirteen tables and its course.

    Within a `with` of it another changes nothing: who grades a class holds one open for all.
    """
    if nbgrader.api.create_engine is engine:
        yield
        return
    kept: dict[str, Gradebook] = {}

    def opened(db_url: str, *course: str) -> Gradebook:
        if db_url not in kept:
            kept[db_url] = Kept(db_url, *course)
        return kept[db_url]

    before = nbgrader.api.create_engine, autograding.Gradebook
    nbgrader.api.create_engine, autograding.Gradebook = engine, opened
    try:
        yield
    finally:
        nbgrader.api.create_engine, autograding.Gradebook = before
        for gradebook in kept.values():
            Gradebook.close(gradebook)


class Course:
    """One course directory.

    Args:
        root: the directory that holds nbgrader_config.py.
        db_url: another gradebook than the course's own.
    Raises:
        FileNotFoundError: there is no nbgrader_config.py in it.
        ValueError: that file does not run, or sets what cannot be set so; or this process has loaded another course.
    """

    def __init__(self, root: Path, db_url: str | None = None):
        self.root = root.resolve()
        configuration(self.root)
        use_course(self.root)
        try:
            self.config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()
        except Exception as error:  # it is Python: it may raise anything
            raise ValueError(f"{self.root / 'nbgrader_config.py'} does not run: {type(error).__name__}: {error}") from error
        refuse_mistakes(self.config, str(self.root / "nbgrader_config.py"))
        self.config.CourseDirectory.root = str(self.root)
        if db_url is not None:
            self.config.CourseDirectory.db_url = db_url

    @property
    def unsafe(self) -> bool:
        """Whether students' code runs without a sandbox where this machine makes none."""
        return bool(self.config.ExecuteAndJudge.get("unsafe", DEFAULTS.unsafe))

    @unsafe.setter
    def unsafe(self, wanted: bool) -> None:
        self.config.ExecuteAndJudge.unsafe = wanted

    @property
    def device(self) -> str:
        """What students' functions are asked on, "cpu" or "cuda"."""
        return str(self.config.ExecuteAndJudge.get("device", DEFAULTS.device))

    @device.setter
    def device(self, wanted: str) -> None:
        self.config.ExecuteAndJudge.device = wanted

    @property
    def workers(self) -> int | None:
        """How many processes grade a class; None leaves it to the machine."""
        return self.config.ExecuteAndJudge.get("workers", None)

    @property
    def scheduler(self) -> str:
        """The address of a Dask scheduler whose workers grade instead; empty for none."""
        return str(self.config.ExecuteAndJudge.get("scheduler", ""))

    def directory(self, assignment: str = "", student: str = "*") -> CourseDirectory:
        """nbgrader's own view, for one assignment and one student or all."""
        directory = CourseDirectory(config=self.config)
        directory.assignment_id, directory.student_id = assignment, student
        return directory

    def gradebook(self) -> Gradebook:
        """The open gradebook; close it, or use it in a `with`."""
        directory = self.directory()
        return Gradebook(directory.db_url, directory.course_id)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """The folder of a submission in one step of nbgrader: submitted, autograded, feedback, source or release."""
        directory = self.directory()
        return Path(directory.format_path(getattr(directory, f"{step}_directory"), student, assignment))

    def students(self, assignment: str) -> list[str]:
        """All who have submitted something for an assignment, by their ids, but for those whom nbgrader is to skip."""
        excluded = set(self.directory().student_id_exclude.split(","))
        return [student for student in submitted_by(self.root, assignment) if student not in excluded]

    def generate_assignment(self, assignment: str) -> Done:
        """source/ -> release/, and the gradebook learns of the assignment."""
        return self.run(GenerateAssignment, self.directory(assignment), force=True)

    def autograde(self, assignment: str, student: str, force: bool = True) -> Done:
        """submitted/ -> autograded/ and the gradebook, for one student, or for '*', the class."""
        return self.run(Autograde, self.directory(assignment, student), force)

    def generate_feedback(
        self, assignment: str, student: str = "*", converter: type[GenerateFeedback] = GenerateFeedback
    ) -> Done:
        """autograded/ -> feedback/."""
        return self.run(converter, self.directory(assignment, student), force=True)

    def run(self, converter: type[BaseConverter], directory: CourseDirectory, force: bool) -> Done:
        """One of nbgrader's converters, with what it said."""
        said = io.StringIO()
        step = converter(coursedir=directory, config=self.config)
        step.force = force
        handler = logging.StreamHandler(said)
        log, was = step.log, step.log.propagate
        log.addHandler(handler)
        log.propagate = False
        try:
            with warnings.catch_warnings(), opened_once():
                warnings.simplefilter("ignore", SAWarning)  # nbgrader's own, harmless and long
                step.start()
        except (Exception, SystemExit) as error:  # nbgrader ends a run with either, and has logged why
            said.write(f"{type(error).__name__}: {error}\n")
            return Done(False, said.getvalue())
        finally:
            log.removeHandler(handler)
            log.propagate = was
        return Done(True, said.getvalue())
