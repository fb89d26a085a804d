"""What a task is: the name that it asks for, how its function is asked, on which cases, and what the student's check looks at.

The same questions go to a student's function, to the reference and to every known wrong answer. That an argument was kept
is the word of the process that was asked: it is worth a point of manners, and could be had for one line of right code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from selfcheck.encoding import Array

Answer = dict[str, Any]
FIRST_NUMBER = 100  # of the cases that graders add: visible ones are numbered from 0


class Case(NamedTuple):
    """One call of a task's function: which task, which number, the recipe of its arguments, and whose variant it is of."""

    task: str
    number: int
    recipe: dict[str, Any]  # plain JSON: what the task's `ask` builds the call from
    variant: int = 0  # which of the task's variants the recipe holds as its "variant", from 1; 0: the task has none


def everywhere(recipe: dict) -> bool:
    return True


class Comparison(NamedTuple):
    """One value, what must be true of it, on which cases, and the checks without which a fault tells nothing."""

    name: str
    fault: Callable  # (name, value, fingerprint) -> a complaint or None; without a fingerprint where there is none
    on: Callable[[dict], bool] = everywhere
    rests_on: tuple[str, ...] = ()


def flat(values: np.ndarray) -> np.ndarray | None:
    """A value as the (H, W) map that it is, without axes of length one before it; None where it is none."""
    while values.ndim > 2 and values.shape[0] == 1:
        values = values[0]
    return values if values.ndim == 2 and min(values.shape) > 1 else None


def no_margin(recipe: dict) -> int:
    """Compares arrays to their edges."""
    return 0


def as_it_is(recipe: dict, answer: Answer) -> Answer:
    return answer


@dataclass(frozen=True)
class Task:
    """One graded task; its name is that of its file.

    Args:
        defines: the Python name that is judged.
        ask: (function, recipe) -> its answer by name: fresh arguments from the recipe, one call.
        visible: the recipes of the cases that students have in their own notebooks; graders add others.
        checks: a check of the rubric -> what of the visible cases' answers it can tell by; a check without a look needs cases
            that only the grader has.
        needs: tasks that its code may call by name: right ones are put in while it is asked alone.
        derive: (recipe, answer) -> the answer and what else is made of it, which a check may look at.
        evaluate: (check, case, answer) -> a complaint or None, in place of looks, where right answers have no fingerprint.
        beside: values by which known mistakes are not told apart: whatever else an answer gets wrong, they may be wrong, too.
        kind: "tensor" or "array", where the prompt says which one its arrays must be.
        facts: what else of an array must be right beside its kind, its shape and its numbers: "dtype", "leaf".
        by_chance: values of its answer that hang on random numbers: others than ours are as right.
        margin: (recipe) -> how many rows and columns at an array's edge are not compared: right answers differ there.
        draw: values that are seen otherwise than as the map that they are: name -> (array) -> (H, W) numbers for a map,
            (H, W, 3) pixels in 0..255 for an image, or None for nothing.
        variants: plain JSON values, equally difficult, one of which follows from a student's id (`selfcheck.variants`): the
            recipe of every case has it as "variant". Which students have which depends on their number and their order.
    """

    defines: str
    ask: Callable[[Callable, dict], Answer]
    visible: Sequence[dict]
    checks: Mapping[str, Sequence[Comparison]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    derive: Callable[[dict, Answer], Answer] = as_it_is
    evaluate: Callable[[str, Any, Answer], str | None] | None = None
    by_chance: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    kind: str = ""
    facts: tuple[str, ...] = ()
    margin: Callable[[dict], int] = no_margin
    draw: Mapping[str, Callable[[np.ndarray], np.ndarray | None]] = field(default_factory=dict)
    variants: Sequence[Any] = ()

    def told_by(self, values: Answer) -> Answer:
        """The values of an answer by which known mistakes are told apart."""
        return {name: value for name, value in values.items() if name not in self.beside}

    def drawn(self, name: str, values: np.ndarray) -> np.ndarray | None:
        """A value as (H, W) numbers of a map, as (H, W, 3) pixels in 0..255, or None where it is nothing that can be seen."""
        return self.draw.get(name, flat)(values)


def has(**wanted: Any) -> Callable[[dict], bool]:
    """Whether a case's recipe has these values."""
    return lambda recipe: all(recipe.get(name) == value for name, value in wanted.items())


def is_array(value: Any) -> bool:
    """Whether a value is an array whose numbers have crossed over."""
    return isinstance(value, Array) and value.values is not None
