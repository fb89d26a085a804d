"""Figures say what they are given, and an unfilled cell is one line, not a cascade."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

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


def test_completeness_draws_the_change_that_is_to_be_met():
    figure = show.completeness([1, 2, 5], {"black": [0.1, 0.2, 0.3]}, change=0.31)
    assert [line.get_ydata()[0] for line in figure.axes[0].lines] == [0.1, 0.31]


def test_path_shows_image_gradient_and_sum_at_every_alpha():
    figure = show.path([IMAGE] * 3, [RAMP] * 3, [RAMP] * 3, [0, 0.5, 1], ([0, 0.2, 1], [0.1, 0.8, 0.9]))
    assert len(figure.axes) == 3 * 3 + 1
    assert list(figure.axes[-1].lines[0].get_ydata()) == [0.1, 0.8, 0.9]


def test_table_has_a_line_for_each_row():
    text = show.table({"black": {"gap": 0.1234}, "blurred": {"gap": 12.0}}, "baseline")
    assert [line.split() for line in text.split("\n")] == [["baseline", "gap"], ["black", "0.123"], ["blurred", "12"]]


def test_sums_over_channels_before_the_sign_is_dropped():
    assert show.attribution_map(np.array([[[1.0, -3.0, 0.5]]])) == 1.5
