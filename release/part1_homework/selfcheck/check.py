"""The student's own check: within a second what is right, and for what is not what came, what was expected and a hint.

Never the answer: it knows fingerprints of the right answers to the visible cases. Held-out cases follow at grading.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from selfcheck.check_page import show, show_all
from selfcheck.compare import NOT_FILLED_IN, form, number, numbers, same
from selfcheck.comparisons import comparisons_of, derived, faults
from selfcheck.encoding import decode
from selfcheck.judgement import Finding, settled
from selfcheck.language import say
from selfcheck.near_misses import meant, warning_of_an_earlier, why_undefined
from selfcheck.observe import observe
from selfcheck.tasks import declaration, visible_cases
from selfcheck.variants import NoId, number_of


class NotRight(AssertionError):
    """Raised where a program, not a person, wants to know: nbgrader's Validate button."""

    def _render_traceback_(self) -> list[str]:  # IPython shows this instead of a traceback
        return [str(self)]


@cache
def fingerprints() -> dict[str, Any]:
    """What the checks know of right answers, by task, the tasks of one assignment after those of the other."""
    return {task: known for file in files() for task, known in json.loads(file.read_text(encoding="utf-8")).items()}


def known_of(task: str, variant: int = 0) -> dict[str, Any]:
    """The fingerprints of the right answers and the known mistakes of a task, of the variant that is asked."""
    known = fingerprints()[task]
    return known["variants"][max(variant, 1) - 1] if "variants" in known else known


def files() -> list[Path]:
    """A file of fingerprints for each assignment, in data/public/fingerprints/ beside the course's lab/."""
    course = Path(str(import_module("lab").__file__)).absolute().parent.parent
    return sorted((course / "data" / "public" / "fingerprints").glob("*.json"))


@dataclass(frozen=True)
class CheckLine:
    """One of the grader's checks: its sentence, and what the visible cases say of it.

    Args:
        passed: whether the sentence is true of the answers; None where these do not tell.
        complaint: why it is untrue, or why they do not tell; empty where it is true, and where only other cases can tell.
        case: place of the visible case that the complaint is about.
    """

    sentence: str
    points: float
    passed: bool | None
    complaint: str = ""
    case: int = 0


@dataclass(frozen=True)
class TaskReport:
    """What a look at a task's answers has found; right where there is no trouble.

    Args:
        note: that not the last cell's function was asked, where that cell could not be read.
        case: place of the visible case that the trouble is about.
    """

    task: str
    trouble: str | None = None
    lines: list[CheckLine] = field(default_factory=list)
    hint: str | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)
    note: str = ""
    case: int = 0

    @property
    def points(self) -> tuple[float, float]:
        """What the checks that the visible cases speak for are worth, and what the task is."""
        most = sum(check["points"] for check in fingerprints()[self.task]["checks"].values())
        return (most if self.trouble is None else sum(line.points for line in self.lines if line.passed), most)


def check(task: str) -> None:
    """Shows whether the notebook's answer to a task is right on the visible cases, check by check.

    `check.all()` shows all the tasks of the notebook at once.

    Raises:
        ValueError: there is no such task.
        NotRight: only while nbgrader validates a notebook, and the answer is not right.
    """
    if task not in fingerprints():
        raise ValueError(f"there is no task called {task!r}; the tasks are {', '.join(fingerprints())}")
    found = look_at(sys._getframe(1).f_globals, task)
    if (found.trouble or found.note) and os.environ.get("NBGRADER_VALIDATING"):
        raise NotRight(f"✗ {task}: {say(found.trouble or found.note)}")
    show(found)


def check_all() -> None:
    """Shows each task of the notebook, what is right so far, and the points that it stands for."""
    namespace = sys._getframe(1).f_globals
    home = assignment_of(namespace)
    show_all([look_at(namespace, task) for task, known in fingerprints().items() if known["assignment"] == home])


check.all = check_all  # type: ignore[attr-defined]


def assignment_of(namespace: dict) -> str:
    """The assignment that a notebook belongs to: the one that it came with.

    In a course's own directory, which holds all of them, it is that of the last task that is defined in the notebook, and the
    first one if none is.
    """
    if len(files()) == 1:
        return files()[0].stem
    known = fingerprints()
    defined = [task for task in known if declaration(task).defines in namespace]
    return known[(defined or list(known))[-1 if defined else 0]]["assignment"]


def look_at(namespace: dict, task: str) -> TaskReport:
    """What is right and what is wrong with a notebook's answer to a task."""
    if namespace.get(declaration(task).defines) is None:
        return TaskReport(task, why_undefined(namespace, task))
    try:
        variant = number_of(task, namespace)
    except NoId as no_id:
        return TaskReport(task, str(no_id))
    answers, note = list(answered(namespace, task, variant)), warning_of_an_earlier(namespace, task)
    lines = lines_of(task, answers, variant)
    headline = headline_of(lines)
    if headline is None:
        return TaskReport(task, None, lines, answers=answers, note=note)
    trouble = headline.complaint + meant(namespace, task, headline.complaint)
    own_fault = next((need for need in declaration(task).needs if look_at(namespace, need).trouble), None)
    if own_fault:
        said = "" if trouble == NOT_FILLED_IN else f"{trouble}\n  "
        trouble = (
            f"{said}It calls your {declaration(own_fault).defines}, which is not right yet: fix that first."
            "\n  (At grading a right one is put in its place: one mistake costs one task.)"
        )
        return TaskReport(task, trouble, lines, answers=answers, note=note)
    return TaskReport(task, trouble, lines, hint_for(task, answers, variant), answers, note, headline.case)


def answered(namespace: dict, task: str, variant: int = 0) -> Iterator[dict[str, Any]]:
    """What the notebook's function answers on the visible cases, and what is made of it."""
    asked = visible_cases(task, variant)
    for observation, case in zip(observe(namespace, asked), asked, strict=False):
        yield derived(task, case.recipe, {name: decode(value) for name, value in observation["value"].items()})


def lines_of(task: str, answers: list[dict[str, Any]], variant: int = 0) -> list[CheckLine]:
    """What the visible cases say of each of the grader's checks."""
    checks = fingerprints()[task]["checks"]
    found = {name: list(found_by(task, name, answers, variant)) for name in checks}
    counts = settled(found)
    lines = []
    for name, told in checks.items():
        one = counts[name]
        looked = declaration(task).evaluate is not None or looks_at(task, name, len(answers), variant)
        passed = None if not looked or (one is not None and not one.told) else one is None
        lines.append(CheckLine(told["sentence"], told["points"], passed, one.complaint if one else "", one.case if one else 0))
    return lines


def looks_at(task: str, name: str, answered: int, variant: int = 0) -> bool:
    """Whether a check looks at something on one of the visible cases that were answered."""
    prints = known_of(task, variant)["cases"]
    asked = list(zip(visible_cases(task, variant)[:answered], prints, strict=False))
    return any(one.on(case.recipe) for case, print_ in asked for one in comparisons_of(task, name, print_))


def found_by(task: str, name: str, answers: list[dict[str, Any]], variant: int = 0) -> Iterator[Finding]:
    """What one check finds wrong on the visible cases."""
    prints = known_of(task, variant)["cases"]
    for place, (case, answer) in enumerate(zip(visible_cases(task, variant), answers, strict=False)):
        for fault in faults(task, name, case, answer, prints[place] if prints else {}):
            yield replace(fault, case=place)


def headline_of(lines: list[CheckLine]) -> CheckLine | None:
    """The line that says what is wrong: the first check that is untrue, else the first of which nothing can be told, and why."""
    complaints = sorted((line for line in lines if line.complaint), key=lambda line: line.passed is None)
    return complaints[0] if complaints else None


def hint_for(task: str, given: list[dict[str, Any]], variant: int = 0) -> str | None:
    """The hint of the known mistake that these answers look like, if there is one and only one."""
    right = known_of(task, variant)["cases"]
    alike = [
        mistake
        for mistake in known_of(task, variant)["mistakes"]
        if (shown_by_errors(right, given, mistake["error"]) if "error" in mistake else all_look_like(given, mistake["cases"]))
    ]
    hints = {mistake["hint"] for mistake in alike if not unfixed(mistake)}
    if not hints and not all_look_like(given, right):
        hints = {mistake["hint"] for mistake in alike}
    return hints.pop() if len(hints) == 1 else None


def unfixed(mistake: dict[str, Any]) -> bool:
    """Whether a mistake has answers without numbers to be recognised by: one that has them says more."""
    return any("unfixed" in print_ for case in mistake["cases"] for print_ in case.values())


def shown_by_errors(right: list[dict[str, Any]], given: list[dict[str, Any]], error: str) -> bool:
    """Whether an error of this kind stands in the place of every answer that is not right."""
    raised = [answer.get("raised") for answer in given]
    return any(raised) and all(
        re.search(error, f"{one.type}: {one.message}") if one else looks_like(answer, print_)
        for one, answer, print_ in zip(raised, given, right, strict=False)
    )


def all_look_like(given: list[dict[str, Any]], expected: list[dict[str, Any]]) -> bool:
    """Whether all the answers are those of a known mistake."""
    return all(looks_like(answer, print_) for answer, print_ in zip(given, expected, strict=False))


def looks_like(answer: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Whether an answer is that of a known mistake, as far as its fingerprint tells."""
    return all(name in answer and is_like(name, answer[name], print_) for name, print_ in expected.items())


def is_like(name: str, value: Any, print_: dict) -> bool:
    if "nothing" in print_:
        return value is None
    if "value" in print_:
        return (number if "tolerance" in print_ else same)(name, value, print_) is None
    if "unfixed" in print_:
        return form(name, value, print_) is None
    return form(name, value, print_) is None and numbers(name, value, print_) is None
