"""What being late costs, into the gradebook: by the course's rule, or else by nbgrader's plugin; extensions count in both.

Where the course lays down nothing at all, penalties that people have typed stay.
"""

from collections.abc import Iterable

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook

from autograder.deadlines import Deadline, deadline_of
from autograder.gradebook.file_copies import time_in
from autograder.gradebook.nbgrader_course import Course


def set_due_date(gradebook: Gradebook, assignment: str, deadline: Deadline) -> None:
    """Tells the gradebook the course's date, which the formgrader and nbgrader's exchange show; without one its own stays."""
    if deadline.due is None:
        return
    entry = gradebook.find_assignment(assignment)
    if entry.duedate != deadline.due:
        entry.duedate = deadline.due


def seconds_late(submission: SubmittedAssignment, deadline: Deadline) -> float:
    """Seconds after what is the deadline for this student."""
    return deadline.seconds_late(submission.timestamp, submission.duedate)


def follow_rule(notebook: SubmittedNotebook, submission: SubmittedAssignment, deadline: Deadline) -> None:
    """Sets a notebook's penalty by the course's rule; none in time."""
    penalty = deadline.penalty(notebook.score, submission.timestamp, submission.duedate)
    notebook.late_submission_penalty = penalty or None


def settle(course: Course, assignment: str, students: Iterable[str]) -> None:
    """Sets the penalties of students anew by the course's rule, also of those whom nobody grades now.

    So a new due date, rule or extension, a corrected timestamp.txt and points that a person has given since are followed.
    Without a rule in the course nothing is changed.

    Raises:
        ValueError: the course's dates or extensions.csv cannot be understood.
    """
    of_student = {student: deadline_of(course.root, assignment, student) for student in students}
    if not any(deadline.rule for deadline in of_student.values()):
        return
    with course.gradebook() as gradebook:
        for student, deadline in of_student.items():
            try:
                submission = gradebook.find_submission(assignment, student)
            except MissingEntry:
                continue
            set_due_date(gradebook, assignment, deadline)
            when, _ = time_in(course.folder("submitted", student, assignment))
            submission.timestamp = when or submission.timestamp
            for notebook in submission.notebooks:
                follow_rule(notebook, submission, deadline)
        gradebook.db.commit()
