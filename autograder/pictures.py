"""Pictures for the feedback: what a student's function gave beside what was expected, on the cases that students can see.

They are made where the answers are judged and stored with the verdicts, so that pages are made without torch. Of a held-out
case a student's own picture is shown alone, and only where it is the right one or a known mistake's: any other could be a
message from the process that was asked, which knows more than its author. So it is with visible cases where right answers to
earlier tasks had been put in.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.judge import read_observations
from autograder.misconceptions import CATALOGUE
from autograder.rubric.answers import described, distance, expected, scale
from autograder.rubric.held_out import all_cases
from autograder.verdict import Verdict
from lab.cases import FIRST_NUMBER
from lab.looks import is_array
from lab.pictures import DIVERGING, as_address, as_image, as_map, coloured, flat, span

MOST_CASES = 2  # of a task, with pictures
SAME = 1e-3  # a difference below this part of the norm cannot be seen


def pictures(verdict: Verdict, answers: list[dict], knew_more: bool = False) -> list[dict[str, Any]]:
    """What can be seen of a task's answers: plain records of addresses of PNG files, and what they show in words.

    Args:
        answers: what the task's function answered, as `lab.observe` publishes it.
        knew_more: they come from a process that may have known held-out cases, or right answers to other tasks.
    """
    given = read_observations(verdict.task, answers)
    trusted = verdict.status == "passed" or verdict.misconception in {mistake.name for mistake in CATALOGUE[verdict.task]}
    knew_no_more = not knew_more
    shown: list[dict[str, Any]] = []
    for case in all_cases(verdict.task):
        if case.number in given and case.number < FIRST_NUMBER and len(shown) < MOST_CASES:
            beside = beside_the_expected(verdict.task, case, given[case.number], verdict.status == "passed")
            shown += beside if trusted or knew_no_more else map(without_own, beside)
    if trusted:
        alone = (record for case in all_cases(verdict.task) for record in own(case, given.get(case.number, {})))
        shown += [record for _, record in zip(range(1), alone, strict=False)]
    return shown


def beside_the_expected(task: str, case: Any, given: dict[str, Any], passed: bool) -> list[dict[str, Any]]:
    """Given, expected and difference on a visible case, of the first value that is wrong; of the first if all is right."""
    right = expected(task, case.number)
    seen: list[tuple[str, Any, Any]] = [(name, given.get(name), right[name]) for name in right if is_picture(name, right[name])]
    wrong = [(name, mine, value) for name, mine, value in seen if not is_array(mine) or differs(mine.values, value.values)]
    return [trio(described(case.recipe), *chosen) for chosen in (seen if passed else wrong)[:1]]


def own(case: Any, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The student's own pictures of a held-out case."""
    if case.number >= FIRST_NUMBER:
        for name, value in given.items():
            if is_picture(name, value):
                said = f"{described(case.recipe)} (a case that is held out): your {in_words(name)}, {reach(value.values)}"
                yield {"case": "held out", "given": address(name, value.values, *range_of(name, value.values)), "said": said}


def without_own(record: dict[str, Any]) -> dict[str, Any]:
    """The record without the student's own picture, which could be read like a letter."""
    kept = {name: value for name, value in record.items() if name not in ("given", "difference")}
    return kept | {"said": f"{record['said']} (the check in your notebook draws yours)"} if "given" in record else kept


def trio(case: str, name: str, mine: Any, right: Any) -> dict[str, Any]:
    """One value as three pictures on the colour scale of the expected one."""
    low, high = range_of(name, right.values)
    record = {"case": case, "expected": address(name, right.values, low, high)}
    if not is_picture(name, mine):
        return record | {"said": f"{case}: {in_words(name)}: expected {reach(right.values)}; yours is nothing that can be shown"}
    record["given"] = address(name, mine.values, low, high)
    said = f"{case}: {in_words(name)}: yours {reach(mine.values)}, expected {reach(right.values)}"
    if mine.shape != right.shape:
        return record | {"said": f"{said}; the shapes differ: {mine.shape}, expected {right.shape}"}
    record["difference"] = difference(name, mine.values, right.values)
    return record | {"said": f"{said}; {in_numbers(mine.values.astype(float), right.values.astype(float))}"}


def in_numbers(given: np.ndarray, wanted: np.ndarray) -> str:
    """How two arrays of one shape are alike, in numbers."""
    if not np.isfinite(given).all():
        return "there are NaN or infinite values in yours"
    largest = float(np.abs(given - wanted).max())
    varies = given.std() > 0 and wanted.std() > 0
    alike = f"{np.corrcoef(given.ravel(), wanted.ravel())[0, 1]:.3f}" if varies else "none: one of them is the same everywhere"
    return f"scale {scale(given, wanted):.4g}, correlation {alike}, largest difference {largest:.3g}"


def address(name: str, values: np.ndarray, low: float, high: float) -> str:
    """A value as the address of a PNG file within the page; pages enlarge it."""
    pixels = coloured(name, values)
    if pixels is not None:
        return as_address(as_image(pixels), height=1)
    plain = flat(name, values)
    return "" if plain is None else as_address(as_map(plain, low, high), height=1)


def difference(name: str, given: np.ndarray, wanted: np.ndarray) -> str:
    """Where given and expected differ: white where they do not, one colour for too much and one for too little."""
    mine, right = (flat(name, values.astype(np.float64)) for values in (given, wanted))
    if coloured(name, given) is not None:
        mine, right = (values.mean(axis=2) for values in (coloured(name, given), coloured(name, wanted)))  # type: ignore[union-attr]
    off = mine - right  # type: ignore[operator]
    least = SAME * float(np.abs(right).max())  # type: ignore[arg-type] # rounding is not to be seen
    most = max(*(abs(end) for end in span(off)), least) or 1.0
    return as_address(as_map(off, -most, most, DIVERGING), height=1)


def differs(given: np.ndarray, wanted: np.ndarray) -> bool:
    return given.shape != wanted.shape or not distance(given.astype(float), wanted.astype(float)) <= SAME


def is_picture(name: str, value: Any) -> bool:
    return is_array(value) and value.values.dtype.kind in "fiub" and value.values.size and flat(name, value.values) is not None


def range_of(name: str, values: np.ndarray) -> tuple[float, float]:
    """The ends of a map's colour scale."""
    plain = flat(name, values)
    return span(values if plain is None else plain)


def reach(values: np.ndarray) -> str:
    low, high = span(values)
    return f"{low:.3g} to {high:.3g}"


def in_words(name: str) -> str:
    return name.replace("_", " ")
