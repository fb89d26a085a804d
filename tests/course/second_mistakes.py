"""Mistakes that can be made on top of any other: what is done to a right or a wrong answer before it is returned.

Each takes the values of one answer by name and gives them back with the mistake. None can be the undoing of a known one:
the factors and amounts are such as no student's code has.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from selfcheck.encoding import Array, Raised

Values = dict[str, Any]
FACTORS = (0.37, 1.61, 2.9)


def changed(values: Values, change: Callable[[np.ndarray], np.ndarray]) -> Values:
    """An answer whose arrays have gone through a change of their numbers."""
    return {name: array_changed(value, change) if usable(name, value) else value for name, value in values.items()}


def usable(name: str, value: Any) -> bool:
    usable = isinstance(value, Array) and value.values is not None and value.values.size > 0
    return usable and value.values.dtype.kind in "fiub" and name != "points"


def array_changed(value: Array, change: Callable[[np.ndarray], np.ndarray]) -> Array:
    assert value.values is not None
    with np.errstate(all="ignore"):
        new = change(value.values.astype(np.float64))
    new = np.ascontiguousarray(
        new, dtype=value.values.dtype if new.dtype.kind == "f" and value.values.dtype.kind == "f" else None
    )
    return replace(value, values=new, shape=new.shape, dtype=new.dtype.name)


def rolled(values: np.ndarray) -> np.ndarray:
    """Every value three places on in memory, the last ones first: no order of axes undoes it."""
    return np.roll(values, 3)


def with_one_nan(values: np.ndarray) -> np.ndarray:
    values = values.copy()
    values.flat[values.size // 2] = np.nan
    return values


def one_place_lost(values: np.ndarray) -> np.ndarray:
    values = values.copy()
    values.flat[int(np.abs(np.nan_to_num(values)).argmax())] = 0.0
    return values


ON_NUMBERS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    **{f"times {factor}": lambda v, factor=factor: v * factor for factor in FACTORS},  # type: ignore[misc]
    "shifted": lambda v: v + 0.173 * np.abs(np.nan_to_num(v)).max(),
    "all zero": np.zeros_like,
    "squared": np.square,
    "with one NaN": with_one_nan,
    "largest value lost": one_place_lost,
    "cut down to thirds": lambda v: np.floor(v * 3) / 3,
    "an axis more": lambda v: v[None, None],
    "rolled": rolled,
    "one number": lambda v: np.array(v.mean() * 1.61),
    "complex": lambda v: v + 0j,
}


def of_no_kind(values: Values) -> Values:
    return {name: None if usable(name, value) else value for name, value in values.items()}


def unkempt(values: Values) -> Values:
    """Arguments are changed, the tensor is no leaf, no gradient flows."""
    found = {name: False if name.endswith("_kept") else value for name, value in values.items()}
    if "gradient" in found:
        found["gradient"] = None
    return {
        name: replace(value, leaf=False) if name == "tensor" and isinstance(value, Array) else value
        for name, value in found.items()
    }


def of_another_class(values: Values) -> Values:
    """Another class is returned than was used."""
    return {name: value + 29 if type(value) is int and name in ("target", "label") else value for name, value in values.items()}


def an_error(values: Values) -> Values:
    return {"raised": Raised("ZeroDivisionError", "division by zero")}


SECOND: dict[str, Callable[[Values], Values]] = {
    **{name: lambda values, change=change: changed(values, change) for name, change in ON_NUMBERS.items()},  # type: ignore[misc]
    "of no kind": of_no_kind,
    "unkempt": unkempt,
    "of another class": of_another_class,
    "an error": an_error,
}
