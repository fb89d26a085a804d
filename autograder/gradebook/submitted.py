"""What students have submitted, with what the course's files say of them: their variants of tasks, who is in the roster."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path

import nbformat
from traitlets.config import Config

from autograder.collection.roster import Roster, read_roster
from autograder.gradebook.nbgrader_course import Course
from autograder.grading.submission import Submission, has_variants, read_submission
from autograder.grading.variants_file import Table, shared, variants_in
from autograder.notebooks.cells import tasks_of
from selfcheck.variants import normalised


class Submitted:
    """The submissions of one assignment.

    Args:
        root: the course directory.
        release: the notebooks of the release: name -> JSON text.
        roster: the name of the roster's file in the course directory.
    """

    def __init__(self, root: Path, release: dict[str, str], roster: str = "roster.csv"):
        self.root, self.release, self.file = root, release, roster
        self.asks_whose = has_variants(release)  # else none of these files is read

    @classmethod
    def of_course(cls, course: Course, release: dict[str, str]) -> "Submitted":
        """The submissions of an assignment of a course, with the roster that its configuration names."""
        return cls(course.root, release, roster_in(course.config))

    @cached_property
    def table(self) -> Table:
        """The course's variants.csv.

        Raises:
            ValueError: it cannot be understood.
        """
        return variants_in(self.root)

    @cached_property
    def roster(self) -> Roster:
        """The course's roster.

        Raises:
            ValueError: it cannot be understood.
        """
        return read_roster(self.root / self.file)

    def read(self, folder: Path, student: str) -> Submission:
        """What lies in a student's folder.

        Raises:
            PermissionError: it is not this user's to read.
            ValueError: one of the course's files cannot be understood.
        """
        return self.known(read_submission(folder, student, self.release))

    def known(self, submission: Submission) -> Submission:
        """A submission with what is known of its student, where a task asks for that."""
        if not self.asks_whose:
            return submission
        student = submission.student
        stranger = self.roster and self.roster.student(student) is None
        doubt = f"{student!r} is not in {self.file}" if stranger else ""
        return replace(submission, variants=self.table.get(normalised(student), {}), doubt=doubt)

    def shared(self) -> list[str]:
        """Whom the course's file gives one variant where it has more: a sentence each."""
        if not self.asks_whose:
            return []
        marks = [mark for text in self.release.values() for mark in tasks_of(nbformat.reads(text, as_version=4)).values()]
        return shared(self.table, {mark.task: mark.variants for mark in marks if mark.variants})


def roster_in(config: Config) -> str:
    """The name of the roster's file, as nbgrader_config.py has it."""
    return str(config.get("SafeExtractor", {}).get("roster", "roster.csv"))
