"""GPUs: which there are, and what a sandbox needs so that its kernels can use one.

A process that has used CUDA cannot be forked, and data that one student leaves on a GPU another could read. So each GPU has
one worker, whose fork server never touches it; every fork opens the GPU for itself, and its data there are freed when it
ends. That costs each kernel the start of CUDA, some tenths of a second.
"""

import os
from dataclasses import replace
from pathlib import Path

from autograder.sandbox.bubblewrap import ResourceLimits

DEVICES = ("cpu", "cuda")
UNLIMITED = 1 << 46  # bytes: CUDA reserves addresses for all memory that it might use


class GpuUnavailable(RuntimeError):
    """Grading on a GPU was requested, and there is none."""


def gpus() -> list[str]:
    """Names of the GPUs that this process may use, as CUDA_VISIBLE_DEVICES takes them; none where torch is not installed."""
    try:
        import torch
    except ImportError:
        return []

    named = os.environ.get("CUDA_VISIBLE_DEVICES")
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    return named.split(",")[:count] if named is not None else [str(number) for number in range(count)]


def require_device(device: str) -> None:
    """Checks that kernels can use a device.

    Raises:
        GpuUnavailable: "cuda", and there is no GPU.
        ValueError: there is no device of that name.
    """
    if device not in DEVICES:
        raise ValueError(f"there is no device called {device}; there are {', '.join(DEVICES)}")
    if device == "cuda" and not gpus():
        raise GpuUnavailable("not judged, no CUDA device here: torch finds none; grade without --device cuda, on the processor")


def missing(device: str) -> list[str]:
    """Lists what this machine lacks to use a device; `autograder doctor` also asks workers elsewhere."""
    return ["torch finds no CUDA device"] if device == "cuda" and not gpus() else []


def device_files(below: Path = Path("/dev")) -> list[str]:
    """Files in /dev by which programs reach the driver."""
    return sorted(str(path) for path in below.glob("nvidia*") if not path.is_dir())


def resource_limits(device: str) -> ResourceLimits:
    """Limits of a kernel: with a GPU, addresses are unlimited; resident memory is counted all the same."""
    return ResourceLimits() if device == "cpu" else replace(ResourceLimits(), address_space=UNLIMITED, data=UNLIMITED)


def gpu_environment(device: str) -> dict[str, str]:
    """Environment variables that show a kernel its GPU, or none."""
    if device == "cpu":
        return {"CUDA_VISIBLE_DEVICES": ""}
    # PyTorch would start CUDA to look for GPUs, and then the process could not be forked; the driver's library does not
    return {"CUDA_VISIBLE_DEVICES": os.environ.get("CUDA_VISIBLE_DEVICES", "0"), "PYTORCH_NVML_BASED_CUDA_CHECK": "1"}
