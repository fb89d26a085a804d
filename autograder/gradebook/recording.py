"""Records one graded submission in autograded/ and the gradebook; one process of a course at a time."""

import contextlib
import fcntl
import glob
import warnings
from collections.abc import Iterator

from sqlalchemy.exc import SAWarning

from autograder.gradebook.nbgrader_course import Course
from autograder.grading.graded import READY, GradedNotebook


@contextlib.contextmanager
def one_writer(course: Course) -> Iterator[None]:
    """Nobody else records in this course meanwhile: two people may grade at once."""
    path = course.root / "reports" / ".writing"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # it ends with the process, however that ends
        yield


def record(course: Course, assignment: str, student: str, notebooks: dict[str, GradedNotebook]) -> str:
    """Has nbgrader write a marked submission into autograded/ and the gradebook; the reason where it does not."""
    if student != glob.escape(student.strip()):  # nbgrader would take another student's, or nobody's
        return f"not judged: nbgrader takes no name with *, ? or [ in it, or with blanks around it: rename {student!r}"
    folder = str(course.folder("submitted", student, assignment))
    READY[folder] = notebooks
    try:
        done = course.autograde(assignment, student)
    finally:
        del READY[folder]
    return "" if done.success else last_line(done.log)


def record_nothing(course: Course, assignment: str, student: str) -> None:
    """Writes a submission without a notebook into the gradebook: zero points, nothing to grade by hand."""
    with course.gradebook() as gradebook, warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's own, harmless and long
        gradebook.update_or_create_student(student)
        submission = gradebook.update_or_create_submission(assignment, student)
        for notebook in submission.notebooks:
            for mark in notebook.grades:
                mark.auto_score, mark.needs_manual_grade = 0, False
        gradebook.db.commit()


def last_line(log: str) -> str:
    """The line of nbgrader's log that says what went wrong."""
    lines = [line for line in log.splitlines() if line.strip()]
    telling = [line for line in lines if "not judged" in line or "Error" in line]
    return (telling or lines or ["nbgrader gave no reason"])[-1].strip()
