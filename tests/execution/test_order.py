"""Nothing comes back: whoever could still use a thing has been run, shown and asked before any sandbox is given it.

Every source that any kernel of a notebook gets is written down with what it brings, over a notebook in which every task is
wrong, so that all of them are asked in both worlds; then each pair of tasks, and the page, is looked at.
"""

import json
from dataclasses import dataclass

import nbformat
import pytest

from autograder import assignments
from autograder.assignments import declaration, solved_cell
from autograder.authoring.sample_class import Student, fill
from autograder.grading.assessment import Assessment
from autograder.grading.probes import questions, substitutes_for
from autograder.notebooks.cells import tasks_of
from autograder.notebooks.parse import read
from autograder.notebooks.rebuild import rebuild
from autograder.sandbox.forked_kernel import SocketKernel
from autograder.sandbox.launcher import kernel_launcher
from tests.attacks.arena import ROOT
from tests.attacks.attack import WRONG

PART1 = assignments.tasks_of("part1")
MARK = "own_cell_of_the_student"


@dataclass(frozen=True)
class Event:
    """One source, sent to a kernel."""

    kind: str  # "cell", "visible" or "held_out"
    task: str = ""
    brings: frozenset[str] = frozenset()  # tasks whose right answers it holds
    source: str = ""


@pytest.fixture(scope="module", params=["copies", "no copies"])
def events(request) -> list[Event]:
    """All that happened to a notebook of wrong answers, where kernels leave copies and where they do not."""
    told: list[Event] = []
    known = {source: event for task in PART1 for source, event in sources_of(task)}
    execute = SocketKernel.execute

    def noting(self, source, seconds):
        told.append(known.get(source, Event("cell", source=source)))
        yield from execute(self, source, seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SocketKernel, "execute", noting)
        patch.setattr(Assessment, "most", lambda *_: 1.0)  # so that everything is asked that could be
        if request.param == "no copies":
            patch.setattr("autograder.sandbox.launcher.KernelLauncher.copies", property(lambda self: False))
        notebook = fill(released(), Student("eve"), 0)
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") in WRONG:
                cell.source = WRONG[cell.metadata.nbgrader.grade_id]
        notebook.cells.append(nbformat.v4.new_code_cell(f"{MARK} = 1"))
        rebuilt = rebuild(
            nbformat.read(ROOT / "release/part1/feature_attribution.ipynb", as_version=4),
            read(nbformat.writes(notebook).encode()),
        )
        with kernel_launcher() as here:
            Assessment(rebuilt, list(tasks_of(rebuilt.notebook))).run(here)
    return told


def released() -> nbformat.NotebookNode:
    return nbformat.read(ROOT / "release/part1/feature_attribution.ipynb", as_version=4)


def sources_of(task: str):
    """The sources that ask a task, and what each brings."""
    asked, right = questions(PART1)[task], frozenset(declaration(task).needs)
    yield asked.visible, Event("visible", task)
    yield asked.held_out, Event("held_out", task)
    if any(asked.helped):
        yield asked.helped[0], Event("visible", task, right)
        yield asked.helped[1], Event("held_out", task, right)


def test_the_record_is_whole(events):
    """Every task was asked in both worlds, with and without right answers; otherwise what follows would prove little."""
    for task in PART1:
        kinds = [(event.kind, bool(event.brings)) for event in events if event.task == task]
        assert ("held_out", False) in kinds, task
        assert ("held_out", bool(declaration(task).needs)) in kinds, task
    assert any(MARK in event.source for event in events)


def test_what_a_source_brings_is_what_is_said_here():
    for task in PART1:
        for source, event in sources_of(task):
            found = {need for need in PART1 if json.dumps(solved_cell(need))[1:-1] in source.replace("\\\\", "\\")}
            assert set(event.brings) == set(declaration(task).needs if substitutes_for(task) and event.brings else ())
            assert bool(found) == bool(event.brings), (task, found)


@pytest.mark.parametrize("task", PART1)
@pytest.mark.parametrize("other", PART1)
def test_nobody_is_asked_a_task_after_its_right_answer_was_given_to_anybody(task, other, events):
    given = [number for number, event in enumerate(events) if event.task == other and task in event.brings]
    asked = [number for number, event in enumerate(events) if event.task == task]
    assert not given or max(asked) < min(given)


def test_what_people_see_was_run_before_anybody_was_given_anything(events):
    """The student's own cells, and the questions whose answers may be shown, all before the first held-out case."""
    first = next(number for number, event in enumerate(events) if event.kind == "held_out")
    own = [number for number, event in enumerate(events) if MARK in event.source]
    assert own
    assert max(own) < first
    for task in PART1:
        heard = [
            number for number, event in enumerate(events) if event.kind == "visible" and event.task == task and not event.brings
        ]
        assert min(heard) < first, task
    assert not any(event.brings for event in events[:first])


def test_a_right_answer_is_given_only_alone_and_last(events):
    """Once right answers go out, no question without them comes any more but to tasks that need none, in the notebook's order."""
    first = next(number for number, event in enumerate(events) if event.brings)
    later = [event.task for event in events[first:] if event.task]
    assert later == sorted(later, key=PART1.index)
