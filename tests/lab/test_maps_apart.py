"""Occlusion, likeness of maps, regions beside an object, the slider, Captum: each on examples that can be done by hand."""

import sys

import numpy as np
import pytest
import torch
from matplotlib import pyplot
from torch import nn

from lab import doubt, play
from lab.map_pairs import cosine, rank_correlation
from lab.models import load_pocket_vgg19
from lab.occlusion import occlusion, steps
from lab.titles import headline
from lab.with_captum import captum_map
from lab.world import drawn
from reference_solutions.integrated_gradients import integrated_gradients


class BrightCorner(nn.Module):
    """Two classes; the second is likelier the brighter the upper left quarter of the picture is."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(3.0))

    def forward(self, batch):
        bright = batch[:, :, :4, :4].mean((1, 2, 3))
        return torch.stack([0 * bright, self.scale * bright], dim=1)


def test_occlusion_is_bright_where_covering_lowers_the_probability_and_nowhere_else():
    image = np.full((8, 8, 3), 255, np.float32)
    against, for_it = occlusion(BrightCorner(), image, [0, 1], patch=4, stride=4)
    assert (for_it[:4, :4] > 0).all()
    assert for_it[4:].max() == for_it[:, 4:].max() == 0
    assert against.max() == 0, "covering it raises the first class: no evidence for it"


def test_occlusion_leaves_its_image_alone_and_covers_the_border():
    image = np.full((10, 7, 3), 200, np.float32)
    (found,) = occlusion(BrightCorner(), image, [1], patch=4, stride=3)
    assert found.shape == (10, 7)
    assert (image == 200).all()
    assert steps(10, 4, 4) == [0, 4, 6]
    assert steps(3, 4, 4) == [0]


def test_rank_correlation_knows_order_and_nothing_else():
    values = np.array([[1.0, 2.0], [3.0, 10.0]])
    assert rank_correlation(values, values**3) == pytest.approx(1)
    assert rank_correlation(values, -values) == pytest.approx(-1)
    assert rank_correlation(values, np.ones((2, 2))) == 0
    assert rank_correlation(np.array([1, 1, 2]), np.array([1, 1, 5])) == pytest.approx(1)


def test_cosine_keeps_the_sign():
    assert cosine(np.array([1, 2]), np.array([-2, -4])) == pytest.approx(-1)
    assert cosine(np.array([1, 0]), np.array([0, 1])) == 0


def test_regions_lie_beside_the_object_and_never_on_it():
    mask = np.zeros((20, 20), dtype=bool)
    mask[8:12, 8:12] = True
    sides = doubt.regions(mask, reach=4)
    assert [int(np.argwhere(sides[name])[:, 0].min()) for name in ("above", "below")] == [4, 12]
    assert [int(np.argwhere(sides[name])[:, 1].min()) for name in ("left", "right")] == [4, 12]
    assert all(sides[name].sum() == 16 and not (sides[name] & mask).any() for name in doubt.SIDES)


def test_a_region_outside_the_picture_has_no_density_and_spoils_no_mean():
    mask = np.zeros((100, 100), dtype=bool)
    mask[:4, 48:52] = True  # nothing is above it
    found = doubt.densities(np.ones((100, 100)), mask)
    assert np.isnan(found["above"])
    assert found["controls"] == pytest.approx(1)
    assert doubt.interval([found["above"], 1.0, 3.0]).scenes == 2


def test_what_is_moved_farther_than_the_picture_is_wide_is_lost():
    mask = np.ones((4, 6), dtype=bool)
    assert not doubt.moved(mask, 9, 0).any()
    assert not doubt.moved(mask, 0, -6).any()
    assert doubt.moved(mask, -3, 0).sum() == 6


def test_density_is_relative_to_chance():
    values, region = np.zeros((10, 10)), np.zeros((10, 10), dtype=bool)
    values[0, 0], region[0, :5] = 3, True
    assert doubt.density(values, region) == pytest.approx(20)
    assert doubt.density(np.ones((10, 10)), region) == pytest.approx(1)


def test_the_slider_shows_the_view_that_it_is_set_to(monkeypatch):
    shown = []
    monkeypatch.setattr(play, "display", shown.append)
    images, maps = [np.zeros((4, 4, 3)), np.full((4, 4, 3), 255.0)], [np.zeros((4, 4)), np.ones((4, 4))]
    before = pyplot.get_fignums()
    play.slide_along(images, maps, [0, 1], [0.1, 0.9])
    slider, picture = shown[0].children
    last = picture.value
    slider.value = 0
    assert picture.value != last
    slider.value = 1
    assert picture.value == last
    assert pyplot.get_fignums() == before
    assert picture.layout.width == "562px"  # as it was drawn, not enlarged to the page


def test_without_widgets_one_line_says_where_the_same_is_seen(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    play.slide_along([np.zeros((4, 4, 3))], [np.zeros((4, 4))], [0], [0.1])
    assert "ipywidgets is missing" in capsys.readouterr().out


def test_captum_agrees_with_the_reference_and_is_not_needed(monkeypatch):
    pytest.importorskip("captum")
    network, (image, (label, _), _) = load_pocket_vgg19(), drawn().two
    ours, theirs = integrated_gradients(image, network, label, None, 16), captum_map(network, image, label, 16)
    assert cosine(ours, theirs) > 0.9
    monkeypatch.setitem(sys.modules, "captum.attr", None)
    assert captum_map(network, image, label, 16) is None


def test_a_long_title_is_cut_into_lines_that_fit():
    figure = pyplot.figure(figsize=(3, 2))
    headline(figure, "The image and its integrated gradients (random baselines): great white shark")
    lines = figure.get_suptitle().split("\n")
    assert len(lines) > 1
    assert max(map(len, lines)) <= 3 * 9.5
    pyplot.close(figure)
