"""A class that nbgrader converts, one student after the other, is judged ahead of it by several workers.

nbgrader knows nothing of that: its step asks for the student whose turn it is, and waits if need be.
"""

import json
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from autograder.gradebook.submitted import LISTS, Submitted, lists_in
from autograder.grading.settings import GradingSettings
from autograder.grading.submission import Submission, read_release
from autograder.workers.pool import GradedSubmission, WorkerPool, graded_submissions


class ResultSpool:
    """Outcomes that wait for their turn: on the disk, since while one notebook takes its ten minutes all others may come back."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="judged-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)  # however the class ends
        self.paths: dict[str, Path] = {}

    def __contains__(self, student: str) -> bool:
        return student in self.paths

    def put(self, outcome: GradedSubmission) -> None:
        outcome = replace(outcome, notebooks={name: each.fetched() for name, each in outcome.notebooks.items()})
        path = self.folder / str(len(self.paths))
        path.write_text(json.dumps(asdict(outcome)), encoding="utf-8")
        self.paths[outcome.student] = path

    def take(self, student: str) -> GradedSubmission:
        """One of them, which is gone from here then."""
        path = self.paths[student]
        outcome = GradedSubmission.of(json.loads(path.read_text(encoding="utf-8")))
        path.unlink()
        return outcome


class Prefetcher:
    """The outcomes of some students, in whatever order they come, by name.

    Args:
        folders: student -> the folder of what was submitted, in the order in which they will be asked for.
        release: the folder of the release.
        course: the course directory, and the names of its lists, where a task's variant follows from who a student is.
    """

    def __init__(
        self,
        folders: dict[str, Path],
        release: Path,
        settings: GradingSettings,
        pool: WorkerPool,
        course: tuple[Path, tuple[str, str]] | None = None,
    ):
        self.release = read_release(release)
        root, lists = course or (release.parent.parent, LISTS)
        self.submitted = Submitted(root, self.release, lists)
        self.waiting = ResultSpool()
        self.coming: Iterator[GradedSubmission] = graded_submissions(
            self.submissions(folders), len(folders), self.release, settings, pool
        )
        self.left = set(folders)
        self.turn: tuple[str, GradedSubmission | None] = ("", None)

    def submissions(self, folders: dict[str, Path]) -> Iterator[Submission]:
        """What was submitted, read when somebody is free to judge it; where it cannot be read, that is the outcome."""
        for student, folder in folders.items():
            try:
                yield self.submitted.read(folder, student)
            except (OSError, ValueError) as error:  # of the folder, or of the course's variants.csv
                self.waiting.put(GradedSubmission(student, fault=f"not judged: {error}"))

    def take(self, student: str) -> GradedSubmission | None:
        """One student's outcome, again and again while it is that student's turn; None where none was expected or came."""
        if self.turn[0] != student:
            self.turn = student, self.wait_for(student)
        return self.turn[1]

    def wait_for(self, student: str) -> GradedSubmission | None:
        if student not in self.left:
            return None
        while student not in self.waiting:
            outcome = next(self.coming, None)
            if outcome is not None:
                self.waiting.put(outcome)
            elif student not in self.waiting:
                return None
        self.left.discard(student)
        if not self.left:
            next(self.coming, None)  # it has come to its end, and lets the workers go
        return self.waiting.take(student)


def of_converter(converter: Any, settings: GradingSettings, pool: WorkerPool, student: str) -> Prefetcher:
    """What runs ahead of one of nbgrader's converters, from the student whose turn it is; begun at the first."""
    running = getattr(converter, "_ahead", None)
    if running is None:
        directory = converter.coursedir
        folders = dict(to_come(converter, student))
        release = Path(directory.format_path(directory.release_directory, ".", directory.assignment_id))
        course = Path(directory.root), lists_in(converter.config)
        running = converter._ahead = Prefetcher(folders, release, settings, pool, course)
    return running


def to_come(converter: Any, first: str) -> Iterator[tuple[str, Path]]:
    """The student whose turn it is and those whom a converter will convert after that, with its folder, in its order."""
    directory = converter.coursedir
    excluded = directory.student_id_exclude.split(",")
    for folder in sorted(converter.assignments):
        student = Path(folder).parent.name
        done = Path(converter._format_dest(directory.assignment_id, student))
        current = directory.get_existing_timestamp(str(done)) if done.exists() else None
        submitted_at = directory.get_existing_timestamp(folder)
        newer = current is not None and submitted_at is not None and submitted_at > current
        wanted = student not in excluded and (converter.force or newer or not done.exists())
        if student == first or (wanted and student > first):  # of the first there is half a notebook by now
            yield student, Path(folder)
