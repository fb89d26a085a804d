"""Published answers -> values by case. It believes nothing, and reads no more than a task's answers may hold.

Whoever is asked may publish anything, any number of times: a task has so many cases, and all its answers together so many bytes.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from autograder.assignments import all_cases, declaration
from autograder.judging.wording import NoAnswer
from selfcheck.encoding import Raised, decode

DecodedAnswers = dict[int, dict[str, Any]]  # case number -> decoded values by name
MOST_OBSERVATIONS = 1_000  # that are looked at; a task has a dozen cases
MOST_VALUES = 32  # of one answer
MOST_IN_ALL = 16_000_000  # characters: a map of 224 x 224 x 3 in float64 for each of eight cases takes 13 million
EACH_PART = 1_000  # characters that a value counts for at least, however small
TWICE = "there are two answers to this case, so neither counts"
NOT_PLAIN = "the answer is no plain data, or other data than it says"
TOO_MUCH = f"all the answers to this task together hold more than {MOST_IN_ALL // 1_000_000} MB, so they are not looked at"


def read_observations(task: str, listed: Iterable[Any]) -> DecodedAnswers:
    """Case number -> decoded values.

    What is no observation of this task and its cases is left out, and of two answers to one case neither counts.
    """
    found: dict[int, dict | None] = {}
    numbers = {case.number for case in all_cases(task)}
    for observation in islice(listed, MOST_OBSERVATIONS):
        match observation:
            case {"task": str(name), "number": int(number), "value": dict(values)} if name == task and number in numbers:
                found[number] = None if number in found else values
    if too_much(found.values()):
        return {number: unread(TOO_MUCH) for number in found}
    return {number: unread(TWICE) if values is None else read_values(values) for number, values in found.items()}


def too_much(answers: Iterable[dict | None]) -> bool:
    """Whether answers hold more, all together, than a task's could; no more of them is looked at than that."""
    left = MOST_IN_ALL
    waiting: list[Any] = list(answers)
    while waiting:
        part = waiting.pop()
        left -= max(EACH_PART, len(part) if isinstance(part, (str, list, dict)) else 0)
        if left < 0:
            return True
        if isinstance(part, (list, dict)):
            waiting += part.values() if isinstance(part, dict) else part
    return False


def unread(why: str) -> dict[str, Any]:
    """In place of an answer: why it is none, in the judge's own words."""
    return {"raised": NoAnswer(message=why)}


def read_values(values: dict) -> dict[str, Any]:
    """Decoded values by name; an answer that is no plain data is none."""
    try:
        return {str(name)[:80]: decode(value) for name, value in islice(values.items(), MOST_VALUES)}
    except ValueError:  # what it says is not repeated: NumPy's own errors name shapes
        return unread(NOT_PLAIN)


def why_unanswered(task: str, given: DecodedAnswers, reason: str) -> str:
    """Why there is no answer to a task at all, or nothing where there is one.

    Args:
        excuse: why there may be none, in a sentence.
    """
    if not given:
        return reason or f"There is no answer: nothing called {declaration(task).defines} was defined."
    errors = [values.get("raised") for values in given.values()]
    if not all(isinstance(error, Raised) and error.type in ("NotImplementedError", "NoAnswer") for error in errors):
        return ""
    told = [error.message for error in errors if isinstance(error, NoAnswer)]
    if told:
        return f"There is no answer that counts: {told[0]}."
    return reason or "The cell is not filled in: it still raises NotImplementedError."
