"""What a cue does to the probability of a class, on each scene against itself."""

from collections.abc import Callable

import numpy as np

from lab import cases, drawn
from lab.cases import linear, noise
from lab.layered import layered
from lab.scenes import Scene
from selfcheck.compare import form, kept, numbers_of_any_kind
from selfcheck.task import Comparison, Task, has


def marked(image: np.ndarray) -> np.ndarray:
    """The image with a corner that is warmer and darker."""
    return drawn_into(np.array(image))


def drawn_into(image: np.ndarray) -> np.ndarray:
    """The same, drawn into the image that was passed."""
    image[:4, :5] = np.clip(image[:4, :5] + np.array([60, -20, -50]), 0, 255)
    return image


CUES = {"copies": marked, "draws": drawn_into}


def scene_of(recipe: dict) -> Scene:
    """A scene from its recipe: noise, the classes that are said to be in it, and a mask for each."""
    image = cases.image(recipe["image"])
    return Scene(image, tuple(recipe["labels"]), tuple(np.ones(image.shape[:2], bool) for _ in recipe["labels"]))


def ask(function: Callable, recipe: dict) -> dict:
    scenes = [scene_of(one) for one in recipe["scenes"]]
    before = [scene.image.copy() for scene in scenes]
    answer = function(cases.made(recipe["network"]), list(scenes), CUES[recipe["cue"]], recipe["target"])
    return {
        "differences": answer,
        "scenes_kept": all(np.array_equal(scene.image, image) for scene, image in zip(scenes, before, strict=True)),
    }


def scenes(seed: int, height: int, width: int, *labels: list[int]) -> list[dict]:
    """Recipes of scenes with these classes in them."""
    return [{"image": noise(seed + number, height, width), "labels": list(some)} for number, some in enumerate(labels)]


TASK = Task(
    defines="cue_effect",
    ask=ask,
    visible=[
        {
            "about": "pairs",
            "network": layered(373, 4),
            "scenes": scenes(37100, 9, 12, [0], [2], [3], [0, 2], [2]),
            "cue": "copies",
            "target": 1,
        },
        {
            "about": "classes",
            "network": linear(376, 4, 9, 12),
            "scenes": scenes(37300, 9, 12, [0], [3], [1, 3], [2], [3, 0], [1]),
            "cue": "copies",
            "target": 3,
        },
        {
            "about": "draws",
            "network": linear(374, 3, 8, 10),
            "scenes": scenes(37500, 8, 10, [0], [1], [0, 1], [1]),
            "cue": "draws",
            "target": 2,
        },
    ],
    checks={
        "with_minus_without": [
            Comparison("differences", form, has(about="pairs")),
            Comparison("differences", numbers_of_any_kind, has(about="pairs")),
        ],
        "scenes_of_other_classes": [
            Comparison("differences", form, has(about="classes"), rests_on=("with_minus_without",)),
            Comparison("differences", numbers_of_any_kind, has(about="classes"), rests_on=("with_minus_without",)),
        ],
        "scenes_stay": [
            Comparison("scenes_kept", kept),
            Comparison("differences", numbers_of_any_kind, has(about="draws"), rests_on=("with_minus_without",)),
        ],
    },
    kind="array",
    draw={"differences": drawn.nothing},
)
