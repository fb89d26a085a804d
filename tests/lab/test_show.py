"""Figures say what they are given, and an unfilled cell is one line, not a cascade."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb

from lab import show

IMAGE = np.full((12, 16, 3), 128.0, dtype=np.float32)
RAMP = np.linspace(0, 1, 12 * 16).reshape(12, 16)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def run_in_notebook(code: str) -> None:
    """Runs code as a notebook does: in a module called __main__."""
    exec(compile(code, "<cell>", "exec"), {"__name__": "__main__", "show": show})


def test_unfilled_function_is_named_in_one_line(capsys):
    run_in_notebook("def predict():\n    raise NotImplementedError()\nwith show.needs('backprop'):\n    predict()\nprint('on')")
    assert capsys.readouterr().out == "This cell needs predict: fill that cell, then run this one again.\non\n"


def test_variable_of_an_unfilled_cell_is_one_line(capsys):
    run_in_notebook("with show.needs('pool_gradients'):\n    pooled_gradients.shape")
    line = capsys.readouterr().out
    assert line.startswith("This cell needs pool_gradients: fill that cell")
    assert line.count("\n") == 1


def test_several_missing_cells_are_listed(capsys):
    run_in_notebook("with show.needs('vgg_hook', 'predict'):\n    [target for _ in range(2)]")
    assert "needs vgg_hook, predict: fill those cells" in capsys.readouterr().out


def test_other_errors_keep_type_message_and_place(capsys):
    run_in_notebook("def predict():\n    return 1 / 0\nwith show.needs('predict'):\n    predict()")
    assert "ZeroDivisionError: division by zero (in predict, line 2)" in capsys.readouterr().out


def test_typing_slip_inside_a_function_is_no_missing_cell(capsys):
    run_in_notebook("def predict():\n    return modle\nwith show.needs('predict'):\n    predict()")
    assert "NameError: name 'modle' is not defined (in predict, line 2)" in capsys.readouterr().out


def test_interrupting_is_not_swallowed():
    with pytest.raises(KeyboardInterrupt), show.needs("predict"):
        raise KeyboardInterrupt


@pytest.mark.parametrize("as_type", [np.asarray, torch.tensor])
def test_overlay_paints_hot_red_and_cold_blue(as_type):
    blended = show.overlay(IMAGE, as_type([[0.0, 1.0], [0.0, 1.0]]))
    assert blended.shape == IMAGE.shape
    assert blended.dtype == np.uint8
    cold, hot = blended[6, 0], blended[6, -1]
    assert cold[2] > cold[0]
    assert hot[0] > hot[2]


def test_overlay_is_four_tenths_heatmap_and_six_tenths_image():
    white = show.overlay(np.full((4, 4, 3), 255.0), np.zeros((2, 2)))
    np.testing.assert_allclose(white[0, 0], [153, 153, 204], atol=1)  # coldest JET is (0, 0, 128)


def test_image_and_map_draws_from_zero_to_the_brightest():
    figure = show.image_and_map(IMAGE, RAMP, "title")
    drawn = figure.axes[1].images[0]
    assert drawn.get_clim() == pytest.approx((0, np.percentile(RAMP, show.HIGHEST_SHARE)))
    assert figure.get_suptitle() == "title"


def test_same_scale_holds_for_a_whole_row():
    figure = show.maps_side_by_side(IMAGE, {"weak": RAMP / 10, "strong": RAMP}, same_scale=True)
    weak, strong = figure.axes[1].images[0], figure.axes[2].images[0]
    assert weak.get_clim() == strong.get_clim()


def test_every_class_gets_a_row_and_its_outline():
    mask = RAMP > 0.5
    rows = {"elephant": {"gradient": RAMP, "cam": RAMP}, "shark": {"gradient": RAMP, "cam": RAMP}}
    figure = show.maps_of_classes(IMAGE, rows, "two classes", outlines=[mask, mask])
    assert [axis.get_ylabel() for axis in figure.axes[::3]] == ["elephant", "shark"]
    assert all(axis.collections for number, axis in enumerate(figure.axes) if number % 3)


def test_a_map_of_zeros_is_black():
    assert show.brightest(np.zeros((3, 3))) == 1.0


def test_path_shows_image_gradient_and_sum_at_every_alpha():
    figure = show.path([IMAGE] * 3, [RAMP] * 3, [RAMP] * 3, [0, 0.5, 1], ([0, 0.2, 1], [0.1, 0.8, 0.9]))
    assert len(figure.axes) == 3 * 3 + 1
    assert list(figure.axes[-1].lines[0].get_ydata()) == [0.1, 0.8, 0.9]


def test_sums_over_channels_before_the_sign_is_dropped():
    assert show.attribution_map(np.array([[[1.0, -3.0, 0.5]]])) == 1.5


def test_signed_channels_are_drawn_on_one_scale_around_zero():
    gradients = np.stack([RAMP, -RAMP, 0 * RAMP], axis=2)
    figure = show.signed_channels(IMAGE, gradients, "gradients")
    limits = {axis.images[0].get_clim() for axis in figure.axes[1:4]}
    ((low, high),) = limits
    assert low == -high < 0
    assert [axis.get_title().split()[-1] for axis in figure.axes[1:4]] == ["red", "green", "blue"]


@pytest.mark.parametrize(("count", "shown"), [(1, [2, 1]), (2, [0, 1, 2])])
def test_channels_of_the_highest_and_the_lowest_weights(count, shown):
    weights = np.array([0.1, -3.0, 2.0])
    figure = show.channels(np.stack([RAMP] * 3), weights, "channels", count)
    named = [int(axis.get_title().split()[1]) for axis in figure.axes]
    assert sorted(named) == sorted(shown)
    assert named[0] == 2
    assert named[-1] == 1


def test_the_image_stands_beside_its_channels_and_signs_stand_where_there_are_some():
    activations = np.stack([RAMP] * 3)
    signed = show.channels(activations, np.array([0.1, -3.0, 2.0]), "channels", image=IMAGE)
    assert [axis.get_title() for axis in signed.axes] == [
        "the image",
        "channel 2\nweight +2",
        "channel 0\nweight +0.1",
        "channel 1\nweight −3",
    ]
    assert "The image, and beside it small maps" in signed.alternative_text
    means = show.channels(activations, np.array([0.1, 0.2, 0.3]), "channels", called="mean")
    assert means.axes[0].get_title() == "channel 2\nmean 0.3"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("black", "black"),
        ("random, mean of 5", "random,\nmean of 5"),
        ("Gaussian, σ = 64", "Gaussian,\nσ\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}64"),
        ("unbreakablybreathtaking", "unbreakablybreathtaking"),
        ("", ""),
    ],
)
def test_names_are_broken_into_even_lines(name, lines):
    assert show.in_lines(name, 14) == lines


def test_letters_of_a_wide_figure_are_larger():
    size = {}
    for columns in (3, 7):
        figure = show.maps_side_by_side(IMAGE, {f"map {k}": RAMP for k in range(columns)})
        size[columns] = figure.axes[1].title.get_fontsize()
    assert size[7] == pytest.approx(2 * size[3])


ACTIVATIONS, WEIGHTS = np.stack([RAMP] * 8), np.linspace(-1e-3, 2e-3, 8)
ROWS = {name: dict.fromkeys(("black", "random, mean of 5", "maximum distance"), RAMP) for name in ("African elephant", "shark")}
ALONG = ([IMAGE] * 6, [RAMP] * 6, [RAMP] * 6, np.linspace(0, 1, 6), ([0, 1], [0, 1]))
DRAWN = {
    "image_and_map": lambda: show.image_and_map(IMAGE, RAMP, "The image and its gradient map"),
    "images": lambda: show.images({f"Gaussian, σ = {k}": IMAGE for k in range(4)}, "Baselines of noise"),
    "signed_channels": lambda: show.signed_channels(IMAGE, np.stack([RAMP] * 3, axis=2), "Gradients of great white shark"),
    "channels": lambda: show.channels(ACTIVATIONS, WEIGHTS, "By weight: for and against great white shark", image=IMAGE),
    "heatmap_and_overlay": lambda: show.heatmap_and_overlay(IMAGE, RAMP, IMAGE, "Grad-CAM: great white shark"),
    "maps_of_classes": lambda: show.maps_of_classes(IMAGE, ROWS, "Three baselines", same_scale=True),
    "maps_side_by_side": lambda: show.maps_side_by_side(IMAGE, {f"baseline {k}": RAMP for k in range(6)}, "Baselines"),
    "path": lambda: show.path(*ALONG),
}
PHONE = 380 / 72  # pixels of a page on a phone, and points in an inch


@pytest.mark.parametrize("name", DRAWN)
def test_letters_can_be_read_on_a_phone_and_none_is_cut_off_or_covered(name):
    figure = DRAWN[name]()
    figure.canvas.draw()
    whole = figure.bbox.padded(1)
    texts = [text for text in figure.findobj(plt.Text) if text.get_text().strip()]
    assert min(text.get_fontsize() for text in texts) * PHONE / figure.get_size_inches()[0] >= 6.5
    titles = [axis.title for axis in figure.axes] + figure.texts
    for text in (*titles, *(line.label for axis in figure.axes for line in (axis.xaxis, axis.yaxis))):
        if text.get_text():
            place = text.get_window_extent()
            assert whole.contains(*place.min), text.get_text()
            assert whole.contains(*place.max), text.get_text()
    titles = [title.get_window_extent().padded(-1) for title in titles if title.get_text()]
    assert not any(one.overlaps(other) for k, one in enumerate(titles) for other in titles[:k])


@pytest.mark.parametrize("name", DRAWN)
def test_in_a_dark_theme_figures_can_be_dark(name):
    """Whoever asks matplotlib for its dark style gets letters and lines that stand out on black."""
    with plt.style.context("dark_background"):
        figure = DRAWN[name]()
        dark = [text.get_text() for text in figure.findobj(plt.Text) if np.mean(to_rgb(text.get_color())) < 0.5]
        assert dark == []
        assert np.mean(to_rgb(figure.get_facecolor())) < 0.1
        lines = [line for axis in figure.axes for line in axis.lines if line.get_linestyle() == ":"]
        assert all(np.mean(to_rgb(line.get_color())) > 0.5 for line in lines)


def test_every_figure_says_in_words_what_it_shows():
    rows = {"elephant": {"saliency": RAMP, "none": 0 * RAMP}}
    drawn = [
        show.image_and_map(IMAGE, RAMP, "title"),
        show.images({"the image": IMAGE}, "title"),
        show.heatmap_and_overlay(IMAGE, RAMP, IMAGE, "title"),
        show.maps_of_classes(IMAGE, rows, "title", [RAMP > 0.5]),
        show.maps_side_by_side(IMAGE, rows["elephant"], "title"),
        show.signed_channels(IMAGE, np.stack([RAMP] * 3, axis=2), "title"),
        show.channels(np.stack([RAMP] * 3), np.array([1.0, 2.0, 3.0]), "title"),
    ]
    for figure in drawn:
        assert figure.alternative_text.startswith("title: ")
    told = drawn[3].alternative_text
    assert "elephant: saliency (most of it in the" in told
    assert "none (empty)" in told
    path = show.path([IMAGE] * 3, [RAMP] * 3, [RAMP] * 3, [0, 0.5, 1], ([0, 0.2, 1], [0.1, 0.8, 0.9]))
    assert "the probability goes from 0.1 to 0.9 and is highest, 0.9, at 1" in path.alternative_text
