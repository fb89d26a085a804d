"""How far right answers to a case may lie apart, and what of their values counts."""

from typing import Any

from autograder.assignments import case_fact, declaration
from autograder.judging.answers import Answer
from autograder.judging.similarity import TOLERANCE
from selfcheck.encoding import Array


def is_loose(answer: Answer) -> bool:
    """Whether right answers to this case lie farther apart than rounding takes them."""
    return tolerance(answer) > TOLERANCE


def tolerance(answer: Answer) -> float:
    """How far right answers to a case may lie apart, as a fraction of their norm."""
    return case_fact("tolerance", lambda recipe: None)(answer.recipe) or TOLERANCE


def cut(value: Any, answer: Answer) -> Any:
    """A value without its edge, where a task says that right answers differ there."""
    margin = declaration(answer.case.task).margin(answer.recipe)
    if not margin or not isinstance(value, Array) or value.values is None or value.values.ndim < 2:
        return value
    inside = value.values[margin:-margin, margin:-margin]
    return Array(value.kind, value.dtype, value.shape, inside) if inside.size else value
