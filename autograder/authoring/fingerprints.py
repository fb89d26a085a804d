"""Writes data/public/fingerprints/: what the student's check knows of right answers and of known mistakes."""

import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

from autograder.assignments import all_tasks, checks, declaration, reference, rubric, tasks_of, visible_cases, with_needs
from autograder.judging.answers import distance
from autograder.judging.known_mistakes import hook, known, variants_of
from autograder.judging.points import points_of
from selfcheck import fingerprints
from selfcheck.comparisons import derived
from selfcheck.encoding import Array, Raised, decode, encode
from selfcheck.fingerprints import NUMBERS, fingerprint
from selfcheck.tasks import kernel_hook

MISTAKE_TOLERANCE = 1e-3  # a mistake is recognised only where the answer is exactly that mistake's
UNFIXED = 0.5  # of its size: answers of one mistake that lie farther apart, as random ones do, are recognised by their form


def tolerance(task: str, recipe: dict) -> float:
    """The rubric's tolerance on a visible case."""
    checks = rubric(task)
    return checks.tolerance(recipe) if hasattr(checks, "tolerance") else checks.TOLERANCE


def asked(task: str, function: Callable, recipe: dict) -> dict[str, Any] | None:
    """The answers of a function as a student's would arrive, or None where it raises an error."""
    try:
        return {name: decode(encode(value)) for name, value in declaration(task).ask(function, recipe).items()}
    except Exception:  # a known mistake may be one that raises
        return None


def print_of(task: str, recipe: dict, answer: dict[str, Any], tolerance: float) -> dict[str, dict]:
    """The fingerprints of all the values of an answer."""
    margin = declaration(task).margin(recipe)
    prints = {}
    for name, value in answer.items():
        if isinstance(value, Array) and value.values is not None and value.values.size:
            prints[name] = fingerprint(value.values, tolerance, margin)
            prints[name] |= {"kind": value.kind, "strict": declaration(task).kind == value.kind}
            prints[name] |= {fact: getattr(value, fact) for fact in declaration(task).facts}
        elif isinstance(value, (int, float)) and not name.endswith("_kept"):
            prints[name] = {"value": value} | ({"tolerance": tolerance} if isinstance(value, float) else {})
    return prints


def of_task(task: str) -> dict[str, Any]:
    """The fingerprints of the right answers and of the known mistakes on a task's visible cases, of each of its variants."""
    if declaration(task).evaluate is not None:
        return {"checks": sentences(task), "cases": [], "mistakes": []}
    if variants := len(declaration(task).variants):
        return {"checks": sentences(task), "variants": [of_variant(task, number) for number in range(1, variants + 1)]}
    return {"checks": sentences(task), **of_variant(task)}


def of_variant(task: str, variant: int = 0) -> dict[str, Any]:
    """The fingerprints of one of a task's variants, from 1; 0 for a task that has none."""
    right = right_answers(task, variant)
    mistakes = list(filter(None, (mistake_of(task, m, right, variant) for m in known(task))))
    return {"cases": prints_of(task, right, variant), "mistakes": mistakes}


def recipes(task: str, variant: int = 0) -> list[dict[str, Any]]:
    """The recipes of a task's visible cases."""
    return [case.recipe for case in visible_cases(task, variant)]


def right_answers(task: str, variant: int = 0) -> list[dict[str, Any] | None]:
    """The reference's answers to the visible cases; None where it raises an error."""
    return [asked(task, reference(task), recipe) for recipe in recipes(task, variant)]


def prints_of(task: str, right: list[dict[str, Any] | None], variant: int = 0) -> list[dict[str, dict]]:
    """The fingerprints of right answers and of what is made of them, for each visible case that has one."""
    return [
        print_of(task, recipe, derived(task, recipe, answer), tolerance(task, recipe))
        for recipe, answer in zip(recipes(task, variant), right, strict=True)
        if answer is not None
    ]


def sentences(task: str) -> dict[str, dict]:
    """What the rubric's checks say, and what they are worth: the student's check says the same."""
    return {
        check.__name__.removeprefix("test_"): {"sentence": " ".join(str(check.__doc__).split()), "points": points_of(check)}
        for check in checks(task)
    }


def mistake_of(task: str, mistake: Any, right: list, variant: int = 0) -> dict | None:
    """A known mistake's hint and fingerprints, or None where it does not show on the visible cases."""
    asked_with = recipes(task, variant)
    answers = [asked(task, mistake.wrong_variant, recipe) for recipe in asked_with]
    answers = [answer and declaration(task).told_by(answer) for answer in answers]
    right = [answer and declaration(task).told_by(answer) for answer in right]
    if any(answer is None or any(isinstance(v, Raised) for v in answer.values()) for answer in answers):
        return {"hint": mistake.hint, "error": mistake.error, "cases": []} if mistake.error else None
    prints = [
        print_of_mistake(task, recipe, answer, spread(task, mistake, recipe, answer))
        for recipe, answer in zip(asked_with, answers, strict=True)
        if answer is not None
    ]
    shows = any(differs(a, b) for a, b in zip(answers, right, strict=True))
    return {"hint": mistake.hint, "cases": prints} if shows and all(prints) else None


def print_of_mistake(task: str, recipe: dict, answer: dict[str, Any], apart: float) -> dict[str, dict]:
    """The fingerprints of a known mistake's answer to one case; of an answer that is never the same twice, its form alone."""
    prints = print_of(task, recipe, answer, MISTAKE_TOLERANCE + apart)
    main = hook(task, "MAIN", ("",))[0]
    if apart > UNFIXED:
        prints[main] = {key: value for key, value in prints[main].items() if key not in NUMBERS} | {"unfixed": True}
    return prints | {name: {"nothing": True} for name, value in answer.items() if value is None}


def spread(task: str, mistake: Any, recipe: dict, answer: dict[str, Any]) -> float:
    """How far a mistake's answers lie apart when it is made in other ways that are right otherwise."""
    variants = variants_of(task, mistake.wrong_variant)
    (name,) = hook(task, "MAIN", ("",))[:1]
    if len(variants) == 1 or not isinstance(answer.get(name), Array):
        return 0.0
    middle = fingerprints.sketch(answer[name].values)
    others = (asked(task, variant, recipe) for variant in variants.values())
    sketches = [fingerprints.sketch(other[name].values) for other in others if other is not None]
    return max(fingerprints.distance(other, middle) for other in sketches)


def differs(answer: dict | None, right: dict | None) -> bool:
    """Whether two answers to one case differ by more than rounding; a changed argument has a line of its own, and no hint."""
    if answer is None or right is None:
        return answer is not right
    for name, expected in right.items():
        if name.endswith("_kept"):
            continue
        value = answer.get(name)
        if isinstance(expected, Array) and isinstance(value, Array):
            if value.shape != expected.shape or value.values is None or expected.values is None:
                return True
            if distance(value.values, expected.values) > 10 * MISTAKE_TOLERANCE:
                return True
        elif type(value) is not type(expected) or numbers_differ(value, expected):
            return True
    return False


def numbers_differ(value: Any, expected: Any) -> bool:
    """Whether two values of one type are numbers, and differ by more than rounding."""
    if isinstance(value, float):
        return not abs(value - expected) <= 10 * MISTAKE_TOLERANCE * abs(expected)
    return isinstance(value, int) and value != expected


def fingerprints_of(assignment: str) -> str:
    """The fingerprints of an assignment's tasks, and of those that they may call, as JSON text."""
    homes = all_tasks()
    with kernel_hook("one_thread", nullcontext)():  # the last digits depend on the number of threads
        return as_text({task: of_assignment(assignment, task, homes) for task in with_needs(tasks_of(assignment))})


def of_assignment(assignment: str, task: str, homes: Mapping[str, str]) -> dict[str, Any]:
    """The fingerprints of a task, with the assignment that tests it: by `homes`, or else the one that asks."""
    return {"assignment": homes.get(task, assignment)} | of_task(task)


def as_text(prints: Mapping[str, dict[str, Any]]) -> str:
    """Task -> fingerprints as JSON text, one line for each task."""
    return "{\n" + ",\n".join(f"{json.dumps(task)}: {json.dumps(found)}" for task, found in prints.items()) + "\n}\n"
