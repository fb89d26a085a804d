"""What students do without points: reading a picture, the challenges. Right ones are called right, each slip is named."""

import numpy as np
import pytest
import torch

from autograder.assignments import solved_cell
from lab.by_hand import looks_read
from lab.challenges import CHECKS, challenge
from lab.world import drawn
from reference_solutions.backprop import calculate_outputs_and_gradients
from reference_solutions.cells.expected_gradients import expected_gradients
from reference_solutions.cells.hirescam import hirescam
from reference_solutions.cells.smoothgrad import smoothgrad

RIGHT = {"hirescam": hirescam, "smoothgrad": smoothgrad, "expected_gradients": expected_gradients}
IMAGE = drawn().two.image


@pytest.mark.parametrize(
    ("mine", "said"),
    [
        (None, "Not read yet"),
        ("picture.png", "type str"),
        (np.zeros((448, 448, 3)), "Did you resize"),
        (IMAGE / 255, "between 0 and 1"),
        (IMAGE[:, :, ::-1], "exchanged"),
        (IMAGE[::-1], "another one"),
        (IMAGE.astype(np.uint8), "float32 is needed"),
        (IMAGE, "✓"),
    ],
)
def test_a_picture_that_is_read_is_judged_and_each_slip_named(mine, said):
    assert said in looks_read(mine, IMAGE)


@pytest.mark.parametrize("name", CHECKS)
def test_a_right_answer_to_a_challenge_is_called_right(name, capsys):
    np.random.seed(0)
    challenge(name, RIGHT)
    assert capsys.readouterr().out == f"{name}: ✓ right on its examples\n"


@pytest.mark.parametrize("name", CHECKS)
def test_an_unwritten_challenge_is_no_fault(name, capsys):
    challenge(name, {})
    assert "not written yet. It is optional." in capsys.readouterr().out


def grad_cam_instead(activations, gradients):
    summed = torch.relu((activations * gradients.mean((2, 3), keepdim=True))[0].sum(0))
    return summed / summed.max()


def not_a_number(activations, gradients):
    summed = torch.relu((activations * gradients)[0].sum(0))
    return summed / summed.max()


def plain(image, model, target, sigma, samples):
    return calculate_outputs_and_gradients([image], model, target)[0][0].transpose(1, 2, 0)


def added_up(image, model, target, sigma, samples):
    return smoothgrad(image, model, target, sigma, samples) * samples


def without_sign(image, model, target, sigma, samples):
    return np.abs(smoothgrad(image, model, target, sigma, samples))


def always_half_way(image, references, model, target, samples):
    return expected_gradients(image, references[:1], model, target, 5)


def from_one_reference(image, references, model, target, samples):
    return expected_gradients(image, references[1:], model, target, samples)


def raises(*arguments):
    raise RuntimeError("a message")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("hirescam", grad_cam_instead),
        ("hirescam", not_a_number),
        ("smoothgrad", plain),
        ("smoothgrad", added_up),
        ("smoothgrad", without_sign),
        ("expected_gradients", always_half_way),
        ("expected_gradients", from_one_reference),
        ("expected_gradients", raises),
    ],
)
def test_a_wrong_answer_to_a_challenge_is_called_wrong(name, wrong, capsys):
    np.random.seed(0)
    challenge(name, {name: wrong})
    assert capsys.readouterr().out.startswith(f"{name}: ✗ ")


@pytest.mark.parametrize("name", [*RIGHT, "read_a_picture", "draw_a_saliency_map"])
def test_what_the_instructor_s_edition_shows_in_these_cells_is_there(name):
    assert len(solved_cell(name).splitlines()) >= 3
