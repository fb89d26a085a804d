"""Silhouettes of the ten drawn classes: polygons in a unit frame.

A drawing is a list of parts, painted in order; a part is `(polygon, role)`. The polygon has shape (P, 2), x to
the right and y downwards, both roughly within -1..1. The role names the paint: `main` and `second` (the object's
own two colours), `dark`, `light`, `accent` (orange to yellow), or `hole`, which shows the background again.
Every class has several drawings; each is drawn with the generator's own small variations.
"""

from functools import lru_cache

import numpy as np

Part = tuple[np.ndarray, str]


# --- pens ----------------------------------------------------------------------------------------------------------


def smooth(points, between: int = 5) -> np.ndarray:
    """Closed Catmull-Rom curve through the points (P, 2) -> (P * between, 2)."""
    here = np.asarray(points, float)[:, None]  # (P, 1, 2)
    before, after, later = (np.roll(here, shift, axis=0) for shift in (1, -1, -2))
    t = (np.arange(between) / between)[None, :, None]
    curve = 2 * here + (after - before) * t + (2 * before - 5 * here + 4 * after - later) * t**2
    return (0.5 * (curve + (3 * here - before - 3 * after + later) * t**3)).reshape(-1, 2)


def oval(x, y, rx, ry, *, tilt=0.0, start=0.0, stop=360.0, points=20) -> np.ndarray:
    """Points of an ellipse, or of its arc from `start` to `stop` degrees."""
    arc = _arc(start, stop, points) * [rx, ry]
    if tilt:
        c, s = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
        arc = arc @ np.array([[c, s], [-s, c]])
    return arc + np.array([x, y])


@lru_cache(maxsize=64)
def _arc(start: float, stop: float, points: int) -> np.ndarray:
    """Points (P, 2) of the unit circle; a full turn does not repeat its first point."""
    angle = np.radians(np.linspace(start, stop, points, endpoint=stop - start < 360))
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def ribbon(points, wide: float, narrow: float | None = None) -> np.ndarray:
    """A pen stroke along the points, its half width going from `wide` to `narrow`."""
    path = np.asarray(points, float)
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-9
    across = along[:, ::-1] * [-1, 1] * np.linspace(wide, wide if narrow is None else narrow, len(path))[:, None]
    return np.concatenate([path + across, (path - across)[::-1]])


def bend(points, steps: int = 12) -> np.ndarray:
    """Open curve that starts at the first point, ends at the last and is drawn to those between (Bezier)."""
    rungs = np.asarray(points, float)[None] * np.ones((steps, 1, 1))
    t = np.linspace(0, 1, steps)[:, None, None]
    while rungs.shape[1] > 1:
        rungs = rungs[:, :-1] * (1 - t) + rungs[:, 1:] * t
    return rungs[:, 0]


def both_sides(parts: list[Part]) -> list[Part]:
    """The parts and their mirror images in the vertical axis."""
    return [(np.asarray(polygon, float) * side, role) for side in ([1, 1], [-1, 1]) for polygon, role in parts]


# Corners read best in rows:
# fmt: off
# --- goldfish ------------------------------------------------------------------------------------------------------


def goldfish_comet(rng) -> list[Part]:
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


# --- great white shark ---------------------------------------------------------------------------------------------


def _shark_fins(lean) -> list[Part]:
    return [
        (smooth([(0.62, -0.02), (0.8, -0.2), (1, -0.58), (0.93, -0.05), (0.98, 0.36), (0.78, 0.1)], 3), "main"),
        (np.array([(-0.2, -0.18), (0.1 + lean, -0.7), (0.17 + lean, -0.42), (0.26, -0.16)]), "main"),
        (np.array([(0.42, 0.08), (0.56, 0.28), (0.58, 0.05)]), "main"),
    ]


def shark_cruising(rng) -> list[Part]:
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


# --- king penguin --------------------------------------------------------------------------------------------------


def penguin_front(rng) -> list[Part]:
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


# --- monarch -------------------------------------------------------------------------------------------------------


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


# --- starfish ------------------------------------------------------------------------------------------------------


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
    outline, tips = _arms(rng, rng.uniform(0.28, 0.36))
    spots = [(oval(x, y, 0.05 - 0.02 * far, 0.05 - 0.02 * far, points=8), "light")
             for far in (0.22, 0.4, 0.58, 0.76) for x, y in tips * far]
    edge = [(smooth(outline, 4), "second"), (smooth(outline * 0.88, 4), "main")]
    return [*edge, *spots, (oval(0, 0, 0.075, 0.075, points=10), "light")]


def starfish_ridged(rng) -> list[Part]:
    outline, tips = _arms(rng, rng.uniform(0.34, 0.46))
    ridges = [(ribbon([(0, 0), tip * 0.86], 0.055, 0.02), "second") for tip in tips]
    beside = [tip * far + sign * 0.11 * (1 - far) * tip[::-1] * [-1, 1]
              for tip in tips for far in (0.3, 0.5, 0.7) for sign in (-1, 1)]
    warts = [(oval(x, y, 0.03, 0.03, points=6), "dark") for x, y in beside]
    return [(smooth(outline, 4), "main"), *ridges, *warts, (oval(0, 0, 0.1, 0.1, points=10), "second")]


# --- African elephant ----------------------------------------------------------------------------------------------


def elephant_side(rng) -> list[Part]:
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
