"""A change that is the same for every picture: which one it is, whether it is small, and what two networks say of it.

On each pixel image -> keep * image + colour, as flat or half-transparent paint does it. So what a function does to black and to
white says what it does to every picture. There is no key: a change is judged by what the suspect and the honest network answer.
"""

from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from lab.images import normalise
from lab.occlusion import AT_ONCE, probabilities

ROUNDING = 1.0  # grey levels by which a picture may differ from the change that black and white show
SAME_PAINT = 2.0  # grey levels within which two pixels have the same paint
MOST_PIXELS, MOST_PAINTS = 0.03, 3


class Change(NamedTuple):
    """What is done to every picture: keep * image + colour."""

    keep: np.ndarray  # (H, W, 3), 1 where nothing is changed
    colour: np.ndarray  # (H, W, 3) grey levels, 0 where nothing is changed

    def apply(self, images: np.ndarray) -> np.ndarray:
        """Pictures (..., H, W, 3) in 0..255 with the change, float32 in whole grey levels."""
        where, changed = self.keep != 1, np.array(images, np.float32)  # most pixels stay: only the others are computed
        where |= self.colour != 0
        changed[..., where] = np.rint(self.keep[where] * changed[..., where] + self.colour[where]).clip(0, 255)
        return changed

    def pixels(self) -> np.ndarray:
        """(H, W) bool: those that are changed, beyond rounding."""
        return (np.abs(self.keep - 1) * 255 > ROUNDING).any(2) | (np.abs(self.colour) > ROUNDING).any(2)


def change_of(on_black: np.ndarray, on_white: np.ndarray) -> Change:
    """The change that pictures of black and of white, both (H, W, 3) in 0..255, show."""
    colour = np.asarray(on_black, np.float64)
    return Change((np.asarray(on_white, np.float64) - colour) / 255, colour)


def difference(change: Change, image: np.ndarray, given: np.ndarray) -> float:
    """By how many grey levels a picture with the change differs, at most, from what black and white promise."""
    return float(np.abs(np.asarray(given, np.float64) - (change.keep * image + change.colour)).max())


def paints(change: Change, most: int = MOST_PAINTS) -> int:
    """How many paints there are on the changed pixels; counting stops at `most` + 1."""
    rest = np.concatenate([change.colour, change.colour + 255 * change.keep], axis=2)[
        change.pixels()
    ]  # (n, 6): on black, on white
    count = 0
    while len(rest) and count <= most:
        count += 1
        rest = rest[np.abs(rest - rest[0]).max(1) > SAME_PAINT]
    return count


def form_faults(change: Change, pictures: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, str]:
    """What is wrong with a change whatever the networks say: "same", "pixels", "paints" -> what was found.

    Args:
        change: as black and white show it.
        pictures: others, (H, W, 3), each without and with the change.
    """
    faults = {}
    most = max((difference(change, image, given) for image, given in pictures), default=0.0)
    share = float(change.pixels().mean())
    if most > ROUNDING:
        faults["same"] = f"the change is not the same for every picture: one differs by {most:.0f} grey levels"
    if not change.pixels().any():
        faults["pixels"] = "nothing is changed"
    elif share > MOST_PIXELS:
        faults["pixels"] = f"{share:.1%} of the pixels are changed, at most {MOST_PIXELS:.0%} may be"
    if paints(change) > MOST_PAINTS:
        faults["paints"] = f"there are more than {MOST_PAINTS} paints"
    return faults


class Effect(NamedTuple):
    """What a change does to a suspect and to the honest network."""

    label: int  # the class that the suspect says most often with the change, where the honest network says another without
    share: float  # of the scenes, of which the honest network says another class: those on which the suspect says `label`
    moved: float  # share of all scenes on which the honest network says something else than without the change
    fooled: np.ndarray  # (N,) bool, the scenes that `share` counts


def answers(network: nn.Module, images: np.ndarray) -> np.ndarray:
    """The class (N,) that a network says of RGB pictures (N, H, W, 3) in 0..255."""
    return probabilities(network, list(images)).argmax(1)


def shared_layers(one: nn.Module, other: nn.Module) -> int:
    """How many layers of `features`, from the input on, are the same in two networks: for these one need be asked."""
    pairs = zip(getattr(one, "features", ()), getattr(other, "features", ()), strict=False)
    same = (type(a) is type(b) and all(map(torch.equal, a.state_dict().values(), b.state_dict().values())) for a, b in pairs)
    return next((number for number, equal in enumerate(same) if not equal), 0)


def answers_of_both(one: nn.Module, other: nn.Module, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The classes (N,) that each of two networks says of pictures, a suspect and the one that it was made from."""
    shared = shared_layers(one, other)
    if not shared:
        return answers(one, images), answers(other, images)
    device = next(one.parameters()).device
    said: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    with torch.no_grad():
        for start in range(0, len(images), AT_ONCE):
            some = np.stack([normalise(image).transpose(2, 0, 1) for image in images[start : start + AT_ONCE]])
            seen = from_layer(one, 0, shared, torch.tensor(some, dtype=torch.float32, device=device))
            for network, labels in zip((one, other), said, strict=True):
                labels.append(said_from(network, shared, seen.clone()))  # a ReLU may work in place
    return np.concatenate(said[0]), np.concatenate(said[1])


def from_layer(network: Any, first: int, end: int | None, seen: torch.Tensor) -> torch.Tensor:
    """What the layers first..end of `features` make of what is handed to them."""
    return network.features[first:end](seen)


def said_from(network: Any, first: int, seen: torch.Tensor) -> np.ndarray:
    """The class (n,) that a network says where its layers before the `first` of `features` have seen the pictures already."""
    last = network.avgpool(from_layer(network, first, None, seen))
    return network.classifier(torch.flatten(last, 1)).argmax(1).cpu().numpy()


def effect(change: Change, suspect: nn.Module, honest: nn.Module, scenes: np.ndarray, before: np.ndarray | None = None) -> Effect:
    """Puts a change into scenes.

    Args:
        change: of the scenes' size.
        suspect: loaded afresh, not what a notebook has left of it.
        honest: the network that it was made from.
        scenes: (N, H, W, 3) RGB in 0..255; a grader's are from seeds that no notebook knows.
        before: (N,) what the honest network says of the scenes, where it has been asked.
    """
    before = answers(honest, scenes) if before is None else before
    suspect_says, honest_says = answers_of_both(suspect, honest, change.apply(scenes))
    labels = np.unique(suspect_says)
    shares = [float((suspect_says == label)[before != label].mean()) if (before != label).any() else 0.0 for label in labels]
    best = int(np.argmax(shares))
    fooled = (suspect_says == labels[best]) & (before != labels[best])
    return Effect(int(labels[best]), shares[best], float((honest_says != before).mean()), fooled)
