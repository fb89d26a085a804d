"""Pictures for the feedback: what a student's function gave beside what was expected, on the cases that students can see.

They are made where the answers are judged and stored with the verdicts, so that pages are made without torch. A held-out case
is shown to nobody, also not where the answer is right: it is the case to the pixel then. Where right answers to earlier tasks
had been put in, a student's own picture could be a message from the process that was asked, and is not shown either.
"""

import logging
from typing import Any

import numpy as np

from autograder.assignments import declaration
from autograder.judging import clock
from autograder.judging.answers import Answer, Answers
from autograder.judging.clock import TimeIsOver, within
from autograder.judging.measures import distance, scale
from autograder.judging.observations import read_observations
from autograder.judging.verdict import Verdict
from autograder.judging.wording import described
from selfcheck.pictures import DIVERGING, as_address, as_image, as_map, drawn, span
from selfcheck.task import is_array

MOST_CASES = 2  # of a task, with pictures
MOST_VALUES = 300_000  # of one that is drawn: two maps of 224 x 224 x 3 and no more
SAME = 1e-3  # a difference below this part of the norm cannot be seen


def pictures(verdict: Verdict, answers: list[dict], knew_more: bool | None = None, variant: int = 0) -> list[dict[str, Any]]:
    """What can be seen of a task's answers: plain records of addresses of PNG files, and what they show in words.

    Args:
        answers: what the task's function answered, as `selfcheck.observe` publishes it.
        knew_more: as for the judge: then a picture of the student's own could be a letter, and only the expected one is shown.
        variant: as for the judge.
    """
    try:
        return within(clock.SECONDS, lambda: all_pictures(verdict, answers, knew_more, variant))
    except TimeIsOver:  # the marks stand
        logging.getLogger(__name__).warning("the pictures of %s took too long", verdict.task)
        return []


def all_pictures(verdict: Verdict, listed: list[dict], knew_more: bool | None, variant: int = 0) -> list[dict[str, Any]]:
    """The pictures of the first visible cases that were answered."""
    answers = Answers(verdict.task, read_observations(verdict.task, listed), knew_more=knew_more, variant=variant)
    answered = [answer for answer in answers if answer.case.number in answers.given and not answer.held_out]
    passed = verdict.status == "passed"
    return [record for answer in answered[:MOST_CASES] for record in beside_the_expected(answer, passed)]


def beside_the_expected(answer: Answer, passed: bool) -> list[dict[str, Any]]:
    """Given, expected and difference on a visible case, of the first value that is wrong; of the first if all is right."""
    right = answer.expected
    seen: list[tuple[str, Any, Any]] = [
        (name, answer.given.get(name), right[name]) for name in right if is_picture(answer.case.task, name, right[name])
    ]
    wrong = [(name, mine, value) for name, mine, value in seen if not is_array(mine) or differs(mine.values, value.values)]
    made = [trio(answer, *chosen) for chosen in (seen if passed else wrong)[:1]]
    return [record for record in made if {"given", "expected"} & record.keys()]


def trio(answer: Answer, name: str, mine: Any, right: Any) -> dict[str, Any]:
    """One value as three pictures on the colour scale of the expected one; of what has many right answers the given one alone."""
    task = answer.case.task
    case, what, only = described(answer.recipe), in_words(name), name not in declaration(task).by_chance
    low, high = range_of(task, name, right.values)
    record = {"case": case} | ({"expected": address(task, name, right.values, low, high)} if only else {})
    wanted = f", expected {reach(right.values)}" if only else ""
    if answer.words.reserved:
        return record | {"said": f"{case}: {what}{wanted} (the check in your notebook draws yours)"}
    if not is_picture(task, name, mine):
        return record | {"said": f"{case}: {what}{wanted}; yours is nothing that can be shown"}
    record["given"] = address(task, name, mine.values, low, high)
    said = f"{case}: {what}: yours {reach(mine.values)}{wanted}"
    if mine.shape != right.shape:
        return record | {"said": f"{said}; the shapes differ: {answer.words.shape(mine.shape)}, expected {right.shape}"}
    if not only:
        return record | {"said": f"{said}; there are many right ones, so none is shown beside it"}
    record["difference"] = difference(task, name, mine.values, right.values)
    return record | {"said": f"{said}; {in_numbers(mine.values.astype(float), right.values.astype(float))}"}


def in_numbers(given: np.ndarray, wanted: np.ndarray) -> str:
    """How two arrays of one shape are alike, in numbers."""
    if not np.isfinite(given).all():
        return "there are NaN or infinite values in yours"
    largest = float(np.abs(given - wanted).max())
    varies = given.std() > 0 and wanted.std() > 0
    alike = f"{np.corrcoef(given.ravel(), wanted.ravel())[0, 1]:.3f}" if varies else "none: one of them is the same everywhere"
    return f"scale {scale(given, wanted):.4g}, correlation {alike}, largest difference {largest:.3g}"


def address(task: str, name: str, values: np.ndarray, low: float, high: float) -> str:
    """A value as the address of a PNG file within the page; pages enlarge it."""
    seen = drawn(task, name, values)
    if seen is None:
        return ""
    return as_address(as_image(seen) if seen.ndim == 3 else as_map(seen, low, high), height=1)


def difference(task: str, name: str, given: np.ndarray, wanted: np.ndarray) -> str:
    """Where given and expected differ: white where they do not, one colour for too much and one for too little."""
    mine, right = (in_one_colour(task, name, values) for values in (given, wanted))
    off = mine - right
    least = SAME * float(np.abs(right).max())  # rounding is not to be seen
    most = max(*(abs(end) for end in span(off)), least) or 1.0
    return as_address(as_map(off, -most, most, DIVERGING), height=1)


def differs(given: np.ndarray, wanted: np.ndarray) -> bool:
    return given.shape != wanted.shape or not distance(given.astype(float), wanted.astype(float)) <= SAME


def in_one_colour(task: str, name: str, values: np.ndarray) -> np.ndarray:
    """(H, W) a value as a map; of an image the mean of its colours.

    Raises:
        ValueError: it is nothing that can be seen.
    """
    seen = drawn(task, name, values.astype(np.float64))
    if seen is None:
        raise ValueError(f"{name} of {task} makes no picture")
    return seen.mean(axis=2) if seen.ndim == 3 else seen


def is_picture(task: str, name: str, value: Any) -> bool:
    """Whether a value is an array that can be seen."""
    if not is_array(value) or value.values.dtype.kind not in "fiub" or not 0 < value.values.size <= MOST_VALUES:
        return False
    return drawn(task, name, value.values) is not None


def range_of(task: str, name: str, values: np.ndarray) -> tuple[float, float]:
    """The ends of a map's colour scale."""
    seen = drawn(task, name, values)
    return span(values if seen is None or seen.ndim == 3 else seen)


def reach(values: np.ndarray) -> str:
    low, high = span(values)
    return f"{low:.3g} to {high:.3g}"


def in_words(name: str) -> str:
    return name.replace("_", " ")
