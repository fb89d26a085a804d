"""VGG: the wrapped network, its last activation map, and the gradient that arrives there."""

import pytest

from autograder.judging.answers import Answer, Answers
from autograder.judging.tolerance import Tolerance
from autograder.rubric.recipes import tensor
from lab.cases import POCKET, scaled_vgg

HELD_OUT: list[dict] = [
    {"network": scaled_vgg(140, (4, 6, 6, 8, 10), 7), "batch": tensor(141, 1, 3, 64, 32), "target": 0},
    {"network": scaled_vgg(142, (4, 4, 6, 8, 12), 4), "batch": tensor(143, 2, 3, 32, 64), "target": 3},
    {"network": POCKET, "batch": tensor(144, 1, 3, 32, 64), "target": 2},
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "it must not load another one": ("logits", 100),
    "`activations_hook(grad)`": ("gradient", 0),
    "the logits `(N, K)`, equal to `model(x)`": ("logits", 101),
    "`torch.no_grad()`": ("only_looks", 0),
    "`x.requires_grad`": ("only_looks", 0),
    "`get_activations_gradient()`": ("gradient", 101),
    "`get_activations(x)`": ("activations", 101),
    "The hook only looks": ("only_looks", 0),
}

TOLERANCE = Tolerance(1e-4, of="the norm")
THROUGH_THE_NETWORK = Tolerance(1e-2, of="the norm, where in nineteen layers rounding may flip a ReLU")
WITHOUT_A_GRADIENT = ("no_grad_logits", "frozen_logits")  # under torch.no_grad(), and with nothing that requires a gradient
IMAGES = ("first", "second")  # the second is the first one mirrored, through the same object


def is_close(answer: Answer, name: str, rests_on: tuple[str, ...] = ()) -> None:
    """Raises `CheckFailed` where a value is not the tensor that was expected; another shape is as wrong as other numbers."""
    if "raised" not in answer.given and (why := answer.why_no_array(name, kinds=("tensor",))):
        raise answer.wrong(why, rests_on)
    answer.close(name, TOLERANCE, rests_on=rests_on)


@pytest.mark.points(1.5)
def test_logits(answers: Answers):
    """The forward pass gives the logits (N, classes) of the model that was passed in, for images of any size."""
    for answer in answers:
        for image in IMAGES:
            answer.form(f"{image}_logits", kinds=("tensor",))
            answer.close(f"{image}_logits", TOLERANCE)


@pytest.mark.points(1.5)
def test_activations(answers: Answers):
    """get_activations(x) is the output of features[:36] for the x that is passed in."""
    for answer in answers:
        for image in IMAGES:
            is_close(answer, f"{image}_activations")
        is_close(answer, "first_again_activations")


@pytest.mark.points(1.5)
def test_gradient(answers: Answers):
    """After a backward pass get_activations_gradient() is the gradient of that score with respect to the activations."""
    for answer in answers:
        for image in IMAGES:
            if answer[f"{image}_gradient"] is None:
                raise answer.wrong("get_activations_gradient() gave None after a backward pass: did the hook run, and store?")
            is_close(answer, f"{image}_gradient", rests_on=("logits", "activations"))


@pytest.mark.points(1.5)
def test_only_looks(answers: Answers):
    """The hook only looks: the gradient that reaches the image is the model's own; forward also runs where none is asked for."""
    for answer in answers:
        for image in IMAGES:
            if answer[f"{image}_input_gradient"] is None:
                raise answer.wrong("no gradient reached the image")
            answer.close(f"{image}_input_gradient", THROUGH_THE_NETWORK, rests_on=("logits",))
        for name in WITHOUT_A_GRADIENT:
            is_close(answer, name, rests_on=("logits",))
