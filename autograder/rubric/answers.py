"""What a rubric's check sees: the answers to one task, case by case, beside the reference's, and the words to compare them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from autograder.rubric.held_out import all_cases
from autograder.rubric.tolerance import Tolerance
from lab.cases import FIRST_NUMBER, Case
from lab.plain import Array, Other, Raised, decode, encode
from lab.questions import ASK
from reference_solutions import REFERENCES

MOST_AXES, LONGEST_AXIS = 5, 1_000_000  # of a shape that is told


class Wrong(AssertionError):
    """An answer that does not deserve the check's points; its text is what the student reads."""


@dataclass(frozen=True)
class Answer:
    """One case: what was given and what was expected, both by name."""

    case: Case
    given: dict[str, Any]
    expected: dict[str, Any]

    @property
    def recipe(self) -> dict:
        return self.case.recipe

    @property
    def held_out(self) -> bool:
        return self.case.number >= FIRST_NUMBER

    def wrong(self, text: str) -> Wrong:
        """The error to raise: what is wrong, and on which case."""
        return Wrong(f"{described(self.recipe)}: {text}")

    def __getitem__(self, name: str) -> Any:
        """A given value by name.

        Raises:
            Wrong: the function raised an error, or returned something else altogether.
        """
        if "raised" in self.given:
            raise self.wrong(cause(self.given["raised"]))
        if "returned" in self.given:
            raise self.wrong(f"two values were expected, got {told(self.given['returned'])}")
        if isinstance(self.given.get(name), Raised):
            raise self.wrong(cause(self.given[name]))
        if name not in self.given:
            raise self.wrong("nothing was returned")
        return self.given[name]

    def array(self, name: str, kinds: tuple[str, ...] = ("tensor", "array"), same_shape: bool = True) -> np.ndarray:
        """A given array as float64, of the expected shape, real and finite.

        Raises:
            Wrong: it is none.
        """
        value, expected = self[name], self.expected[name]
        if not isinstance(value, Array) or value.kind not in kinds:
            wanted = " or ".join({"tensor": "a torch tensor", "array": "a NumPy array"}[kind] for kind in kinds)
            raise self.wrong(f"expected {wanted}, got {told(value)}")
        if same_shape and value.shape != expected.shape:
            raise self.wrong(f"expected the shape {expected.shape}, got {in_axes(value.shape)}")
        if value.values is None or value.values.dtype.kind not in "fiub":
            raise self.wrong(f"expected real numbers, got {told(value)}")
        values = value.values.astype(np.float64)
        if not np.isfinite(values).all():
            raise self.wrong("there are NaN or infinite values in it")
        return values

    def wanted(self, name: str) -> np.ndarray:
        """The expected array as float64."""
        return self.expected[name].values.astype(np.float64)

    def kept(self, name: str, what: str) -> None:
        """Raises `Wrong` if the function changed one of its arguments."""
        if self[name] is not True:
            raise self.wrong(f"your function changed {what}, which belongs to its caller")

    def close(self, name: str, tolerance: Tolerance, kinds: tuple[str, ...] = ("tensor", "array")) -> None:
        """Raises `Wrong` where a given array differs from the expected one by more than `tolerance` of its norm."""
        given, expected = self.array(name, kinds), self.wanted(name)
        if tolerance.exceeded_by(distance(given, expected)):
            raise self.wrong(compared(given, expected))


def cause(error: Any) -> str:
    """What the function raised, in a sentence; no text of an error that came where the process knew more than the student."""
    if not isinstance(error, Raised):
        return "the answer could not be read"
    if error.type == "NotImplementedError":
        return "this part is not filled in yet (it raises NotImplementedError)"
    if error.type == "TimeoutError":
        return "it was still computing when its time was over"
    if error.type == "NoAnswer" and not error.quiet:  # the judge's own words
        return error.message
    where = f", at: {error.line.strip()}" if error.line else ""
    return f"your code raised {error.type}{'' if error.quiet else f': {error.message}'}{where}"


def described(recipe: dict) -> str:
    """A case in a few words: what it shows the function, not what it expects."""
    words = []
    for name in ("image", "images", "batch", "shape"):
        if name in recipe:
            words.append(sized(recipe[name]))
    if "network" in recipe:
        kind = recipe["network"]["network"]
        words.append({"pocket": "the pocket VGG19", "scaled_vgg": "a small VGG"}.get(kind, f"a {kind} network"))
    for name in ("target", "steps", "sigma", "trials"):
        if name in recipe:
            words.append(f"{name} {recipe[name]}")
    return "On " + ", ".join(words)


def sized(recipe: Any) -> str:
    """The size of what a recipe makes."""
    if isinstance(recipe, list) and recipe and isinstance(recipe[0], dict):
        return f"{len(recipe)} images" if len(recipe) > 1 else sized(recipe[0])
    if isinstance(recipe, list):
        return "an array of shape " + " x ".join(map(str, recipe))
    if "whole_levels" in recipe:
        return sized(recipe["whole_levels"])
    if "pixels" in recipe:
        return f"an image of {len(recipe['pixels'])} x {len(recipe['pixels'][0])}"
    if "crop" in recipe:
        return f"an image of {recipe['crop'][2]} x {recipe['crop'][3]}"
    return f"an image of {recipe['size'][0]} x {recipe['size'][1]}" if "size" in recipe else sized(recipe["shape"])


def told(value: Any) -> str:
    """A value in words."""
    if isinstance(value, Array):
        return f"a {'tensor' if value.kind == 'tensor' else 'NumPy array'} of {value.dtype}, shape {in_axes(value.shape)}"
    if isinstance(value, Other):
        return f"an object of type {value.type}"
    if isinstance(value, tuple):
        kinds = (type(item).__name__ if isinstance(item, (int, float, tuple)) else told(item) for item in value)
        return f"a tuple or list of {len(value)}: {', '.join(kinds)}"
    if isinstance(value, (int, float)):
        return f"{type(value).__name__} {f'{value:.4g}' if isinstance(value, float) else value}"
    return "nothing (None)" if value is None else f"{type(value).__name__} {value}"


def in_axes(shape: tuple[int, ...]) -> str:
    """A shape in words. Who sends an answer may say any, and whole sentences by it: what no array here has is not repeated."""
    if len(shape) > MOST_AXES or any(length >= LONGEST_AXIS for length in shape):
        return f"another one, of {len(shape)} axes"
    return str(shape)


def distance(given: np.ndarray, expected: np.ndarray) -> float:
    """The norm of the difference, in units of the expected norm; of nothing expected, the norm itself."""
    return float(np.linalg.norm(given - expected) / (np.linalg.norm(expected) or 1.0))


def scale(given: np.ndarray, expected: np.ndarray) -> float:
    """The factor k for which k * expected comes closest to what was given."""
    return float((given * expected).sum() / ((expected * expected).sum() or 1.0))


def cosine(given: np.ndarray, expected: np.ndarray) -> float:
    """1 where two arrays agree but for a positive factor."""
    norms = np.linalg.norm(given) * np.linalg.norm(expected)
    return float((given * expected).sum() / norms) if norms else 0.0


def compared(given: np.ndarray, expected: np.ndarray) -> str:
    """Two arrays of one shape in a sentence: the ranges, and the factor between them where there is one."""
    if given.size == 1:
        return f"got {given.item():.4g}, expected {expected.item():.4g}"
    factor = scale(given, expected)
    if distance(given, expected) < 1e-3:  # "1 times the expected ones" would puzzle
        return f"the values are nearly right: the difference is {distance(given, expected):.2g} of the expected norm"
    if abs(factor) > 1e-6 and distance(given, factor * expected) < 1e-3:
        return f"your values are {factor:.4g} times the expected ones, everywhere"
    ranges = f"yours lie in {given.min():.4g} .. {given.max():.4g}, expected {expected.min():.4g} .. {expected.max():.4g}"
    return f"the values differ: {ranges}; the difference is {distance(given, expected):.2g} of the expected norm"


@cache
def expected(task: str, number: int) -> dict[str, Any]:
    """The reference's answer to one case, made plain as a student's is."""
    case = next(case for case in all_cases(task) if case.number == number)
    return {name: decode(encode(value)) for name, value in ASK[task](REFERENCES[task], case.recipe).items()}


class Answers:
    """All the answers to one task, in the order of its cases; an unanswered case stands there as an error.

    With `only` the answers to that one case, so that what is measured there can be told from the rest.
    """

    def __init__(self, task: str, given: dict[int, dict[str, Any]], only: int | None = None, knew_more: bool | None = None):
        self.task = task
        self.given = given
        self.only = only

    def __iter__(self) -> Iterator[Answer]:
        for case in all_cases(self.task):
            if self.only in (None, case.number):
                given = self.given.get(case.number, {"raised": Raised("NoAnswer", "there is no answer to this case")})
                yield Answer(case, given, expected(self.task, case.number))

    def where(self, **recipe: Any) -> list[Answer]:
        """The answers to the cases whose recipe has these values.

        Raises:
            LookupError: there is none; then the check would prove nothing.
        """
        chosen = [a for a in self if all(key in a.recipe and a.recipe[key] == value for key, value in recipe.items())]
        return self.some(chosen, f"has {recipe}")

    def on(self, *networks: str) -> list[Answer]:
        """The answers to the cases on networks of these kinds.

        Raises:
            LookupError: there is none.
        """
        return self.some([a for a in self if a.recipe["network"]["network"] in networks], f"is on {networks}")

    def some(self, chosen: list[Answer], wanted: str) -> list[Answer]:
        if not chosen and self.only is None:
            raise LookupError(f"no case of {self.task} {wanted}")
        return chosen
