"""What a message says of a student's values: nothing that could be a letter.

The process that is asked knows held-out cases and, where it is asked again, right answers of other tasks; shapes, numbers and
names are its to choose, and the message is read by its author. So a shape is repeated only as far as its axes are the case's own.
What comes before anything hidden was known, on visible cases, is said in numbers; all else is `reserved`: it is said in a few
fixed words, so that one message carries a handful of bits whatever was answered.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.assignments import case_fact
from autograder.judging.measures import distance, scale
from selfcheck.encoding import Array, Other, Raised

MOST_AXES = 5  # of a shape that is told
USUAL_DTYPES = ("float16", "float32", "float64", "int64", "uint8", "bool")
USUAL_ERRORS = (
    *("TypeError", "ValueError", "RuntimeError", "IndexError", "KeyError", "AttributeError", "NameError", "UnboundLocalError"),
    *("ZeroDivisionError", "AssertionError", "ImportError", "ModuleNotFoundError", "RecursionError", "MemoryError"),
)
PLAIN = {type(None): "nothing (None)", bool: "a bool", int: "an int", float: "a float"}
NEARLY = 1e-3  # of the norm: "1 times the expected ones" would puzzle
FAR = 10.0  # times too large, or too small


@dataclass(frozen=True)
class NoAnswer(Raised):
    """Why a case has no answer, in the judge's own words: nobody who is asked can make one."""

    type: str = "NoAnswer"
    message: str = ""


@dataclass(frozen=True)
class Wording:
    """How to speak of the answers to one case.

    Args:
        lengths: the axes that the case's arrays have, and its other whole numbers: steps, trials, images.
        classes: how many classes its network has; 0 without one.
        reserved: what was answered may say more than its author knew.
        seen: the errors of visible cases, which may be repeated all the same.
    """

    lengths: frozenset[int] = frozenset()
    classes: int = 0
    reserved: bool = True
    seen: frozenset[Raised] = frozenset()

    # --- kinds and shapes -----------------------------------------------------------------------------------------------

    def told(self, value: Any) -> str:
        """A value in words."""
        if isinstance(value, Array):
            return (
                f"a {'tensor' if value.kind == 'tensor' else 'NumPy array'} of {self.dtype(value.dtype)}, "
                f"shape {self.shape(value.shape)}"
            )
        if isinstance(value, Raised):
            return "an error"
        if isinstance(value, Other):
            return "an object of another type" if self.reserved or not value.type else f"an object of type {value.type}"
        if isinstance(value, tuple):
            return "a tuple or list" if self.reserved else f"a tuple or list of {len(value)}: {', '.join(map(kind_of, value))}"
        if self.reserved or value is None:
            return PLAIN.get(type(value), "something else")
        return f"{type(value).__name__} {value:.4g}" if isinstance(value, float) else f"{type(value).__name__} {value}"

    def dtype(self, name: str) -> str:
        return name if not self.reserved or name in USUAL_DTYPES else "another dtype"

    def shape(self, shape: tuple[int, ...], expected: tuple[int, ...] | None = None) -> str:
        """A shape in words: where lengths are told, only those that the case has."""
        if self.reserved:
            return shape_beside(shape, expected)
        if len(shape) > MOST_AXES:
            return f"another one, of {len(shape)} axes"
        axes = ", ".join(str(length) if length in self.lengths else "other" for length in shape)
        return f"({axes},)" if len(shape) == 1 else f"({axes})"

    def label(self, number: int) -> str:
        """A class in words, where the network has it."""
        if self.reserved or not 0 <= number < self.classes:
            return f"class {number}" if number in (0, -1) else "another class"
        return f"class {number}"

    def count(self, number: int, wanted: int) -> str:
        """How many there are, where so many were wanted."""
        if not self.reserved:
            return str(number)
        return "none" if not number else "fewer" if number < wanted else "more" if number > wanted else str(wanted)

    # --- numbers ----------------------------------------------------------------------------------------------------------

    def number(self, given: float, right: float, form: str = ".4g") -> str:
        """A number beside the right one."""
        if not self.reserved:
            return f"{given:{form}}"
        if given * right < 0:
            return "a number of the other sign"
        times = abs(given / right) if right else math.inf if given else 1.0
        for least, words in (
            (FAR, "a number that is far too large"),
            (1.0, "a number that is too large"),
            (1 / FAR, "a number that is too small"),
        ):
            if times > least:
                return words
        return "0" if not given else "a number that is far too small"

    def reach(self, given: np.ndarray, low: float, high: float) -> str:
        """The range of values beside the right one."""
        if not self.reserved:
            return f"{given.min():.4g} .. {given.max():.4g}"
        wide = (high - low) or 1.0
        below = beyond((low - given.min()) / wide, "below it", "far below it")
        above = beyond((given.max() - high) / wide, "above it", "far above it")
        return " and ".join(filter(None, [below, above]))

    def not_within(self, given: np.ndarray, low: float, high: float) -> str:
        """Values that should fill a range, and do not."""
        wanted = f"the values should lie in {low:g} .. {high:g}, and reach {high:g}"
        if not self.reserved:
            return f"{wanted}; yours lie in {self.reach(given, low, high)}"
        lies = self.reach(given, low, high)
        return f"{wanted}; {f'yours lie {lies}' if lies else f'yours do not reach {high:g}'}"

    def factor(self, factor: float) -> str:
        """How many times the right values these are, in a number that the case could have; nothing where there is none."""
        if not self.reserved:
            return f"{factor:.4g} times"
        minus = "-" if factor < 0 else ""
        for whole in sorted({1, 2, 3, 4, 5, 255, *self.lengths} - {0}):
            if abs(abs(factor) / whole - 1) < 0.01:
                return f"{minus}{whole} times"
            if abs(abs(factor) * whole - 1) < 0.01:
                return f"{minus}1/{whole} times"
        return ""

    def compared(self, given: np.ndarray, expected: np.ndarray, in_order: bool = False) -> str:
        """Two arrays of one shape in a sentence: the factor between them if there is one, else where they differ, and how.

        Args:
            in_order: these are values in order, whose places mean nothing.
        """
        if given.size == 1:
            return f"got {self.number(given.item(), expected.item())}, expected {expected.item():.4g}"
        factor, apart = scale(given, expected), distance(given, expected)
        if apart < NEARLY:
            size = "they differ by more than rounding does" if self.reserved else f"off by {apart:.2g} of their norm"
            return f"the values are nearly right: {size}"
        if abs(factor) > 1e-6 and distance(given, factor * expected) < NEARLY:
            if abs(factor + 1) < NEARLY:
                return "all your values have the opposite sign"
            if times := self.factor(factor):
                return f"all your values are {times} the right ones"
            return f"all your values are off by one {'negative ' if factor < 0 else ''}factor"
        if not in_order and distance(np.sort(given, axis=None), np.sort(expected, axis=None)) < NEARLY:
            return "these are the right numbers in the wrong places" + ("" if self.reserved else moved(given, expected))
        wanted = f"the right values lie in {expected.min():.4g} .. {expected.max():.4g}"
        if self.reserved:
            lies = self.reach(given, expected.min(), expected.max())
            return f"{wanted}; {f'yours lie {lies}' if lies else 'yours do, too, but they are other ones'}"
        if in_order:
            return (
                f"the values are not the right ones: yours lie in {span(given)}, {wanted}"
                if differ(given, expected)
                else (f"the values are not the right ones, though they lie in the right range, {span(given)}")
            )
        return f"{where_they_differ(given, expected)} ({wanted}; the difference is {apart:.2g} of their norm)"

    # --- errors -----------------------------------------------------------------------------------------------------------

    def cause(self, error: Any) -> str:
        """What the function raised, in a sentence; no text of an error that came where the process knew more than the student."""
        if not isinstance(error, Raised):
            return "the answer could not be read"
        if isinstance(error, NoAnswer):
            return error.message
        if error.type == "NotImplementedError":
            return "this part is not filled in yet (it raises NotImplementedError)"
        if error.type == "TimeoutError":
            return "it was still computing when its time was over"
        if self.reserved and error not in self.seen:
            return f"your code raised {error.type if error.type in USUAL_ERRORS else 'an error of another kind'}"
        if not error.message or error.quiet:
            return f"your code raised {error.type}{f', at: {error.line.strip()}' if error.line else ''}"
        return f"your code raised {error.type}: {error.message}{f', at: {error.line.strip()}' if error.line else ''}"


def kind_of(value: Any) -> str:
    """What one of several values is, in a word."""
    if isinstance(value, Array):
        return "tensor" if value.kind == "tensor" else "array"
    if isinstance(value, Other):
        return value.type or "an object of another type"
    return "None" if value is None else type(value).__name__


def span(values: np.ndarray) -> str:
    return f"{values.min():.4g} .. {values.max():.4g}"


def differ(given: np.ndarray, expected: np.ndarray) -> bool:
    """Whether two ranges differ in what is said of them."""
    return span(given) != span(expected)


def place(number: int, shape: tuple[int, ...]) -> str:
    """A place by its indices: [0, 2, 1]."""
    return str([int(index) for index in np.unravel_index(number, shape)])


def where_they_differ(given: np.ndarray, expected: np.ndarray) -> str:
    """The place where two arrays differ the most, and both values there."""
    worst = int(np.abs(given - expected).argmax())
    mine, right = given.ravel()[worst], expected.ravel()[worst]
    return f"at {place(worst, given.shape)} yours is {mine:.4g}, expected {right:.4g}"


def moved(given: np.ndarray, expected: np.ndarray) -> str:
    """Where one of the numbers stands, and where it belongs; nothing where that is not certain."""
    order, numbers = np.argsort(expected, axis=None), np.sort(expected, axis=None)
    step = NEARLY * np.abs(numbers).max()
    for number, value in enumerate(given.ravel()):
        near = np.searchsorted(numbers, value - step), np.searchsorted(numbers, value + step)
        if near[1] - near[0] == 1 and order[near[0]] != number:  # one number alone is as large as this
            return f": yours at {place(number, given.shape)} belongs at {place(int(order[near[0]]), given.shape)}"
    return ""


def shape_beside(shape: tuple[int, ...], expected: tuple[int, ...] | None) -> str:
    """How a shape differs from the expected one, in words."""
    if expected is None:
        return f"of {len(shape)} axes" if len(shape) <= MOST_AXES else "of many axes"
    if shape == expected:
        return str(shape)
    if sorted(shape) == sorted(expected):
        return "one whose axes stand in another order"
    if [n for n in shape if n != 1] == [n for n in expected if n != 1]:
        return "one with another number of axes of length one"
    if len(shape) == len(expected):
        return "one with other lengths"
    return f"one with {'fewer' if len(shape) < len(expected) else 'more'} axes"


def beyond(share: float, near: str, far: str) -> str:
    """How far values lie beyond one end of a range, in one of two words; nothing where they do not."""
    return "" if share <= 1e-3 else far if share > FAR else near


def lengths_of(recipe: dict, shapes: Iterable[tuple[int, ...]]) -> frozenset[int]:
    """The axes and other whole numbers that a case has: those of its right answers, its classes, and what the course adds."""
    found = (
        {length for shape in shapes for length in shape} | {classes_of(recipe)} | case_fact("lengths", lambda recipe: {1})(recipe)
    )
    return frozenset(n for n in found if isinstance(n, int) and n > 0)


def classes_of(recipe: dict) -> int:
    """How many classes a case's network has; 0 without one."""
    return case_fact("classes", lambda recipe: 0)(recipe)


def described(recipe: dict) -> str:
    """A case in a few words: what it shows the function, not what it expects."""
    return case_fact("described", in_numbers)(recipe)


def in_numbers(recipe: dict) -> str:
    """A case's recipe as it stands, where a course has no words for it."""
    return "On " + ", ".join(f"{name} {value}" for name, value in recipe.items())
