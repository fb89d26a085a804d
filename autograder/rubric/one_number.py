"""Answers that are one number, as the checks read them: they travel as arrays (1,)."""

import numpy as np

from autograder.judging.answers import Answer
from selfcheck.encoding import Array


def why_no_number(answer: Answer, name: str) -> str:
    """Why a given value is not one number, or nothing where it is one."""
    value = answer[name]
    if isinstance(value, Array) and value.shape == (1,) and value.values is not None and value.values.dtype.kind in "fiu":
        return ""
    return f"expected a number (a float), got {answer.words.told(value)}"


def number(answer: Answer, name: str) -> np.ndarray:
    """A given number as an array (1,), where a check's sentence is about its size.

    Raises:
        CheckFailed: there is none, or it is NaN or infinite, so that the sentence cannot be judged.
    """
    if why := why_no_number(answer, name):
        raise answer.untold(why)
    return answer.array(name)


def is_zero(answer: Answer, name: str) -> None:
    """Raises `CheckFailed` where a given number is not 0; NaN is not."""
    if why := why_no_number(answer, name):
        raise answer.untold(why)
    found = float(answer.given[name].values[0])
    if found != 0:
        said = "NaN" if np.isnan(found) else answer.words.number(found, 0.0)
        raise answer.wrong(f"got {said}, expected 0")
