"""VGG19 with ImageNet weights, and the pocket VGG19 that ships with the course.

Simonyan & Zisserman, "Very deep convolutional networks for large-scale image recognition", 2014, configuration E.
"""

import hashlib
import json
import os
import socket
from functools import cache
from pathlib import Path

import torch
from torch import nn

import lab.light_torchvision  # noqa: F401  # before torchvision, which it imports

# isort: split
from torchvision.models import VGG, VGG19_Weights, vgg19
from torchvision.models.vgg import make_layers

PUBLIC = Path(__file__).resolve().parent.parent / "data" / "public"
POCKET_WEIGHTS = PUBLIC / "pocket_vgg19.pt"
POCKET_CARD = PUBLIC / "pocket_vgg19.json"
CONVOLUTIONS = (2, 2, 4, 4, 4)  # per block, each block closed by a max pool: VGG19
DOWNLOAD_TIMEOUT = 20.0  # seconds without an answer
DRIVE = Path("/content/drive/MyDrive")  # where Colab mounts it, if the student allows it


def vgg19_layout(channels=(8, 16, 32, 64, 64), hidden=256, classes=1000) -> VGG:
    """torchvision's VGG19, module by module, with as many channels as asked for; random weights.

    `features` has 37 modules (`features[:36]` ends in the last ReLU, `features[36]` is the last max pool),
    `classifier` has seven.

    Args:
        channels: filters in each of the five blocks.
        hidden: width of the two hidden fully connected layers.
        classes: number of logits.
    """
    plan: list[int | str] = []
    for width, convolutions in zip(channels, CONVOLUTIONS, strict=True):
        plan += [width] * convolutions + ["M"]
    with torch.device("meta"):  # the full-size classifier is never allocated
        network = VGG(nn.Sequential(), num_classes=1, init_weights=False)
    network.features = make_layers(plan)  # type: ignore[arg-type]
    network.classifier = nn.Sequential(
        nn.Linear(channels[-1] * 7 * 7, hidden),
        nn.ReLU(True),
        nn.Dropout(),
        nn.Linear(hidden, hidden),
        nn.ReLU(True),
        nn.Dropout(),
        nn.Linear(hidden, classes),
    )
    return network


def frozen(network: nn.Module) -> nn.Module:
    """The network in evaluation mode, its parameters without gradients: we explain it, we do not train it."""
    return network.eval().requires_grad_(False)


@cache
def pocket_weights() -> tuple[dict, dict[str, torch.Tensor]]:
    """The pocket VGG19's card and its weights as float32, read and checked once.

    Raises:
        ValueError: the weights on disk are not the ones that this course was made with.
    """
    card = json.loads(POCKET_CARD.read_text(encoding="utf-8"))
    found = hashlib.sha256(POCKET_WEIGHTS.read_bytes()).hexdigest()
    if found != card["sha256"]:
        raise ValueError(
            f"{POCKET_WEIGHTS} is damaged: its sha256 is {found[:12]}…, expected {card['sha256'][:12]}…. "
            "Fetch the file again from the course's release."
        )
    weights = torch.load(POCKET_WEIGHTS, weights_only=True, map_location="cpu")
    return card, {name: tensor.float() for name, tensor in weights.items()}


def load_pocket_vgg19() -> nn.Module:
    """The pocket VGG19: VGG19's layout with few channels, trained on drawn scenes; its logits stand at ImageNet's indices.

    Raises:
        ValueError: the weights on disk are not the ones that this course was made with.
    """
    card, weights = pocket_weights()
    with torch.device("meta"):  # no time is spent on random weights
        network = vgg19_layout(tuple(card["channels"]), card["hidden"], card["classes"])
    network.load_state_dict({name: tensor.clone() for name, tensor in weights.items()}, assign=True)
    return frozen(network)


def load_vgg19() -> nn.Module:
    """VGG19 with ImageNet weights (548 MB, kept after the first time); the pocket VGG19 where they cannot be had.

    The environment variable `LAB_NETWORK=pocket` asks for the pocket network at once: graders and slow lines do.
    """
    if os.environ.get("LAB_NETWORK") == "pocket":
        return load_pocket_vgg19()
    keep_weights_on_drive()
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(DOWNLOAD_TIMEOUT)
    try:
        return frozen(vgg19(weights=VGG19_Weights.IMAGENET1K_V1))
    except (OSError, RuntimeError) as reason:  # no network, no room on the disk, or a broken download
        print(
            f"VGG19's ImageNet weights could not be fetched ({type(reason).__name__}: {reason}).\n"
            "We go on with the pocket VGG19 that comes with the course: the same layout, trained on drawn scenes.\n"
            "Every task works with it. To try again: load_vgg19()"
        )
        return load_pocket_vgg19()
    finally:
        socket.setdefaulttimeout(patience)


def keep_weights_on_drive() -> None:
    """On Colab with Drive, weights are fetched once for all sessions; elsewhere torch keeps them where it does."""
    if DRIVE.is_dir() and "TORCH_HOME" not in os.environ:
        torch.hub.set_dir(DRIVE / "torch_hub")


def class_name(index: int) -> str:
    """ImageNet's name for a class index, for example 386 -> 'African elephant'."""
    return VGG19_Weights.IMAGENET1K_V1.meta["categories"][index]
