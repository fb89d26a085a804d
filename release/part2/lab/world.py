"""The pictures that a network can be asked about: photographs for VGG19 from ImageNet, drawn scenes for the pocket VGG19.

Each world has a picture of two classes and a picture of one, all with masks: those of the drawn scenes are exact, those of
the photographs were drawn by hand (data/make_masks.py).
"""

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from torch import nn

from lab.images import PUBLIC, load_image
from lab.scenes import Scene, scene

FULL_WIDTH = 64  # filters in the first layer of VGG19; the pocket VGG19 has fewer
ENLARGED = 2  # the file that students read is larger than what the network takes: reading it needs a resize


class World(NamedTuple):
    """What the lessons are about, for one network."""

    name: str
    two: Scene  # two classes in one picture
    one: Scene  # one class, of which the network becomes sure long before the end of the path from black
    others: tuple[Scene, ...]  # two pictures of one class each, for the homework


def world_of(network: nn.Module, photographs: bool | None = None) -> World:
    """The pictures whose classes a network of VGG19's layout was trained on.

    Args:
        photographs: True or False overrules what the network's width says.
    """
    if photographs is None:
        photographs = network.features[0].out_channels == FULL_WIDTH  # type: ignore[index,union-attr]
    return photographed() if photographs else drawn()


def drawn() -> World:
    """Drawn scenes; seeds at which the pocket VGG19 is right."""
    others = tuple(scene(seed, classes=(label,)) for label, seed in ((386, 1), (2, 3)))
    return World("drawn scenes", scene(14, classes=(386, 2)), scene(19, classes=(386,)), others)


def photographed() -> World:
    """The course's photographs: an espresso and its cup in one picture; a tabby; the espresso alone."""
    coffee, cat = load_image("coffee"), load_image("cat")
    espresso, cup = hand_drawn("coffee_espresso"), hand_drawn("coffee_cup")
    tabby = Scene(cat, (281,), (hand_drawn("cat_tabby"),))
    return World("photographs", Scene(coffee, (967, 968), (espresso, cup)), tabby, (tabby, Scene(coffee, (967,), (espresso,))))


def hand_drawn(name: str) -> np.ndarray:
    """A mask (H, W) bool from data/public/masks.

    Raises:
        FileNotFoundError: there is none of this name.
    """
    drawn_mask = cv2.imread(str(PUBLIC / "masks" / f"{name}.png"), cv2.IMREAD_GRAYSCALE)
    if drawn_mask is None:
        raise FileNotFoundError(f"no mask '{name}' in {PUBLIC / 'masks'}")
    return np.asarray(drawn_mask > 127)


def picture_file(image: np.ndarray) -> str:
    """The path of a PNG file, twice as large as the image (H, W, 3), which halved is the image again.

    Where nothing can be written it is a photograph of the course.
    """
    path = Path(tempfile.gettempdir()) / f"feature_attribution_{os.getpid()}.png"
    large = image.clip(0, 255).astype(np.uint8).repeat(ENLARGED, axis=0).repeat(ENLARGED, axis=1)
    try:
        written = cv2.imwrite(str(path), cv2.cvtColor(large, cv2.COLOR_RGB2BGR))
    except cv2.error:
        written = False
    return str(path if written else PUBLIC / "coffee.png")
