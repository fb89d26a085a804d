"""How each task's function is asked: fresh arguments from a recipe, one call, the answers by name.

The same questions go to a student's function, to the reference and to every known wrong answer. That an argument was kept
is the word of the process that was asked: it is worth a point of manners, and could be had for one line of right code.
"""

from collections.abc import Callable
from typing import Any

import torch
from numpy import array_equal  # as it is before any notebook has run
from torch import equal

from lab import cases
from lab.probes import recording
from lab.tasks import TASKS


def ask_pre_processing(function: Callable, recipe: dict) -> dict:
    obs = cases.image(recipe["image"])  # (H, W, 3)
    before = obs.copy()
    answer = function(obs, cases.on_cuda())
    return {"tensor": answer, "obs_kept": array_equal(obs, before)}


def ask_predict(function: Callable, recipe: dict) -> dict:
    network, batch = cases.network(recipe["network"]), cases.batch(recipe["batch"])
    answer = function(batch, network, recipe["target"], cases.on_cuda())
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return {"returned": answer}
    target, output = answer
    gradient = None
    if isinstance(output, torch.Tensor) and output.requires_grad:
        (gradient,) = torch.autograd.grad(output.sum(), batch, allow_unused=True)
    return {"target": target, "output": output, "gradient": gradient}


def ask_backprop(function: Callable, recipe: dict) -> dict:
    network = cases.network(recipe["network"])
    images = [cases.image(image) for image in recipe["images"]]
    answer = function(images, network, recipe["target"], cases.on_cuda())
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return {"returned": answer}
    return {"gradients": answer[0], "label": answer[1]}


def ask_saliency_map(function: Callable, recipe: dict) -> dict:
    return {"map": function(cases.values(recipe))}  # from (H, W, 3)


def ask_vgg_hook(function: Callable, recipe: dict) -> dict:
    network = cases.network(recipe["network"])
    first = cases.batch(recipe["batch"])
    second = first.detach().flip(3).contiguous().requires_grad_()  # the same image, mirrored: every answer must follow
    wrapped = function(network)
    wrapped.eval()
    answer: dict[str, Any] = {}
    for name, batch in (("first", first), ("second", second)):
        logits = wrapped(batch)
        answer[f"{name}_logits"] = logits
        logits[:, recipe["target"]].sum().backward()
        answer[f"{name}_gradient"] = attempt(wrapped.get_activations_gradient)
        answer[f"{name}_activations"] = attempt(wrapped.get_activations, batch)
        answer[f"{name}_input_gradient"] = None if batch.grad is None else batch.grad.clone()
    answer["first_again_activations"] = attempt(wrapped.get_activations, first)  # of the image passed in, not of the latest
    return answer


def attempt(method: Callable, *arguments: Any) -> Any:
    """What a method returns, copied so that later calls cannot change it, or what it raised: the other methods still count."""
    try:
        value = method(*arguments)
    except Exception as error:
        return error
    return value.detach().clone() if isinstance(value, torch.Tensor) else value


def ask_pool_gradients(function: Callable, recipe: dict) -> dict:
    return {"pooled": function(cases.tensor(recipe))}  # from (1, C, h, w)


def ask_grad_cam_heatmap(function: Callable, recipe: dict) -> dict:
    activations, weights = cases.activations_and_weights(recipe)
    before = activations.clone(), weights.clone()
    answer = function(activations, weights)
    kept = equal(activations, before[0]) and equal(weights, before[1])
    return {"heatmap": answer, "arguments_kept": kept}


def ask_integrated_gradients(function: Callable, recipe: dict) -> dict:
    network, inputs = cases.network(recipe["network"]), cases.image(recipe["image"])
    baseline = None if recipe["baseline"] is None else cases.image(recipe["baseline"])
    images = [image for image in (inputs, baseline) if image is not None]
    before = [image.copy() for image in images]
    answer = function(inputs, network, recipe["target"], baseline, recipe["steps"], cases.on_cuda())
    kept = all(map(array_equal, images, before))
    return {"attribution": answer, "arguments_kept": kept}


def most_points(recipe: dict) -> int:
    """How many of the images that a network was shown are written down: twice what any right quadrature shows it."""
    return (recipe["steps"] + 3) * recipe["trials"] * 2


def ask_random_baseline(function: Callable, recipe: dict) -> dict:
    network, seen = recording(cases.network(recipe["network"]))
    network, inputs = network.eval(), cases.image(recipe["image"])
    answer = function(inputs.copy(), network, recipe["target"], recipe["steps"], recipe["trials"], cases.on_cuda())
    points = [point.reshape(-1) for point in seen[: most_points(recipe)]]
    return {
        "attribution": answer,
        "points": torch.stack(points) if points else torch.zeros(0, inputs.size),
    }


def ask_blurred_baseline(function: Callable, recipe: dict) -> dict:
    img = cases.image(recipe["image"])
    before = img.copy()
    answer = function(img, recipe["sigma"])
    return {"baseline": answer, "img_kept": array_equal(img, before)}


def ask_max_distance_baseline(function: Callable, recipe: dict) -> dict:
    img = cases.image(recipe["image"])
    before = img.copy()
    answer = function(img)
    return {"baseline": answer, "img_kept": array_equal(img, before)}


ASK: dict[str, Callable[[Callable, dict], dict]] = {name: globals()[f"ask_{name}"] for name in TASKS}
