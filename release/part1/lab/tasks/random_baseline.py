"""Integrated gradients averaged over random baselines."""

from collections.abc import Callable

import numpy as np
import torch

from lab import cases, drawn
from lab.cases import noise, polynomial
from lab.images import IMAGENET_MEAN, IMAGENET_STD, normalise
from lab.probes import (
    NOISE_LIMITS,
    average_factor,
    distinct_directions,
    likeliest_starts,
    noise_fault,
    noise_measures,
    recording,
    whole_factor,
)
from selfcheck.compare import (
    shown,
)
from selfcheck.encoding import Array
from selfcheck.judgement import Untold
from selfcheck.task import Answer, Case, Task


def most_points(recipe: dict) -> int:
    """How many of the images that a network was shown are written down: twice what any right quadrature shows it."""
    return (recipe["steps"] + 3) * recipe["trials"] * 2


def ask(function: Callable, recipe: dict) -> dict:
    network, seen = recording(cases.network(recipe["network"]))
    network, inputs = network.eval(), cases.image(recipe["image"])
    answer = function(inputs.copy(), network, recipe["target"], recipe["steps"], recipe["trials"], cases.on_cuda())
    points = [point.reshape(-1) for point in seen[: most_points(recipe)]]
    return {
        "attribution": answer,
        "points": torch.stack(points) if points else torch.zeros(0, inputs.size),
    }


# --- random baselines have no fingerprint: what is looked at is the images that the network was shown -------------------


def starts(case: Case, answer: Answer) -> np.ndarray:
    """(trials, H, W, 3) the baselines, normalised: the ends of the straight paths through all that the network was shown."""
    image = normalise(cases.image(case.recipe["image"]))  # (H, W, 3)
    found = distinct_directions(answer["points"].values, image.transpose(2, 0, 1).ravel())
    return np.reshape(found, (-1, 3, *image.shape[:2])).transpose(0, 2, 3, 1)


def no_attribution(case: Case, answer: Answer) -> str:
    """Why no attribution came, or nothing where one did: who only draws baselines has not answered."""
    shape, given = cases.image(case.recipe["image"]).shape, answer.get("attribution")
    if not isinstance(given, Array) or given.shape != shape or given.values is None:
        return f"expected an array of shape {shape}, got {shown(given)}."
    if given.values.dtype.kind not in "fiub" or not np.isfinite(given.values).all():
        return Untold("there are NaN, infinite or complex values in the result.")
    return ""


def not_fresh(case: Case, answer: Answer) -> str | None:
    if missing := no_attribution(case, answer):
        return Untold(missing)
    trials, used = case.recipe["trials"], len(starts(case, answer))
    if used == trials:
        return None
    if len(answer["points"].values) >= most_points(case.recipe):  # how many came after that is not written down
        return Untold(too_many_images(case.recipe))
    return f"{trials} trials should use {trials} different baselines; yours used {used}."


def too_many_images(recipe: dict) -> str:
    """What is wrong where so many images were shown to the network that not all of them are written down."""
    return (
        f"{recipe['trials']} trials of {recipe['steps']} steps were asked for, and the network was shown at least twice as many "
        "images as that takes: does every trial get the number of steps that was passed?"
    )


def not_noise(case: Case, answer: Answer) -> str | None:
    if missing := no_attribution(case, answer):
        return Untold(missing)
    if not len(paths := starts(case, answer)):
        return Untold("the network was shown no image beside the one that is explained.")
    pixels = cases.image(case.recipe["image"])
    seen = (paths * IMAGENET_STD + IMAGENET_MEAN) * 255
    noise = likeliest_starts(seen, pixels, case.recipe["steps"])
    if all(measured <= NOISE_LIMITS[name] for name, measured in noise_measures(noise, pixels).items()):
        return None
    return noise_fault(seen, pixels, case.recipe["steps"])[1] + "."


def not_the_average(case: Case, answer: Answer) -> str | None:
    if missing := no_attribution(case, answer):
        return missing
    image, attribution, paths = normalise(cases.image(case.recipe["image"])), answer["attribution"], starts(case, answer)
    if attribution.kind != "array":
        return f"expected a NumPy array, got {shown(attribution)}."
    gradient = cases.network(case.recipe["network"]).weight.numpy().transpose(1, 2, 0)  # type: ignore[operator,union-attr]
    said = "the result is not the average of the integrated gradients from the baselines that were used."
    if not len(paths):
        return Untold("the network was shown no image beside the one that is explained.")
    k, residual = average_factor(attribution.values, gradient, image, paths)
    if residual > 1e-3:
        cut = len(answer["points"].values) >= most_points(case.recipe)
        return Untold(too_many_images(case.recipe)) if cut else said
    times = whole_factor(k, case.recipe["steps"], case.recipe["trials"])
    return None if times == "1" else f"the result is {times} times the average." if times else said


FAULTS = {"fresh_baselines": not_fresh, "uniform_over_all_colours": not_noise, "average": not_the_average}


def evaluate(check: str, case: Case, answer: Answer) -> str | None:
    """What a check finds wrong with the answer to one case: its values hang on random numbers, so there is nothing to compare."""
    return FAULTS[check](case, answer)


TASK = Task(
    defines="random_baseline_integrated_gradients",
    needs=("pre_processing", "predict", "backprop", "integrated_gradients"),
    ask=ask,
    visible=[
        {"network": polynomial(80, 1, 6, 8), "image": noise(70012, 6, 8), "target": 1, "steps": 5, "trials": 4},
    ],
    checks={"fresh_baselines": [], "uniform_over_all_colours": [], "average": []},
    evaluate=evaluate,
    by_chance=("attribution", "points"),
    draw={"attribution": drawn.largest_colour, "points": drawn.nothing},
)
