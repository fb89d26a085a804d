"""Silhouettes of the ten drawn classes: polygons in a unit frame.

A drawing is a list of parts, painted in order; a part is `(polygon, role)`. The polygon has shape (P, 2), x to
the right and y downwards, both roughly within -1..1. The role names the paint: `main` and `second` (the object's
own two colours), `dark`, `light`, `accent` (orange to yellow), or `hole`, which shows the background again.
Every class has several drawings; each is drawn with the generator's own small variations.
"""

import numpy as np

from lab.animal_drawings import (
    elephant_front,
    elephant_side,
    goldfish_comet,
    goldfish_fantail,
    monarch_folded,
    monarch_open,
    penguin_front,
    penguin_profile,
    shark_biting,
    shark_cruising,
    starfish_ridged,
    starfish_spotted,
)
from lab.pens import Part, bend, both_sides, oval, ribbon, smooth

# Corners read best in rows:
# fmt: off
# --- airliner ------------------------------------------------------------------------------------------------------


def airliner_above(rng) -> list[Part]:
    sweep = rng.uniform(-0.08, 0.1)
    sides = both_sides([
        (np.array([(0.06, -0.2), (0.98, 0.25 + sweep), (0.98, 0.37 + sweep), (0.06, 0.18)]), "second"),
        (np.array([(0.04, 0.68), (0.38, 0.86), (0.38, 0.95), (0.04, 0.86)]), "second"),
        (oval(0.38, 0 + sweep * 0.4, 0.065, 0.15, points=12), "dark"),
        (oval(0.38, -0.06 + sweep * 0.4, 0.05, 0.07, points=10), "light"),
    ])
    return [
        *sides,
        (smooth([(0, -1), (0.08, -0.85), (0.115, -0.6), (0.115, 0.4), (0.03, 0.97), (-0.03, 0.97), (-0.115, 0.4),
                 (-0.115, -0.6), (-0.08, -0.85)]), "main"),
        (ribbon([(0, 0.55), (0, 0.97)], 0.02, 0.035), "second"),
        (np.array([(-0.06, -0.86), (0.06, -0.86), (0.075, -0.78), (-0.075, -0.78)]), "dark"),
        *both_sides([(oval(0.06, y, 0.018, 0.022, points=6), "dark") for y in np.arange(-0.6, 0.46, 0.105)]),
    ]


def airliner_side(rng) -> list[Part]:
    dip = rng.uniform(-0.12, 0.12)
    return [
        (np.array([(0.1, -0.02), (0.34, -0.02), (0.56, -0.4 - dip), (0.44, -0.42 - dip)]), "second"),
        (np.array([(0.56, -0.1), (0.72, -0.62), (0.92, -0.62), (0.9, -0.1)]), "second"),
        (smooth([(-0.98, 0.05), (-0.9, -0.08), (-0.72, -0.16), (0.5, -0.17), (0.96, -0.12), (0.94, -0.04), (0.5, 0.15),
                 (-0.74, 0.17), (-0.94, 0.13)]), "main"),
        (ribbon([(-0.93, 0.08), (0.62, 0.08)], 0.03), "second"),
        (np.array([(-0.9, -0.07), (-0.76, -0.13), (-0.74, -0.04), (-0.9, 0)]), "dark"),
        *[(oval(x, -0.04, 0.024, 0.034, points=6), "dark") for x in np.arange(-0.62, 0.62, 0.1)],
        (np.array([(0.74, -0.1), (0.92, -0.12), (1, 0.08), (0.9, 0.08)]), "second"),
        (np.array([(-0.2, 0.08), (0.12, 0.08), (0.46, 0.55 + dip), (0.3, 0.55 + dip)]), "second"),
        (oval(-0.02, 0.3, 0.17, 0.085), "main"),
        (oval(-0.15, 0.3, 0.04, 0.075, points=10), "dark"),
    ]


# --- balloon -------------------------------------------------------------------------------------------------------


def _envelope(width) -> np.ndarray:
    return smooth([(0, -0.98), (0.48 * width, -0.84), (0.68 * width, -0.42), (0.52 * width, 0.05), (0.16, 0.48),
                   (-0.16, 0.48), (-0.52 * width, 0.05), (-0.68 * width, -0.42), (-0.48 * width, -0.84)], 6)


def _basket(drop) -> list[Part]:
    ropes = both_sides([(ribbon([(0.15, 0.46), (0.1, 0.72 + drop)], 0.014), "dark")])
    top, rim, bottom = 0.7 + drop, 0.75 + drop, 0.9 + drop
    return [*ropes, (np.array([(-0.13, top), (0.13, top), (0.1, bottom), (-0.1, bottom)]), "dark"),
            (np.array([(-0.14, top), (0.14, top), (0.13, rim), (-0.13, rim)]), "accent")]


def balloon_gored(rng) -> list[Part]:
    width = rng.uniform(0.9, 1.15)
    envelope = _envelope(width)
    gores = [(np.concatenate([envelope * [far, 1], (envelope * [near, 1])[::-1]]), role)
             for far, near, role in ((1, 0.72, "main"), (0.72, 0.4, "second"), (0.4, 0.14, "main"))]
    crown = [(oval(0, -0.93, 0.2, 0.06), "second"), (oval(0, 0.48, 0.16, 0.04), "dark")]
    return [*_basket(rng.uniform(-0.04, 0.08)), (envelope, "second"), *gores, *crown]


def balloon_banded(rng) -> list[Part]:
    width = rng.uniform(0.9, 1.15)
    steps = np.linspace(-0.64, 0.64, 9) * width
    zigzag = [(x, y) for x, y in zip(steps, [*[-0.5, -0.26] * 4, -0.5], strict=True)]
    band = np.array([*zigzag, *((x, y + 0.24) for x, y in zigzag[::-1])]) * [0.98, 1]
    low = np.array([(-0.45 * width, 0.14), (0.45 * width, 0.14), (0.33 * width, 0.28), (-0.33 * width, 0.28)])
    top = oval(0, -0.78, 0.42 * width, 0.15)
    return [*_basket(rng.uniform(-0.04, 0.08)), (_envelope(width), "main"), (band, "second"), (low, "second"),
            (top, "second"), (oval(0, -0.84, 0.22 * width, 0.08), "light"), (oval(0, 0.48, 0.16, 0.04), "dark")]


# --- coffee mug ----------------------------------------------------------------------------------------------------


def _handle(size) -> list[Part]:
    outer, inner = oval(0.56, 0.1, 0.36, 0.4 * size), oval(0.58, 0.1, 0.22, 0.25 * size)
    return [(outer, "second"), (inner, "hole")]


def _coffee(width) -> list[Part]:
    return [(oval(0, -0.55, width, 0.18), "light"), (oval(0, -0.54, width - 0.07, 0.135), "dark"),
            (oval(0.06, -0.51, width - 0.2, 0.08), "accent")]


def mug_straight(rng) -> list[Part]:
    low = rng.uniform(0.48, 0.6)
    top = rng.uniform(-0.2, 0.05)
    band = np.array([(-0.6, top), (0.6, top), (0.585, top + 0.32), (-0.585, top + 0.32)])
    return [*_handle(rng.uniform(0.85, 1.1)),
            (np.concatenate([[(-0.62, -0.55)], oval(0, 0.7, low, 0.17, start=0, stop=180)[::-1], [(0.62, -0.55)]]),
             "main"),
            (band, "second"), *_coffee(0.62)]


def mug_bowl(rng) -> list[Part]:
    base = rng.uniform(0.26, 0.4)
    dots = [(oval(x, y, 0.085, 0.085, points=12), "second")
            for x, y in ((-0.4, -0.2), (-0.05, -0.16), (0.32, -0.2), (-0.26, 0.12), (0.15, 0.14), (-0.05, 0.42))]
    steam = [(ribbon(bend([(x, -0.66), (x + 0.2, -0.8), (x - 0.2, -0.86), (x + 0.04, -1)], 8), 0.03, 0.012), "light")
             for x in (-0.2, 0.18)]
    return [*steam, *_handle(rng.uniform(0.8, 1.0)),
            (oval(0, 0.74, base + 0.1, 0.1), "second"),
            (smooth([(-0.64, -0.55), (-0.6, 0.15), (-base, 0.7), (base, 0.7), (0.6, 0.15), (0.64, -0.55), (0, -0.5)]),
             "main"),
            *dots, *_coffee(0.63)]


# --- umbrella ------------------------------------------------------------------------------------------------------


def _stick(rng) -> list[Part]:
    """A short stick that ends in a crook or a knob: the roof, not the handle, is to give the umbrella away."""
    length = rng.uniform(0.45, 0.62)
    stick, bow = ribbon([(0, -0.3), (0, length)], 0.045), oval(0.13, length, 0.13, 0.15, start=0, stop=180, points=9)
    return [(stick, "dark"), (ribbon(bow, 0.05) if rng.random() < 0.5 else oval(0, length, 0.075, 0.11), "dark")]


def umbrella_side(rng) -> list[Part]:
    edges = np.linspace(-0.95, 0.95, 6)
    height = rng.uniform(0.68, 0.88)
    scallops = [oval(x, 0, 0.19, 0.11, start=180, stop=360, points=7)[::-1] for x in (0.76, 0.38, 0, -0.38, -0.76)]
    arch = oval(0, 0, 0.95, height, start=180, stop=360)
    t = np.linspace(0, np.pi / 2, 7)
    panels = [(np.concatenate([np.stack([edges[i] * np.sin(t), -height * np.cos(t)], 1),
                               np.stack([edges[i + 1] * np.sin(t[::-1]), -height * np.cos(t[::-1])], 1)]), "second")
              for i in (0, 2, 4)]
    return [*_stick(rng), (np.concatenate([arch, *scallops]), "main"), *panels,
            (ribbon([(0, -height), (0, -height - 0.13)], 0.03, 0.015), "dark")]


def umbrella_tilted(rng) -> list[Part]:
    """Seen from above: eight panels around a hub that is out of the middle, the stick hidden below."""
    hub = rng.uniform(-0.18, 0.18, 2) - np.array([0, 0.15])
    angle = np.radians(np.arange(9) * 45.0 + 22.5)
    rim = np.stack([np.cos(angle) * 0.92, np.sin(angle) * 0.66 - 0.12], axis=1)
    panels = [(np.array([hub, rim[i], (rim[i] + rim[i + 1]) * 0.46 + hub * 0.08, rim[i + 1]]),
               "main" if i % 2 else "second") for i in range(8)]
    ribs = [(ribbon([hub, tip], 0.016, 0.01), "dark") for tip in rim[:8]]
    return [*panels, *ribs, (oval(hub[0], hub[1], 0.05, 0.05, points=8), "light")]


DRAWINGS = {
    1: (goldfish_comet, goldfish_fantail),
    2: (shark_cruising, shark_biting),
    145: (penguin_front, penguin_profile),
    323: (monarch_open, monarch_folded),
    327: (starfish_spotted, starfish_ridged),
    386: (elephant_side, elephant_front),
    404: (airliner_above, airliner_side),
    417: (balloon_gored, balloon_banded),
    504: (mug_straight, mug_bowl),
    879: (umbrella_side, umbrella_tilted),
}
