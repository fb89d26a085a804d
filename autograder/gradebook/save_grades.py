"""A submission's points into the gradebook: all of them, or none; and nothing in place of what a person has given."""

import warnings
from pathlib import Path

from nbgrader.api import BaseCell, Comment, Grade
from nbgrader.converters import autograde
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades

from autograder.deadlines import deadline_of
from autograder.gradebook.penalties import follow_rule, seconds_late, set_due_date
from autograder.grading.graded import said_of
from autograder.notebooks.cells import test_id


def __getattr__(name: str):
    """Finds the step under the name that nbgrader_config.py gave it before, for one release."""
    if name != "SaveMarks":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    warnings.warn("SaveMarks is called SaveGrades now; write that in nbgrader_config.py", FutureWarning, stacklevel=2)
    return SaveGrades


class SaveGrades(SaveAutoGrades):
    """nbgrader's step, in one transaction: its own commits after every cell, and what ends it half-way leaves half the points."""

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        self.waiting = waiting_cells(nb)
        self.notebook_id, self.assignment_id, self.student_id = names["notebook"], names["assignment"], names["student"]
        with autograde.Gradebook(names["db_url"]) as gradebook:  # the converter's, which `course.opened_once` keeps open
            submitted = gradebook.find_submission_notebook(self.notebook_id, self.assignment_id, self.student_id)
            self.gradebook = _OneTransaction(gradebook, submitted)
            for index, cell in enumerate(nb.cells):
                self.preprocess_cell(cell, resources, index)
            gradebook.db.commit()
        return nb, resources

    def _add_score(self, cell, resources):
        """As nbgrader does; and of a mark that waits for a person the formgrader is to know, until a person has given one."""
        super()._add_score(cell, resources)
        name = cell.metadata["nbgrader"]["grade_id"]
        if name in self.waiting:
            grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
            grade.needs_manual_grade = True


def waiting_cells(notebook) -> set[str]:
    """The test cells of a marked notebook whose verdicts a person must look at."""
    return {test_id(verdict["task"]) for verdict in said_of(notebook).get("verdicts", []) if verdict.get("waits")}


class _OneTransaction:
    """As much of a gradebook as the step asks for; its commits wait."""

    def __init__(self, gradebook, submitted):
        self.grades, self.comments = (self.named(of, gradebook, submitted) for of in (Grade, Comment))
        self.gradebook, self.db = gradebook, self

    @staticmethod
    def named(of, gradebook, submitted):
        """Cell -> the grade or the comment on it, of one question: each asked for its name would fetch its cell by another."""
        rows = gradebook.db.query(BaseCell.name, of).join(BaseCell, of.cell_id == BaseCell.id)
        return dict(map(tuple, rows.filter(of.notebook_id == submitted.id)))

    def commit(self):
        """Not yet."""

    def find_grade(self, name, notebook, assignment, student):
        return self.grades.get(name) or self.gradebook.find_grade(name, notebook, assignment, student)

    def find_comment(self, name, notebook, assignment, student):
        return self.comments.get(name) or self.gradebook.find_comment(name, notebook, assignment, student)


class LatePenalties(AssignLatePenalties):
    """nbgrader's step, with the course's own deadlines, extensions and rule; without a rule its plugin decides.

    For a course that lays down neither nothing is done: nbgrader's own step takes away then what a person has given.
    """

    def preprocess(self, nb, resources):
        self.init_plugin()
        names = resources["nbgrader"]
        root = Path(self.parent.parent.coursedir.root)  # this step <- exporter <- converter
        deadline = deadline_of(root, names["assignment"], names["student"])
        by_hand = type(self.plugin_inst) is LateSubmissionPlugin and self.plugin_inst.penalty_method == "none"
        with autograde.Gradebook(names["db_url"]) as gradebook:
            set_due_date(gradebook, names["assignment"], deadline)
            submission = gradebook.find_submission(names["assignment"], names["student"])
            notebook = gradebook.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            if deadline.rule:
                follow_rule(notebook, submission, deadline)
            elif not by_hand:
                notebook.late_submission_penalty = self.by_plugin(notebook, seconds_late(submission, deadline), names["student"])
            gradebook.db.commit()
        return nb, resources

    def by_plugin(self, notebook, seconds: float, student: str) -> float | None:
        """What nbgrader's plugin takes off, within 0 and the score; None in time."""
        penalty = self.plugin_inst.late_submission_penalty(student, notebook.score, seconds) if seconds > 0 else None
        return None if penalty is None else self._check_late_penalty(notebook, penalty)
