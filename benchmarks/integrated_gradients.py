"""The reference's integrated gradients beside Captum's and the tutorial's own loop, in CPU seconds.

    python -m benchmarks.integrated_gradients [--quick]

All three explain the same softmax probability of the same network on the same image, in one thread, and take turns, so that a
busy machine is as unkind to one as to another. Beside each time stands the rate of its multiplications, and at the end that of
a large matrix product on this processor: the limit for anybody who computes the same sums. The network is as it comes
from loading: its parameters ask for gradients. The tutorial's `backward()` computes those too; the reference and Captum leave
them out by themselves.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from captum.attr import IntegratedGradients
from torch import nn
from torchvision.models import vgg19

from lab.images import load_image
from lab.models import load_pocket_vgg19
from reference_solutions.backprop import fitting_batch_size  # the reference's own: the best for Captum, too
from reference_solutions.cells.pre_processing import pre_processing  # the tutorial's, by way of NumPy
from reference_solutions.integrated_gradients import integrated_gradients

TARGET = 386  # African elephant: any class does, its gradient costs the same

Method = Callable[[np.ndarray, nn.Module, int], np.ndarray]  # image (H, W, 3), network, steps -> (H, W, 3)


class Setting(NamedTuple):
    name: str
    network: nn.Module
    steps: int
    repetitions: int


def reference(image: np.ndarray, network: nn.Module, steps: int) -> np.ndarray:
    """Ours: a midpoint sum, in batches, without parameter gradients."""
    return integrated_gradients(image, network, TARGET, None, steps)


def captum(image: np.ndarray, network: nn.Module, steps: int) -> np.ndarray:
    """Captum's, with its default quadrature (Gauss-Legendre)."""
    method = IntegratedGradients(nn.Sequential(network, nn.Softmax(dim=1)))
    batch, start = pre_processing(image, False), pre_processing(np.zeros_like(image), False)  # (1, 3, H, W) each
    attributions = method.attribute(
        batch, start, target=TARGET, n_steps=steps, internal_batch_size=fitting_batch_size(batch, network)
    )
    return attributions[0].permute(1, 2, 0).detach().numpy()


def tutorial_gradients(inputs: list[np.ndarray], network: nn.Module) -> np.ndarray:
    """The tutorial's `calculate_outputs_and_gradients`: one image at a time, parameter gradients and all."""
    gradients = []
    for image in inputs:
        batch = pre_processing(image, False)
        batch.requires_grad = True
        output = torch.softmax(network(batch), dim=1)
        index = torch.tensor(np.ones((output.size()[0], 1)) * TARGET, dtype=torch.int64)
        output = output.gather(1, index)
        network.zero_grad()
        output.backward()
        gradients.append(batch.grad.detach().cpu().numpy()[0])
    return np.array(gradients)


def tutorial(image: np.ndarray, network: nn.Module, steps: int) -> np.ndarray:
    """The tutorial's `integrated_gradients`: steps + 1 gradients, the last of which it leaves out of the average."""
    baseline = 0 * image
    path = [baseline + (float(i) / steps) * (image - baseline) for i in range(0, steps + 1)]
    average = np.average(tutorial_gradients(path, network)[:-1], axis=0).transpose(1, 2, 0)
    difference = (pre_processing(image, False) - pre_processing(baseline, False)).detach().squeeze(0).cpu().numpy()
    return difference.transpose(1, 2, 0) * average


METHODS: dict[str, Method] = {"reference": reference, "captum": captum, "tutorial": tutorial}


def seconds(method: Method, image: np.ndarray, setting: Setting) -> float:
    """CPU seconds of one call, and nothing left behind for the next."""
    before = time.process_time()
    method(image, setting.network, setting.steps)
    spent = time.process_time() - before
    setting.network.zero_grad()
    return spent


def medians(image: np.ndarray, setting: Setting) -> dict[str, float]:
    """Each method's median over repetitions A B C A B C ..., after a short call of each to warm up."""
    for method in METHODS.values():
        seconds(method, image, setting._replace(steps=2))
    spent: dict[str, list[float]] = {name: [] for name in METHODS}
    for _ in range(setting.repetitions):
        for name, method in METHODS.items():
            spent[name].append(seconds(method, image, setting))
    return {name: statistics.median(times) for name, times in spent.items()}


def settings(quick: bool) -> list[Setting]:
    """The two networks that the course uses, plainly loaded."""
    torch.manual_seed(0)
    full = vgg19(weights=None).eval()
    pocket = load_pocket_vgg19().requires_grad_(True)
    return [
        Setting("full VGG19 layout, random weights", full, steps=3 if quick else 10, repetitions=1 if quick else 3),
        Setting("pocket VGG19", pocket, steps=50, repetitions=2 if quick else 7),
    ]


def multiplications(network: nn.Module, image: np.ndarray) -> float:
    """Of one gradient with respect to one image, in billions: a forward pass, and as many again on the way back."""
    counted = 0.0

    def count(layer: nn.Module, inputs: tuple[torch.Tensor], output: torch.Tensor) -> None:
        nonlocal counted
        each = layer.weight[0].numel()  # of one output value
        counted += each * output.numel() / 1e9

    layers = [layer for layer in network.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    with torch.no_grad():
        network(pre_processing(image, False))
    for hook in hooks:
        hook.remove()
    return 2 * counted


def matrix_product_rate(size: int = 2048, repetitions: int = 5) -> float:
    """Billions of multiplications in a CPU second of a product of two square matrices, median."""
    one, other = torch.randn(size, size), torch.randn(size, size)
    spent = []
    for _ in range(repetitions):
        before = time.process_time()
        one @ other
        spent.append(time.process_time() - before)
    return size**3 / 1e9 / statistics.median(spent)


def table(setting: Setting, spent: dict[str, float], image: np.ndarray) -> str:
    """One setting's rows: CPU seconds, how many times the reference's, and billions of multiplications a second.

    The tutorial's loop does one step more and the gradients of parameters besides: its rate would say nothing.
    """
    head = f"{setting.name}, {setting.steps} steps, 224 x 224, median of {setting.repetitions}"
    work = multiplications(setting.network, image) * setting.steps
    rates = {name: f"   {work / s:5.1f} billion multiplications/s" for name, s in spent.items() if name != "tutorial"}
    rows = [
        f"  {name:<10} {s:8.2f} CPU s {s / spent['reference']:6.2f} x the reference{rates.get(name, '')}"
        for name, s in spent.items()
    ]
    return "\n".join([head, *rows])


def main(argv: Sequence[str]) -> int:
    """Prints a table per network."""
    parser = argparse.ArgumentParser("python -m benchmarks.integrated_gradients", description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer repetitions and, for the full network, fewer steps")
    quick = parser.parse_args(argv).quick
    torch.set_num_threads(1)
    print("CPU seconds in one thread; every network's parameters ask for gradients, as plainly loaded")
    image = load_image("cat")  # (224, 224, 3)
    for setting in settings(quick):
        print(table(setting, medians(image, setting), image), flush=True)
    print(f"a product of two matrices of 2048 x 2048: {matrix_product_rate():5.1f} billion multiplications/s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
