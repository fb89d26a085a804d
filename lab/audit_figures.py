"""The figures of the audit: the forty pictures, an artefact close up, pictures before and after a change."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import SymLogNorm
from matplotlib.figure import Figure

from lab.alternative_text import described
from lab.audit_set import OF_A_CLASS, AuditPicture, with_artefact
from lab.charts import LINE_COLOURS
from lab.models import class_name
from lab.show import draw_image
from lab.titles import headline, in_lines, letters_for

Densities = Mapping[int, Mapping[str, float]]
AROUND = 6  # pixels beside a box that a close-up shows


def contact_sheet(pictures: Sequence[AuditPicture], title: str = "The audit set") -> Figure:
    """All pictures of an audit set, a column for each class."""
    labels = list(dict.fromkeys(picture.label for picture in pictures))
    figure = plt.figure(figsize=(1.25 * len(labels), 1.25 * OF_A_CLASS + 0.9), layout="constrained")
    with letters_for(figure):
        axes = figure.subplots(OF_A_CLASS, len(labels))
        for column, label in enumerate(labels):
            of_class = [picture for picture in pictures if picture.label == label]
            for row, picture in enumerate(of_class):
                draw_image(axes[row, column], picture.image, in_lines(class_name(label), 9) if row == 0 else "")
        headline(figure, title)
    marked = sum(picture.box is not None for picture in pictures)
    told = f"{len(pictures)} drawn scenes, a column for each of {len(labels)} classes: {', '.join(map(class_name, labels))}"
    return described(figure, f"{title}: {told}. {marked} of them carry a mark that is not part of the scene.")


def close_ups(pictures: Sequence[AuditPicture], label: int) -> Figure:
    """The artefact of one class in each picture that carries it, enlarged, with the picture's own rows and columns."""
    found = [(picture, around(picture)) for picture in with_artefact(list(pictures))[label]]
    tallest = max((rows[1] - rows[0]) / (columns[1] - columns[0]) for _, (rows, columns) in found)
    lying = tallest < 0.5  # such boxes stand one above the other
    shape = (len(found), 1) if lying else (1, len(found))
    size = (8.0, min(len(found) * (8.0 * tallest + 0.5), 9.0) + 0.5) if lying else (10.0, min(3.3 * tallest, 8.0) + 1.0)
    figure = plt.figure(figsize=size, layout="constrained")
    with letters_for(figure):
        axes = figure.subplots(*shape, squeeze=False).ravel()
        for axis, (picture, (rows, columns)) in zip(axes, found, strict=True):
            part = picture.image[slice(*rows), slice(*columns)].clip(0, 255).astype(np.uint8)
            edges = (columns[0] - 0.5, columns[1] - 0.5, rows[1] - 0.5, rows[0] - 0.5)
            axis.imshow(part, extent=edges, interpolation="nearest")
            axis.set(ylabel="row", xlabel="column" if not lying or axis is axes[-1] else "")
        headline(figure, f"Close up: the artefact of {class_name(label)}")
    (first, *_), (left, *_) = found[0][1]
    told = f"The artefact of {class_name(label)} in {len(found)} pictures, enlarged, with the rows and columns of the picture"
    return described(figure, f"{told}; the first one from row {first} and column {left} on.")


def around(picture: AuditPicture) -> tuple[tuple[int, int], tuple[int, int]]:
    """The rows and the columns of a picture's box and a little beside it: (first, end) each."""
    if picture.box is None:
        raise ValueError("this picture carries no artefact")
    height, width = picture.image.shape[:2]
    rows, columns = picture.box
    return (
        (max(rows.start - AROUND, 0), min(rows.stop + AROUND, height)),
        (max(columns.start - AROUND, 0), min(columns.stop + AROUND, width)),
    )


def density_table(suspect: Densities, honest: Densities, title: str = "Which artefact do the maps show?") -> Figure:
    """How dense a suspect's maps are on each class's artefact, and by how much denser than the honest network's.

    Args:
        suspect, honest: class -> method -> density.
    """
    labels, methods = list(suspect), list(next(iter(suspect.values())))
    alone = np.array([[suspect[label][method] for method in methods] for label in labels])
    beside = alone - np.array([[honest[label][method] for method in methods] for label in labels])
    figure = plt.figure(figsize=(11.5, 5.4), layout="constrained")
    with letters_for(figure):
        left, right = figure.subplots(1, 2, sharey=True)
        most = max(np.abs(alone).max(), np.abs(beside).max(), 2.0)
        for axis, values, form, name in ((left, alone, ".1f", "the suspect"), (right, beside, "+.1f", "suspect minus honest")):
            axis.imshow(values, cmap="RdBu_r", norm=SymLogNorm(1.0, vmin=-most, vmax=most), aspect="auto")
            for (row, column), value in np.ndenumerate(values):
                dark = abs(value) > most / 4
                text = f"{round(value, 1) + 0.0:{form}}".replace("-", "−")  # + 0.0: no −0.0
                axis.text(column, row, text, ha="center", va="center", color="white" if dark else "black")
            axis.set_xticks(range(len(methods)), methods, rotation=30, ha="right", rotation_mode="anchor")
            axis.set(title=name)
        left.set_yticks(range(len(labels)), [class_name(label) for label in labels])
        headline(figure, title)
    told = "; ".join(
        f"{method}: {class_name(labels[int(beside[:, column].argmax())])}, {beside[:, column].max():+.1f}"
        for column, method in enumerate(methods)
    )
    return described(figure, f"{title} A table of densities. Where the suspect exceeds the honest network most: {told}.")


def ranks(rows: Mapping[str, Mapping[str, float]], lower_is_better: Sequence[str] = (), title: str = "") -> Figure:
    """In which order each measure puts some maps: a line for each map, the best on top.

    Args:
        rows: map -> measure -> number.
        lower_is_better: measures by which the smallest number is the best.
    """
    measures = list(next(iter(rows.values())))
    sign = np.array([1 if measure in lower_is_better else -1 for measure in measures])
    values = sign * np.array([[row[measure] for measure in measures] for row in rows.values()])  # (maps, measures)
    places = 1 + (values[:, None] > values[None]).sum(1)  # equal ones share the better place
    figure, axis = plt.subplots(figsize=(8.6, 0.9 + 0.42 * len(rows)), layout="constrained")
    across = np.arange(len(measures))
    for number, (name, line) in enumerate(zip(rows, places, strict=True)):
        shifted = line + 0.06 * (number - len(rows) / 2)  # lines of maps that share a place lie side by side
        colour, dash = LINE_COLOURS[number % len(LINE_COLOURS)], "-" if number < len(LINE_COLOURS) else "--"
        axis.plot(across, shifted, dash, color=colour, marker="o", linewidth=1.8)
        axis.text(across[-1] + 0.06, shifted[-1], name, va="center", color=colour)
    axis.set_xticks(across, measures)
    axis.set(title=title, ylabel="place", xlim=(-0.15, across[-1] + 1.0), ylim=(len(rows) + 0.6, 0.4))
    axis.grid(alpha=0.3, axis="x")
    firsts = {
        measure: [name for name, line in zip(rows, places, strict=True) if line[k] == 1] for k, measure in enumerate(measures)
    }
    told = "; ".join(f"{measure}: {', '.join(names)}" for measure, names in firsts.items())
    return described(figure, f"{title or 'Places'}: the place of {len(rows)} maps by each measure. First are, by {told}.")


def before_and_after(
    before: Sequence[np.ndarray], after: Sequence[np.ndarray], said: Mapping[str, Sequence[str]], title: str
) -> Figure:
    """Pictures in the upper row, the changed ones in the lower row, each with what a network says of it.

    Args:
        before, after: (H, W, 3) each, as many.
        said: "before" and "after" -> a text for each picture.
    """
    figure = plt.figure(figsize=(1.7 * len(before), 5.0), layout="constrained")
    with letters_for(figure):
        axes = figure.subplots(2, len(before), squeeze=False)
        for row, (name, pictures) in enumerate({"before": before, "after": after}.items()):
            for axis, image, text in zip(axes[row], pictures, said[name], strict=True):
                draw_image(axis, image, in_lines(text, 13))
            axes[row, 0].set_ylabel(name)
        headline(figure, title)
    told = "; ".join(f"{one} becomes {other}" for one, other in zip(said["before"], said["after"], strict=True))
    return described(figure, f"{title}: {len(before)} pictures without and with the change. What is said of them: {told}.")
