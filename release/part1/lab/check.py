"""The student's own check: within a second "right", or what came, what was expected, and a hint; never the answer.

It knows fingerprints of the right answers to the visible cases. Held-out cases follow at grading.
"""

import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from lab import cases
from lab.fingerprints import distance, factor, sketch
from lab.images import IMAGENET_MEAN, IMAGENET_STD, normalise
from lab.observe import observe
from lab.plain import Array, Raised, decode
from lab.probes import NOISE_LIMITS, average_factor, distinct_directions, likeliest_starts, noise_fault, noise_measures
from lab.tasks import TASKS

FINGERPRINTS = Path(__file__).resolve().parent.parent / "data" / "public" / "fingerprints.json"

NOT_FILLED_IN = "not filled in yet."


class NotRight(AssertionError):
    """Raised where a program, not a person, wants to know: nbgrader's Validate button."""

    def _render_traceback_(self) -> list[str]:  # IPython shows this instead of a traceback
        return [str(self)]


@cache
def fingerprints() -> dict[str, Any]:
    return json.loads(FINGERPRINTS.read_text(encoding="utf-8"))


def check(task: str) -> None:
    """Says whether the notebook's answer to a task is right on the visible cases.

    Raises:
        ValueError: there is no such task.
        NotRight: only while nbgrader validates a notebook, and the answer is not right.
    """
    if task not in TASKS:
        raise ValueError(f"there is no task called {task!r}; the tasks are {', '.join(TASKS)}")
    namespace = sys._getframe(1).f_globals
    complaint = first_complaint(namespace, task)
    if complaint is None:
        number = len(cases.VISIBLE[task])
        print(f"✓ {task}: right, on {number} case{'s' if number > 1 else ''} that you can see. Others follow at grading.")
        return
    text = f"✗ {task}: {complaint}"
    if os.environ.get("NBGRADER_VALIDATING"):
        raise NotRight(text)
    print(text)


def first_complaint(namespace: dict, task: str) -> str | None:
    """What is wrong with the answer to a task, in a few lines, or None where it is right."""
    defines = TASKS[task].defines
    if namespace.get(defines) is None:
        return f"nothing called {defines} is defined yet. Run the cell that defines it, then this one."
    given = []
    for observation, case in zip(observe(namespace, cases.visible_cases(task)), cases.visible_cases(task), strict=False):
        answer = {name: decode(value) for name, value in observation["value"].items()}
        complaint = complaint_about(task, case, answer)
        given.append(answer)
        if complaint:
            own_fault = next((need for need in TASKS[task].needs if first_complaint(namespace, need)), None)
            if own_fault:
                said = "" if complaint == NOT_FILLED_IN else f"{complaint}\n  "
                return (
                    f"{said}It calls your {TASKS[own_fault].defines}, which is not right yet: mend that first."
                    "\n  (At grading a right one is put in its place: one mistake costs one task.)"
                )
            hint = hint_for(task, given)
            return complaint + (f"\n  Hint: {hint}" if hint else "")
    return None


def complaint_about(task: str, case: cases.Case, answer: dict[str, Any]) -> str | None:
    """What is wrong with the answer to one case, or None."""
    if "raised" in answer:
        return told(answer["raised"])
    if "returned" in answer:
        return "two values are expected, in a tuple: see the prompt above the cell."
    for name, value in answer.items():
        if isinstance(value, Raised):
            return f"{name.replace('_', ' ')}: {told(value)}"
        if name.endswith("_kept") and value is not True:
            what = "arguments" if name == "arguments_kept" else f"argument {name.removesuffix('_kept')}"
            return f"your function changes its {what}; work on a copy."
    if task == "random_baseline":
        return complaint_about_baselines(case, answer)
    expected = fingerprints()[task]["cases"][case.number]
    for name, print_ in expected.items():
        complaint = compare(name, answer.get(name), print_)
        if complaint:
            return complaint
    return None


def compare(name: str, value: Any, expected: dict) -> str | None:
    """What is wrong with one value of an answer, beside its fingerprint, or None."""
    what = name.replace("_", " ")
    if "value" in expected:
        same = type(value) is type(expected["value"]) and value == expected["value"]
        return None if same else f"{what}: got {shown(value)}, expected {shown(expected['value'])}."
    if not isinstance(value, Array):
        return f"{what}: expected {'an' if expected['kind'] == 'array' else 'a'} {expected['kind']}, got {shown(value)}."
    if value.kind != expected["kind"] and expected["strict"]:
        return f"{what}: expected a {expected['kind']}, got {'an' if value.kind == 'array' else 'a'} {value.kind}."
    if list(value.shape) != expected["shape"]:
        return f"{what}: got the shape {value.shape}, expected {tuple(expected['shape'])}."
    if expected.get("dtype") not in (None, value.dtype):
        return f"{what}: got the dtype {value.dtype}, expected {expected['dtype']}."
    if expected.get("leaf") and not value.leaf:
        return f"{what}: it is no leaf, so its .grad would stay empty; it is the result of something that torch keeps track of."
    if value.values is None or value.values.dtype.kind not in "fiub" or not np.isfinite(value.values).all():
        return f"{what}: there are NaN, infinite or complex values in it."
    return compare_numbers(what, value.values, expected)


def compare_numbers(what: str, values: np.ndarray, expected: dict) -> str | None:
    """What is wrong with an array's numbers, or None."""
    sums, wanted = sketch(values, expected["margin"]), np.array(expected["sums"])
    if distance(sums, wanted) <= expected["tolerance"]:
        return None
    k = factor(sums, wanted)
    if k is not None:
        return f"{what}: your values are {k:.4g} times the expected ones, everywhere."
    got = f"{values.min():.4g} .. {values.max():.4g}"
    return f"{what}: your values lie in {got}, expected {expected['low']:.4g} .. {expected['high']:.4g}, each at its place."


def complaint_about_baselines(case: cases.Case, answer: dict[str, Any]) -> str | None:
    """Random baselines have no fingerprint: what is checked is the images that the network was shown."""
    recipe, image = case.recipe, normalise(cases.image(case.recipe["image"]))  # (H, W, 3)
    attribution, points = answer["attribution"], answer["points"].values
    starts = distinct_directions(points, image.transpose(2, 0, 1).ravel())
    if len(starts) != recipe["trials"]:
        return f"{recipe['trials']} trials should use {recipe['trials']} different baselines; yours used {len(starts)}."
    rows = np.stack(starts).reshape(-1, 3, *image.shape[:2]).transpose(0, 2, 3, 1)  # (trials, H, W, 3)
    pixels = cases.image(recipe["image"])
    noise = likeliest_starts((rows * IMAGENET_STD + IMAGENET_MEAN) * 255, pixels, recipe["steps"])
    fault = next((name for name, measured in noise_measures(noise, pixels).items() if measured > NOISE_LIMITS[name]), None)
    if fault:
        return noise_fault(fault, noise) + "."
    if not isinstance(attribution, Array) or attribution.shape != image.shape or attribution.values is None:
        return f"expected an array of shape {image.shape}, got {shown(attribution)}."
    gradient = cases.network(recipe["network"]).weight.numpy().transpose(1, 2, 0)  # type: ignore[operator,union-attr]
    k, residual = average_factor(attribution.values, gradient, image, rows)
    if residual > 1e-3 or not 0.999 <= k <= 1.001 / (1 - 1 / recipe["steps"]):
        return "the result is not the average of the integrated gradients from the baselines that were used."
    return None


def hint_for(task: str, given: list[dict[str, Any]]) -> str | None:
    """The hint of the known mistake that these answers look like, if there is one and only one."""
    hints = {
        mistake["hint"]
        for mistake in fingerprints()[task]["mistakes"]
        if all(looks_like(answer, expected) for answer, expected in zip(given, mistake["cases"], strict=False))
    }
    return hints.pop() if len(hints) == 1 else None


def looks_like(answer: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Whether an answer is that of a known mistake, as far as its fingerprint tells."""
    return all(compare(name, answer.get(name), print_) is None for name, print_ in expected.items())


def told(error: Raised) -> str:
    """An error in a sentence."""
    if error.type == "NotImplementedError":
        return NOT_FILLED_IN
    where = f"\n  at: {error.line.strip()}" if error.line else ""
    return f"your code raised {error.type}: {error.message}{where}"


def shown(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, Array):
        return f"{'a tensor' if value.kind == 'tensor' else 'an array'} of shape {value.shape}"
    return "nothing (None)" if value is None else str(getattr(value, "type", value))
