"""Which known mistake gives these answers? They are compared with every wrong variant's; no name is better than a wrong one.

Questions from the most certain to the least: is every wrong answer an error that shows a mistake; do all the values of a wrong
variant come back on every case; do at least those that it gets wrong; does a general statement hold on every case; are at least
type and shape those of a wrong variant?

What is special about a task stands in its file of mistakes, each with a default: `MAIN`, the values that general statements are
about; `GROUPS`, such a value -> its words and the names under which it comes; `OF_A_CLASS`, the value that explains one class;
`FOLLOWS`, a value -> those that are wrong because it is; `variants(wrong_variant)`, it by every way that is right
otherwise; `WAYS`, a mistake's name -> functions that make the same mistake in other ways, whose answers are its answers, too;
`closeness(answer)`, how far right answers lie apart; `same_values(one, other)`, whether two arrays count as one;
`QUESTIONS`, more questions; `diagnose(given)`, in place of all of them,
and with it `alike(one, other, number)`, whether two wrong variants cannot be told apart on a case.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from autograder.assignments import all_cases, declaration, reference
from autograder.judging.answers import Answer, Answers
from autograder.judging.case_tolerance import cut, is_loose, tolerance
from autograder.judging.known_mistakes import (  # noqa: F401 - a course's own files may have wrong_answer from here
    Version,
    alike,
    hook,
    known,
    versions,
    without_beside,
    wrong_answer,
)
from autograder.judging.misconception import Misconception
from autograder.judging.similarity import fact_of, numbers
from autograder.judging.true_statements import STATEMENTS, Pair, Pairs, same_numbers
from autograder.judging.wording import classes_of
from selfcheck.encoding import Array, Raised, decode
from selfcheck.observe import answer as ask

LOOSEST = 2e-2  # of the norm: where right answers lie farther apart, nothing can be read off that does not show elsewhere
PLAIN_FACTS = ("kind", "shape")


def diagnose(task: str, answers: Answers) -> Misconception | None:
    """The one known mistake that gives these answers on every case, or a true statement about them, or None."""
    given = [without_beside(answer) for answer in answers if not answer.unfinished]
    if not given:
        return None
    with np.errstate(all="ignore"):
        own = hook(task, "diagnose")
        if own is not None:
            return own(given)
        if all(agree(a.given, a.expected, a, facts_of(task)) for a in given):
            return None
        questions: list[Callable[[str, list[Answer]], Misconception | None]] = [by_error, completely, in_what_is_wrong]
        questions += hook(task, "QUESTIONS", ())
        questions += [by_statement, other_class, by_manner]
        return next((found for question in questions if (found := question(task, given))), None)


def facts_of(task: str) -> tuple[str, ...]:
    return PLAIN_FACTS + declaration(task).facts


# --- what a known mistake answers ------------------------------------------------------------------------------------


def agree(given: dict, known: dict, answer: Answer, facts: tuple[str, ...]) -> bool:
    """Whether all the values of one case are the known ones."""
    return given.keys() == known.keys() and all(
        alike(given[name], known[name], answer.expected.get(name), answer, facts) for name in known
    )


def tells(given: Any, known: Any) -> bool:
    """Whether an agreement says something: two errors of one type may have come from anywhere."""
    return not isinstance(known, Raised) or given == known or given.message == known.message


def by_error(task: str, given: list[Answer]) -> Misconception | None:
    """The mistake whose error stands in the place of every wrong answer."""
    telling = [mistake for mistake in known(task) if mistake.error]
    raised = [a.given["raised"] for a in given if "raised" in a.given]
    answered = [a for a in given if "raised" not in a.given]
    if not telling or not raised or not all(agree(a.given, a.expected, a, facts_of(task)) for a in answered):
        return None
    said = [f"{error.type}: {error.message}" for error in raised if isinstance(error, Raised)]
    return next((mistake for mistake in telling if all(re.search(mistake.error, text) for text in said)), None) if said else None


def completely(task: str, given: list[Answer]) -> Misconception | None:
    """The first wrong variant whose answers come back on every case, with all their values."""
    for version in versions(task):
        if all(agree(a.given, version.answer(a.case), a, facts_of(task)) for a in given) and any(
            tells(a.given[name], known) for a in given for name, known in version.answer(a.case).items()
        ):
            return version.mistake
    return None


def in_what_is_wrong(task: str, given: list[Answer]) -> Misconception | None:
    """The first wrong variant whose wrong values come back on every case, whatever the other values are."""
    for version in versions(task):
        shared = {name for name in given[0].expected if not name.endswith("_kept")}
        wrong: set[str] = set()
        for a in given:
            known = version.answer(a.case)
            shared = {name for name in shared if name in known and name in a.given and as_wrong(version, a, name)}
            wrong |= version.wrong_values(a.case)
            if not shared:  # the wrong variant need not be asked about the other cases
                break
        for name, following in hook(task, "FOLLOWS", {}).items():
            wrong -= following if name in wrong else set()
        if wrong and wrong <= shared:
            return version.mistake
    return None


def as_wrong(version: Version, answer: Answer, name: str) -> bool:
    """Whether a value is a wrong variant's in its numbers; where these are right, in what else it has got wrong."""
    given, known, right = answer.given[name], version.answer(answer.case)[name], answer.expected[name]
    if not alike(given, known, right, answer):
        return False
    odd = [fact for fact in PLAIN_FACTS if fact_of(known, fact) != fact_of(right, fact)]
    return name in version.off(answer.case) or all(fact_of(given, fact) == fact_of(known, fact) for fact in odd)


# --- what is true of an unlisted mistake ---------------------------------------------------------------------------


def pairs_of(task: str, given: list[Answer], group: str) -> Pairs | None:
    """(given, expected) of one value on all the cases, or None where an answer has no numbers."""
    pairs = []
    for a in given:
        for name in hook(task, "GROUPS", {}).get(group, ("", (group,)))[1]:
            mine, right = numbers(cut(a.given.get(name), a)), numbers(cut(a.expected[name], a))
            if mine is None or right is None:
                return None
            pairs.append(Pair(mine, right, closeness(a)))
    return pairs


def closeness(answer: Answer) -> float:
    """How close values must be to be called the same: where right answers differ, no closer than these are."""
    own = hook(answer.case.task, "closeness")
    return (own(answer) if own else None) or tolerance(answer)


def by_statement(task: str, given: list[Answer]) -> Misconception | None:
    """The first general statement that holds on every case."""
    for group in hook(task, "MAIN", ()):
        pairs = pairs_of(task, given, group)
        if not pairs or all(same_numbers(pair) for pair in pairs if pair.closeness <= LOOSEST):
            continue
        for name, holds, description, hint in STATEMENTS:
            if holds(pairs):
                groups = hook(task, "GROUPS", {})
                if group not in groups:
                    return Misconception(name, task, description, hint)
                about = f"About the {groups[group][0]}"
                return Misconception(name, task, f"{about}: {description}", f"{about}: {hint[0].lower()}{hint[1:]}")
    return None


def other_class(task: str, given: list[Answer]) -> Misconception | None:
    """Right on every case, but for one that explains another class."""
    name = hook(task, "OF_A_CLASS")
    if name is None:
        return None
    wrong = [a for a in given if not alike(a.given.get(name), a.expected[name], None, a)]
    if not wrong or any(map(is_loose, wrong)) or not all(map(of_another_class, wrong)):
        return None
    return Misconception(
        "other_class", task, "Right, but for another class, wherever it is wrong.",
        "Your values are right, but for another class. Follow the class through your code: where does it change?",
    )  # fmt: skip


def of_another_class(answer: Answer) -> bool:
    """Whether the reference gives this answer when it is asked for some other class."""
    case, name = answer.case, hook(answer.case.task, "OF_A_CLASS")
    return any(
        alike(answer.given.get(name), for_class(case.task, case.number, c, case.variant)[name], None, answer, PLAIN_FACTS)
        for c in range(classes_of(answer.recipe))
    )


@cache
def for_class(task: str, number: int, target: int, of: int = 0) -> dict[str, Any]:
    """The reference's answer to a case, asked for another class."""
    (case,) = (case for case in all_cases(task, of) if case.number == number)
    observation = ask({declaration(task).defines: reference(task)}, case._replace(recipe=case.recipe | {"target": target}))
    return {name: decode(value) for name, value in observation["value"].items()}


def by_manner(task: str, given: list[Answer]) -> Misconception | None:
    """The first wrong variant whose values are right and whose type, shape or manners are wrong in the way of these answers."""
    small = [a for a in given if not is_loose(a)]
    return next((mistake for mistake in known(task) if all_the_manners(task, mistake, small)), None)


def all_the_manners(task: str, mistake: Misconception, given: list[Answer]) -> bool:
    """Whether each fact that the wrong variant gets wrong is as wrong in the given answers, on every case."""
    odd = 0
    version = Version(mistake)
    for a in given:
        known = version.answer(a.case)
        if not known.keys() == a.given.keys() == a.expected.keys() or version.wrong_values(a.case):
            return False
        for name, right in a.expected.items():
            for fact in facts_of(task) if isinstance(right, Array) else ("value",):
                mine, theirs, reference = (fact_in(values.get(name), fact) for values in (a.given, known, a.expected))
                odd += theirs != reference
                if theirs not in (reference, mine) or (theirs == reference and type(a.given[name]) is not type(right)):
                    return False
    return odd > 0


def fact_in(value: Any, fact: str) -> Any:
    """A fact of an array, or what it is made of; of anything else its type, and of a yes or no which of them."""
    if isinstance(value, Array):
        return fact_of(value, fact if fact != "value" else "dtype")
    return type(value).__name__, value if isinstance(value, bool) else None
