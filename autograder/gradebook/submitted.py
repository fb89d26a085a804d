"""What students have submitted, with what the course's files say of them: their variants of tasks, who is in the roster."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path

import nbformat
from traitlets.config import Config

from autograder.collection.groups import Groups, read_groups
from autograder.collection.roster import Roster, read_roster
from autograder.gradebook.nbgrader_course import Course
from autograder.grading.submission import Submission, has_variants, read_submission
from autograder.grading.variants_file import Table, shared, variants_in
from autograder.layout import GROUPS_CSV, ROSTER_CSV
from autograder.notebooks.cells import tasks_of
from selfcheck.variants import normalised

LISTS = (ROSTER_CSV, GROUPS_CSV)


class Submitted:
    """The submissions of one assignment.

    Args:
        root: the course directory.
        release: the notebooks of the release: name -> JSON text.
        lists: the names of the roster and of the table of groups in the course directory.
    """

    def __init__(self, root: Path, release: dict[str, str], lists: tuple[str, str] = LISTS):
        self.root, self.release = root, release
        self.roster_file, self.groups_file = lists
        self.asks_whose = has_variants(release)  # else none of these files is read

    @classmethod
    def of_course(cls, course: Course, release: dict[str, str]) -> "Submitted":
        """The submissions of an assignment of a course, with the lists that its configuration names."""
        return cls(course.root, release, lists_in(course.config))

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
        return read_roster(self.root / self.roster_file)

    @cached_property
    def groups(self) -> Groups:
        """Who submits together.

        Raises:
            ValueError: the course's file cannot be understood.
        """
        return read_groups(self.root / self.groups_file, self.roster)

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
        together = {one for members in self.groups.members.values() if student in members for one in members}
        own = {name: self.table[name] for name in map(normalised, sorted(together | {student})) if name in self.table}
        doubt = f"{student!r} is not in {self.roster_file}" if self.roster and self.roster.student(student) is None else ""
        return replace(submission, partners=sorted(together - {student}), variants=own, doubt=doubt)

    def shared(self) -> list[str]:
        """Whom the course's file gives one variant where it has more: a sentence each."""
        if not self.asks_whose:
            return []
        marks = [mark for text in self.release.values() for mark in tasks_of(nbformat.reads(text, as_version=4)).values()]
        return shared(self.table, {mark.task: mark.variants for mark in marks if mark.variants})


def lists_in(config: Config) -> tuple[str, str]:
    """The names of the roster and of the table of groups, as nbgrader_config.py has them."""
    said = config.get("SafeExtractor", {})
    return str(said.get("roster", ROSTER_CSV)), str(said.get("groups", GROUPS_CSV))
