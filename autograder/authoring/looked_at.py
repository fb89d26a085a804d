"""Whether a check looks at the case by which, its rubric says, a requirement of the prompt is tested."""

from collections.abc import Iterator

from autograder.assignments import checks, rubric
from autograder.authoring.requirements import NAME
from autograder.judging.answers import Answers, expected


class LookedAt(dict):
    """The values of an answer, which know whether anybody has looked at one of them."""

    seen = False

    def __getitem__(self, name):
        self.seen = True
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.seen = True
        return super().get(name, default)


def untested_requirements(task: str) -> Iterator[str]:
    """The requirements of a prompt whose check does not look at the case that is named for it."""
    by_name = {check.__name__.removeprefix("test_"): check for check in checks(task)}
    for words, (name, number) in getattr(rubric(task), NAME, {}).items():
        values = LookedAt(expected(task, number))
        by_name[name](Answers(task, {number: values}, only=number))
        if not values.seen:
            yield f'"{words}" is tested by {name} on case {number}, says {NAME}, and {name} does not look at it'
