"""Silhouettes of the six animals among the drawn classes; `lab.drawings` says what a drawing is, and lists them all."""

import numpy as np

from lab.pens import Part, bend, both_sides, oval, ribbon, smooth


# Corners read best in rows:
# fmt: off
def goldfish_comet(rng) -> list[Part]:
    """A slim goldfish with a forked tail, from the side."""
    lift = rng.uniform(-0.1, 0.1)
    scales = [
        (ribbon(oval(x, y, 0.1, 0.1, start=-70, stop=70, points=7), 0.015), "second")
        for x in (-0.28, -0.06, 0.16)
        for y in (-0.2, 0.0, 0.2)
    ]
    return [
        (smooth([(0.35, 0), (0.6, -0.28), (0.98, -0.55 + lift), (0.84, -0.15), (0.8, 0), (0.88, 0.2),
                 (0.96, 0.55 + lift), (0.6, 0.28)]), "second"),
        (smooth([(-0.35, -0.33), (-0.12, -0.66), (0.2, -0.6 + lift), (0.38, -0.2), (0, -0.22)]), "second"),
        (smooth([(-0.18, 0.36), (0.02, 0.38), (0.14, 0.7), (-0.06, 0.64)]), "second"),
        (smooth([(-0.86, 0.02), (-0.6, -0.33), (-0.2, -0.45), (0.2, -0.32), (0.5, -0.06), (0.5, 0.08),
                 (0.2, 0.34), (-0.2, 0.45), (-0.6, 0.33)]), "main"),
        *scales,
        (smooth([(-0.34, 0.06), (-0.08, 0.12), (-0.14, 0.32)]), "second"),
        (ribbon(bend([(-0.42, -0.34), (-0.3, 0), (-0.42, 0.34)], 6), 0.014), "dark"),
        (oval(-0.6, -0.09, 0.1, 0.1), "light"),
        (oval(-0.61, -0.09, 0.055, 0.055), "dark"),
    ]


def goldfish_fantail(rng) -> list[Part]:
    """A round goldfish with a wide tail, from the side."""
    sweep = rng.uniform(-0.15, 0.15)
    tail = [(0.3, 0.05), (0.55, -0.3), (0.98, -0.62 + sweep), (1, -0.25), (0.75, 0.02), (1, 0.35), (0.9, 0.8 + sweep),
            (0.55, 0.4)]
    rays = [(ribbon([(0.42, 0.03), (0.92, y + sweep)], 0.012), "main") for y in (-0.45, -0.25, 0.35, 0.6)]
    return [
        (smooth(tail), "second"),
        *rays,
        (smooth([(-0.3, -0.42), (-0.15, -0.85), (0.18, -0.82), (0.34, -0.35), (0, -0.4)]), "second"),
        (smooth([(-0.05, 0.45), (0.2, 0.42), (0.35, 0.85), (0.1, 0.8)]), "second"),
        (smooth([(-0.8, 0.02), (-0.66, -0.36), (-0.25, -0.58), (0.22, -0.44), (0.46, -0.1), (0.46, 0.16),
                 (0.2, 0.5), (-0.25, 0.62), (-0.66, 0.4)]), "main"),
        (smooth([(-0.28, 0.12), (0.04, 0.16), (-0.02, 0.42)]), "second"),
        (smooth([(-0.3, -0.5), (0.1, -0.42), (0.2, -0.2), (-0.1, -0.25)]), "light"),
        (ribbon(bend([(-0.36, -0.4), (-0.22, 0), (-0.36, 0.42)], 6), 0.014), "dark"),
        (oval(-0.58, -0.1, 0.13, 0.13), "light"),
        (oval(-0.6, -0.1, 0.07, 0.07), "dark"),
    ]


def _shark_fins(lean) -> list[Part]:
    return [
        (smooth([(0.62, -0.02), (0.8, -0.2), (1, -0.58), (0.93, -0.05), (0.98, 0.36), (0.78, 0.1)], 3), "main"),
        (np.array([(-0.2, -0.18), (0.1 + lean, -0.7), (0.17 + lean, -0.42), (0.26, -0.16)]), "main"),
        (np.array([(0.42, 0.08), (0.56, 0.28), (0.58, 0.05)]), "main"),
    ]


def shark_cruising(rng) -> list[Part]:
    """A great white shark with its mouth closed."""
    lean = rng.uniform(-0.06, 0.06)
    gills = [(ribbon([(x, -0.12), (x - 0.03, 0), (x, 0.1)], 0.012), "dark") for x in (-0.42, -0.35, -0.28, -0.21)]
    return [
        *_shark_fins(lean),
        (smooth([(-0.98, -0.02), (-0.7, -0.2), (-0.25, -0.31), (0.25, -0.22), (0.6, -0.08), (0.8, -0.01),
                 (0.6, 0.08), (0.2, 0.2), (-0.3, 0.27), (-0.7, 0.18)]), "main"),
        (smooth([(-0.92, 0.03), (-0.5, 0.05), (0, 0.08), (0.55, 0.05), (0.2, 0.19), (-0.3, 0.26), (-0.68, 0.17)]),
         "light"),
        (np.array([(-0.3, 0.1), (-0.1, 0.1), (0.18, 0.62 + lean), (-0.08, 0.44)]), "second"),
        *gills,
        (ribbon([(-0.88, 0.07), (-0.76, 0.12), (-0.6, 0.09)], 0.016), "dark"),
        (oval(-0.71, -0.07, 0.035, 0.035, points=10), "dark"),
    ]


def shark_biting(rng) -> list[Part]:
    """A great white shark with its mouth open."""
    gape = rng.uniform(0.1, 0.2)
    upper = [(np.array([(x, y), (x + 0.055, y + 0.01), (x + 0.02, y + 0.09)]), "light")
             for x, y in zip(np.linspace(-0.88, -0.62, 5), np.linspace(-0.04, 0.02, 5), strict=True)]
    lower = [(np.array([(x, y), (x + 0.05, y), (x + 0.03, y - 0.08)]), "light")
             for x, y in zip(np.linspace(-0.78, -0.6, 4), np.linspace(0.05 + gape, 0.06, 4), strict=True)]
    return [
        *_shark_fins(rng.uniform(-0.06, 0.06)),
        (smooth([(-0.8, 0.08 + gape), (-0.62, 0.02), (-0.4, -0.1), (-0.2, 0.2), (-0.45, 0.3), (-0.66, 0.22 + gape)]),
         "light"),
        (smooth([(-0.92, -0.04), (-0.55, -0.02), (-0.45, 0.05), (-0.74, 0.1 + gape)], 3), "dark"),
        (smooth([(-0.98, -0.1), (-0.7, -0.27), (-0.25, -0.32), (0.25, -0.22), (0.6, -0.08), (0.8, -0.01), (0.6, 0.08),
                 (0.2, 0.18), (-0.3, 0.2), (-0.52, 0.06), (-0.72, -0.03), (-0.94, -0.04)]), "main"),
        (smooth([(-0.5, 0.1), (0, 0.08), (0.55, 0.05), (0.2, 0.18), (-0.25, 0.27)]), "light"),
        (np.array([(-0.2, 0.1), (0, 0.1), (0.22, 0.58), (0, 0.42)]), "second"),
        *[(ribbon([(x, -0.14), (x - 0.03, -0.02), (x, 0.08)], 0.012), "dark") for x in (-0.34, -0.27, -0.2)],
        *upper,
        *lower,
        (oval(-0.68, -0.15, 0.035, 0.035, points=10), "dark"),
    ]


def penguin_front(rng) -> list[Part]:
    """A king penguin from the front."""
    spread, look = rng.uniform(0, 0.22), rng.choice([-1, 1])
    sides = both_sides([
        (np.array([(0.02, 0.8), (0.28, 0.84), (0.36, 0.97), (0, 0.97)]), "accent"),
        (smooth([(0.3, -0.32), (0.44, -0.2), (0.5 + spread, 0.33), (0.42 + spread, 0.42), (0.34, 0.15)]), "main"),
    ])
    return [
        *sides,
        (smooth([(0, -0.6), (0.26, -0.45), (0.4, 0), (0.38, 0.5), (0.22, 0.87), (-0.22, 0.87), (-0.38, 0.5),
                 (-0.4, 0), (-0.26, -0.45)]), "main"),
        (smooth([(0, -0.42), (0.18, -0.32), (0.29, 0.05), (0.27, 0.5), (0.14, 0.79), (-0.14, 0.79), (-0.27, 0.5),
                 (-0.29, 0.05), (-0.18, -0.32)]), "light"),
        (oval(0, -0.36, 0.15, 0.09), "accent"),
        (np.array([(0.12, -0.76), (0.52, -0.68), (0.12, -0.62)]) * [look, 1], "accent"),
        (oval(0, -0.68, 0.2, 0.24), "main"),
        (oval(-0.1 * look, -0.6, 0.07, 0.13), "accent"),
        (oval(0.07 * look, -0.75, 0.032, 0.032, points=8), "light"),
    ]


def penguin_profile(rng) -> list[Part]:
    """A king penguin from the side."""
    flap = rng.uniform(-0.05, 0.3)
    return [
        (np.array([(-0.3, 0.86), (0.1, 0.82), (0.16, 0.97), (-0.36, 0.97)]), "accent"),
        (np.array([(0.2, 0.6), (0.5, 0.95), (0.12, 0.88)]), "main"),
        (smooth([(-0.02, -0.62), (0.24, -0.4), (0.4, 0.05), (0.36, 0.55), (0.18, 0.88), (-0.16, 0.88), (-0.34, 0.5),
                 (-0.33, 0), (-0.2, -0.45)]), "main"),
        (smooth([(-0.16, -0.46), (0, -0.34), (0.04, 0.1), (0.02, 0.6), (-0.1, 0.84), (-0.24, 0.8), (-0.33, 0.5),
                 (-0.32, 0)]), "light"),
        (smooth([(-0.2, -0.48), (0.02, -0.42), (-0.04, -0.2), (-0.26, -0.2)]), "accent"),
        (smooth([(0.08, -0.3), (0.22, -0.24), (0.3 + flap, 0.2), (0.24 + flap, 0.44), (0.12, 0.2)]), "second"),
        (np.array([(-0.16, -0.78), (-0.62, -0.66), (-0.14, -0.64)]), "dark"),
        (ribbon([(-0.2, -0.68), (-0.5, -0.665)], 0.025, 0.01), "accent"),
        (oval(-0.05, -0.7, 0.2, 0.2), "main"),
        (smooth([(0.04, -0.72), (0.12, -0.62), (0.02, -0.44), (-0.05, -0.56)]), "accent"),
        (oval(-0.12, -0.75, 0.03, 0.03, points=8), "light"),
    ]


def _wing(outline, veins, spots, inner=0.8) -> list[Part]:
    outline = smooth(outline)
    centre = outline.mean(axis=0)
    return [
        (outline, "dark"),
        (centre + (outline - centre) * inner, "main"),
        *[(ribbon(vein, 0.022, 0.016), "dark") for vein in veins],
        *[(oval(x, y, 0.032, 0.032, points=8), "light") for x, y in spots],
    ]


def monarch_open(rng) -> list[Part]:
    """A monarch with open wings, from above."""
    tilt = rng.uniform(-0.1, 0.1)
    lower = _wing([(0.05, 0.02), (0.45, 0.05), (0.72, 0.3), (0.6, 0.68 + tilt), (0.3, 0.74), (0.08, 0.3)],
                  [[(0.06, 0.05), (0.4, 0.25), (0.62, 0.4)], [(0.06, 0.1), (0.3, 0.45), (0.42, 0.7)]],
                  [(0.64, 0.36), (0.6, 0.52), (0.46, 0.66)])
    upper = _wing([(0.05, -0.1), (0.3, -0.6), (0.75, -0.8 + tilt), (0.97, -0.62), (0.8, -0.2), (0.45, 0.02),
                   (0.06, 0.1)],
                  [[(0.06, 0), (0.4, -0.35), (0.85, -0.68)], [(0.06, 0), (0.5, -0.25), (0.85, -0.35)]],
                  [(0.86, -0.66), (0.84, -0.5), (0.78, -0.34)])
    feelers = [(ribbon(bend([(0.02, -0.35), (0.08, -0.6), (0.24, -0.72)], 5), 0.016), "dark")]
    return [*both_sides([*lower, *upper, *feelers]), (oval(0, 0, 0.07, 0.42), "dark")]


def monarch_folded(rng) -> list[Part]:
    """A monarch with folded wings, from the side."""
    lift = rng.uniform(-0.12, 0.12)
    upper = _wing([(-0.3, 0.2), (-0.25, -0.5), (0.1, -0.95 + lift), (0.45, -0.85 + lift), (0.5, -0.4), (0.3, 0.1)],
                  [[(-0.25, 0.15), (0, -0.4), (0.2, -0.8)], [(-0.25, 0.15), (0.15, -0.3), (0.42, -0.55)]],
                  [(0.18, -0.84 + lift), (0.36, -0.78 + lift), (0.43, -0.6)])
    lower = _wing([(-0.3, 0.15), (0.1, -0.15), (0.6, 0), (0.85, 0.35), (0.6, 0.68), (0.15, 0.55)],
                  [[(-0.25, 0.2), (0.2, 0.1), (0.75, 0.2)], [(-0.25, 0.2), (0.2, 0.3), (0.7, 0.52)],
                   [(-0.25, 0.22), (0.1, 0.35), (0.35, 0.6)]],
                  [(0.76, 0.3), (0.68, 0.5), (0.52, 0.62), (0.7, 0.14)])
    legs = [(ribbon([(x, 0.3), (x - 0.1, 0.55)], 0.014), "dark") for x in (-0.35, -0.22)]
    return [
        *upper, *lower, *legs,
        (ribbon(bend([(-0.56, 0.1), (-0.75, -0.1), (-0.8, -0.4)], 6), 0.016), "dark"),
        (oval(-0.32, 0.24, 0.3, 0.09, tilt=18), "dark"),
        (oval(-0.58, 0.13, 0.08, 0.08), "dark"),
    ]


def _arms(rng, waist, reach=1.0) -> tuple[np.ndarray, np.ndarray]:
    """Outline (P, 2) of a five-armed star, and the five tips (5, 2)."""
    angle = np.radians(np.arange(5) * 72.0 - 90 + rng.uniform(-7, 7, 5))
    tips = np.stack([np.cos(angle), np.sin(angle)], axis=1) * rng.uniform(0.82, reach, (5, 1))
    middle = angle + np.radians(36)
    pits = np.stack([np.cos(middle), np.sin(middle)], axis=1) * waist
    side = np.stack([-np.sin(angle), np.cos(angle)], axis=1) * 0.09
    ring = np.stack([tips * 0.93 - side, tips, tips * 0.93 + side, pits], axis=1).reshape(-1, 2)
    return ring, tips


def starfish_spotted(rng) -> list[Part]:
    """A starfish with spots."""
    outline, tips = _arms(rng, rng.uniform(0.28, 0.36))
    spots = [(oval(x, y, 0.05 - 0.02 * far, 0.05 - 0.02 * far, points=8), "light")
             for far in (0.22, 0.4, 0.58, 0.76) for x, y in tips * far]
    edge = [(smooth(outline, 4), "second"), (smooth(outline * 0.88, 4), "main")]
    return [*edge, *spots, (oval(0, 0, 0.075, 0.075, points=10), "light")]


def starfish_ridged(rng) -> list[Part]:
    """A starfish with a ridge on each arm."""
    outline, tips = _arms(rng, rng.uniform(0.34, 0.46))
    ridges = [(ribbon([(0, 0), tip * 0.86], 0.055, 0.02), "second") for tip in tips]
    beside = [tip * far + sign * 0.11 * (1 - far) * tip[::-1] * [-1, 1]
              for tip in tips for far in (0.3, 0.5, 0.7) for sign in (-1, 1)]
    warts = [(oval(x, y, 0.03, 0.03, points=6), "dark") for x, y in beside]
    return [(smooth(outline, 4), "main"), *ridges, *warts, (oval(0, 0, 0.1, 0.1, points=10), "second")]


def elephant_side(rng) -> list[Part]:
    """An African elephant from the side."""
    step, curl = rng.uniform(-0.06, 0.06, 4), rng.uniform(-0.25, 0.15)
    feet = list(zip((-0.12, 0.5, -0.3, 0.32), step, strict=True))
    legs = [(np.array([(x, 0.1), (x + 0.21, 0.1), (x + 0.2 + d, 0.8), (x + 0.01 + d, 0.8)]), role)
            for (x, d), role in zip(feet, ("second", "second", "main", "main"), strict=True)]
    nails = [(oval(x + 0.1 + d, 0.78, 0.09, 0.025, points=10), "light") for x, d in feet[2:]]
    trunk = bend([(-0.66, -0.2), (-0.92, 0.1), (-0.78, 0.5), (-0.85 + curl, 0.78)])
    return [
        (ribbon([(0.66, -0.15), (0.8, 0.05), (0.8, 0.4)], 0.03, 0.02), "second"),
        *legs, *nails,
        (smooth([(-0.5, -0.3), (-0.15, -0.5), (0.25, -0.52), (0.6, -0.36), (0.73, 0), (0.6, 0.28), (0.1, 0.36),
                 (-0.35, 0.3)]), "main"),
        (smooth([(-0.76, -0.15), (-0.68, -0.45), (-0.44, -0.54), (-0.22, -0.3), (-0.3, 0.05), (-0.6, 0.15)]), "main"),
        (ribbon(trunk, 0.16, 0.055), "main"),
        *[(ribbon([(x - 0.08, y), (x + 0.06, y + 0.02)], 0.01), "second") for x, y in trunk[4:10]],
        (ribbon(bend([(-0.6, 0.06), (-0.7, 0.28), (-0.94, 0.26)], 6), 0.045, 0.012), "light"),
        (smooth([(-0.44, -0.48), (-0.2, -0.46), (-0.04, -0.15), (-0.16, 0.18), (-0.34, 0.08), (-0.46, -0.2)]),
         "second"),
        (oval(-0.58, -0.24, 0.035, 0.035, points=10), "dark"),
    ]


def elephant_front(rng) -> list[Part]:
    """An African elephant from the front."""
    sway, flare = rng.uniform(-0.25, 0.25), rng.uniform(-0.08, 0.08)
    sides = both_sides([
        (np.array([(0.1, 0.25), (0.44, 0.2), (0.42, 0.92), (0.16, 0.92)]), "main"),
        (oval(0.29, 0.9, 0.13, 0.03, points=10), "light"),
        (smooth([(0.2, -0.5), (0.6, -0.72 + flare), (0.95, -0.45), (0.86, 0), (0.55, 0.26), (0.26, 0.02)]), "second"),
        (smooth([(0.3, -0.42), (0.6, -0.58 + flare), (0.82, -0.38), (0.74, -0.05), (0.52, 0.12), (0.32, -0.05)]),
         "main"),
    ])
    face = both_sides([
        (ribbon(bend([(0.16, 0.05), (0.24, 0.3), (0.38, 0.42)], 6), 0.045, 0.012), "light"),
        (oval(0.19, -0.28, 0.035, 0.035, points=10), "dark"),
    ])
    trunk = bend([(0, -0.2), (0, 0.3), (sway * 0.3, 0.5), (sway, 0.86)])
    return [
        (oval(0, 0.2, 0.5, 0.55), "second"),
        *sides,
        (smooth([(0, -0.68), (0.26, -0.55), (0.3, -0.15), (0.18, 0.14), (-0.18, 0.14), (-0.3, -0.15),
                 (-0.26, -0.55)]), "main"),
        *face,
        (ribbon(trunk, 0.15, 0.06), "main"),
        *[(ribbon([(x - 0.08, y), (x + 0.08, y)], 0.01), "second") for x, y in trunk[4:11]],
    ]
