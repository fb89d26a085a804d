"""The references under other conditions: precision, threads, batch size, memory layout, device.

A reference takes what it can by its keywords; one that cannot has a function `under(condition)` beside it.
"""

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from inspect import signature
from typing import Any

import numpy as np
import torch
from torch import nn

from selfcheck.tasks import declaration

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


def among(batch: torch.Tensor, condition: Condition) -> torch.Tensor:
    """A batch with as many other images behind it as make the condition's number."""
    missing = max((condition.batch or 0) - len(batch), 0)
    others = [batch.detach()[:1].roll(number + 1, -1) for number in range(missing)]
    return torch.cat([batch, *others])


def under(task: str, condition: Condition) -> Callable:
    """The reference of a task, under a condition."""
    module = import_module(f"reference_solutions.{task}")
    own = getattr(module, "under", None)
    return own(condition) if own else by_keywords(getattr(module, declaration(task).defines), condition)


def by_keywords(reference: Callable, condition: Condition) -> Callable:
    """A reference that is told the condition by the keywords that it has."""
    parameters = signature(reference).parameters
    how: dict[str, Any] = {}
    if "dtype" in parameters:
        of_torch = isinstance(parameters["dtype"].default, torch.dtype)
        how["dtype"] = condition.dtype if of_torch else np.float64 if condition.dtype == torch.float64 else np.float32
    if "batch_size" in parameters:  # it splits what it computes into batches itself
        how |= {"batch_size": condition.batch, "cuda": condition.cuda}
    if "rng" in parameters:
        how["rng"] = np.random.default_rng(0)
    return partial(called, reference, condition, how)


def called(reference: Callable, condition: Condition, how: dict[str, Any], *arguments: Any) -> Any:
    """What a reference gives for arguments as the condition wants them."""
    if "cuda" in how:  # it is the last argument, and given as a keyword here
        arguments = arguments[:-1]
    return back(reference(*(into(argument, condition) for argument in arguments), **how))


# --- the process ----------------------------------------------------------------------------------------------------


def why_not(condition: Condition) -> str:
    """Why a condition cannot be had here; empty where it can."""
    return "no CUDA device here" if condition.cuda and not torch.cuda.is_available() else ""


@contextmanager
def lasting(condition: Condition) -> Iterator[None]:
    """The settings of the whole process that a condition needs, while the block runs."""
    threads, tf32 = torch.get_num_threads(), torch.backends.cudnn.allow_tf32
    matmul = torch.backends.cuda.matmul.allow_tf32
    torch.set_num_threads(condition.threads)
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = condition.tf32
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32 = tf32, matmul


def environment() -> str:
    """What the values come from, in words: the version of torch, and the GPU or the processor and what it computes with."""
    processor = f"CPU ({platform.machine()}, {torch.backends.cpu.get_cpu_capability()})"
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else processor
    return f"torch {torch.__version__.partition('+')[0]}, {device}"
