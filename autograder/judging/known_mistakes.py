"""The known mistakes of a task, in every way in which they are made: their answers, and how one answer is compared with another.

What is the same for every student is found once, and kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from autograder.assignments import all_cases, declaration, mistakes
from autograder.judging.answers import Answer, expected
from autograder.judging.case_tolerance import cut, tolerance
from autograder.judging.clock import uncounted
from autograder.judging.misconception import CATALOGUE, Misconception
from autograder.judging.similarity import has_numbers, numbers, same
from selfcheck.encoding import decode
from selfcheck.observe import answer as ask
from selfcheck.task import Case


def hook(task: str, name: str, default: Any = None) -> Any:
    """What a task's own file of mistakes says of itself; `autograder.judging.diagnosis` lists what may stand there."""
    return getattr(mistakes(task), name, default)


def known(task: str) -> tuple[Misconception, ...]:
    """The known mistakes of a task, in the order of its file."""
    mistakes(task)  # its wrong variants write themselves into the catalogue
    return CATALOGUE[task]


# --- what a function answers, made plain and kept ------------------------------------------------------------------


def plainly(task: str, function: Callable, number: int, of: int = 0) -> dict[str, Any]:
    """A function's answer to one case, as a student's would arrive.

    Args:
        of: which of the task's variants is asked, from 1: those that follow from students' ids, not those of a mistake.
    """
    (case,) = (case for case in all_cases(task, of) if case.number == number)
    observation = ask({declaration(task).defines: function}, case)
    return {name: decode(value) for name, value in observation["value"].items()}


@cache
@uncounted()
def wrong_answer(task: str, name: str, number: int, variant: str = "", of: int = 0) -> dict[str, Any]:
    """A mistake's answer to one case, in one of the ways in which it may be made; "" is the wrong variant as it stands."""
    (mistake,) = (mistake for mistake in known(task) if mistake.name == name)
    assert mistake.wrong_variant is not None, "only general statements have no wrong variant, and they are not in the catalogue"
    return plainly(task, ways_of(task, mistake)[variant] if variant else mistake.wrong_variant, number, of)


def seen_of(task: str, name: str, case: Case, variant: str = "") -> dict[str, Any]:
    return declaration(task).told_by(wrong_answer(task, name, case.number, variant, case.variant))


def variants_of(task: str, wrong_variant: Callable) -> dict[str, Callable]:
    """A wrong variant in every way in which the rest of an answer may be right; itself, where there is one way."""
    variants = hook(task, "variants")
    return variants(wrong_variant) if variants else {"": wrong_variant}


def ways_of(task: str, mistake: Misconception) -> dict[str, Callable]:
    """A wrong variant in every way in which the rest may be right, and the mistake made in the other ways of its task's file."""
    others = hook(task, "WAYS", {}).get(mistake.name, ())
    return variants_of(task, mistake.wrong_variant) | {f"way_{n}": way for n, way in enumerate(others, 1)}  # type: ignore[arg-type]


# --- comparing ------------------------------------------------------------------------------------------------------


def alike(given: Any, known: Any, right: Any, answer: Answer, facts: tuple[str, ...] = ()) -> bool:
    """Whether a value of one case is a known one, within the tolerance of the case.

    Args:
        right: the reference's value, the measure of what is next to nothing.
        facts: the facts of an array that must be the same, too.
    """
    own = hook(answer.case.task, "same_values")
    if own:
        mine, theirs = numbers(cut(given, answer)), numbers(cut(known, answer))
        if mine is not None and theirs is not None and mine.shape == theirs.shape and known.shape == given.shape:
            return own(mine, theirs)
    return same(given, known, right, facts, tolerance(answer))


def without_beside(answer: Answer) -> Answer:
    """An answer without the values by which mistakes are not told apart."""
    task = declaration(answer.case.task)
    return replace(answer, given=task.told_by(answer.given), expected=task.told_by(answer.expected))


# --- a mistake in one of its ways ------------------------------------------------------------------------------------


class Version(NamedTuple):
    """A mistake in one of the ways in which it is known."""

    mistake: Misconception
    variant: str = ""

    def answer(self, case: Case) -> dict[str, Any]:
        """Its answer to a case."""
        return seen_of(self.mistake.task, self.mistake.name, case, self.variant)

    def off(self, case: Case) -> frozenset[str]:
        """The names of the values of a case that it gets wrong, errors and texts included."""
        return off(self, case.number, case.variant)

    def wrong_values(self, case: Case) -> set[str]:
        """The names of the arrays and numbers of a case that it gets wrong."""
        known = self.answer(case)
        return {name for name in self.off(case) if has_numbers(known[name])}


def versions(task: str) -> Iterator[Version]:
    """Every mistake, in each of the ways in which it is known."""
    for mistake in known(task):
        for variant in ways_of(task, mistake):
            yield Version(mistake, variant)


@cache
@uncounted()
def off(version: Version, number: int, of: int) -> frozenset[str]:
    """The names that a version gets wrong on a case: the same for every student, so they are found once."""
    task = version.mistake.task
    (case,) = (case for case in all_cases(task, of) if case.number == number)
    answer = without_beside(Answer(case, {}, expected(task, number, of)))
    known, right = version.answer(case), answer.expected
    return frozenset(name for name in right.keys() & known.keys() if not alike(known[name], right[name], right[name], answer))
