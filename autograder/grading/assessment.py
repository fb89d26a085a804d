"""One submission: rebuilt, executed, judged. Pure: it knows no gradebook and changes no directory but its own scratch."""

import ast
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course_toml import forbidden_in
from autograder.execution.records import ALONE, IN_THE_NOTEBOOK, Clock, ExecutionResult, Worth
from autograder.execution.redaction import Redactor
from autograder.execution.runner import Run
from autograder.grading.causes import Causes
from autograder.grading.forbidden import forbidden
from autograder.grading.points_agreement import refuse_other_points
from autograder.grading.probes import questions
from autograder.grading.settings import DEFAULTS, GradingSettings
from autograder.grading.submission import read_release, with_marks
from autograder.grading.variants import NOBODYS, Chosen, Whose, chosen
from autograder.judging.judge import judge, judge_task, most_points
from autograder.judging.observations import DecodedAnswers, read_observations
from autograder.judging.points import max_points
from autograder.judging.verdict import Verdict
from autograder.layout import course_root
from autograder.notebooks.cells import grade_id_of, role_of, tasks_of, test_id
from autograder.notebooks.parse import ParsedNotebook, read_file
from autograder.notebooks.rebuild import Rebuilt, defines, rebuild
from autograder.notebooks.release_files import release_file, release_folders
from autograder.notebooks.statements import steps_of
from autograder.sandbox.launcher import KernelLauncher, kernel_launcher


@dataclass
class NotebookResult:
    """A graded notebook: its outputs, its answers, its verdicts, and what was repaired or went wrong on the way."""

    notebook: NotebookNode
    execution: ExecutionResult
    verdicts: dict[str, Verdict]
    repairs: list[str]
    cpu: float = 0.0  # seconds of its kernels
    spent: dict[str, float] = field(default_factory=dict)  # how many there were, and which of these seconds are whose
    variants: dict[str, int] = field(default_factory=dict)  # task -> which was asked, of those that have any


def run_and_judge(
    rebuilt: Rebuilt,
    files: dict[str, bytes] | None = None,
    settings: GradingSettings = DEFAULTS,
    whose: Whose = NOBODYS,
) -> NotebookResult:
    """Executes a rebuilt notebook and judges its answers.

    Args:
        files: path -> content of what the student submitted beside the notebook.
        whose: who submitted it, as far as that is known: a task's variant follows from that.
    Raises:
        SandboxUnavailable: this machine makes no sandbox, and the settings do not allow less.
        GpuUnavailable: there is no such device here.
    """
    tasks = list(tasks_of(rebuilt.notebook))
    if all(task in rebuilt.unanswered for task in tasks):  # there is nothing to be asked
        silent = judge({task: [] for task in tasks}, rebuilt.unanswered)
        silent = {task: waiting(verdict, late_release(rebuilt, task)) for task, verdict in silent.items()}
        return NotebookResult(rebuilt.notebook, ExecutionResult(rebuilt.notebook), silent, rebuilt.repairs)
    assessment = Assessment(rebuilt, tasks, chosen(rebuilt.notebook, whose))
    with kernel_launcher(files, settings.unsafe, device=settings.device) as here:
        assessment.run(here, settings)
    verdicts, variants = assessment.verdicts(), assessment.chosen.variants
    return NotebookResult(rebuilt.notebook, assessment.execution, verdicts, rebuilt.repairs, here.cpu, here.spent, variants)


class Assessment:
    """What the answers of one notebook are worth, task by task, as they come."""

    def __init__(self, rebuilt: Rebuilt, tasks: list[str], whose: Chosen = Chosen()):  # noqa: B008 - it is frozen
        self.rebuilt, self.tasks, self.chosen = rebuilt, tasks, whose
        self.redactor = Redactor(rebuilt.notebook)
        self.execution = ExecutionResult(rebuilt.notebook)
        self.judged: dict[tuple[str, str], Verdict] = {}
        self.steps_of = cache(steps_of)  # each cell is read once for all tasks

    def run(self, launcher: KernelLauncher, settings: GradingSettings = DEFAULTS) -> None:
        """Runs the notebook and asks its functions."""
        clock = Clock(settings.cell_seconds, settings.notebook_seconds)
        variants = tuple(self.chosen.variants.get(task, 0) for task in self.tasks)
        asked = questions(tuple(self.tasks), launcher.device, variants)
        run = Run(self.rebuilt.notebook, asked, launcher, clock, Worth(self.earned, self.most))
        self.execution = run.result
        for note in self.chosen.notes:
            self.execution.note(note)
        run.run(settings.illustrations)

    def earned(self, task: str, answers: list[dict], world: str) -> float:
        """The part of a task's points that its answers in one world deserve."""
        heard = self.execution.heard.get(task, [])
        self.redactor.apply(answers, heard)
        before = self.redactor.errors(heard) if world == ALONE else []
        verdict = judge_task(
            task,
            answers,
            self.unanswered().get(task, ""),
            knew_more=world == ALONE,
            heard=before,
            variant=self.chosen.variants.get(task, 0),
        )
        self.judged[task, world] = verdict
        return verdict.points / verdict.max_points

    def most(self, task: str, visible: list[dict]) -> float:
        """The part of a task's points that is left to it after its answers to the visible cases."""
        return most_points(task, visible, self.chosen.variants.get(task, 0)) / max_points(task)

    def unanswered(self) -> dict[str, str]:
        return errors_in_answer_cells(self.rebuilt) | self.execution.unanswered | self.rebuilt.unanswered

    def verdicts(self) -> dict[str, Verdict]:
        """The better verdict on each task, with the world that it comes from."""
        found, causes = {}, Causes(self.execution)
        for task in self.tasks:
            world = self.execution.worlds.get(task, IN_THE_NOTEBOOK)
            if (task, world) not in self.judged:  # the notebook's time was over before
                self.earned(task, self.execution.observations.setdefault(task, []), world)
            met = [*self.execution.observations[task], *self.execution.heard.get(task, []), *self.execution.lacking.get(task, [])]
            verdict = causes.explain(self.judged[task, world], met)
            verdict = waiting(self.waiting_over_packages(verdict), late_release(self.rebuilt, task))
            verdict = waiting(verdict, self.chosen.waits.get(task, ""))
            found[task] = replace(verdict, world=world)
        for note in causes.notes():
            self.execution.note(note)
        return found

    def waiting_over_packages(self, verdict: Verdict) -> Verdict:
        """The verdict; it waits for a person where the answer uses what the course forbids for its task."""
        code = code_until(self.rebuilt.notebook, test_id(verdict.task))
        uses = forbidden(code, verdict.task, self.execution.tasks, forbidden_in(verdict.task), self.steps_of)
        for use in uses:
            self.execution.note(f"{use[0].upper()}{use[1:]}.")
        return waiting(verdict, *uses)


def late_release(rebuilt: Rebuilt, task: str) -> str:
    """Why a person must look at a task that the student never had; "" for all others."""
    return "the task came with a later release than the one that this notebook was made from" if task in rebuilt.later else ""


def waiting(verdict: Verdict, *reasons: str) -> Verdict:
    """The verdict; it waits for a person where there are reasons for that."""
    return replace(verdict, waits="; ".join(filter(None, (verdict.waits, *reasons)))) if any(reasons) else verdict


def code_until(notebook: NotebookNode, check: str) -> list[str]:
    """The sources of the code cells above a test cell, in order; all, where there is no such cell."""
    cells = notebook.cells
    end = next((number for number, cell in enumerate(cells) if grade_id_of(cell) == check), len(cells))
    return [cell.source for cell in cells[:end] if cell.cell_type == "code"]


def errors_in_answer_cells(rebuilt: Rebuilt) -> dict[str, str]:
    """Task -> the error that a cell with its answer ended with, where nothing could be asked."""
    cells = {cell.get("id", ""): cell for cell in rebuilt.notebook.cells}
    own = {task: [cells[name] for name in names if name in cells] for task, names in rebuilt.answered_in.items()}
    for cell in rebuilt.notebook.cells:
        if role_of(cell) == "solution":
            own.setdefault(grade_id_of(cell), []).append(cell)
    return {
        task: failure_of(cell, output)[:300]
        for task, found in own.items()
        for cell in found
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    }


def failure_of(cell: NotebookNode, output: NotebookNode) -> str:
    """The error that a cell ended with; of a syntax error the line, since nothing of such a cell was run."""
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        if output.ename == type(error).__name__ and error.text:
            line = error.text.strip()
            return f"The cell has a syntax error in line {error.lineno}, so nothing in it was run: {line} ({error.msg})"
    except ValueError:  # a null byte
        pass
    return f"The cell raised {output.ename}: {output.evalue}"


def grade_file(submission: Path, release: Path, settings: GradingSettings = DEFAULTS, whose: Whose = NOBODYS) -> NotebookResult:
    """Grades one notebook file against a release folder.

    Args:
        whose: who submitted it; where nobody says it, whoever the notebook names.
    Raises:
        FileNotFoundError: the release has no notebook.
        PointsDisagree: a task is not worth the same in rubric and release.
    """
    refuse_other_points(release.name, read_release(release))
    return run_and_judge(rebuild(release_notebook(release), read_file(submission)), settings=settings, whose=whose)


def answers_in_notebook(path: Path, whose: Whose = NOBODYS) -> tuple[dict[str, DecodedAnswers], Chosen]:
    """Runs a notebook and reads its functions' answers: task -> case number -> values; and the variants that they were asked for.

    Args:
        whose: as for `grade_file`.
    Raises:
        FileNotFoundError: there is no such file, or no release that it belongs to.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no notebook {path}")
    submission = read_file(path)
    release = release_for(submission)
    rebuilt = rebuild(release_notebook(release), submission)
    tasks = list(tasks_of(rebuilt.notebook))
    assessment = Assessment(rebuilt, tasks, chosen(rebuilt.notebook, whose))
    with kernel_launcher() as here:
        assessment.run(here)
    observations = assessment.execution.observations
    return {task: read_observations(task, observations.get(task, [])) for task in tasks}, assessment.chosen


def release_for(submission: ParsedNotebook) -> Path:
    """The release folder of this project to which a submission belongs.

    Its cells' marks tell, and where they are lost, the functions: of either kind the homework also holds some of part 1's.

    Raises:
        FileNotFoundError: there is none.
    """
    marks = {cell.grade_id for cell in submission.cells}
    defined = "\n".join(cell.source for cell in submission.cells if cell.kind == "code")
    fit = {}
    for folder in release_folders(course_root() / "release"):
        notebook = release_notebook(folder)
        tasks = tasks_of(notebook)
        written = sum(defines(defined, mark.defines) for mark in tasks.values())
        fit[folder] = (len(marks & set(map(grade_id_of, notebook.cells)) - {""}), written / max(len(tasks), 1))
    return max(fit, key=lambda folder: fit[folder])


def release_notebook(release: Path, name: str = "*") -> NotebookNode:
    """The notebook of a release folder.

    Raises:
        FileNotFoundError: there is none; the assignment was not generated.
    """
    text = release_file(release, name).read_text(encoding="utf-8")
    return nbformat.reads(with_marks(text), as_version=4)
