"""What a rubric's check sees: the answers to one task, case by case, beside the reference's, and the words to compare them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from autograder.assignments import all_cases, declaration, reference
from autograder.judging.clock import uncounted
from autograder.judging.measures import distance
from autograder.judging.tolerance import Tolerance
from autograder.judging.wording import NoAnswer, Wording, classes_of, described, lengths_of
from selfcheck.encoding import Array, Raised, decode, encode
from selfcheck.judgement import Finding
from selfcheck.task import FIRST_NUMBER, Case


class CheckFailed(AssertionError):
    """An answer that does not deserve the check's points; its text is what the student reads.

    Args:
        finding: what was found, and whether it shows the check's sentence to be untrue.
        number: the case on which it was found.
    """

    def __init__(self, finding: Finding, number: int):
        super().__init__(finding.complaint)
        self.finding, self.number = finding, number


@dataclass(frozen=True)
class Answer:
    """One case: what was given and what was expected, both by name, and how to speak of it."""

    case: Case
    given: dict[str, Any]
    expected: dict[str, Any]
    words: Wording = Wording()  # noqa: RUF009 - it is frozen

    @property
    def recipe(self) -> dict:
        return self.case.recipe

    @property
    def held_out(self) -> bool:
        return self.case.number >= FIRST_NUMBER

    @property
    def unfinished(self) -> bool:
        """Whether the case was left unanswered, for want of time or of a function."""
        raised = self.given.get("raised")
        return isinstance(raised, Raised) and raised.type in ("NoAnswer", "NotImplementedError", "TimeoutError")

    def wrong(self, text: str, rests_on: tuple[str, ...] = ()) -> CheckFailed:
        """The error to raise where the check's sentence is untrue: what is wrong, and on which case.

        Args:
            rests_on: checks without which this does not show the sentence to be untrue: places, where the values are wrong.
        """
        return CheckFailed(Finding(f"{described(self.recipe)}: {text}", True, rests_on), self.case.number)

    def untold(self, text: str) -> CheckFailed:
        """The error to raise where nothing came in which the check's sentence could hold or fail."""
        return CheckFailed(Finding(f"{described(self.recipe)}: {text}", told=False), self.case.number)

    def why_not_there(self, name: str) -> str:
        """Why there is no value of this name, or nothing where there is one."""
        if "raised" in self.given:
            return self.words.cause(self.given["raised"])
        if "returned" in self.given:
            return f"two values were expected, got {self.words.told(self.given['returned'])}"
        if isinstance(self.given.get(name), Raised):
            return self.words.cause(self.given[name])
        return "" if name in self.given else "nothing was returned"

    def __getitem__(self, name: str) -> Any:
        """A given value by name.

        Raises:
            CheckFailed: the function raised an error, or returned something else altogether; no sentence can be judged by that.
        """
        if why := self.why_not_there(name):
            raise self.untold(why)
        return self.given[name]

    def why_no_array(self, name: str, kinds: tuple[str, ...] = ("tensor", "array"), same_shape: bool = True) -> str:
        """Why a value is no array of the expected kind and shape, or nothing where it is one."""
        if why := self.why_not_there(name):
            return why
        value, expected = self.given[name], self.expected[name]
        if not isinstance(value, Array) or value.kind not in kinds:
            wanted = " or ".join({"tensor": "a torch tensor", "array": "a NumPy array"}[kind] for kind in kinds)
            return f"expected {wanted}, got {self.words.told(value)}"
        if same_shape and value.shape != expected.shape:
            return f"expected the shape {expected.shape}, got {self.words.shape(value.shape, expected.shape)}"
        return ""

    def why_no_numbers(self, name: str) -> str:
        """Why an array holds no real and finite numbers, or nothing where it does."""
        value = self.given[name]
        if value.values is None or value.values.dtype.kind not in "fiub":
            return f"expected real numbers, got {self.words.told(value)}"
        return "there are NaN or infinite values in it" if self.has_no_numbers(name) else ""

    def form(self, name: str, kinds: tuple[str, ...] = ("tensor", "array")) -> np.ndarray:
        """A given array as float64, where a check's sentence says what kind of array it is.

        Raises:
            CheckFailed: it is not of the expected kind and shape: the sentence is untrue. Or it holds no real and finite numbers.
        """
        if why := self.why_no_array(name, kinds):
            raise self.untold(why) if self.unfinished else self.wrong(why)
        return self.array(name)

    def array(self, name: str, kinds: tuple[str, ...] = ("tensor", "array"), same_shape: bool = True) -> np.ndarray:
        """A given array as float64, where a check's sentence is about its numbers.

        Raises:
            CheckFailed: there are no such numbers, so that the sentence cannot be judged.
        """
        if why := self.why_no_array(name, kinds, same_shape) or self.why_no_numbers(name):
            raise self.untold(why)
        return self.given[name].values.astype(np.float64)

    def has_no_numbers(self, name: str) -> bool:
        """Whether a given array holds NaN or infinite values."""
        values = getattr(self.given.get(name), "values", None)
        return values is not None and values.dtype.kind == "f" and not np.isfinite(values).all()

    def wanted(self, name: str) -> np.ndarray:
        """The expected array as float64."""
        return self.expected[name].values.astype(np.float64)

    def kept(self, name: str, what: str) -> None:
        """Raises `CheckFailed` if the function changed one of its arguments."""
        if self[name] is not True:
            raise self.wrong(f"your function changed {what}, which belongs to its caller")

    def close(
        self, name: str, tolerance: Tolerance, kinds: tuple[str, ...] = ("tensor", "array"), rests_on: tuple[str, ...] = ()
    ) -> None:
        """Raises `CheckFailed` where a given array differs from the expected one by more than `tolerance` of its norm.

        Args:
            rests_on: as for `wrong`.
        """
        given, expected = self.array(name, kinds), self.wanted(name)
        if tolerance.exceeded_by(distance(given, expected)):
            raise self.wrong(self.words.compared(given, expected), rests_on)

    def close_number(self, name: str, tolerance: Tolerance) -> None:
        """Raises `CheckFailed` where a given number differs from the expected one by more than `tolerance` of it."""
        given, right = self[name], self.expected[name]
        if isinstance(given, bool) or not isinstance(given, (int, float)):
            raise self.untold(f"expected a number, got {self.words.told(given)}")
        if not np.isfinite(given):
            raise self.untold("the number is NaN or infinite")
        if tolerance.exceeded_by(abs(given - right) / (abs(right) or 1.0)):
            raise self.wrong(f"{name}: got {self.words.number(given, right)}, expected {right:.4g}")


@cache
@uncounted()
def expected(task: str, number: int, variant: int = 0) -> dict[str, Any]:
    """The reference's answer to one case of a task's variant, made plain as a student's is."""
    case = next(case for case in all_cases(task, variant) if case.number == number)
    return {name: decode(encode(value)) for name, value in declaration(task).ask(reference(task), case.recipe).items()}


def shapes_of(task: str, number: int, variant: int = 0) -> list[tuple[int, ...]]:
    """The shapes of a case's right answers; how often a network was asked is none."""
    right = expected(task, number, variant)
    return [value.shape for name, value in right.items() if isinstance(value, Array) and name != "points"]


class Answers:
    """All the answers to one task, in the order of its cases; an unanswered case stands there as an error.

    Args:
        only: the answers to that one case, so that what is measured there can be told from the rest.
        left_out: cases that a check has said its word of already, while it is asked about the others.
        heard: answers to visible cases from before anything hidden was known, where these here came later.
        knew_more: whoever answered had been given right answers to other tasks before the visible cases; None: nobody knows,
            and a task that calls others is one where it had.
        variant: which of the task's variants was asked, from 1; 0 is the first one, or says that it has none.
    """

    def __init__(
        self,
        task: str,
        given: dict[int, dict[str, Any]],
        only: int | None = None,
        knew_more: bool | None = None,
        heard: dict[int, dict[str, Any]] | None = None,
        variant: int = 0,
    ):
        self.task, self.variant = task, variant
        self.given = given
        self.only = only
        self.left_out: set[int] = set()
        self.heard = heard or {}
        self.knew_more = bool(declaration(task).needs) if knew_more is None else knew_more

    def __iter__(self) -> Iterator[Answer]:
        for case in all_cases(self.task, self.variant):
            if self.only in (None, case.number) and case.number not in self.left_out:
                given = self.given.get(case.number, {"raised": NoAnswer(message="there is no answer to this case")})
                yield Answer(case, given, expected(self.task, case.number, self.variant), self.wording(case))

    def wording(self, case: Case) -> Wording:
        """How to speak of a case: in numbers where nothing hidden was known yet."""
        shapes = shapes_of(self.task, case.number, self.variant)
        reserved = self.knew_more or case.number >= FIRST_NUMBER
        return Wording(lengths_of(case.recipe, shapes), classes_of(case.recipe), reserved, self.errors_seen())

    def errors_seen(self) -> frozenset[Raised]:
        """What the visible cases raised, each of their values one error at most: a choice among few."""
        names = {"raised", *expected(self.task, 0, self.variant)}
        known = self.heard if self.knew_more else self.given
        visible = [values for number, values in known.items() if number < FIRST_NUMBER]
        return frozenset(v for values in visible for name, v in values.items() if name in names and isinstance(v, Raised))

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
        if not chosen and self.only is None and not self.left_out:
            raise LookupError(f"no case of {self.task} {wanted}")
        return chosen
