"""The pocket VGG19's model card, written from what was measured."""

import functools
import json
import operator
from collections.abc import Sequence
from pathlib import Path

from data.pocket_vgg19_measures import HELD_OUT, MAPS
from lab.models import vgg19_layout

TARGETS = (  # (what, where it stands in the figures, at least)
    ("Top-1 on one-object scenes", ("recognition", "top-1, one object"), 0.95),
    ("Grad-CAM's maximum on the object (recognised one-object scenes)", ("maps", "Grad-CAM", "pointing"), 0.90),
    ("Two objects: Grad-CAM's maximum on its own object", ("maps", "Grad-CAM", "two: points at its own"), 0.75),
    ("Two objects: saliency's swap right", ("maps", "saliency", "two: swap right"), 0.75),
    ("Two objects: integrated gradients' swap right", ("maps", "integrated gradients", "two: swap right"), 0.75),
)


def verdicts(figures: dict) -> list[tuple[str, float, float]]:
    """(what was asked for, measured, at least) for every target."""
    return [(what, float(functools.reduce(operator.getitem, path, figures)), least) for what, path, least in TARGETS]


def table(header: list[str], rows: list[list]) -> str:
    """A Markdown table; floats with three places."""
    cells = [[f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in [header, ["---"] * len(header), *cells])


def figure_tables(figures: dict) -> str:
    """Every measured figure, as Markdown."""
    names = list(figures["maps"]["Grad-CAM"])
    weights = (("trained", "maps"), ("random", "random"))
    maps = [[kind, what, *(figures[key][kind][name] for name in names)] for kind in MAPS for what, key in weights]
    classes = [[name, *pair] for name, pair in sorted(figures["by class"].items(), key=lambda item: item[1])]
    tables = [
        table(["asked for", "measured", "at least"], [list(row) for row in verdicts(figures)]),
        table(["recognition", "measured"], [list(row) for row in figures["recognition"].items()]),
        table(["map", "weights", *names], maps),
        table(["class, weakest first", "top-1", "Grad-CAM points at it"], classes),
    ]
    if "speed" in figures:
        rows = [list(row) for row in figures["speed"].items()]
        tables.append(table(["forward pass and input gradient, 224 x 224", "measured"], rows))
    return "\n\n".join(tables)


def training(stages: Sequence, smoothing: float, minutes: dict[str, float]) -> str:
    """The recipe, in Markdown.

    Args:
        stages: the stretches of the training, as make_pocket_vgg19.py describes them.
        smoothing: the share of the target that is spread over the drawn classes.
        minutes: what was done -> how long it took.
    """
    rows = [
        [
            f"{stage.side} px",
            f"{len(stage.seeds):,}",
            f"{stage.pairs:.0%}",
            stage.passes,
            stage.batch,
            f"{stage.rate:g}",
        ]
        for stage in stages
    ]
    spent = ", ".join(f"{name} {value:.0f} minutes" for name, value in minutes.items())
    return (
        "AdamW with one cycle of the learning rate per stage, pictures mirrored half the time, targets smoothed by "
        f"{smoothing:g} over the ten classes, two objects sharing the target. Batch norm while training, folded into "
        "the convolutions at the end; the head was trained on the average over the positions and then spread over the "
        f"7 x 7 that VGG19's classifier reads. Time on two cores: {spent}.\n\n"
        + table(["stage", "scenes", "with two objects", "passes", "batch", "highest rate"], rows)
    )


def write_card(out: Path, figures: dict, training: str) -> str:
    """Write `pocket_vgg19.md`, and the figures into `pocket_vgg19.json`; the card's text."""
    facts = json.loads((out / "pocket_vgg19.json").read_text(encoding="utf-8"))
    (out / "pocket_vgg19.json").write_text(json.dumps({**facts, "figures": figures}, indent=2) + "\n", encoding="utf-8")
    network = vgg19_layout(tuple(facts["channels"]), facts["hidden"], facts["classes"])
    card = CARD.format(
        parameters=sum(one.numel() for one in network.parameters()),
        megabytes=(out / "pocket_vgg19.pt").stat().st_size / 1e6,
        outputs=facts["classes"],
        names=", ".join(f"{index} {name}" for index, name in facts["trained"].items()),
        training=training,
        tables=figure_tables(figures),
        held_out=HELD_OUT,
        counts="; ".join(f"{name} {one.scenes[0]} and {one.scenes[1]}" for name, one in MAPS.items()),
        channels=", ".join(map(str, facts["channels"])),
        **{key: facts[key] for key in ("hidden", "sha256")},
    )
    (out / "pocket_vgg19.md").write_text(card, encoding="utf-8")
    return card


CARD = """<!-- Written by data/make_pocket_vgg19.py from its own measurements: change that, not this. -->
# The pocket VGG19

A small network in VGG19's layout, module by module as in torchvision, with fewer channels: {channels} in
the five blocks and {hidden} hidden units. It was trained from random weights on drawn scenes and has never seen a
photograph: its weights are **not** ImageNet's. It exists so that attribution maps can be computed in a second,
offline, on pictures where the truth is known to the pixel.

- {parameters:,} parameters, kept in half precision: {megabytes:.1f} MB, sha256 `{sha256}`.
- Input: RGB, 224 x 224, divided by 255 and normalised with ImageNet's mean and standard deviation.
- {outputs} outputs at ImageNet's indices. **Ten of them are trained**: {names}.
  The others were only ever pushed down; a map for one of them means nothing.

## How it was trained

{training}

## What was measured

On scenes from seed {held_out:,} on, none of them trained on. Pointing: the map's maximum lies on the object (chance:
the object's share of the picture). Inside: the share of the map's total that lies on the object. Swap: of what a map
puts on two objects, the share on its own, averaged over both classes; right where it is more than half. The second
line of each map is the same network with random weights (five draws). Scenes of one and of two objects: {counts}.

{tables}

Read the random lines: objects are what has contrast in these pictures, so saliency and integrated gradients point at
them with random weights too, and even Grad-CAM does a little more often than chance. What only training gives is the
energy inside, the swap, and that the map for one of two objects points at that one and not at the other.

## Good at, bad at

- Good at: its own drawn world, one object or two, wherever they stand, in any colour.
- Bad at: everything else. Photographs, sketches, much smaller or larger objects and pictures of three objects are
  outside its world: it names one of its ten classes all the same, and means nothing by it.
- The airliner's and the umbrella's maps miss most often: thin wings and a hollow roof, whose evidence is strongest
  between the parts. The table of the classes says how often.
- With two objects the larger or plainer one may take most of the probability: see "both objects in the top two".
- Saliency and integrated gradients are noisy, as on the large network. Grad-CAM's grid is 14 x 14: a cell is 16 pixels.
- All 49 positions of `classifier[0]` carry the same weights, because the head was trained on their average: the
  classifier counts evidence and does not know where it stood.
- Trained with smoothed targets, so its probabilities are cautious: read them as an order, not as odds.
"""
