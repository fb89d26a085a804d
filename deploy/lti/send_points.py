"""Sends points from the gradebook into the LMS's columns, by LTI's Assignment and Grade Services: those that have changed.

python deploy/lti/send_points.py ASSIGNMENT --site build/hub --course COURSE_DIRECTORY --dry-run
"""

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy.exc
from nbgrader.api import Gradebook, MissingEntry
from platform_services import PlatformFault, grades, one_line
from platform_settings import Refused, Settings, kept_services, read_settings
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem
from score_plan import KEPT, NOTHING, SEND, UNCHANGED, UNKNOWN, WAITS, Mark, SentScores, now, what_to_do

from autograder.collection.names import shown
from autograder.collection.roster import read_roster
from autograder.gradebook.gradebook_file import refuse_unusable, spoken_of
from autograder.gradebook.nbgrader_course import Course
from autograder.reports.lms_export import LmsExporter, unscored

SAID = {
    SEND: "",
    UNKNOWN: "; kept back: no lti_id in the roster, see fetch_roster.py",
    WAITS: "; kept back: a person is to look at it, or to give points to an answer; --unfinished sends what there is",
    KEPT: "; kept back: not what was sent from here, so somebody has changed it there; --overwrite sends it",
}


class Passback:
    """One assignment on its way into one column."""

    def __init__(self, settings: Settings, service: AssignmentsGradesService, sent: SentScores, assignment: str, maximum: float):
        self.settings, self.service, self.sent = settings, service, sent
        self.assignment, self.maximum = assignment, maximum
        self.column = self.find_column()

    def find_column(self) -> LineItem | None:
        """The LMS's column: the one that lti.toml names, or the one that was made for this assignment; None where there is none.

        Raises:
            Refused: there are several, or the one that is named is not there.
        """
        label = self.settings.columns.get(self.assignment, "")
        with one_line("columns"):
            columns = list(self.service.get_lineitems())
            found = [one for one in columns if (one.get("label") == label if label else one.get("resourceId") == self.assignment)]
        if len(found) > 1:
            raise Refused(f"the LMS has {len(found)} columns for {self.assignment}: name one in [columns] of lti.toml")
        if label and not found:
            known = ", ".join(shown(str(one.get("label"))) for one in columns) or "none"
            raise Refused(f"the LMS has no column {label!r}; it has {known}")
        return LineItem(found[0]) if found else None

    def make_column(self) -> None:
        """A column for this assignment, where there is none."""
        if self.column is not None:
            return
        column = LineItem().set_label(self.assignment).set_resource_id(self.assignment).set_tag("autograder")
        with one_line("new column"):
            self.column = self.service.create_lineitem(column.set_score_maximum(self.maximum))

    @property
    def address(self) -> str:
        return (self.column.get_id() if self.column else "") or ""

    def held(self) -> dict[str, float]:
        """What the LMS has in the column: user -> points, on our scale; empty where it does not let this tool read them."""
        if self.column is None or not self.service.can_read_grades():
            return {}
        with one_line("points that the LMS has"):
            found = [one for one in self.service.get_grades(self.column) if one.get("resultScore") is not None]
            scale = {str(one["userId"]): self.maximum / float(one.get("resultMaximum") or 1) for one in found}
            return {user: float(one["resultScore"]) * scale[user] for one in found for user in [str(one["userId"])]}

    def send(self, mark: Mark) -> None:
        """Sends one mark, and notes that it was taken.

        Raises:
            PlatformFault: it was not.
        """
        score = Grade().set_user_id(mark.user).set_score_given(mark.points).set_score_maximum(self.maximum)
        score.set_timestamp(now()).set_activity_progress("Completed")
        score.set_grading_progress("PendingManual" if mark.waits else "FullyGraded")
        with one_line(mark.student):
            self.service.put_grade(score, self.column)
        self.sent.add(self.address, mark, self.assignment)


def marks(gradebook: Gradebook, course: Path, passback: Passback) -> Iterator[Mark]:
    """Everybody's points as the exports have them, and what the LMS has of them."""
    roster = read_roster(course / "roster.csv")
    exporter = LmsExporter(roster=str(course / "roster.csv"), log=quiet_log())
    assignment = gradebook.find_assignment(passback.assignment)
    held = passback.held()
    for one in exporter.students(gradebook, roster):
        (points,) = exporter.marks(gradebook, [assignment], one.student)
        user = one.of_roster("lti_id")
        sent = passback.sent.points(passback.address, user)
        waits = points != "" and is_waiting(gradebook, passback.assignment, one.student)
        yield Mark(one.student, user, None if points == "" else float(points), waits, held.get(user), sent)


def quiet_log() -> logging.Logger:
    """For the exporter, whose warnings are said here in a table."""
    log = logging.getLogger("send_points")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    return log


def is_waiting(gradebook: Gradebook, assignment: str, student: str) -> bool:
    notebooks = gradebook.find_submission(assignment, student).notebooks
    return any(kind in ("answer", "waiting") for notebook in notebooks for kind in unscored(notebook))


def send(asked: argparse.Namespace) -> int:
    """All that is asked for; 1 where a score was not taken, or was kept back because it differs there."""
    settings, services = read_settings(asked.site), kept_services(asked.site)
    service, sent = grades(settings, services), SentScores(asked.course)
    with opened(asked.course) as gradebook:
        for name in asked.assignments:  # all of them first: a name that is wrong stops before anything is sent
            maximum_of(gradebook, name)
        return max(
            send_one(Passback(settings, service, sent, name, maximum_of(gradebook, name)), gradebook, asked)
            for name in asked.assignments
        )


def send_one(passback: Passback, gradebook: Gradebook, asked: argparse.Namespace) -> int:
    """One assignment: a table, and what became of it."""
    plan = [(mark, what_to_do(mark, asked.overwrite, asked.unfinished)) for mark in marks(gradebook, asked.course, passback)]
    for mark, word in plan:
        if word in (SEND, UNKNOWN, WAITS, KEPT):
            print(f"{passback.assignment}  {mark.student}: {change(mark)}{SAID[word]}")
    count = Counter(word for _, word in plan)
    rest = f"{count[UNCHANGED]} unchanged, {count[NOTHING]} with nothing, {count[WAITS] + count[UNKNOWN] + count[KEPT]} kept back"
    if asked.dry_run:
        print(f"{passback.assignment}: {count[SEND]} would be sent, {rest}")
        return 0
    faults = send_all(passback, [mark for mark, word in plan if word == SEND], [mark for mark, word in plan if word == UNCHANGED])
    print(f"{passback.assignment}: {count[SEND] - faults} sent, {faults} not taken, {rest}")
    return 1 if faults or count[KEPT] else 0


def send_all(passback: Passback, waiting: list[Mark], unchanged: list[Mark]) -> int:
    """Sends; how many were not taken. What the LMS took is noted one by one, so running again sends the others."""
    for mark in unchanged:  # taken before a stop, and not noted
        passback.sent.add(passback.address, mark, passback.assignment)
    if waiting:
        passback.make_column()
    faults = 0
    for number, mark in enumerate(waiting):
        try:
            passback.send(mark)
        except PlatformFault as fault:
            print(f"send_points: not taken: {fault}", file=sys.stderr)
            if fault.everybody:
                print("send_points: the others would fail, too; run this again, it sends what is missing", file=sys.stderr)
                return faults + len(waiting) - number
            faults += 1
    return faults


def change(mark: Mark) -> str:
    """What the LMS has, and what it would have."""
    there = mark.sent if mark.held is None else mark.held
    return f"{'none' if there is None else f'{there:g}'} -> {mark.points:g}"


def maximum_of(gradebook: Gradebook, assignment: str) -> float:
    """The points that can be had; raises Refused for an assignment that is not there, or has none."""
    try:
        most = float(gradebook.find_assignment(assignment).max_score)
    except MissingEntry:
        known = ", ".join(one.name for one in gradebook.assignments) or "none"
        raise Refused(f"no such assignment: {shown(assignment)}; the gradebook has {known}") from None
    if most <= 0:
        raise Refused(f"{assignment} has no points to send")
    return most


def opened(root: Path) -> Any:
    """The course's gradebook, which is only read.

    Raises:
        Refused: there is no course, no gradebook, or it cannot be read.
    """
    try:
        course = Course(root)
        address = course.directory().db_url
        if address.startswith("sqlite:///"):
            path = Path(address.removeprefix("sqlite:///"))
            refuse_unusable(path, writing=False)
            if not path.is_file():
                raise Refused(f"there is no {path}: nothing was graded yet")
        return course.gradebook()
    except (OSError, ValueError, sqlalchemy.exc.SQLAlchemyError) as error:
        raise Refused(spoken_of(error) if isinstance(error, sqlalchemy.exc.SQLAlchemyError) else str(error)) from None


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="+", metavar="ASSIGNMENT")
    parser.add_argument("--site", type=Path, required=True, help="the hub's, with lti.toml in it")
    parser.add_argument("--course", type=Path, default=Path(), help="the course directory (here)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")
    parser.add_argument("--overwrite", action="store_true", help="also where the points in the LMS were changed there")
    parser.add_argument("--unfinished", action="store_true", help="also where a person is to add points, marked as such")
    return parser.parse_args()


def main() -> int:
    """0: the LMS has all that is to be had; 1: it did not take some points, or has others than were sent; 2: refused."""
    try:
        return send(arguments())
    except sqlalchemy.exc.SQLAlchemyError as error:
        reason = spoken_of(error)
    except (Refused, OSError, ValueError) as error:
        reason = str(error)
    print(f"send_points: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
