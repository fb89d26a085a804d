"""A class that nbgrader converts, one student after the other, is judged ahead of it by several workers.

nbgrader knows nothing of that: its step asks for the student whose turn it is, and waits if need be.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.hands import Hands, Outcome, outcomes
from autograder.papers import Settings, read_paper, read_release


class Ahead:
    """The outcomes of some students, in whatever order they come, by name.

    Args:
        folders: student -> the folder of what was handed in, in the order in which they will be asked for.
        release: the folder of the release.
    """

    def __init__(self, folders: dict[str, Path], release: Path, settings: Settings, hands: Hands):
        self.release = read_release(release)
        papers = (read_paper(folder, student, list(self.release)) for student, folder in folders.items())
        self.coming: Iterator[Outcome] = outcomes(papers, len(folders), self.release, settings, hands)
        self.waiting: dict[str, Outcome] = {}
        self.left = set(folders)
        self.turn: tuple[str, Outcome | None] = ("", None)

    def take(self, student: str) -> Outcome | None:
        """One student's outcome, again and again while it is that student's turn; None where none was expected or came."""
        if self.turn[0] != student:
            self.turn = student, self.wait_for(student)
        return self.turn[1]

    def wait_for(self, student: str) -> Outcome | None:
        if student not in self.left:
            return None
        while student not in self.waiting:
            outcome = next(self.coming, None)
            if outcome is None:
                return None
            self.waiting[outcome.student] = outcome
        self.left.discard(student)
        if not self.left:
            next(self.coming, None)  # it has come to its end, and lets the workers go
        return self.waiting.pop(student)


def of_converter(converter: Any, settings: Settings, hands: Hands, student: str) -> Ahead:
    """What runs ahead of one of nbgrader's converters, from the student whose turn it is; begun at the first."""
    running = getattr(converter, "_ahead", None)
    if running is None:
        directory = converter.coursedir
        folders = dict(to_come(converter, student))
        release = Path(directory.format_path(directory.release_directory, ".", directory.assignment_id))
        running = converter._ahead = Ahead(folders, release, settings, hands)
    return running


def to_come(converter: Any, first: str) -> Iterator[tuple[str, Path]]:
    """The student whose turn it is and those whom a converter will convert after that, with what they handed in, in its order."""
    directory = converter.coursedir
    excluded = directory.student_id_exclude.split(",")
    for folder in sorted(converter.assignments):
        student = Path(folder).parent.name
        done = Path(directory.format_path(directory.autograded_directory, student, directory.assignment_id))
        current = directory.get_existing_timestamp(str(done)) if done.exists() else None
        handed_in = directory.get_existing_timestamp(folder)
        newer = current is not None and handed_in is not None and handed_in > current
        wanted = student not in excluded and (converter.force or newer or not done.exists())
        if student == first or (wanted and student > first):  # of the first there is half a notebook by now
            yield student, Path(folder)
