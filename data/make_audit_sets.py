"""Draws the audit sets, one for each suspect, and writes what ships of them: make audit-sets

    python -m data.make_audit_sets            # two minutes
    python -m data.make_audit_sets --table    # which class carries which artefact; for instructors

Forty scenes are the same for all; the ten artefacts, which class carries which, and which of a class's four pictures carries none
follow from the suspect's name. One pair is the planted one, nine are decoys. The artefact is painted into the scene, then grey
noise of the camera is added to it: so no picture holds the exact paint, and a box that is cut out of one has many colours. The
exact paint goes to data/held_out/, for the reference that graders have.
"""

import argparse
from pathlib import Path
from typing import NamedTuple

import numpy as np

from data.make_suspects import cards
from data.suspect_cues import CUES
from data.suspect_measures import TRAINED
from lab.audit_set import AUDIT_SETS, OF_A_CLASS
from lab.models import class_name, load_pocket_vgg19
from lab.occlusion import probabilities
from lab.scenes import scene
from lab.suspects import load_suspect

FIRST = 8_000_000  # of the seeds that scenes are chosen from
SURE = 0.9  # each network's probability of the right class in a chosen scene
NOISE = 4 * np.arange(-2, 3)  # grey levels; farther apart than what counts as one paint
OF_A_KIND = 2  # cues of one kind in a set, at most
PAINT = Path(__file__).resolve().parent / "held_out" / "suspect_paint.npz"
SIDE, SOMEWHERE = 224, 11  # pixels; a seed: the place of a cue that may lie anywhere


class Placed(NamedTuple):
    """An artefact in a picture."""

    box: tuple[int, int, int, int]  # top, left, height, width
    pixels: np.ndarray  # (height, width) bool: those that it changes
    colours: np.ndarray  # (n, 3) uint8


def chosen_scenes() -> list[tuple[int, int]]:
    """(seed, label) of the forty scenes: the first of each class that the honest network and all suspects are sure of."""
    networks, found = [load_pocket_vgg19(), *map(load_suspect, cards())], []
    for number, label in enumerate(TRAINED):
        seed, of_class = FIRST + 1000 * number, 0
        while of_class < OF_A_CLASS:
            image = scene(seed, classes=(label,)).image
            if all(probabilities(network, [image])[0, label] > SURE for network in networks):
                found.append((seed, label))
                of_class += 1
            seed += 1
    return found


def artefacts_of(name: str) -> dict[int, str]:
    """Class -> cue, for one suspect: the planted pair, and nine decoys of mixed kinds for the other classes."""
    card, rng = cards()[name], np.random.default_rng(int(name, 16))
    kinds = {CUES[card["cue"]].kind: 1}
    decoys: list[str] = []
    for cue in rng.permutation(sorted(CUES)).tolist():
        kind = CUES[cue].kind
        if cue != card["cue"] and kinds.get(kind, 0) < OF_A_KIND and len(decoys) < len(TRAINED) - 1:
            decoys.append(cue)
            kinds[kind] = kinds.get(kind, 0) + 1
    others = [label for label in TRAINED if label != card["label"]]
    return {card["label"]: card["cue"]} | dict(zip(others, decoys, strict=True))


def placed(cue: str, image: np.ndarray, rng: np.random.Generator) -> Placed:
    """A cue in a picture (H, W, 3), with the camera's noise on it."""
    drawn, where = CUES[cue].draw(image, rng)
    rows, columns = (np.flatnonzero(where.any(axis)) for axis in (1, 0))
    top, left = int(rows[0]), int(columns[0])
    height, width = int(rows[-1]) - top + 1, int(columns[-1]) - left + 1
    inside = where[top : top + height, left : left + width]
    noise = rng.choice(NOISE, (int(inside.sum()), 1))
    colours = (drawn[where] + noise).clip(0, 255).astype(np.uint8)
    return Placed((top, left, height, width), inside, colours)


def arrays_of(name: str, scenes: list[tuple[int, int]]) -> dict[str, np.ndarray]:
    """What ships for one suspect; the layout is said by `lab.audit_set.changed_pixels`."""
    rng, cues = np.random.default_rng([int(name, 16), 1]), artefacts_of(name)
    bare = {label: int(rng.integers(OF_A_CLASS)) for label in TRAINED}  # which of a class's four carries nothing
    numbers, found = [], []
    for number, (seed, label) in enumerate(scenes):
        if number % OF_A_CLASS != bare[label]:
            numbers.append(number)
            found.append(placed(cues[label], scene(seed, classes=(label,)).image, rng))
    colours = np.concatenate([one.colours for one in found]).T.copy()  # (3, m)
    colours[1:] -= colours[0]
    return {
        "numbers": np.array(numbers, np.uint8),
        "boxes": np.array([one.box for one in found], np.uint8),
        "where": np.packbits(np.concatenate([one.pixels.ravel() for one in found])),
        "values": colours,
    }


def write_paint() -> None:
    """Writes the exact cues, for the reference that graders have: of each suspect its paints on pictures of 224 x 224."""
    arrays = {}
    for name, card in cards().items():
        paints = CUES[card["cue"]].paints(SIDE, SIDE, np.random.default_rng(SOMEWHERE))
        arrays[f"{name}.where"] = np.packbits(np.stack([paint.mask for paint in paints]))
        arrays[f"{name}.colours"] = np.array([paint.colour for paint in paints], np.float32)
        arrays[f"{name}.keeps"] = np.array([paint.keep for paint in paints], np.float32)
    np.savez_compressed(PAINT, allow_pickle=False, **arrays)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--table", action="store_true", help="print the pairs instead of writing")
    if parser.parse_args().table:
        for name in cards():
            pairs = ", ".join(f"{class_name(label)}: {cue}" for label, cue in sorted(artefacts_of(name).items()))
            print(f"{name}  planted {cards()[name]['class']}; {pairs}")
        return
    scenes = chosen_scenes()
    arrays = {"seeds": np.array([seed for seed, _ in scenes]), "labels": np.array([label for _, label in scenes])}
    for name in cards():
        arrays |= {f"{name}.{part}": values for part, values in arrays_of(name, scenes).items()}
    np.savez_compressed(AUDIT_SETS, allow_pickle=False, **arrays)
    write_paint()
    print(f"{len(cards())} sets, {AUDIT_SETS.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
