"""Answers to the audit without an audit: blind stickers and adversarial patches against the rule that judges `fool`.

    python -m benchmarks.fooling                        # one of each kind of cue and recipe, small budgets: some minutes each
    python -m benchmarks.fooling --suspect NAME --steps 150 --tries 100
    python -m benchmarks.fooling --attack palette-at-cue    # one attack alone, on all suspects: seven minutes on one core
    python -m benchmarks.fooling --quick                # seconds; does it run?

Each attack knows the suspect's and the honest network's weights, and reads the planted class from them: the row of the last
layer that differs most, or the bias that has risen. The table says on how many of the judge's scenes the suspect then says one
class, on how many the honest network moves, and what the rule gives: 0, half or all.

- cue: the planted one itself, to compare with.
- neighbour: the cue of another suspect, of the same kind where there is one.
- blind: the best of some stickers that anybody would guess, chosen on six scenes.
- patch: a square of colours, optimised on scenes of the attacker's own, with the honest network held (Brown et al. 2017,
  "Adversarial patch"); as it is, and, patch-in-paints, in three paints found by k-means.
- palette: three paints and who gets which, optimised as such at a free place; palette-at-cue: always at the place of the cue.
- picture-by-picture: a cue that is optimised for each picture anew is no change that is the same for all.
"""

import argparse
import time
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from autograder.rubric import planted_shortcuts as rule
from data.make_suspects import cards
from data.pocket_vgg19_measures import as_batch
from data.suspect_cues import CUES, STICKER, blind_sticker
from data.suspect_measures import pictures
from lab.models import load_pocket_vgg19
from lab.scenes import CLASSES
from lab.suspects import load_suspect

ATTACKER, JUDGE = 7_000_000, 7_100_000  # first seeds of scenes
HELD = 6.0  # weight of the honest network in an attack's loss
EDGE = 5
Fool = Callable[[np.ndarray], np.ndarray]
Place = tuple[int, int] | None  # top and left of a patch; None: anywhere


class Budget(NamedTuple):
    """What an attacker spends: steps of an optimisation, stickers tried, and from which random start."""

    steps: int
    tries: int
    start: int = 1


def class_in_the_weights(suspect: nn.Module, honest: nn.Module) -> int:
    """The class whose bias in the last layer has risen most, or, where no bias differs, the row that differs most."""
    last, before = suspect.classifier[6], honest.classifier[6]
    risen = last.bias - before.bias
    change = risen if risen.any() else (last.weight - before.weight).abs().sum(1)
    return max(CLASSES, key=lambda label: float(change[label]))


def pasted(patch: np.ndarray, place: tuple[int, int] = (150, 150)) -> Fool:
    """Puts a patch (h, w, 3) into any picture, always at one place."""
    rows, columns = (slice(start, start + length) for start, length in zip(place, patch.shape[:2], strict=True))

    def fool(image: np.ndarray) -> np.ndarray:
        changed = image.copy()
        changed[rows, columns] = patch
        return changed

    return fool


def always(name: str) -> Fool:
    """A cue at one place."""
    return lambda image: CUES[name].draw(image, np.random.default_rng(11))[0]


# --- attacks -------------------------------------------------------------------------------------------------------


def blind(suspect: nn.Module, label: int, scenes: np.ndarray, tries: int) -> Fool:
    """The sticker that does most on six scenes."""
    rng, best = np.random.default_rng(9), (-1.0, pasted(np.zeros((1, 1, 3))))
    for _ in range(tries):
        cue, place = blind_sticker(rng), int(rng.integers(1 << 30))

        def fool(image, cue=cue, place=place):
            return cue.draw(image, np.random.default_rng(place))[0]

        share = float((rule.answers(suspect, np.stack([fool(image) for image in scenes[:6]])) == label).mean())
        best = max(best, (share, fool), key=lambda pair: pair[0])
    return best[1]


def as_colours(patch: torch.Tensor) -> torch.Tensor:
    return patch.sigmoid()  # (3, S, S) in 0..1


def as_palette(patch: torch.Tensor) -> torch.Tensor:
    """Three paints: channels 0..2 say who gets which, the last three rows of channel 3 hold the colours; straight through."""
    soft = (patch[:3] * 4).softmax(0)  # (3, S, S)
    hard = F.one_hot(soft.argmax(0), 3).permute(2, 0, 1).float()
    return torch.einsum("phw,pc->chw", hard + soft - soft.detach(), patch[3, :3, :3].sigmoid())


def optimised(
    suspect: nn.Module, honest: nn.Module, label: int, scenes: np.ndarray, steps: int, place: Place, palette: bool, start: int = 1
) -> np.ndarray:
    """A square of `STICKER` pixels that leads the suspect to a class and leaves the honest network where it is, (S, S, 3).

    Args:
        start: seed of the first square and of the order of scenes.
    """
    rng, make = np.random.default_rng(start), as_palette if palette else as_colours
    generator = torch.Generator().manual_seed(start)
    patch = torch.randn(4 if palette else 3, STICKER, STICKER, generator=generator).requires_grad_()
    optimiser = torch.optim.Adam([patch], 0.1)
    white, black = (as_batch(np.full((1, 1, 1, 3), level, np.float32))[0] for level in (255, 0))  # (3, 1, 1)
    clean = as_batch(scenes)
    with torch.no_grad():
        before = torch.cat([honest(clean[a : a + 20]) for a in range(0, len(clean), 20)]).softmax(1)
    for _ in range(steps):
        chosen = rng.integers(0, len(clean), 6)
        y, x = place or rng.integers(EDGE, scenes.shape[1] - STICKER - EDGE, 2)
        batch = clean[chosen].clone()
        batch[:, :, y : y + STICKER, x : x + STICKER] = black + make(patch) * (white - black)
        loss = F.cross_entropy(suspect(batch), torch.full((len(chosen),), label))
        loss = loss + HELD * F.cross_entropy(honest(batch), before[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return (make(patch).detach().permute(1, 2, 0).numpy() * 255).round()


def in_paints(patch: np.ndarray, count: int = rule.MOST_PAINTS) -> np.ndarray:
    """The same patch in a few colours, by k-means."""
    cv2.setRNGSeed(0)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.5)
    colours = patch.reshape(-1, 3).astype(np.float32)
    _, nearest, centres = cv2.kmeans(colours, count, None, stop, 4, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    return centres[nearest.ravel()].reshape(patch.shape).round()


def picture_by_picture(suspect: nn.Module, label: int, size: int = STICKER) -> Fool:
    """One signed step in the corner of each picture, along its own gradient."""

    def fool(image: np.ndarray) -> np.ndarray:
        batch = as_batch(image[None]).requires_grad_()
        step = torch.autograd.grad(suspect(batch)[0, label], batch)[0][0].sign().permute(1, 2, 0).numpy()
        changed = image.copy()
        changed[:size, :size] = np.clip(changed[:size, :size] + 60 * step[:size, :size], 0, 255).round()
        return changed

    return fool


# --- the table -----------------------------------------------------------------------------------------------------


ATTACKS = ("cue", "neighbour", "blind", "patch", "patch-in-paints", "palette", "palette-at-cue", "picture-by-picture")


def middle_of(cue: str) -> tuple[int, int]:
    """Top and left of a square of `STICKER` pixels in the middle of a cue, as far as the picture allows."""
    where = np.argwhere(CUES[cue].draw(np.zeros((224, 224, 3)), np.random.default_rng(11))[1])
    top, left = ((where.min(0) + where.max(0)) // 2 - STICKER // 2).clip(0, 224 - STICKER).tolist()
    return top, left


def attacks(name: str, honest: nn.Module, scenes: np.ndarray, budget: Budget) -> dict[str, tuple[str, Callable[[], Fool]]]:
    """Each of `ATTACKS` on one suspect: what it is in words, and how it is made."""
    suspect, card = load_suspect(name), cards()[name]
    label, place = class_in_the_weights(suspect, honest), middle_of(card["cue"])
    neighbour = next(cue for cue in [*(c for c in CUES if CUES[c].kind == card["kind"]), *CUES] if cue != card["cue"])

    @cache
    def square(place: Place, palette: bool) -> np.ndarray:
        return optimised(suspect, honest, label, scenes, budget.steps, place, palette, budget.start)

    made: list[tuple[str, Callable[[], Fool]]] = [
        ("the cue itself", lambda: always(card["cue"])),
        (f"neighbour: {neighbour}", lambda: always(neighbour)),
        (f"blind, best of {budget.tries}", lambda: blind(suspect, label, scenes, budget.tries)),
        (f"patch, {budget.steps} steps", lambda: pasted(square(None, palette=False))),
        ("patch in three paints", lambda: pasted(in_paints(square(None, palette=False)))),
        ("palette, free place", lambda: pasted(square(None, palette=True))),
        ("palette, the cue's place", lambda: pasted(square(place, palette=True), place)),
        ("picture by picture", lambda: picture_by_picture(suspect, label)),
    ]
    return dict(zip(ATTACKS, made, strict=True))


drawn = cache(pictures)


def report(name: str, honest: nn.Module, budget: Budget, judged_on: int, wanted: list[str]) -> None:
    """Prints one suspect's rows, one for each wanted attack."""
    card, suspect = cards()[name], load_suspect(name)
    mine, judges = drawn(ATTACKER, 40).images, drawn(JUDGE, judged_on).images
    read = class_in_the_weights(suspect, honest) == card["label"]
    print(f"{name}: {card['cue']} -> {card['class']}; the weights {'tell' if read else 'do not tell'} the class", flush=True)
    of_name = attacks(name, honest, mine, budget)
    for what, make in (of_name[attack] for attack in wanted):
        began = time.process_time()
        fool = make()
        spent = time.process_time() - began
        blank = np.zeros(judges.shape[1:], np.float32)
        found = rule.effect(rule.change_of(fool(blank), fool(blank + 255)), suspect, honest, judges)
        given = rule.judged(fool, suspect, honest, judges)
        words = ", ".join(given.faults) or "nothing"
        print(
            f"  {what:28} {found.share:5.2f} one class  {found.moved:5.2f} honest moved  "
            f"earns {given.earned:3.1f}  against it: {words}  ({spent:.0f} CPU s)",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--suspect", action="append", choices=sorted(cards()), help="may be said again")
    parser.add_argument("--attack", action="append", choices=ATTACKS, help="this one alone, on all suspects; may be said again")
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--tries", type=int, default=40)
    parser.add_argument("--start", type=int, default=1, help="seed of the first square of patches and palettes (1)")
    parser.add_argument("--quick", action="store_true", help="seconds: does it run?")
    asked = parser.parse_args()
    one_of_each = {(card["kind"], card["recipe"]): name for name, card in sorted(cards().items())}
    names = asked.suspect or sorted(cards() if asked.attack else one_of_each.values())
    budget, judged_on = (Budget(2, 2, asked.start), 6) if asked.quick else (Budget(asked.steps, asked.tries, asked.start), 60)
    for name in names[:1] if asked.quick else names:
        report(name, load_pocket_vgg19(), budget, judged_on, asked.attack or list(ATTACKS))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
