"""Marks as Canvas and Moodle read them: exporters for `nbgrader export`.

nbgrader export --exporter autograder.reports.lms_export.Canvas --assignment "['part1']" --to canvas.csv

Names, addresses and numbers are read from the course's roster.csv, as `nbgrader zip_collect` does; where the roster has none,
they come from the gradebook. A student who has submitted nothing, or was not judged, gets an empty cell, which changes no mark
there. Students who are missing from the roster are exported too, and named.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import Gradebook, GradeCell, MissingEntry, SubmittedNotebook
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Unicode

from autograder.collection.names import no_formula
from autograder.collection.roster import Person, Roster, read_roster


class Listed(NamedTuple):
    """A student of the roster, of the gradebook, or of both."""

    student: str
    first_name: str
    last_name: str
    email: str
    person: Person | None = None

    def of_roster(self, column: str) -> str:
        """What the roster has in a column that is there for exports; "" where it has nothing."""
        return self.person.exported.get(column, "") if self.person else ""


class LmsExporter(ExportPlugin):
    """What the exporters have in common: students by assignments, and whom the LMS means."""

    roster = Unicode("roster.csv", help="The course's roster.").tag(config=True)
    columns = Dict(help="Assignment -> the column's name in the LMS, for example 'Part 1 (98765)'.").tag(config=True)
    file = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Writes the file; says who could not be found in the roster, and whose answers nobody has read yet."""
        assignments = [one for one in gradebook.assignments if not self.assignment or one.name in self.assignment]
        if not assignments:
            known = ", ".join(one.name for one in gradebook.assignments) or "none"
            raise ValueError(f"no such assignment: {', '.join(map(str, self.assignment))}; the gradebook has {known}")
        roster = read_roster(Path(self.roster))
        target = Path(self.to or self.file)
        with target.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            for line in self.lines(gradebook, assignments, roster):
                lines.writerow([no_formula(value) for value in line])
        self.log.info("wrote %s", target)

    def lines(self, gradebook: Gradebook, assignments: list[Any], roster: Roster) -> Iterator[list[Any]]:
        """The file, line by line."""
        raise NotImplementedError

    def students(self, gradebook: Gradebook, roster: Roster) -> Iterator[Listed]:
        """The students who are asked for, of the gradebook and of the roster, in the order of their ids."""
        people = {person.student.casefold(): person for person in roster.people}
        recorded = {student.id: student for student in gradebook.students}
        there = {student.casefold() for student in recorded}
        for student in sorted([*recorded, *(person.student for name, person in people.items() if name not in there)]):
            if self.student and student not in self.student:
                continue
            if roster and student.casefold() not in people:
                self.log.warning("%s is not in %s: the LMS may not know who that is", student, self.roster)
            yield listed(student, people.get(student.casefold()), recorded.get(student))

    def marks(self, gradebook: Gradebook, assignments: list[Any], student: str) -> list[Any]:
        """The student's points in each assignment; empty where nothing was submitted, or what was is not judged."""
        found = []
        for assignment in assignments:
            try:
                submission = gradebook.find_submission(assignment.name, student)
            except MissingEntry:
                found.append("")
                continue
            without = {kind for notebook in submission.notebooks for kind in unscored(notebook)}
            if "test" in without:
                self.log.warning("%s, %s: not judged, so no points are exported; grade it first", student, assignment.name)
                found.append("")
                continue
            if "waiting" in without:
                self.log.warning("%s, %s: points of the grader wait for a person", student, assignment.name)
            if "answer" in without:
                self.log.warning("%s, %s: written answers have no points yet", student, assignment.name)
            found.append(f"{max(0.0, submission.score - submission.late_submission_penalty):g}")
        return found

    def heads(self, assignments: list[Any]) -> list[str]:
        return [self.columns.get(assignment.name, assignment.name) for assignment in assignments]


def listed(student: str, person: Person | None, recorded: Any) -> Listed:
    """A student as the roster has it, and where it has nothing, as the gradebook."""
    first, last, email = (getattr(recorded, name, None) or "" for name in ("first_name", "last_name", "email"))
    if person is None:
        return Listed(student, first, last, email)
    if person.name:
        first, last = person.first_name, person.last_name
    return Listed(student, first, last, person.email or email, person)


def unscored(notebook: SubmittedNotebook) -> Iterator[str]:
    """The kind of each cell that has no points from anybody yet: "test" where the grader gives them, otherwise "answer".

    "waiting" for one with the grader's points, which a person is to look at.
    """
    by_hand = {cell.name for cell in notebook.notebook.solution_cells}
    for grade in notebook.grades:
        if grade.auto_score is not None and grade.manual_score is None and grade.needs_manual_grade:
            yield "waiting"
        if grade.auto_score is None and grade.manual_score is None:
            yield "test" if isinstance(grade.cell, GradeCell) and grade.cell.name not in by_hand else "answer"


class Canvas(LmsExporter):
    """Canvas's gradebook, for its button Import: students by its own numbers, a second line with the points that can be had."""

    file = "canvas.csv"

    def lines(self, gradebook, assignments, roster):
        """The file, line by line."""
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *self.heads(assignments)]
        yield ["    Points Possible", "", "", "", "", *(f"{assignment.max_score:g}" for assignment in assignments)]
        for one in self.students(gradebook, roster):
            name = f"{one.last_name}, {one.first_name}".strip(", ") or one.student
            number = one.person.number("canvas") if one.person else ""
            login = one.of_roster("login") or one.student
            names = [name, number, one.of_roster("sis_user_id"), login, one.of_roster("section")]
            yield [*names, *self.marks(gradebook, assignments, one.student)]


class Moodle(LmsExporter):
    """For Moodle's Grades > Import > CSV file: map `Email address` or `ID number` to the user, the rest to grade items."""

    file = "moodle.csv"

    def lines(self, gradebook, assignments, roster):
        """The file, line by line."""
        yield ["Username", "ID number", "First name", "Last name", "Email address", *self.heads(assignments)]
        for one in self.students(gradebook, roster):
            # no `moodle_id`: that is a participant's number in one assignment, and could be somebody else's ID number
            number = one.of_roster("id_number") or (one.person.numbers.get("lms_user", "") if one.person else "")
            names = [one.of_roster("login") or one.student, number, one.first_name, one.last_name, one.email]
            yield [*names, *(mark or "-" for mark in self.marks(gradebook, assignments, one.student))]
