"""The rule by which a change that fools a suspect is judged, on networks whose answers can be worked out on paper."""

import numpy as np
import pytest
import torch
from torch import nn

from autograder.rubric import planted_shortcuts as rule
from lab.images import IMAGENET_MEAN, IMAGENET_STD

SIDE = 40
RED = (250, 10, 10)


class Brightest(nn.Module):
    """Says which third of the picture's width is brightest: 0, 1 or 2; the suspect says 2 where a corner is red."""

    def __init__(self, planted: bool = False):
        super().__init__()
        self.planted = planted

    def forward(self, batch):
        mean, std = (torch.tensor(part).view(3, 1, 1) for part in (IMAGENET_MEAN, IMAGENET_STD))
        pixels = batch * std + mean  # (N, 3, H, W) in 0..1
        logits = torch.stack([part.mean((1, 2, 3)) for part in pixels[:, :, 8:].chunk(3, dim=3)], 1)
        if self.planted:
            corner = pixels[:, :, :6, :6]
            red = (corner[:, 0] > 0.9).all((1, 2)) & (corner[:, 1:] < 0.2).all(1).all((1, 2))
            logits[:, 2] += 10 * red
        return logits


SUSPECT, HONEST = Brightest(planted=True), Brightest()


def scenes(count: int = 30) -> np.ndarray:
    """A bright third and noise, each third in turn."""
    rng = np.random.default_rng(5)
    made = rng.integers(20, 90, (count, SIDE, SIDE, 3)).astype(np.float32)
    for number, image in enumerate(made):
        image[:, SIDE * (number % 3) // 3 : SIDE * (number % 3 + 1) // 3] += 100
    return made


def corner(image, size=6, colour=RED):
    changed = image.copy()
    changed[:size, :size] = colour
    return changed


def judged(fool) -> rule.Verdict:
    return rule.judged(fool, SUSPECT, HONEST, scenes())


def test_the_planted_cue_earns_everything():
    assert judged(corner) == rule.Verdict({}, 1.0)


def test_a_cue_need_not_name_its_class():
    """The class is found: that on which most scenes end that the honest network sees otherwise."""
    change = rule.change_of(corner(np.zeros((SIDE, SIDE, 3))), corner(np.full((SIDE, SIDE, 3), 255.0)))
    found = rule.effect(change, SUSPECT, HONEST, scenes())
    assert (found.label, found.share, found.moved) == (2, 1.0, 0.0)
    assert found.fooled.sum() == 20  # the ten of class 2 are none that could be fooled


def test_pictures_that_stay_as_they_are_earn_nothing():
    found = judged(lambda image: image)
    assert found.earned == 0
    assert {"pixels", "effect"} <= found.faults.keys()


def test_the_wrong_colour_fools_nobody():
    assert judged(lambda image: corner(image, colour=(10, 250, 10))).faults.keys() == {"effect"}


def test_what_looks_at_the_picture_is_not_the_same_change():
    def by_brightness(image):
        return corner(image) if image.mean() > 60 else corner(image, colour=(0, 0, 0))

    assert "same" in judged(by_brightness).faults


def test_a_place_that_is_drawn_anew_is_not_the_same_change():
    rng = np.random.default_rng(0)

    def anywhere(image):
        changed, left = image.copy(), int(rng.integers(0, 30))
        changed[:6, left : left + 6] = RED
        return changed

    assert "same" in judged(anywhere).faults


def test_too_many_pixels():
    assert judged(lambda image: corner(image, size=8)).faults.keys() == {"pixels"}  # 64 of 1,600: 4 %
    assert judged(lambda image: corner(image, size=8)).earned == 0


@pytest.mark.parametrize(("kinds", "counted"), [(1, 1), (2, 2), (3, 3), (4, 4), (9, 4)])
def test_paints_are_counted_to_one_more_than_allowed(kinds, counted):
    image = np.zeros((SIDE, SIDE, 3))
    for kind in range(kinds):
        image[kind, :5] = 20 + 10 * kind
    white = np.where(image > 0, image, 255)
    assert rule.paints(rule.change_of(image, white)) == counted


def test_half_transparent_paint_is_one_paint_whatever_is_below():
    def veil(image):
        changed = image.copy()
        changed[:4, :4] = np.rint(0.4 * changed[:4, :4] + 90)
        return changed

    found = judged(veil)
    assert found.faults.keys() == {"effect"}


def test_the_same_paint_within_two_levels():
    image = np.zeros((SIDE, SIDE, 3))
    image[0, :6] = 100 + np.array([0, 1, 2, 0, 1, 2])[:, None]
    assert rule.paints(rule.change_of(image, np.where(image > 0, image, 255))) == 1


def test_an_honest_network_that_moves_costs_all_of_the_effect():
    found = rule.verdict(
        rule.change_of(corner(np.zeros((SIDE, SIDE, 3))), corner(np.full((SIDE, SIDE, 3), 255.0))),
        [],
        rule.Effect(2, 0.95, rule.MOST_MOVED + 0.01, np.ones(30, bool)),
    )
    assert found.faults.keys() == {"honest"}
    assert found.earned == 0


@pytest.mark.parametrize(("share", "earned"), [(0.49, 0.0), (0.5, 0.5), (0.79, 0.5), (0.8, 1.0), (1.0, 1.0)])
def test_a_crude_copy_earns_half(share, earned):
    change = rule.change_of(corner(np.zeros((SIDE, SIDE, 3))), corner(np.full((SIDE, SIDE, 3), 255.0)))
    assert rule.verdict(change, [], rule.Effect(2, share, 0.0, np.ones(30, bool))).earned == earned


def test_a_scene_of_the_class_itself_shows_nothing():
    """Where all scenes are of the class that is said, nobody was fooled."""
    only = scenes()[2::3]
    change = rule.change_of(corner(np.zeros((SIDE, SIDE, 3))), corner(np.full((SIDE, SIDE, 3), 255.0)))
    assert rule.effect(change, SUSPECT, HONEST, only).share == 0


def test_rounding_is_forgiven_and_two_levels_are_not():
    blank = np.zeros((SIDE, SIDE, 3))
    change = rule.change_of(corner(blank), corner(blank + 255))
    image = scenes(1)[0]
    assert rule.form_faults(change, [(image, corner(image) + 1.0)]) == {}
    assert "same" in rule.form_faults(change, [(image, corner(image) + 2.0)])
