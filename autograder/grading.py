"""One submission: rebuilt, executed, judged. Pure: it knows no gradebook and changes no directory but its own scratch."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.discretion import Discretion
from autograder.execute import Execution, Limits, execute, is_illustration, raised, task_of
from autograder.judge import Given, judge, read_observations
from autograder.place import place
from autograder.probing import probes
from autograder.rebuild import Rebuilt, defines, grade_id_of, rebuild, role_of
from autograder.submission import Submission, read_file
from autograder.verdict import Verdict
from lab.tasks import TASKS

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Graded:
    """A graded notebook: its outputs, its answers, its verdicts, and what was repaired or went wrong on the way."""

    notebook: NotebookNode
    execution: Execution
    verdicts: dict[str, Verdict]
    repairs: list[str]
    cpu: float = 0.0  # seconds of its kernels


def tasks_in(notebook: NotebookNode) -> list[str]:
    """The autograded tasks of a notebook, in its order."""
    return [task for cell in notebook.cells if (task := task_of(cell)) in TASKS]


def run_and_judge(
    rebuilt: Rebuilt,
    files: dict[str, bytes] | None = None,
    limits: Limits = Limits(),  # noqa: B008
    illustrations: bool = False,
    unsafe: bool = False,
    device: str = "cpu",
) -> Graded:
    """Executes a rebuilt notebook and judges its answers.

    Args:
        files: path -> content of what the student handed in beside the notebook.
        illustrations: run also the given cells that only draw.
        unsafe: where this machine makes no box, run without one.
        device: where the functions are asked, "cpu" or "cuda".
    Raises:
        NoBox: it makes none, and `unsafe` was not asked for.
        NoCard: there is no such device here.
    """
    tasks = tasks_in(rebuilt.notebook)
    if all(task in rebuilt.excuses for task in tasks):  # there is nothing to be asked
        silent = judge({task: [] for task in tasks}, rebuilt.excuses)
        return Graded(rebuilt.notebook, Execution(rebuilt.notebook), silent, rebuilt.repairs)
    with place(files, unsafe, device=device) as here:
        execution = execute(rebuilt.notebook, probes(tasks, device), here, limits, illustrations)
        # a cell of the student's may use what an illustration defines
        if not illustrations and misses_what_illustrations_define(execution):
            execution = execute(rebuilt.notebook, probes(tasks, device), here, limits, illustrations=True)
    observations = {task: execution.observations.get(task, []) for task in tasks}
    discretion = Discretion(rebuilt.notebook)
    for task in tasks:
        discretion.apply(task, observations[task], task in execution.again)
    excuses = errors_in_answer_cells(execution.notebook) | execution.excuses | rebuilt.excuses
    return Graded(execution.notebook, execution, judge(observations, excuses), rebuilt.repairs, here.cpu)


def errors_in_answer_cells(notebook: NotebookNode) -> dict[str, str]:
    """Task -> the error that its answer cell ended with, so that nothing could be asked."""
    return {
        cell.metadata["nbgrader"]["grade_id"]: f"The cell raised {output.ename}: {output.evalue}"[:300]
        for cell in notebook.cells
        if role_of(cell) == "solution"
        for output in cell.outputs
        if output.output_type == "error"
    }


def misses_what_illustrations_define(execution: Execution) -> bool:
    """Whether a cell, or a function when asked, did not find a name that a given cell defines that was left out."""
    complaints = [
        output.get("evalue", "")
        for cell in execution.notebook.cells
        for output in cell.get("outputs", [])
        if output.get("ename") == "NameError"
    ]
    complaints += [raised(answer)[1] for answers in execution.observations.values() for answer in answers]
    missing = {found[1] for text in complaints if (found := re.match(r"name '(\w+)' is not defined", text))}
    return bool(missing & names_in_illustrations(execution.notebook))


def names_in_illustrations(notebook: NotebookNode) -> set[str]:
    """All the names that the given cells that only draw bind."""
    names = set()
    for cell in notebook.cells:
        if cell.cell_type == "code" and is_illustration(cell):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    names.add(node.id)
                elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                    names.add(node.name)
    return names


def grade_file(submission: Path, release: Path, limits: Limits = Limits(), unsafe: bool = False) -> Graded:  # noqa: B008
    """Grades one notebook file against a release folder.

    Raises:
        FileNotFoundError: the release has no notebook.
    """
    return run_and_judge(rebuild(release_notebook(release), read_file(submission)), None, limits, unsafe=unsafe)


def answers_in_notebook(path: Path) -> dict[str, Given]:
    """Runs a notebook and reads its functions' answers: task -> case number -> values.

    Raises:
        FileNotFoundError: there is no such file, or no release that it belongs to.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no notebook {path}")
    submission = read_file(path)
    release = release_for(submission)
    rebuilt = rebuild(release_notebook(release), submission)
    tasks = tasks_in(rebuilt.notebook)
    with place() as here:
        execution = execute(rebuilt.notebook, probes(tasks), here, illustrations=False)
    return {task: read_observations(task, execution.observations.get(task, [])) for task in tasks}


def release_for(submission: Submission) -> Path:
    """The release folder of this project to which a submission belongs.

    Its cells' marks tell, and where they are lost, the functions: of either kind the homework also holds some of part 1's.

    Raises:
        FileNotFoundError: there is none.
    """
    marks = {cell.grade_id for cell in submission.cells}
    defined = "\n".join(cell.source for cell in submission.cells if cell.kind == "code")
    fit = {}
    for folder in sorted((ROOT / "release").glob("*/")):
        notebook = release_notebook(folder)
        tasks = tasks_in(notebook)
        written = sum(defines(defined, TASKS[task].defines) for task in tasks)
        fit[folder] = (len(marks & set(map(grade_id_of, notebook.cells)) - {None}), written / max(len(tasks), 1))
    if not fit:
        raise FileNotFoundError(f"no release in {ROOT / 'release'}: run `autograder build` first")
    return max(fit, key=lambda folder: fit[folder])


def release_notebook(release: Path, name: str = "*") -> NotebookNode:
    """The notebook of a release folder.

    Raises:
        FileNotFoundError: there is none; the assignment was not generated.
    """
    found = sorted(release.glob(f"{name}.ipynb"))
    if not found:
        raise FileNotFoundError(f"no notebook in {release}: run `nbgrader generate_assignment {release.name}` first")
    return nbformat.read(found[0], as_version=4)
