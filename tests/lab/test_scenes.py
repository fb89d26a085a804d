"""The drawn scenes: the same everywhere, and the truth about them is true."""

import hashlib

import numpy as np
import pytest

from lab.drawings import DRAWINGS
from lab.models import class_name
from lab.scenes import CLASSES, scene

FINGERPRINTS = {  # (seed, size): the beginning of the sha256
    (1, 224): "4ff86dd1faaf10c7",
    (2, 224): "f6f046ddb84b51dc",
    (7, 224): "9973a6b527128a96",
    (1000000, 224): "d4583d5a8b7523ac",
    (4, 100): "467790356fb04772",
}


def fingerprint(seed: int, **asked) -> str:
    """sha256 of a scene's pixels, labels and masks."""
    image, labels, masks = scene(seed, **asked)
    return hashlib.sha256(image.astype(np.uint8).tobytes() + str(labels).encode() + np.packbits(masks).tobytes()).hexdigest()


@pytest.mark.parametrize(("seed", "size"), FINGERPRINTS)
def test_a_scene_is_the_same_on_every_machine(seed, size):
    assert fingerprint(seed, size=size)[:16] == FINGERPRINTS[seed, size]


def test_a_scene_is_the_same_twice_and_another_seed_gives_another():
    assert fingerprint(5) == fingerprint(5) != fingerprint(6)


def test_the_image_is_whole_grey_levels_as_float32():
    image = scene(3).image  # (224, 224, 3)
    assert image.shape == (224, 224, 3) and image.dtype == np.float32
    assert image.min() >= 0 and image.max() <= 255 and np.array_equal(image, np.round(image))
    assert image.std() > 10


@pytest.mark.parametrize("seed", range(40))
def test_every_object_is_seen_and_masks_do_not_overlap(seed):
    _, labels, masks = scene(seed, size=96)
    assert len(labels) == len(masks) == len(set(labels))
    assert all(mask.shape == (96, 96) and mask.dtype == bool for mask in masks)
    assert all(0.01 < mask.mean() < 0.7 for mask in masks)
    assert np.sum(masks, axis=0).max() == 1


@pytest.mark.parametrize("label", CLASSES)
def test_the_mask_is_where_the_object_is_painted(label):
    """On the same seed two classes differ on their masks; far from them only light and noise may differ."""
    other = next(index for index in CLASSES if index != label)
    one, two = scene(11, classes=[label]), scene(11, classes=[other])
    assert one.labels == (label,) and two.labels == (other,)
    inside = np.abs(one.image - two.image).mean(axis=2)[one.masks[0] & ~two.masks[0]]
    assert inside.mean() > 15


def test_seeds_decide_how_many_and_which():
    scenes = [scene(seed, size=32) for seed in range(60)]
    assert {len(one.labels) for one in scenes} == {1, 2}
    assert {label for one in scenes for label in one.labels} == set(CLASSES)
    assert all(isinstance(label, int) for one in scenes for label in one.labels)


def test_objects_and_classes_are_honoured():
    assert all(len(scene(seed, size=32, objects=count).labels) == count for seed in range(8) for count in (1, 2))
    assert scene(4, size=32, classes=[386, 2]).labels == (386, 2)
    assert scene(4, size=32, classes=(2,)).labels == (2,)


def test_position_scale_and_colour_vary():
    scenes = [scene(seed, size=64, classes=[386]) for seed in range(12)]
    centres = [np.argwhere(one.masks[0]).mean(axis=0) for one in scenes]
    colours = [one.image[one.masks[0]].mean(axis=0) for one in scenes]
    shares = [one.masks[0].mean() for one in scenes]
    assert np.std(centres, axis=0).min() > 3  # pixels of 64
    assert np.std(colours, axis=0).min() > 10  # grey levels
    assert max(shares) > 1.8 * min(shares)


def test_the_same_layout_at_another_size():
    large, small = scene(9, size=224, objects=1), scene(9, size=112, objects=1)
    halved = large.masks[0].reshape(112, 2, 112, 2).mean(axis=(1, 3)) > 0.5
    assert (halved == small.masks[0]).mean() > 0.97


def test_the_names_are_imagenets_and_every_class_has_several_drawings():
    assert {index: class_name(index) for index in CLASSES} == CLASSES
    assert set(DRAWINGS) == set(CLASSES) and all(len(ways) >= 2 for ways in DRAWINGS.values())


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"seed": -1}, "seed must be a whole number"),
        ({"seed": 1.5}, "got 1.5"),
        ({"seed": 1, "size": 8}, "at least 32 pixels"),
        ({"seed": 1, "objects": 3}, "1, 2 or None"),
        ({"seed": 1, "classes": [7]}, "no drawing for class 7"),
        ({"seed": 1, "classes": [2, 2]}, "different classes"),
        ({"seed": 1, "classes": [2], "objects": 2}, "1 classes for 2 objects"),
        ({"seed": 1, "classes": []}, "0 classes"),
    ],
)
def test_what_cannot_be_drawn_is_said(asked, message):
    with pytest.raises(ValueError, match=message):
        scene(**asked)
