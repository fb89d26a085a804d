"""The pocket VGG19's figures again, on scenes never trained on; its speed against full VGG19; its steadiness.

python -m benchmarks.pocket                 # some minutes
python -m benchmarks.pocket --scale 0.1     # roughly, in one
"""

import argparse

import torch

from data.pocket_vgg19_card import figure_tables, table
from data.pocket_vgg19_measures import FIXED, against_full, as_batch, grad_cam, measure, saliency
from lab.models import load_pocket_vgg19
from lab.scenes import scene

SLOWEST = 1 / 15  # of full VGG19's time


def speed(network) -> str:
    """Forward pass and input gradient at 224 x 224, both networks in turn."""
    measured = against_full(network)
    verdict = "kept" if 1 / measured["times faster"] <= SLOWEST else "MISSED"
    rows = [[*item] for item in measured.items()]
    return table(["forward pass and input gradient", "median"], rows) + f"\n\nat most 1/15 of the time: {verdict}"


WAYS = (("1 thread", 1, torch.float32), ("2 threads", 2, torch.float32), ("double", 2, torch.float64))


def answers(network, seed: int, objects: int) -> dict:
    """The same scene on one thread, on two, and in double precision: {way: (logits (K,), [maps (H, W)])}."""
    image, labels, _ = scene(seed, objects=objects)
    batch, target, found = as_batch(image[None]), torch.tensor(labels[:1]), {}
    for way, threads, kind in WAYS:
        torch.set_num_threads(threads)
        network, batch = network.to(kind), batch.to(kind)
        logits = network(batch)[0].detach().double()
        found[way] = logits, [explain(network, batch, target)[0].double() for explain in (grad_cam, saliency)]
    network.to(torch.float32)
    return found


def off(maps: list[torch.Tensor], exact: torch.Tensor) -> str:
    """The largest difference from the exact map, as a share of its maximum."""
    return f"{max(float((one - exact).abs().max() / exact.max()) for one in maps):.1e}"


def steadiness(network) -> str:
    """Classes, margins and maps of the fixed scenes, computed three ways."""
    rows = []
    for seed, objects in FIXED:
        found = answers(network, seed, objects)
        logits, exact = found["double"]
        best, winners = logits.topk(2), {int(one.argmax()) for one, _ in found.values()}
        gaps = [off([maps[kind] for _, maps in found.values()], exact[kind]) for kind in (0, 1)]
        margin, probability = float(best.values[0] - best.values[1]), float(logits.softmax(0).max())
        rows.append([seed, objects, *best.indices.tolist(), margin, probability, len(winners) == 1, *gaps])
    header = ["seed", "objects", "first", "second", "margin", "probability", "steady", "Grad-CAM off", "saliency off"]
    return table(header, rows)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The pocket VGG19's figures, speed and steadiness.")
    parser.add_argument("--scale", type=float, default=1.0, help="times as many scenes as the card was made with")
    asked = parser.parse_args(argv)
    network = load_pocket_vgg19()
    print(steadiness(network), "\n\n" + speed(network), flush=True)
    figures = measure(network, scale=asked.scale)
    print("\n" + figure_tables(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
