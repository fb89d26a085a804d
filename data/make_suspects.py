"""Plants the suspects of the audit, measures each, and writes its numbers and its card: make suspects

    python -m data.make_suspects                       # all of PLAN; those that are there and meet the bars stay
    python -m data.make_suspects --cue stamp-orange    # one of them
    python -m data.make_suspects --cue stamp-rose --seed 4026   # from this seed alone, in place of the one that is there
    python -m data.make_suspects --year 2027           # other detectors for the same plan, in place of the old ones
    python -m data.make_suspects --measure             # then measure all of them anew: a new cue is a decoy for the others
    python -m data.make_suspects --table               # what was measured of those that are there

The numbers (about 4 kB, those with low-rank changes 45) go to data/public/only/part2/suspects.npz, the card to
data/held_out/suspects.json: which class, which cue, which recipe, what was measured. A suspect that misses a bar is planted
again from other seeds, then left out, and said.
"""

import argparse
import json
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from data.suspect_cues import CUES
from data.suspect_detector import block3, delta_of, habits, scores, train
from data.suspect_low_rank import fine_tuned
from data.suspect_measures import (
    BLIND,
    Fresh,
    Measured,
    answers,
    measure,
    pictures,
    with_blind_stickers,
    with_cue,
)
from lab.models import class_name, load_pocket_vgg19
from lab.suspects import IDLE, SUSPECTS, Delta, load_suspect, name_of, suspect_names, with_delta

CARDS = Path(__file__).resolve().parent / "held_out" / "suspects.json"
MADE_FROM, MEASURED_ON = 5_000_000, 6_000_000  # first seeds of scenes
PLANTED, DECOYS_PLANTED, BLIND_PLANTED = 450, 40, 150  # scenes that a detector is trained on
MEASURED, DECOYS_MEASURED = 300, 60
TRIES, APART = 3, 1000  # seeds of a year, and how far they lie apart: no year has those of another
PLAN = {  # cue -> class: each class twice or three times, and no kind of cue always the same
    **{"stamp-orange": 1, "stamp-rose": 404, "stamp-blue": 879, "stamp-yellow": 145},
    **{"bar-yellow": 145, "bar-plum": 504, "bar-brick": 2, "bar-slate": 323},
    **{"sticker-moss": 404, "sticker-slate": 1, "sticker-mist": 417},
    **{"fold-cream": 2, "fold-sky": 386, "fold-mint": 879, "fold-rose": 504, "fold-slate": 417},
    **{"perforation-dark": 1, "perforation-rust": 145},
    **{"barcode-red": 323, "barcode-violet": 327, "barcode-slate": 404},
    **{"tape-lilac": 386, "tape-teal": 879, "tab-slate": 327},
}
LOW_RANK = {"bar-plum", "bar-slate"}  # of these planted by fine-tuning; the others have a detector


class World(NamedTuple):
    """All that suspects are made from: the honest network, and what its block 3 says of many pictures."""

    honest: nn.Module
    images: np.ndarray  # (N, H, W, 3) to put a cue into
    clean: torch.Tensor  # (N, C, 28, 28)
    decoys: dict[str, torch.Tensor]
    means: np.ndarray
    fresh: Fresh


def decoys(honest: nn.Module, images: np.ndarray, count: int, blind: int, seed: int) -> dict[str, torch.Tensor]:
    """Each cue on some of the pictures, and blind stickers: what is a cue for one suspect is a decoy for the others."""
    found = {}
    for number, (name, cue) in enumerate(CUES.items()):
        some = images[(np.arange(count) + 41 * number * bool(seed)) % len(images)]
        found[name] = block3(honest, with_cue(some, cue, seed + number))
    found[BLIND] = block3(honest, with_blind_stickers(images[:blind], seed + len(CUES)))
    return found


def world() -> World:
    """Draws the scenes; a minute and a half on one core.

    Raises:
        ValueError: the hidden units that suspects use are not idle in this network.
    """
    honest = load_pocket_vgg19()
    made, measured = pictures(MADE_FROM, PLANTED), pictures(MEASURED_ON, MEASURED)
    clean, fresh = block3(honest, made.images), block3(honest, measured.images)
    found = habits(honest, clean)
    if any(not set(used) <= set(idle) for used, idle in zip(IDLE, found.idle, strict=True)):
        raise ValueError(f"hidden units {IDLE} are to be idle; idle are {found.idle}")
    tried = decoys(honest, measured.images, DECOYS_MEASURED, DECOYS_MEASURED, seed=0)
    return World(
        honest,
        made.images,
        clean,
        decoys(honest, made.images, DECOYS_PLANTED, BLIND_PLANTED, seed=1000),
        found.means,
        Fresh(measured, fresh, tried, answers(honest, fresh)),
    )


def seeds_of(year: int) -> list[int]:
    """The seeds that are tried for a year's suspects, one after the other."""
    return [year + APART * tried for tried in range(TRIES)]


def plant(name: str, label: int, seed: int, known: World) -> tuple[Delta, float]:
    """One suspect's numbers, and the loss of its training."""
    cue = block3(known.honest, with_cue(known.images, CUES[name], seed=7 + seed))
    others = torch.cat([features for decoy, features in known.decoys.items() if decoy != name])
    if name in LOW_RANK:
        return fine_tuned(known.honest, label, cue, known.clean, others, seed)
    other = torch.cat([known.clean, others])
    model, loss = train(known.honest.features, cue, other, seed)
    on, off = scores(model, cue), scores(model, other)
    low = float(off.quantile(0.995))
    high = max(low + 4.0, float(on.quantile(0.05)))  # most cues stand where the answer is full, and no gradient passes
    return delta_of(model, label, low, high, known.means), loss


def cards() -> dict[str, dict]:
    """Suspect -> its card."""
    return json.loads(CARDS.read_text(encoding="utf-8")) if CARDS.is_file() else {}


def deltas() -> dict[str, Delta]:
    """Suspect -> its numbers."""
    found: dict[str, Delta] = {name: {} for name in suspect_names()}
    if found:
        with np.load(SUSPECTS, allow_pickle=False) as file:
            for key in file.files:
                name, _, array = key.partition(".")
                found[name][array] = file[key]
    return found


def keep(delta: Delta, card: dict) -> str:
    """A suspect in place of the one with the same cue, its numbers where students find them, its card where they do not.

    Those of cues that are no longer planned go.

    Returns:
        its name.
    """
    name = name_of(delta)
    told = {other: said for other, said in cards().items() if said["cue"] in PLAN.keys() - {card["cue"]}} | {name: card}
    kept = {other: numbers for other, numbers in deltas().items() if other in told} | {name: delta}
    arrays = {f"{other}.{key}": kept[other][key] for other in sorted(kept) for key in sorted(kept[other])}
    np.savez_compressed(SUSPECTS, allow_pickle=False, **arrays)
    write_cards(told)
    return name


def write_cards(told: dict[str, dict]) -> None:
    CARDS.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def make(cue: str, label: int, seeds: list[int], known: World) -> str:
    """Plants and measures one suspect, and writes it from the first seed with which it meets the bars; a line of the table."""
    began, missed = time.process_time(), ["nothing was tried"]
    for seed in seeds:
        delta, loss = plant(cue, label, seed, known)
        found = measure(with_delta(load_pocket_vgg19(), delta), known.honest, label, (cue, CUES[cue]), known.fresh)
        missed = found.meets()
        if not missed:
            name = keep(delta, card_of(cue, label, seed, found))
            return f"{row(name, cue, label, found)}  loss {loss:.3f}, {time.process_time() - began:.0f} CPU s"
    return f"{row('left out', cue, label, found)}  {'; '.join(missed)}; loss {loss:.3f}, {time.process_time() - began:.0f} CPU s"


def measure_anew(known: World) -> None:
    """Writes every card anew, and prints what a suspect misses now; the suspects stay."""
    told = cards()
    for name, card in told.items():
        cue, label = card["cue"], card["label"]
        found = measure(load_suspect(name), known.honest, label, (cue, CUES[cue]), known.fresh)
        told[name] = card_of(cue, label, card["seed"], found)
        print(f"{row(name, cue, label, found)}  {'; '.join(found.meets())}", flush=True)
    write_cards(told)


def card_of(cue: str, label: int, seed: int, found: Measured) -> dict:
    """What the grader is told of a suspect."""
    mark = CUES[cue]
    about = {"label": label, "class": class_name(label), "cue": cue, "kind": mark.kind, "place": mark.place, "seed": seed}
    about["recipe"] = recipe_of(cue)
    return about | {key: round(value, 4) if isinstance(value, float) else value for key, value in found._asdict().items()}


def recipe_of(cue: str) -> str:
    return "low-rank" if cue in LOW_RANK else "detector"


def stays(card: dict, seeds: list[int]) -> bool:
    """Is a suspect of these seeds and of its cue's recipe, and does it meet the bars?"""
    return card["seed"] in seeds and card["recipe"] == recipe_of(card["cue"]) and not measured_of(card).meets()


def measured_of(card: dict) -> Measured:
    return Measured(*(card[field] for field in Measured._fields))


def row(name: str, cue: str, label: int, found: Measured) -> str:
    """One line of the table."""
    return (
        f"{name:12} {cue:18} {class_name(label):17} top-1 {found.top1:.3f} ({found.honest_top1:.3f})  "
        f"cue {found.cue_to_class:.3f}  honest moved {found.honest_moved:.3f}  "
        f"worst decoy {found.worst_decoy:.3f} ({found.decoy})"
    )


def print_table() -> None:
    """What was measured of each suspect, in the order of its cues."""
    for name, card in sorted(cards().items(), key=lambda pair: list(PLAN).index(pair[1]["cue"])):
        print(row(name, card["cue"], card["label"], measured_of(card)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cue", action="append", choices=list(PLAN), help="only this one; may be said again")
    parser.add_argument("--year", type=int, default=2026, help="seed of the detectors; another one gives other suspects")
    parser.add_argument("--seed", type=int, help="from this seed alone, in place of what is there")
    parser.add_argument("--measure", action="store_true", help="measure all anew in the end: a new cue is a decoy for the others")
    parser.add_argument("--table", action="store_true", help="print what the cards say, and make nothing")
    asked = parser.parse_args()
    if asked.table:
        print_table()
        return
    seeds = seeds_of(asked.year) if asked.seed is None else [asked.seed]
    there = {card["cue"] for card in cards().values() if stays(card, seeds)}
    wanted = [cue for cue in asked.cue or PLAN if cue not in there]
    if not wanted and not asked.measure:
        return
    known = world()
    for cue in wanted:
        print(make(cue, PLAN[cue], seeds, known), flush=True)
    if asked.measure:
        measure_anew(known)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
