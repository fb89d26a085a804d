"""The references under other conditions - precision, threads, batch size, memory layout, device: how far do right answers differ?

`python -m autograder.audit.conditions` prints all their answers as JSON, in whichever interpreter it runs: it needs no more than
the lab and the references do.
"""

import contextlib
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.assignments import all_cases, reference
from lab.observe import answer
from lab.tasks import TASKS
from reference_solutions.predict import predict
from reference_solutions.vgg_hook import VGG

ON_A_PATH = ("backprop", "integrated_gradients", "random_baseline")  # these split what they compute into batches themselves
MANY = 8  # images in a batch


@dataclass(frozen=True)
class Condition:
    """Something that two right answers may differ in."""

    name: str
    dtype: torch.dtype = torch.float32
    threads: int = 1
    batch: int | None = None  # how many images go through the network at once; None: as many as the reference takes
    channels_last: bool = False
    cuda: bool = False
    tf32: bool = False


CONDITIONS = (
    Condition("float32"),
    Condition("float64", dtype=torch.float64),
    Condition("all threads", threads=max(os.cpu_count() or 2, 2)),
    Condition("batch of 1", batch=1),
    Condition(f"batch of {MANY}", batch=MANY),
    Condition("channels_last", channels_last=True),
    Condition("CUDA", cuda=True),
    Condition("CUDA, TF32", cuda=True, tf32=True),
)


def possible(condition: Condition) -> bool:
    return not condition.cuda or torch.cuda.is_available()


# --- what a function is given, and what it gives back ---------------------------------------------------------------


def into(value: Any, condition: Condition) -> Any:
    """An argument as a condition wants it; a network is changed itself, since each case has its own."""
    if isinstance(value, nn.Module):
        value = value.double() if condition.dtype == torch.float64 else value
        value = value.to(memory_format=torch.channels_last) if condition.channels_last else value
        return value.cuda() if condition.cuda else value
    if isinstance(value, torch.Tensor):
        value = value.to("cuda" if condition.cuda else "cpu", condition.dtype)
        return value.contiguous(memory_format=torch.channels_last) if condition.channels_last and value.dim() == 4 else value
    if isinstance(value, np.ndarray):
        return np.asfortranarray(value) if condition.channels_last else value
    return [into(item, condition) for item in value] if isinstance(value, list) else value


def back(value: Any) -> Any:
    """A result in the precision, the layout and the memory that the reference's own has."""
    if isinstance(value, torch.Tensor):
        return value.to("cpu", torch.float32).contiguous()
    if isinstance(value, np.ndarray):
        return np.ascontiguousarray(value, dtype=np.float32 if value.dtype == np.float64 else value.dtype)
    return tuple(map(back, value)) if isinstance(value, tuple) else value


def under(task: str, condition: Condition) -> Callable:
    """The reference of a task, under a condition."""
    if task == "vgg_hook":
        return partial(Wrapped, condition=condition)
    if task == "predict":
        return partial(predicted, condition=condition)
    how: dict[str, Any] = {}
    if task in (*ON_A_PATH, "pre_processing"):
        how = {"dtype": condition.dtype}
    if task in ON_A_PATH:
        how |= {"batch_size": condition.batch, "cuda": condition.cuda}
    if task == "random_baseline":
        how |= {"rng": np.random.default_rng(0)}
    if task == "blurred_baseline":
        how = {"dtype": np.float64 if condition.dtype == torch.float64 else np.float32}

    def function(*arguments):
        if "cuda" in how:  # it is the last argument, and given as a keyword here
            arguments = arguments[:-1]
        return back(reference(task)(*(into(argument, condition) for argument in arguments), **how))

    return function


def predicted(batch: torch.Tensor, model: nn.Module, target: int | None, cuda: bool, *, condition: Condition):
    """`predict` image by image, or with others beside each image."""
    model = into(model, condition)
    if condition.batch == 1:
        target, _ = predict(into(batch[:1], condition), model, target, condition.cuda)
        return target, back(torch.cat([predict(into(row[None], condition), model, target)[1] for row in batch]))
    target, output = predict(among(into(batch, condition), condition), model, target, condition.cuda)
    return target, back(output[: len(batch)])


def among(batch: torch.Tensor, condition: Condition) -> torch.Tensor:
    """A batch with as many other images behind it as make the condition's number."""
    missing = max((condition.batch or 0) - len(batch), 0)
    others = [batch.detach()[:1].roll(number + 1, -1) for number in range(missing)]
    return torch.cat([batch, *others])


class Wrapped(nn.Module):
    """The reference's VGG under a condition; the same questions can be asked of it."""

    def __init__(self, model: nn.Module, condition: Condition):
        super().__init__()
        self.reference = VGG(into(model, condition))
        self.condition = condition
        self.images = 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.images = len(x)
        return back(self.reference(among(into(x, self.condition), self.condition))[: len(x)])

    def get_activations_gradient(self) -> torch.Tensor:
        return back(self.reference.get_activations_gradient()[: self.images])  # type: ignore[index]

    def get_activations(self, x: torch.Tensor) -> torch.Tensor:
        return back(self.reference.get_activations(into(x, self.condition)))


# --- all their answers ----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def lasting(condition: Condition) -> Iterator[None]:
    """The settings of the whole process that a condition needs, for a while."""
    threads, tf32 = torch.get_num_threads(), torch.backends.cudnn.allow_tf32
    matmul = torch.backends.cuda.matmul.allow_tf32
    torch.set_num_threads(condition.threads)
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = condition.tf32
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32 = tf32, matmul


def observed(condition: Condition) -> dict[str, list[dict]]:
    """What the references answer under a condition, task by task, as a notebook publishes it."""
    with lasting(condition):
        return {task: [answer({TASKS[task].defines: under(task, condition)}, case) for case in all_cases(task)] for task in TASKS}


def environment() -> str:
    """What the values come from, in words: the version of torch, and the card or the processor and what it computes with."""
    processor = f"CPU ({platform.machine()}, {torch.backends.cpu.get_cpu_capability()})"
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else processor
    return f"torch {torch.__version__.partition('+')[0]}, {device}"


def all_observed() -> dict[str, Any]:
    """The answers under all the conditions that there are here, and why others are left out."""
    return {
        "environment": environment(),
        "conditions": {condition.name: observed(condition) for condition in CONDITIONS if possible(condition)},
        "skipped": {condition.name: "no CUDA device here" for condition in CONDITIONS if not possible(condition)},
    }


if __name__ == "__main__":
    json.dump(all_observed(), sys.stdout)
