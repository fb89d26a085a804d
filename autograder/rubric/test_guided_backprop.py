"""guided_backprop: the gradient of a logit with what is negative stopped at every ReLU."""

import pytest

from autograder.judging.answers import Answer, Answers
from autograder.judging.measures import distance
from autograder.judging.tolerance import Tolerance
from lab.cases import noise
from lab.layered import layered, relu_twice, without_relu
from selfcheck.encoding import Raised

HELD_OUT: list[dict] = [
    {
        "network": without_relu(4120, 5),
        "images": [noise(4121, 9, 7), noise(4122, 9, 7), noise(4123, 9, 7)],
        "target": 0,
        "after": 4124,
    },
    {"network": layered(4125, 5), "images": [noise(4126, 7, 11), noise(4127, 7, 11)], "target": 4, "after": 4124},
    {"network": relu_twice(4128, 3), "images": [noise(4129, 8, 6), noise(4130, 8, 6)], "target": 0, "after": 4124},
    {"network": layered(4131, 3, inplace=True), "images": [noise(4132, 6, 9)], "target": 2, "after": 4124},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "a list of images `(H, W, 3)` in 0..255": ("gradient", 0),
    "an array `(n, 3, H, W)`": ("gradient", 100),
    "whatever other images are in the list": ("gradient", 100),
    "what is negative is stopped on the way back": ("stopped_at_every_relu", 1),
    "one such module is used several times, or works in place": ("stopped_at_every_relu", 2),
    "its plain gradient is the same, and no hook is left in it": ("works_as_before", 1),
}

TOLERANCE = Tolerance(1e-4, of="the norm")


def has_no_relu(answer: Answer) -> bool:
    """Whether a case is on a network in which there is nothing to guide."""
    return answer.recipe["network"]["network"] == "without_relu"


@pytest.mark.points(1)
def test_gradient(answers: Answers):
    """The result is an array (n, 3, H, W); where a network has no ReLU, it is each image's own plain gradient."""
    for answer in answers:
        answer.form("gradients", kinds=("array",))
        if has_no_relu(answer):
            answer.close("gradients", TOLERANCE)


@pytest.mark.points(2)
def test_stopped_at_every_relu(answers: Answers):
    """At every ReLU what is negative is stopped, besides what the ReLU stops anyway, and nothing is stopped elsewhere."""
    for answer in answers:
        if not has_no_relu(answer):
            answer.close("gradients", TOLERANCE, rests_on=("gradient",))


@pytest.mark.points(1)
def test_works_as_before(answers: Answers):
    """After the call the model gives the same plain gradient as before, and has no more hooks than before."""
    for answer in answers:
        said = "after the call the model's plain gradient is another one than before"
        if isinstance(answer.given.get("plain_gradient"), Raised):
            raise answer.wrong(said)
        if TOLERANCE.exceeded_by(distance(answer.array("plain_gradient"), answer.wanted("plain_gradient"))):
            raise answer.wrong(said)
        if answer["hooks_left"]:
            raise answer.wrong("after the call there are hooks in the model that were not there before")
