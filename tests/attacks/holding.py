"""What must hold after an attack by code: no mark gained, nothing leaked, nothing changed, and an honest student graded next."""

import contextlib
import json
import re
import signal
from collections.abc import Iterator

from autograder.grading.assessment import NotebookResult
from tests.attacks.arena import Arena, most_points
from tests.attacks.attack import Attack

LONGEST = 240.0  # seconds of wall time, on a busy machine, until a grader counts as hung
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # what a terminal obeys instead of showing


class Hung(BaseException):
    """The grader does not come back. No `except Exception` of the grader's own shall swallow it."""


def hold(attack: Attack, arena: Arena) -> None:
    """Makes an attack, grades an honest student after it, and asserts that nothing has come of it."""
    before, marks = arena.state(), arena.gradebook_marks()
    for _ in range(2 if attack.twice else 1):
        with within(LONGEST):
            graded = arena.grade_attack(attack)
        assert_marks(attack, {task: verdict.points for task, verdict in graded.verdicts.items()}, arena)
        assert not_judged(graded) == {}
        assert arena.traces(said(graded)) == []
        assert [text for text in told(graded) if CONTROL.search(text)] == []
    assert arena.callers() == []
    assert arena.survivors() == []
    assert changes(before, arena.state()) == {}
    assert arena.gradebook_marks() == marks
    assert [pair for pair in arena.grade_honest().items() if pair[1][0] != pair[1][1]] == []


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises Hung where what is done inside takes longer, and again every second: a grader that hangs has been beaten."""

    def over(*_):
        raise Hung(f"the grader was still busy after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def assert_marks(attack: Attack, points: dict[str, float], arena: Arena) -> None:
    """Attacked tasks earn no more than without the attack, and the others what right answers earn."""
    without, most = arena.points_without(attack), most_points(attack.needed)
    assert set(points) == set(most)
    assert {task: points[task] for task in without if points[task] > without[task]} == {}
    lost = {task: points[task] for task in most if task not in without and points[task] != most[task]}
    assert attack.costs_everything or lost == {}


def not_judged(graded: NotebookResult) -> dict[str, str]:
    """Task -> why the grader could not judge it: that is never for a student to bring about."""
    return {task: verdict.message for task, verdict in graded.verdicts.items() if verdict.status == "not_judged"}


def told(graded: NotebookResult) -> list[str]:
    """The sentences that are printed for whoever grades: of verdicts, repairs and notes."""
    words = [
        word for verdict in graded.verdicts.values() for word in (verdict.message, verdict.hint, verdict.misconception or "")
    ]
    checks = [check.message for verdict in graded.verdicts.values() for check in verdict.checks]
    return [*words, *checks, *graded.repairs, *graded.execution.notes]


def said(graded: NotebookResult) -> str:
    """All that comes out of a graded notebook: outputs, verdicts and notes; not the attacker's own sources."""
    outputs = [cell.get("outputs", []) for cell in graded.notebook.cells]
    verdicts = [verdict.to_json() for verdict in graded.verdicts.values()]
    texts = json.dumps([outputs, verdicts, graded.repairs, graded.execution.notes], ensure_ascii=False)
    return texts.replace('\\"', '"')


def changes(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str | None, str | None]]:
    """Path -> what it was and what it is, where they differ."""
    return {
        path: (before.get(path), after.get(path)) for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    }
