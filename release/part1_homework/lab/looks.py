"""What the student's check looks at: for each check of the grader, the values of the visible cases that it can tell by.

The names are those of the rubric's checks; their sentences and points come with the fingerprints. A check without a look
needs cases that only the grader has.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from lab import cases
from lab.compare import (
    form,
    kept,
    leaf,
    numbers,
    numbers_of_any_kind,
    proportions,
    same,
    shown,
    told,
    two_values_only,
    within_0_and_1,
)
from lab.images import IMAGENET_MEAN, IMAGENET_STD, normalise
from lab.plain import Array, Raised
from lab.probes import NOISE_LIMITS, average_factor, distinct_directions, likeliest_starts, noise_fault, noise_measures
from lab.questions import most_points

Answer = dict[str, Any]


def everywhere(recipe: dict) -> bool:
    return True


class Look(NamedTuple):
    """One value, what must be true of it, and on which cases."""

    name: str
    fault: Callable  # (name, value, fingerprint) -> a complaint or None; without a fingerprint where there is none
    on: Callable[[dict], bool] = everywhere


def asked_for_a_class(recipe: dict) -> bool:
    return bool(recipe["target"])


def asked_for_no_class(recipe: dict) -> bool:
    return recipe["target"] is None


def has(**wanted: Any) -> Callable[[dict], bool]:
    """Whether a case's recipe has these values."""
    return lambda recipe: all(recipe.get(name) == value for name, value in wanted.items())


def sides(name: str) -> list[Look]:
    """A value of the wrapped network, for an image and for its mirror image."""
    return [Look(f"first_{name}", numbers), Look(f"second_{name}", numbers)]


LOOKS: dict[str, dict[str, list[Look]]] = {
    "pre_processing": {
        "shape_and_type": [Look("tensor", form)],
        "scale": [Look("tensor.in_order", numbers_of_any_kind)],
        "places": [Look("tensor", numbers_of_any_kind)],
        "good_manners": [Look("obs_kept", kept), Look("tensor", leaf)],
    },
    "predict": {
        "probability": [Look("target", same, asked_for_a_class), Look("output", numbers, asked_for_a_class)],
        "choice_of_class": [
            Look("target", same, lambda recipe: not recipe["target"]),
            Look("output", numbers, lambda recipe: not recipe["target"]),
        ],
        "attached": [Look("gradient", numbers, asked_for_a_class)],
    },
    "backprop": {
        "one_array_for_all_images": [Look("gradients", form)],
        "direction": [Look("gradients", proportions, lambda recipe: recipe["target"] and len(recipe["images"]) == 1)],
        "size": [Look("gradients", numbers, asked_for_a_class)],
        "class_without_a_target": [
            Look("label", same, asked_for_no_class),
            Look("gradients", proportions, asked_for_no_class),
        ],
    },
    "saliency_map": {
        "largest_over_channels": [Look("map", numbers, has(positive=True))],
        "absolute_value": [Look("map", numbers, has(positive=None))],
    },
    "vgg_hook": {
        "logits": sides("logits"),
        "activations": [*sides("activations"), Look("first_again_activations", numbers)],
        "gradient": sides("gradient"),
        "only_looks": sides("input_gradient"),
    },
    "pool_gradients": {
        "one_weight_per_channel": [Look("pooled", form)],
        "proportions": [Look("pooled", proportions)],
        "mean": [Look("pooled", numbers)],
    },
    "grad_cam_heatmap": {
        "range": [Look("heatmap", within_0_and_1, has(sign=None))],
        "weighted_channels": [],
        "only_positive_evidence": [Look("heatmap", numbers, has(sign=None))],
        "nothing_positive": [Look("heatmap", numbers, has(sign=-1)), Look("arguments_kept", kept)],
    },
    "integrated_gradients": {
        "average_times_difference": [
            Look("attribution", numbers, lambda recipe: recipe["network"]["network"] == "polynomial" and recipe["baseline"]),
            Look("arguments_kept", kept, lambda recipe: recipe["network"]["network"] == "polynomial" and recipe["baseline"]),
        ],
        "path": [Look("attribution", numbers, lambda recipe: recipe["network"]["network"] == "small")],
        "black_baseline": [Look("attribution", numbers, has(baseline=None))],
        "one_class_along_the_path": [],
    },
    "random_baseline": {"fresh_baselines": [], "uniform_over_all_colours": [], "average": []},  # below
    "blurred_baseline": {
        "an_image_like_the_first": [Look("baseline", form), Look("img_kept", kept)],
        "soft_blur": [Look("baseline", numbers, lambda recipe: recipe["sigma"] < 2.5)],
        "wide_blur": [Look("baseline", numbers, lambda recipe: recipe["sigma"] >= 2.5)],
    },
    "max_distance_baseline": {
        "black_or_full": [Look("baseline", two_values_only), Look("img_kept", kept)],
        "farther_end": [Look("baseline.far_from_the_middle", numbers)],
        "each_channel_on_its_own": [Look("baseline", numbers)],
    },
}


def derived(task: str, recipe: dict, answer: Answer) -> Answer:
    """An answer and what else is made of it: its values in order, or those where only one answer can be meant."""
    made = dict(answer)
    if task == "pre_processing" and is_array(answer.get("tensor")):
        tensor = answer["tensor"]
        made["tensor.in_order"] = replace(tensor, values=np.sort(tensor.values, axis=None), shape=(tensor.values.size,))
    if task == "max_distance_baseline" and is_array(answer.get("baseline")):
        clear = abs(cases.image(recipe["image"]) - 127.5) > 20
        baseline = answer["baseline"]
        values = baseline.values[clear] if baseline.shape == clear.shape else baseline.values.ravel()
        made["baseline.far_from_the_middle"] = replace(baseline, values=values, shape=values.shape)
    return made


def is_array(value: Any) -> bool:
    """Whether a value is an array whose numbers have crossed over."""
    return isinstance(value, Array) and value.values is not None


def faults(task: str, check: str, case: cases.Case, answer: Answer, prints: dict[str, dict]) -> list[str]:
    """What a check finds wrong with the answer to one case.

    Args:
        answer: as `derived` makes it.
        prints: the fingerprints of the right one.
    """
    if task == "random_baseline":
        found = nothing_to_look_at(answer) or RANDOM[check](case, answer)
        return [found] if found else []
    looks = [look for look in looks_of(task, check, prints) if look.on(case.recipe)]
    if not looks:
        return []
    return list(filter(None, [nothing_to_look_at(answer)])) or list(filter(None, (seen(look, answer, prints) for look in looks)))


def looks_of(task: str, check: str, prints: dict[str, dict]) -> list[Look]:
    """What a check looks at; of a task that is not listed above, every value that has a fingerprint."""
    if task in LOOKS:
        return LOOKS[task][check]
    return [Look(name, same if "value" in print_ else numbers) for name, print_ in prints.items()]


def nothing_to_look_at(answer: Answer) -> str | None:
    """Why there is no answer to look at, or None."""
    if "raised" in answer:
        return told(answer["raised"])
    return "two values are expected, in a tuple: see the prompt above the cell." if "returned" in answer else None


def seen(look: Look, answer: Answer, prints: dict[str, dict]) -> str | None:
    value = answer.get(look.name, answer.get(look.name.partition(".")[0]))
    if isinstance(value, Raised):
        return f"{look.name.replace('_', ' ')}: {told(value)}"
    return kept(look.name, value) if look.fault is kept else look.fault(look.name, value, prints[look.name])


# --- random baselines have no fingerprint: what is looked at is the images that the network was shown -------------------


def starts(case: cases.Case, answer: Answer) -> np.ndarray:
    """(trials, H, W, 3) the baselines, normalised: the ends of the straight paths through all that the network was shown."""
    image = normalise(cases.image(case.recipe["image"]))  # (H, W, 3)
    found = distinct_directions(answer["points"].values, image.transpose(2, 0, 1).ravel())
    return np.reshape(found, (-1, 3, *image.shape[:2])).transpose(0, 2, 3, 1)


def not_fresh(case: cases.Case, answer: Answer) -> str | None:
    trials, used = case.recipe["trials"], len(starts(case, answer))
    if used == trials:
        return None
    if len(answer["points"].values) >= most_points(case.recipe):  # how many came after that is not written down
        return (
            f"{trials} trials of {case.recipe['steps']} steps were asked for, and the network was shown at least twice as many "
            "images as that takes: does every trial get the number of steps that was passed?"
        )
    return f"{trials} trials should use {trials} different baselines; yours used {used}."


def not_noise(case: cases.Case, answer: Answer) -> str | None:
    if not len(paths := starts(case, answer)):
        return "the network was shown no image beside the one that is explained."
    pixels = cases.image(case.recipe["image"])
    seen = (paths * IMAGENET_STD + IMAGENET_MEAN) * 255
    noise = likeliest_starts(seen, pixels, case.recipe["steps"])
    fault = next((name for name, measured in noise_measures(noise, pixels).items() if measured > NOISE_LIMITS[name]), None)
    return noise_fault(fault, noise, seen) + "." if fault else None


def not_the_average(case: cases.Case, answer: Answer) -> str | None:
    image, attribution, paths = normalise(cases.image(case.recipe["image"])), answer["attribution"], starts(case, answer)
    if not isinstance(attribution, Array) or attribution.shape != image.shape or attribution.values is None:
        return f"expected an array of shape {image.shape}, got {shown(attribution)}."
    gradient = cases.network(case.recipe["network"]).weight.numpy().transpose(1, 2, 0)  # type: ignore[operator,union-attr]
    said = "the result is not the average of the integrated gradients from the baselines that were used."
    if not len(paths) or attribution.values.dtype.kind not in "fiub" or not np.isfinite(attribution.values).all():
        return said
    k, residual = average_factor(attribution.values, gradient, image, paths)
    return said if residual > 1e-3 or not 0.999 <= k <= 1.001 / (1 - 1 / case.recipe["steps"]) else None


RANDOM = {"fresh_baselines": not_fresh, "uniform_over_all_colours": not_noise, "average": not_the_average}
