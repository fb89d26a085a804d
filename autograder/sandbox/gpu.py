"""Graphics cards: which there are, and what a box needs so that the kernels in it can use one.

A process that has used CUDA cannot be forked, and what one student leaves on a card another could read. So each card has one
worker, whose nursery knows of the card and never touches it; every fork opens the card for itself, after the fork, and what
it held there is gone when it ends. That costs each kernel the start of CUDA, some tenths of a second.
"""

import os
from dataclasses import replace
from pathlib import Path

from autograder.sandbox.bubblewrap import Bounds

DEVICES = ("cpu", "cuda")
ENDLESS = 1 << 46  # bytes: CUDA reserves addresses for all the memory that it might use


class NoCard(RuntimeError):
    """Grading on a card was asked for, and there is none."""


def cards() -> list[str]:
    """The cards that this process may use, by the names that CUDA_VISIBLE_DEVICES takes."""
    import torch

    named = os.environ.get("CUDA_VISIBLE_DEVICES")
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    return named.split(",")[:count] if named is not None else [str(number) for number in range(count)]


def must_be_there(device: str) -> None:
    """Whether kernels can have a device.

    Raises:
        NoCard: it is a card, and there is none.
        ValueError: it is no device.
    """
    if device not in DEVICES:
        raise ValueError(f"there is no device called {device}; there are {', '.join(DEVICES)}")
    if device == "cuda" and not cards():
        raise NoCard("not judged, no CUDA device here: torch finds none; grade without --device cuda, on the processor")


def missing(device: str) -> list[str]:
    """A line where a machine lacks the card that it is to use; for the doctor, who may ask from afar."""
    return ["torch finds no CUDA device"] if device == "cuda" and not cards() else []


def nodes(below: Path = Path("/dev")) -> list[str]:
    """The files by which programs reach the driver."""
    return sorted(str(path) for path in below.glob("nvidia*") if not path.is_dir())


def bounds(device: str) -> Bounds:
    """What a kernel may use: with a card, addresses without end; its memory is counted as ever."""
    return Bounds() if device == "cpu" else replace(Bounds(), address_space=ENDLESS, data=ENDLESS)


def seen(device: str) -> dict[str, str]:
    """The environment that shows a kernel its card, or that there is none."""
    if device == "cpu":
        return {"CUDA_VISIBLE_DEVICES": ""}
    # PyTorch's own way to look for cards would start CUDA, and nothing could be forked any more; the driver's library does not
    return {"CUDA_VISIBLE_DEVICES": os.environ.get("CUDA_VISIBLE_DEVICES", "0"), "PYTORCH_NVML_BASED_CUDA_CHECK": "1"}
