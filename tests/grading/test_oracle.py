"""Marks are at least those of the notebook in one plain kernel, and nothing wrong gains: over notebooks that Hypothesis builds.

EXAMPLES sets how many; `make validity` takes thousands.
"""

import copy
import os
from functools import cache
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.assignments import declaration, solved_cell
from autograder.grading.assessment import NotebookResult, run_and_judge
from autograder.grading.probes import questions
from autograder.judging.judge import judge
from autograder.judging.points import max_points
from autograder.notebooks.cells import grade_id_of, task_of
from autograder.notebooks.parse import read
from autograder.notebooks.rebuild import rebuild
from autograder.sandbox.launcher import kernel_launcher
from selfcheck.observe import MIME
from tests.asking import SAMPLES
from tests.attacks.attack import shortened
from tests.grading.rewrites import PLACE, REWRITES, Parts, with_lines_of_the_place

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = int(os.environ.get("EXAMPLES", "60"))
CHOSEN = ("pre_processing", "predict", "saliency_map", "pool_gradients", "grad_cam_heatmap")  # quick ones
PLAIN = "del get_ipython().run_ast_nodes\nget_ipython().ast_transformers.clear()"
SETTINGS = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@cache
def release() -> NotebookNode:
    whole = nbformat.read(ROOT / "release" / "part1" / "feature_attribution.ipynb", as_version=4)
    return shortened(whole, CHOSEN)


def right(task: str) -> str:
    """The course's own answer, without the marks around it."""
    return "\n".join(line for line in solved_cell(task).splitlines() if "###" not in line)


def written(answers: dict[str, Parts], one_cell: bool = False) -> NotebookNode:
    """The release with answers in it, spread as they say.

    Args:
        one_cell: all that belongs to the answers stands in the first answer's cell.
    """
    notebook = copy.deepcopy(release())
    pasted = "\n\n".join(part for task in CHOSEN for part in (*answers[task].above, answers[task].answer, *answers[task].below))
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        task, of_check = grade_id_of(cell), task_of(cell)
        if task in answers and one_cell:
            cells.append(cell | {"source": pasted if task == CHOSEN[0] else "# see the first cell"})
        elif task in answers:
            cells += map(new_code_cell, answers[task].above)
            cells += [cell | {"source": answers[task].answer}, *map(new_code_cell, answers[task].below)]
        else:
            cells.append(cell)
            cells += map(new_code_cell, answers[of_check].after if of_check in answers and not one_cell else [])
    notebook.cells = [nbformat.from_dict(cell) for cell in cells]
    return notebook


def graded(notebook: NotebookNode) -> NotebookResult:
    return run_and_judge(rebuild(copy.deepcopy(release()), read(nbformat.writes(notebook).encode())))


def in_one_kernel(notebook: NotebookNode) -> dict[str, float]:
    """Task -> points in one plain kernel, in which every task is asked at its check."""
    asked, answers = questions(CHOSEN), {task: [] for task in CHOSEN}  # type: dict, dict[str, list]
    with kernel_launcher() as here:
        kernel = here.start()
        for source in (PLAIN, *(cell if isinstance(cell, str) else cell.source for cell in steps(notebook))):
            if source in CHOSEN:
                for part in (asked[source].visible, asked[source].held_out):
                    answers[source] += [o.data[MIME] for o in kernel.execute(part, 30) if MIME in o.get("data", {})]
            else:
                list(kernel.execute(source, 30))
        kernel.stop()
    return {task: verdict.points for task, verdict in judge(answers).items()}


def steps(notebook: NotebookNode):
    """The code cells in order; in the place of a check its task."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield task_of(cell) or cell


def spread(draw, source_of) -> dict[str, Parts]:
    """An answer to every task, written down in some way."""
    return {
        task: REWRITES[draw(st.sampled_from(sorted(REWRITES)))](declaration(task).defines, source_of(task)) for task in CHOSEN
    }


@st.composite
def right_notebooks(draw) -> NotebookNode:
    answers = spread(draw, right)
    return written(answers, draw(st.booleans()) and draw(st.booleans()))


@pytest.mark.slow
@SETTINGS
@given(notebook=right_notebooks())
def test_marks_are_at_least_those_of_the_notebook_in_one_plain_kernel(notebook):
    oracle, ours = in_one_kernel(notebook), graded(notebook)
    worse = {
        t: (ours.verdicts[t].points, oracle[t], ours.verdicts[t].message) for t in CHOSEN if ours.verdicts[t].points < oracle[t]
    }
    for cell in notebook.cells if worse else ():
        note(f"--- {cell.cell_type} {grade_id_of(cell)}\n{cell.source}")
    assert worse == {}


@pytest.mark.slow
@settings(SETTINGS, max_examples=max(EXAMPLES // 3, 5))
@given(data=st.data())
def test_lines_of_the_place_cost_nothing(data):
    """Each way to write it down, below lines that fail where it is graded: full marks, and every such line is named."""
    chosen = {task: data.draw(st.lists(st.sampled_from(PLACE), max_size=3, unique=True)) for task in CHOSEN}
    answers = {task: Parts(with_lines_of_the_place(right(task), chosen[task])) for task in CHOSEN}
    result = graded(written(answers))
    assert {task: verdict.message for task, verdict in result.verdicts.items() if verdict.status != "passed"} == {}
    missing = any("not_installed_here" in line for lines in chosen.values() for line in lines)
    assert any("not_installed_here" in said for said in result.execution.notes) == missing


@cache
def points_as_it_is(task: str, path: Path) -> float:
    """What a wrong answer is worth where it stands in its cell and everything else is right."""
    answers = {other: Parts(right(other)) for other in CHOSEN} | {task: Parts(path.read_text(encoding="utf-8"))}
    return graded(written(answers)).verdicts[task].points


@pytest.mark.slow
@settings(SETTINGS, max_examples=max(EXAMPLES // 3, 5))
@given(data=st.data())
def test_a_wrong_answer_gains_nothing_by_how_it_is_written_down(data):
    task = data.draw(st.sampled_from(CHOSEN))
    path = data.draw(st.sampled_from(sorted((SAMPLES / "wrong" / task).glob("*.py"))))
    source = path.read_text(encoding="utf-8")
    answers = spread(data.draw, lambda other: source if other == task else right(other))
    result = graded(written(answers, data.draw(st.booleans())))
    assert result.verdicts[task].points <= points_as_it_is(task, path), f"{path.stem}\n{answers[task]}"


def test_the_oracle_gives_full_marks_to_the_courses_own_answers():
    points = in_one_kernel(written({task: Parts(right(task)) for task in CHOSEN}))
    assert points == {task: max_points(task) for task in CHOSEN}
