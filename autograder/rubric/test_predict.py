"""predict: the softmax probability of one class, and which class it is."""

import pytest

from autograder.judging.answers import Answer, Answers
from autograder.judging.measures import distance
from autograder.judging.tolerance import Tolerance
from autograder.rubric.recipes import tensor
from lab.cases import POCKET, small

HELD_OUT: list[dict] = [
    {"network": small(110, 7), "batch": tensor(111, 1, 3, 24, 16), "target": 5},
    {"network": small(357, 7), "batch": tensor(1112, 3, 3, 16, 16), "target": 2},
    {"network": small(113, 4), "batch": tensor(114, 1, 3, 18, 22), "target": None},
    {"network": small(115, 6), "batch": tensor(116, 1, 3, 18, 22), "target": None},
    {"network": small(113, 4), "batch": tensor(117, 1, 3, 12, 12), "target": 0},
    {"network": POCKET, "batch": tensor(118, 1, 3, 64, 64), "target": 386},
    {"network": small(206, 6), "batch": tensor(1205, 3, 3, 8, 8), "target": None},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "a batch `(N, 3, H, W)`": ("probability", 101),
    "the index of a class or `None`": ("choice_of_class", 1),
    "tensor `(N, 1)` between 0 and 1": ("probability", 101),
    "(no `.item()`, no `.detach()`)": ("attached", 0),
    "of the (first) image": ("choice_of_class", 106),
    "return it as an `int`": ("choice_of_class", 1),
    "Class 0 is a class like any other": ("choice_of_class", 2),
    "The number of classes is not always 1000": ("probability", 100),
}

TOLERANCE = Tolerance(1e-5, of="the probabilities' norm")
GRADIENT = Tolerance(1e-3, of="the norm of the output's gradient")


def right_class(answer: Answer) -> None:
    target = answer["target"]
    if isinstance(target, bool) or not isinstance(target, int):
        raise answer.wrong(f"the class should be returned as an int, got {answer.words.told(target)}")
    if target != answer.expected["target"]:
        raise answer.wrong(f"{answer.words.label(target)} was returned, expected {answer.expected['target']}")


@pytest.mark.points(1)
def test_probability(answers: Answers):
    """The class that was asked for comes back, and the output is its softmax probability, of shape (N, 1)."""
    for answer in answers:
        if answer.recipe["target"]:
            answer.form("output", kinds=("tensor",))
            right_class(answer)
            answer.close("output", TOLERANCE)


@pytest.mark.points(1)
def test_choice_of_class(answers: Answers):
    """Without a class the first image's most likely one is chosen and returned as an int; class 0 is a class like any other."""
    for answer in answers.where(target=None) + answers.where(target=0):
        right_class(answer)
        if len(answer.wanted("output")) == 1:  # what becomes of a batch's other images is the first check's business
            answer.close("output", TOLERANCE, kinds=("tensor",), rests_on=("probability",))


@pytest.mark.points(1)
def test_attached(answers: Answers):
    """The output is still attached to the graph: its gradient reaches the input."""
    for answer in answers:
        if not answer.recipe["target"]:
            continue
        if answer["gradient"] is None:
            raise answer.wrong("no gradient flows from the output to the input; was it detached or turned into a number?")
        answer.array("output", same_shape=False)
        given, expected = answer.array("gradient"), answer.wanted("gradient")
        if GRADIENT.exceeded_by(distance(given, expected)):
            raise answer.wrong("the gradient of the output: " + answer.words.compared(given, expected), ("probability",))
