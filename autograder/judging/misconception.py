"""What a known mistake is, and the list that every wrong variant writes itself into."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Misconception:
    """A mistake that students make: its name, what it is, and a hint that does not give the answer away."""

    name: str
    task: str
    description: str  # one line for the instructor
    hint: str  # one or two sentences for the student
    wrong_variant: Callable | None = None  # the reference with this mistake; a general statement has none
    error: str = ""  # a regular expression: the errors ("Type: message") that show it, however it is written


CATALOGUE: dict[str, tuple[Misconception, ...]] = defaultdict(tuple)  # task -> its mistakes, in the order of its file


def mistakes_in(task: str) -> Callable[..., Callable[[Callable], Callable]]:
    """A decorator `mistake(name, hint=..., error=...)` for the wrong variants of one task; the docstring describes each."""

    def mistake(name: str, *, hint: str, error: str = "") -> Callable[[Callable], Callable]:
        def register(wrong_variant: Callable) -> Callable:
            description = " ".join((wrong_variant.__doc__ or "").split())
            CATALOGUE[task] = (*CATALOGUE[task], Misconception(name, task, description, hint, wrong_variant, error))
            return wrong_variant

        return register

    return mistake
