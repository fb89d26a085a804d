"""Grades a class into the gradebook: judges what has changed since it was last graded, and writes results.json.

One process writes: submissions are judged elsewhere, and each is recorded as it comes back, all of it or nothing. So if the
command is killed at any moment, the same command given again completes the work.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry

from autograder.deadlines import deadline_of
from autograder.gradebook.absence import missing_notebooks, write_absence
from autograder.gradebook.course_folders import chosen, must_be_released, unknown_to_gradebook
from autograder.gradebook.file_copies import time_in
from autograder.gradebook.nbgrader_course import Course, opened_once
from autograder.gradebook.penalties import settle
from autograder.gradebook.points_agreement import refuse_other_points
from autograder.gradebook.recording import one_writer, record, record_nothing
from autograder.gradebook.staleness import GradingState, grading_states, settings_of
from autograder.gradebook.submitted import Submitted
from autograder.grading.provenance import changed
from autograder.grading.submission import Submission, hashes_of, read_release
from autograder.judging.verdict import Provenance, Verdict, unjudged
from autograder.reports import results
from autograder.workers.pool import GradedSubmission, WorkerPool, graded_submissions
from autograder.workers.progress import Progress
from selfcheck.printable import printable


@dataclass
class GradingRunResult:
    """What came of a class.

    Args:
        rows: one for each student and task, as in results.json.
        notes: student -> what was repaired, or went wrong.
        not_judged: students without a grade, by the grader's fault.
        before: student -> the verdicts that were on record, of those who were judged now.
        reasons: student -> why they were judged now; everybody else was kept as recorded.
        left: students who were not reached before the time was over.
        costs: student -> the wall and CPU seconds that judging took.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    not_judged: list[str] = field(default_factory=list)
    before: dict[str, list[Verdict]] = field(default_factory=dict)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    costs: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def submissions(self) -> dict[str, dict[str, Any]]:
        """Student -> what is said of the submission as a whole."""
        return {name: {"notes": notes, **self.costs.get(name, {})} for name, notes in self.notes.items()}


def grade(
    course: Course,
    assignment: str,
    json_file: Path | None = None,
    student: str | None = None,
    again: bool = False,
    dry_run: bool = False,
    pool: WorkerPool = WorkerPool(),  # noqa: B008
) -> GradingRunResult:
    """Grades an assignment's submissions.

    Args:
        json_file: where the results go; by default reports/<assignment>/results.json in the course.
        student: grade this one alone; the others' results stay as they are.
        again: judge also what has not changed.
        dry_run: judge, and write nothing.
        pool: who judges.
    Raises:
        FileNotFoundError: nothing has been submitted, or the assignment was not released.
        PointsDisagree: a task is not worth the same in rubric, release and gradebook.
        ValueError: the course's deadlines, extensions.csv or variants.csv cannot be understood.
        SandboxUnavailable: submitted code cannot run in a sandbox here, and the course does not allow less.
    """
    students, release = wanted(course, assignment, student), released(course, assignment)
    refuse_other_points(course, assignment, release)
    run = GradingRun(course, assignment, students, release, again, dry_run)
    target = json_file or results.default_place(course.root, assignment)
    deadline_of(course.root, assignment, "")  # what cannot be understood there is said before anything is graded
    try:
        run.run(pool)
        if not dry_run:
            with one_writer(course):
                settle(course, assignment, students)
    finally:  # also when it is stopped half-way: what was graded is said
        run.graded.rows = run.rows()
        if not dry_run:
            run.write(target)
            results.remember_place(results.default_place(course.root, assignment), json_file)
    return run.graded


def wanted(course: Course, assignment: str, student: str | None) -> list[str]:
    """The students to be graded.

    Raises:
        FileNotFoundError: nothing has been submitted, or the assignment was not released.
    """
    return chosen(course.students(assignment), course.root, assignment, student)


def released(course: Course, assignment: str) -> dict[str, str]:
    """The notebooks of the release: name -> JSON text.

    Raises:
        FileNotFoundError: there are none, or not those that the gradebook knows: nbgrader makes a release anew file by file, and
            no class is to be judged by half of one.
    """
    folder, make = course.folder("release", ".", assignment), f"nbgrader generate_assignment {assignment}"
    must_be_released(folder, assignment)
    known, found = known_to_gradebook(course, assignment), read_release(folder)
    if not known:
        raise FileNotFoundError(unknown_to_gradebook(course.root, assignment))
    if gone := sorted(known - found.keys()):
        raise FileNotFoundError(f"{folder} lacks {gone[0]}.ipynb, which the gradebook knows; run `{make} --force`")
    return found


def known_to_gradebook(course: Course, assignment: str) -> set[str]:
    """The notebooks that this gradebook was told of when the assignment was generated: a release alone tells it no cells."""
    with course.gradebook() as gradebook:
        try:
            return {notebook.name for notebook in gradebook.find_assignment(assignment).notebooks}
        except MissingEntry:
            return set()


class GradingRun:
    """One grading of a class."""

    def __init__(self, course: Course, assignment: str, students: list[str], release: dict[str, str], again: bool, dry_run: bool):
        self.course, self.assignment, self.students, self.again, self.dry_run = course, assignment, students, again, dry_run
        self.release, self.submitted = release, Submitted.of_course(course, release)
        self.points = results.tasks_of(course.folder("release", ".", assignment))
        self.states: dict[str, GradingState] = {}
        self.verdicts: dict[str, list[Verdict]] = {}
        self.graded = GradingRunResult()

    def run(self, pool: WorkerPool) -> None:
        self.sort_out()
        waiting = list(self.graded.reasons)
        if not waiting:
            return
        shown = Progress(f"grading {self.assignment}", len(waiting), "not judged")
        try:
            with opened_once():
                settings = settings_of(self.course)
                for outcome in graded_submissions(self.submissions(waiting), len(waiting), self.release, settings, pool):
                    self.take(outcome)
                    shown.step(fails=outcome.student in self.graded.not_judged)
        finally:
            shown.close()
            self.graded.left = [student for student in waiting if student not in self.verdicts]

    def sort_out(self) -> None:
        """Keeps what stands, and finds whom to judge and why."""
        for state in grading_states(self.course, self.assignment, self.students, self.release):
            self.states[state.student] = state
            if state.closed:
                self.blame(state.student, state.closed)
            elif state.empty:
                self.take_absence(state.student)
            elif state.reasons or self.again:
                self.graded.reasons[state.student] = state.reasons or ["asked for"]
                self.graded.before[state.student] = state.verdicts
            else:
                self.keep(state.student, state.verdicts, state.notes)
                self.graded.costs[state.student] = {"seconds": state.seconds, "cpu": state.cpu}

    def submissions(self, students: Iterable[str]) -> Iterator[Submission]:
        """What is to be judged, read when somebody is free to judge it."""
        for student in students:
            try:
                yield self.submission(student)
            except OSError as error:
                self.blame(student, f"not judged: {error}")

    def submission(self, student: str) -> Submission:
        """What a student has submitted, as it lies there now."""
        return self.submitted.read(self.course.folder("submitted", student, self.assignment), student)

    def keep(self, student: str, verdicts: list[Verdict], notes: list[str]) -> None:
        """Takes down what is said of a student."""
        absent = missing_notebooks(self.course, self.assignment, student, self.release)
        _, untimely = time_in(self.course.folder("submitted", student, self.assignment))
        said = [printable(line) for line in (*absent.values(), *([untimely] if untimely else []), *notes)]
        self.verdicts[student] = verdicts + self.unanswered(student, verdicts, said[0] if said else "no notebook")
        self.graded.notes[student] = said

    def unanswered(self, student: str, verdicts: list[Verdict], why: str) -> list[Verdict]:
        """The verdicts on the tasks of notebooks that a student did not submit."""
        silent = {task: most for task, most in self.points.items() if task not in {verdict.task for verdict in verdicts}}
        return [verdict.resting_on(self.states[student].now) for verdict in results.without_notebook(silent, why)]

    def give_back_absence(self, student: str, verdicts: list[Verdict]) -> None:
        """Puts a notebook without answers where feedback is made of it, for each one that was not submitted."""
        write_absence(self.course, self.assignment, student, self.release, self.unanswered(student, verdicts, "no notebook"))

    def take_absence(self, student: str) -> None:
        """A student without a notebook: no points, and a line that says how to go on."""
        try:
            if not self.dry_run:
                with one_writer(self.course):
                    record_nothing(self.course, self.assignment, student)
                    self.give_back_absence(student, [])
        except Exception as error:  # of the database: another grader's, or a lock; the class goes on
            first, *_ = str(error).splitlines() or [""]
            self.blame(student, f"not judged: the gradebook did not take it: {type(error).__name__}: {first}")
        else:
            self.keep(student, [], [])

    def take(self, outcome: GradedSubmission) -> None:
        """Records what came back, and takes down what is said of it."""
        said = [notebook.said for _, notebook in sorted(outcome.notebooks.items())]
        verdicts = [Verdict.from_json(plain) for ours in said for plain in ours["verdicts"]]
        fault = outcome.fault or unjudged(verdicts) or judged_otherwise(verdicts, self.states[outcome.student].now)
        if not fault and not self.dry_run:
            with one_writer(self.course):
                fault = self.replaced(outcome.student, verdicts) or record(
                    self.course, self.assignment, outcome.student, outcome.notebooks
                )
                if not fault and len(outcome.notebooks) < len(self.release):
                    self.give_back_absence(outcome.student, verdicts)
        for notebook in outcome.notebooks.values():
            notebook.forget()
        if fault:
            self.blame(outcome.student, fault)
        else:
            self.keep(outcome.student, verdicts, [note for ours in said for note in (*ours["repairs"], *ours["notes"])])
            self.graded.costs[outcome.student] = {
                kind: round(sum(ours.get(kind, 0.0) for ours in said), 3) for kind in ("seconds", "cpu")
            }

    def replaced(self, student: str, verdicts: list[Verdict]) -> str:
        """Why verdicts are not recorded where something else lies there now, which another grader may have judged already."""
        try:
            here = hashes_of(self.submission(student), self.release, settings_of(self.course))
        except OSError as error:
            return f"not judged: {error}"
        same = all(verdict.hashes.submission == here.submission for verdict in verdicts)
        return "" if same else "not judged: it was submitted again meanwhile; grade again"

    def blame(self, student: str, fault: str) -> None:
        """Takes down that a student was not judged, and why; what is recorded stays as it is."""
        blamed = [Verdict.not_judged(task, most, fault) for task, most in self.points.items()]
        self.verdicts[student] = [verdict.resting_on(self.states[student].now) for verdict in blamed]
        self.graded.notes[student] = [printable(fault)]
        self.graded.not_judged.append(student)

    def rows(self) -> list[dict[str, Any]]:
        """One for each student of this round and each task."""
        ordered = [student for student in self.students if student in self.verdicts]
        return [results.row(name, self.assignment, verdict) for name in ordered for verdict in self.verdicts[name]]

    def write(self, target: Path) -> None:
        """The results of everybody: of this round, and of the others as the file has them when it is our turn to write."""
        with one_writer(self.course):
            self.write_alone(target)

    def write_alone(self, target: Path) -> None:
        whole = len(self.verdicts) == len(self.course.students(self.assignment))
        rows = self.graded.rows if whole else merged(target, self.graded.rows)
        results.keep_previous(target, rows)
        results.write(rows, target)
        beside = results.submissions_beside(target)
        old = results.read(beside) if beside.is_file() and not whole else {}
        results.write(old | self.graded.submissions, beside)


def judged_otherwise(verdicts: list[Verdict], here: Provenance) -> str:
    """Why verdicts do not count that rest on other files or versions than this machine's; empty where they do."""
    bases = dict.fromkeys(verdict.hashes for verdict in verdicts)  # most often one for all
    strange = [name for basis in bases for name in changed(basis, here) if name != "submission"]
    names = ", ".join(dict.fromkeys(strange))
    return f"not judged: the worker had another {names} than this machine; ask `autograder doctor`" if names else ""


def merged(path: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a file with those of some students replaced."""
    old = results.read(path) if path.is_file() else []
    fresh = {row["student"] for row in rows}
    return [*(row for row in old if row["student"] not in fresh), *rows]
