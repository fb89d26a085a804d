"""What is special about kernels of this course: what they have loaded, what starts afresh, on which device cases are made."""

from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import torch

from lab.cases import on
from lab.models import load_pocket_vgg19

__all__ = ["on", "one_thread", "preload", "rehearse", "start_afresh"]


def preload() -> None:
    """Loads and runs once what notebooks use: forked kernels share it. It leaves the process with one thread."""
    import ipywidgets
    import torchvision

    torch.set_num_threads(1)
    cv2.setNumThreads(0)
    assert all((ipywidgets, torchvision))
    batch = torch.zeros(1, 3, 64, 64, requires_grad=True)
    load_pocket_vgg19()(batch).sum().backward()  # torch selects its algorithms at the first call


def rehearse() -> None:
    """Computes a little, forwards and backwards: a kernel in which this fails is of no use."""
    torch.nn.functional.conv2d(torch.ones(1, 1, 3, 3, requires_grad=True), torch.ones(1, 1, 2, 2)).sum().backward()


def start_afresh(seed: int) -> None:
    """Sets the same random numbers and the same gradient mode for every call of a student's function."""
    cv2.setRNGSeed(seed)
    torch.manual_seed(seed)
    torch.set_grad_enabled(True)


@contextmanager
def one_thread() -> Iterator[None]:
    """torch computes in one thread while the block runs: several judges share a machine, and last digits depend on it."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
