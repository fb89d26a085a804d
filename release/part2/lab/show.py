"""The course's figures: each function draws one and returns it. Maps are (H, W), images (H, W, 3) RGB in 0..255.

Maps are drawn in "inferno": black is nothing, yellow is most, in print and to colour-blind readers too. The overlay
alone is in JET, as Grad-CAM's authors draw it.
"""

import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import cv2
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lab.alternative_text import course_of, described, where
from lab.titles import above, enlarged, headline, in_lines, letters_for

COLOURS = "inferno"
SIGNED = "RdBu_r"  # red is positive, blue negative, white is 0
HIGHEST_SHARE = 99.5  # percentile of a map that is drawn brightest: one outlying pixel must not darken the rest
PANEL = 2.4  # inches
BAR = 20  # characters in a line beside a colour bar
DIGITS, SIGNED_DIGITS = ".2g", "+.2g"


@contextmanager
def needs(*tasks: str) -> Iterator[None]:
    """Says in one line what is missing, where a figure uses a function that is not written yet.

    Every error becomes a line, with its type, its message and its place: one unfilled cell must not stop the notebook.
    """
    try:
        yield
    except Exception as error:
        print(missing(error, tasks))


def missing(error: Exception, tasks: Sequence[str]) -> str:
    """What an error means to someone who may not have written these tasks yet, in one line."""
    function, line = notebook_function(error)
    if isinstance(error, NotImplementedError):
        return fill([function] if function else tasks)
    if isinstance(error, NameError) and not function:  # a slip inside a function is no cell that was left out
        return f"{fill(tasks)} ({error})"
    place = f" (in {function}, line {line})" if function else ""
    message = " ".join(str(error).split())
    return f"This cell needs {', '.join(tasks)}, and something stopped it: {type(error).__name__}: {message}{place}"


def fill(names: Sequence[str]) -> str:
    which = "that cell" if len(names) == 1 else "those cells"
    return f"This cell needs {', '.join(names)}: fill {which}, then run this one again."


def notebook_function(error: BaseException) -> tuple[str, int]:
    """The innermost function of the notebook in which an error arose, and the line; ("", 0) where it was none."""
    found = ("", 0)
    for frame, line in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_qualname.partition(".<locals>")[0]  # a comprehension belongs to its function
        if frame.f_globals.get("__name__") == "__main__" and not name.startswith("<"):
            found = (name, line)
    return found


def attribution_map(attributions: np.ndarray) -> np.ndarray:
    """(H, W) from attributions (H, W, 3): the channels of a pixel are added, then the sign is dropped."""
    return np.abs(attributions.sum(axis=2))


def image_and_map(image: np.ndarray, values: np.ndarray, title: str) -> Figure:
    """The image, and beside it a map with its scale."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(3.05 * PANEL, 1.5 * PANEL), layout="constrained")
    draw_image(left, image, "the image")
    draw_scale(right, draw_map(right, values, "its map"))
    headline(figure, title)
    return described(figure, f"{title}: Left: the image. Right: its map, {where(values)}.")


def images(named: dict[str, np.ndarray], title: str = "") -> Figure:
    """Images (H, W, 3) in a row, each under its name."""
    figure, axes = plt.subplots(
        1, len(named), figsize=(1.2 * PANEL * len(named), 1.5 * PANEL), layout="constrained", squeeze=False
    )
    with letters_for(figure):
        for axis, (name, image) in zip(axes[0], named.items(), strict=True):
            draw_image(axis, image, above(figure, name, 1.2 * PANEL))
        headline(figure, title)
    return described(figure, f"{title or 'Pictures'}: side by side {'; '.join(named)}.")


def signed_channels(image: np.ndarray, gradients: np.ndarray, title: str) -> Figure:
    """The image, and the three colours of its gradients (H, W, 3) with their signs: red is positive, blue negative."""
    figure, axes = plt.subplots(1, 4, figsize=(4 * PANEL, 1.25 * PANEL), layout="constrained")
    highest = brightest(np.abs(gradients))
    with letters_for(figure):
        draw_image(axes[0], image, "the image")
        for axis, name, channel in zip(axes[1:], ("red", "green", "blue"), np.moveaxis(gradients, 2, 0), strict=True):
            drawn = axis.imshow(channel, cmap=SIGNED, vmin=-highest, vmax=highest, interpolation="nearest")
            axis.set(title=above(figure, f"gradient of {name}", 0.8 * PANEL), xticks=[], yticks=[])
        draw_scale(axes, drawn, extend="both", label="gradient")
        headline(figure, title)
    told = "; ".join(f"{name}: {where(gradients[..., k])}" for k, name in enumerate(("red", "green", "blue")))
    return described(figure, f"{title}: The image, and its gradients with their signs, colour by colour. By size: {told}.")


def channels(
    activations: np.ndarray,
    weights: np.ndarray,
    title: str,
    count: int = 3,
    called: str = "weight",
    image: np.ndarray | None = None,
) -> Figure:
    """The channels of an activation map (C, h, w) whose weights (C,) are highest, and below them those with the lowest.

    Args:
        activations: each channel is drawn on a scale of its own.
        weights: what the channels are sorted by; `called` is its name in the titles.
        count: how many of the highest, and of the lowest.
        image: (H, W, 3), or None; it stands at the left.
    """
    order = np.argsort(-weights, kind="stable")
    chosen = [*order[:count], *order[-count:]] if len(order) > 2 * count else [*order]
    lines = [chosen[:count], chosen[count:]] if len(chosen) == 2 * count else [chosen]
    left = [] if image is None else ["image"]
    size = 0.8 * PANEL * (len(lines[0]) + len(left)), 1.1 * PANEL * len(lines)
    figure = plt.figure(figsize=size, layout="constrained")
    named = {k: f"{called} {weights[k]:{SIGNED_DIGITS if (weights < 0).any() else DIGITS}}" for k in chosen}
    with letters_for(figure):
        places: list[Any] = [left + [str(k) for k in line] for line in lines]
        axes = figure.subplot_mosaic(places)
        if image is not None:
            draw_image(axes["image"], image, "the image")
        for k in chosen:
            draw_map(axes[str(k)], activations[k], f"channel {k}\n{named[k]}".replace("-", "−"))
        headline(figure, title)
    told = "; ".join(f"channel {k}, {named[k]}, {where(activations[k])}" for k in chosen)
    beside = "" if image is None else "The image, and beside it "
    return described(figure, f"{title}: {beside}small maps of single channels: {told}.")


def overlay(image: np.ndarray, heatmap: np.ndarray) -> np.ndarray:
    """0.4 heatmap + 0.6 image, (H, W, 3) uint8 RGB: what is hot is red, what is cold is blue.

    Args:
        image: (H, W, 3) in 0..255.
        heatmap: (h, w) in 0..1, of any size; an array or a tensor.
    """
    if hasattr(heatmap, "detach"):
        heatmap = heatmap.detach().cpu().numpy()
    height, width = image.shape[:2]
    cells = np.asarray(heatmap, dtype=np.float32)
    large = cv2.resize(cells, (width, height)).clip(0, 1)  # cv2 wants (width, height)
    colours = cv2.applyColorMap((255 * large).astype(np.uint8), cv2.COLORMAP_JET)  # BGR
    colours = cv2.cvtColor(colours, cv2.COLOR_BGR2RGB)
    return np.clip(0.4 * colours + 0.6 * image, 0, 255).astype(np.uint8)


def heatmap_and_overlay(
    image: np.ndarray, heatmap: np.ndarray, blended: np.ndarray, title: str, label: str = "evidence for the class, 0..1"
) -> Figure:
    """The image, the heatmap in its own cells, and the two as one."""
    figure, axes = plt.subplots(1, 3, figsize=(4 * PANEL, 1.6 * PANEL), layout="constrained")
    with letters_for(figure):
        draw_image(axes[0], image, "the image")
        drawn = axes[1].imshow(heatmap, cmap=COLOURS, vmin=0, vmax=1)
        axes[1].set(title=f"heatmap, {heatmap.shape[0]} × {heatmap.shape[1]}", xticks=[], yticks=[])
        figure.colorbar(drawn, ax=axes[1], shrink=0.85, label=in_lines(label, BAR))
        draw_image(axes[2], blended, "0.4 heatmap\n+ 0.6 image")
        headline(figure, title)
    return described(figure, f"{title}: The image; its heatmap in coarse cells, {where(heatmap)}; the two laid over each other.")


def maps_of_classes(
    image: np.ndarray,
    rows: dict[str, dict[str, np.ndarray]],
    title: str = "",
    outlines: Sequence[np.ndarray] | None = None,
    same_scale: bool = False,
) -> Figure:
    """One row for each class or image, one column for each method; the rows' objects may be outlined.

    Args:
        image: (H, W, 3), or one for each row, (R, H, W, 3); it stands at the left of every row.
        rows: maps by name of the row, then by name of the method.
        outlines: a mask (H, W) for each row, or None.
        same_scale: one scale for all maps of a row, instead of one for each.
    """
    pictures = image if image.ndim == 4 else [image] * len(rows)
    columns = len(next(iter(rows.values()))) + 1
    # Outside the context: the first figure of a session sets up how figures are shown, which the context would undo.
    figure = plt.figure(figsize=(PANEL * columns, PANEL * len(rows)), layout="constrained")
    figure.set_figheight(PANEL * len(rows) + 0.6 * enlarged(figure))  # room for titles
    with letters_for(figure):
        axes = figure.subplots(len(rows), columns, squeeze=False)
        for number, (name, maps) in enumerate(rows.items()):
            line, mask = axes[number], None if outlines is None else outlines[number]
            titles = [above(figure, method, PANEL) if number == 0 else "" for method in maps]
            draw_image(line[0], pictures[number], "image" if number == 0 else "")
            line[0].set_ylabel(above(figure, name, PANEL))
            draw_row(line[1:], maps, titles, mask, same_scale)
        headline(figure, title)
    told = [
        f"{name + ': ' if name else ''}" + "; ".join(f"{method} ({where(values)})" for method, values in maps.items())
        for name, maps in rows.items()
    ]
    outlined = "" if outlines is None else " White lines are the outlines of the objects."
    return described(figure, f"{title or 'Maps'}: {'. '.join(told)}.{outlined}")


def maps_side_by_side(
    image: np.ndarray, maps: dict[str, np.ndarray], title: str = "", outline=None, same_scale: bool = False
) -> Figure:
    """The image and several maps of it, in one row."""
    return maps_of_classes(image, {"": maps}, title, None if outline is None else [outline], same_scale)


def draw_row(axes, maps: dict[str, np.ndarray], titles: Sequence[str], mask, same_scale: bool) -> None:
    highest = brightest(np.stack(list(maps.values()))) if same_scale else None
    for axis, values, title in zip(axes, maps.values(), titles, strict=True):
        drawn = draw_map(axis, values, title, highest)
        if mask is not None and mask.any() and not mask.all():
            axis.contour(mask, levels=[0.5], colors="white", linewidths=0.9)
    if same_scale:
        draw_scale(axes, drawn, label=above(axes[0].figure, "absolute value", PANEL))


def path(
    images: Sequence[np.ndarray],
    gradients: Sequence[np.ndarray],
    accumulated: Sequence[np.ndarray],
    alphas: Sequence[float],
    curve: tuple[Sequence[float], Sequence[float]],
) -> Figure:
    """Small multiples along the path of integrated gradients, above the score that the network gives at each point.

    Args:
        images: (H, W, 3) in 0..255 at each alpha.
        gradients: (H, W) absolute gradient there, all drawn on one scale.
        accumulated: (H, W) attribution gathered so far, all drawn on one scale.
        alphas: where on the path, 0..1.
        curve: alphas, as many as one likes, and the target's probability at each.
    """
    count = len(alphas)
    figure = plt.figure(figsize=(1.5 * count, 7.2), layout="constrained")
    places: list[Any] = [[f"{row} {k}" for k in range(count)] for row in range(3)]
    with letters_for(figure):
        axes = figure.subplot_mosaic([*places, ["score"] * count], height_ratios=[1, 1, 1, 1.3])
        for row, values in ((1, gradients), (2, accumulated)):
            highest = brightest(np.stack(values))
            for k in range(count):
                draw_map(axes[f"{row} {k}"], values[k], "", highest)
        for k in range(count):
            draw_image(axes[f"0 {k}"], images[k], f"α = {alphas[k]:.2f}")
        for row, name in enumerate(("image on\nthe path", "absolute\ngradient", "attribution\nso far")):
            axes[f"{row} 0"].set_ylabel(name)
        axes["score"].plot(*curve, color="#0072b2")
        for alpha in alphas:
            axes["score"].axvline(alpha, color=plt.rcParams["text.color"], linewidth=0.8, linestyle=":")
        axes["score"].set(xlabel="α, from the baseline (0) to the image (1)", ylabel="probability\nof the target")
        axes["score"].set_ylim(bottom=0)
        axes["score"].grid(alpha=0.3)
    told = f"{len(images)} images on the path from the baseline to the image, the gradient at each, and the attribution so far"
    return described(figure, f"{told}, in the end {where(accumulated[-1])}. Below: {course_of('the probability', *curve)}.")


def brightest(values: np.ndarray) -> float:
    """The value that is drawn in the brightest colour."""
    finite = values[np.isfinite(values)]
    highest = float(np.percentile(finite, HIGHEST_SHARE)) if finite.size else 0.0
    return highest or float(finite.max(initial=0)) or 1.0  # a map of zeros is black, not an error


def draw_scale(axes, drawn, extend: str = "max", label: str = "absolute value") -> None:
    """A colour bar for a map, or for a row of maps on one scale."""
    figure = np.ravel(axes)[0].figure
    bar = figure.colorbar(drawn, ax=axes, shrink=0.85, pad=0.02, extend=extend, label=label)
    bar.formatter.set_powerlimits((-2, 2))


def draw_image(axis: Axes, image: np.ndarray, title: str) -> None:
    """Draws an image (H, W, 3) in 0..255 into a panel, without ticks."""
    axis.imshow(np.clip(np.asarray(image, dtype=float) / 255, 0, 1))
    axis.set(title=title, xticks=[], yticks=[])


def draw_map(axis: Axes, values: np.ndarray, title: str, highest: float | None = None):
    """Draws a map (H, W) into a panel, from 0 to `highest`, or to its own brightest value; returns what was drawn."""
    drawn = axis.imshow(values, cmap=COLOURS, vmin=0, vmax=brightest(values) if highest is None else highest)
    axis.set(title=title, xticks=[], yticks=[])
    return drawn
