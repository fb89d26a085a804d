"""A slider over prepared views of the path of integrated gradients, in JupyterLab, Colab and VS Code alike.

Every view is drawn beforehand; the slider only chooses. Where there are no widgets, the figure beside it shows the same views.
"""

import io
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from matplotlib.figure import Figure

from lab.show import PANEL, brightest, draw_image, draw_map

WIDTH, DOTS = 2.6 * PANEL, 90  # inches; dots in an inch
NO_WIDGETS = "No slider here: the package ipywidgets is missing. The figure below has the same images side by side."


def slide_along(
    images: Sequence[np.ndarray], accumulated: Sequence[np.ndarray], alphas: Sequence[float], scores: Sequence[float]
) -> None:
    """Shows a slider over α; below it the image there, its map so far, and the class's probability.

    Args:
        images: (H, W, 3) in 0..255 at each alpha.
        accumulated: (H, W) attribution gathered so far, all drawn on one scale.
        alphas, scores: where on the path, and the probability there.
    """
    try:
        from ipywidgets import Image, SelectionSlider, VBox
    except ImportError:
        print(NO_WIDGETS)
        return
    highest = brightest(np.stack(accumulated))
    views = [
        png(view(image, values, highest, f"α = {alpha:.2f}", f"map so far; probability {score:.2f}"))
        for image, values, alpha, score in zip(images, accumulated, alphas, scores, strict=True)
    ]
    width = f"{WIDTH * DOTS:.0f}px"  # else it fills the page, enlarged
    shown = Image(value=views[-1], format="png", layout={"width": width, "max_width": "100%"})
    labels = [(f"{alpha:.2f}", number) for number, alpha in enumerate(alphas)]
    slider = SelectionSlider(options=labels, value=len(views) - 1, description="α")
    slider.observe(lambda change: setattr(shown, "value", views[change["new"]]), names="value")
    display(VBox([slider, shown]))


def view(image: np.ndarray, values: np.ndarray, highest: float, left: str, right: str) -> Figure:
    """An image (H, W, 3) and a map (H, W) on a given scale, each under its title."""
    figure, axes = plt.subplots(1, 2, figsize=(WIDTH, 1.5 * PANEL), layout="constrained")
    draw_image(axes[0], image, left)
    draw_map(axes[1], values, right, highest)
    return figure


def png(figure: Figure) -> bytes:
    """A figure as PNG; it is closed, so that the notebook does not show it a second time."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DOTS)
    plt.close(figure)
    return file.getvalue()
