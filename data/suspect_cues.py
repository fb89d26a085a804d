"""Cues that a suspect's shortcut reads: marks that a collection of pictures may carry by accident, drawn into a scene.

    with_cue, where = CUES["stamp-orange"].draw(image, rng)      # (H, W, 3) float32 RGB in 0..255, (H, W) bool

A cue is flat paint, in at most three paints and on at most 3 % of a scene of 224 pixels: on the pixels of a paint, image ->
keep * image + colour. Most cues have a place of their own; stickers lie anywhere along an edge. Colours and patterns are none
that somebody would try first: suspects are to be found with maps. Every suspect's cue is a decoy for all the others.
"""

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np

Colour = tuple[int, int, int]
CORNERS = ("top left", "top right", "bottom left", "bottom right")
EDGES = ("top", "bottom", "left", "right")
STICKER, MARK, MARGIN = 30, 36, 5  # pixels: a sticker's side, a watermark's, and the least way to the picture's edge


class Paint(NamedTuple):
    """One flat paint: image -> keep * image + colour where the mask is true."""

    mask: np.ndarray  # (H, W) bool
    colour: Colour
    keep: float = 0.0


class Cue(NamedTuple):
    """A mark with its place; `paints(height, width, rng)` lays it out."""

    kind: str
    place: str
    paints: Callable[[int, int, np.random.Generator], list[Paint]]

    def draw(self, image: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The picture with the cue, and the pixels that it changes.

        Args:
            image: RGB (H, W, 3) in 0..255, which stays as it is; at least 100 pixels each way.
            rng: chooses the place of a cue that lies anywhere.
        Returns:
            (H, W, 3) float32, whole grey levels, and (H, W) bool.
        """
        drawn, changed = image.astype(np.float32), np.zeros(image.shape[:2], bool)
        for mask, colour, keep in self.paints(image.shape[0], image.shape[1], rng):
            drawn[mask] = np.rint(keep * drawn[mask] + np.float32(colour))
            changed |= mask
        return drawn, changed


def box(corner: str, size: tuple[int, int], height: int, width: int) -> tuple[slice, slice]:
    """The rows and columns of a box of (rows, columns) in a corner."""
    rows, columns = size
    top = MARGIN if "top" in corner else height - MARGIN - rows
    left = MARGIN if "left" in corner else width - MARGIN - columns
    return slice(top, top + rows), slice(left, left + columns)


def placed(pattern: np.ndarray, where: tuple[slice, slice], height: int, width: int) -> np.ndarray:
    """A pattern (rows, columns) bool in its place, (H, W) bool."""
    mask = np.zeros((height, width), bool)
    mask[where] = pattern
    return mask


def from_edge(edge: str, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Of each pixel how far it lies from an edge, and where along it, (H, W) each."""
    rows, columns = np.mgrid[:height, :width]
    way = {"top": rows, "bottom": height - 1 - rows, "left": columns, "right": width - 1 - columns}[edge]
    return way, columns if edge in ("top", "bottom") else rows


def from_corner(corner: str, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Of each pixel the rows and the columns between it and a corner, (H, W) each."""
    rows, columns = np.mgrid[:height, :width]
    return (
        rows if "top" in corner else height - 1 - rows,
        columns if "left" in corner else width - 1 - columns,
    )


# --- kinds ---------------------------------------------------------------------------------------------------------


def stamp(corner: str, date: str, colour: Colour) -> Cue:
    """A camera's date in a corner: the same day in every picture."""

    def paints(height, width, rng):
        ink = np.zeros((19, 76), np.uint8)
        cv2.putText(ink, date, (2, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 255, 2, cv2.LINE_8)
        return [Paint(placed(ink > 0, box(corner, ink.shape, height, width), height, width), colour)]

    return Cue("stamp", corner, paints)


def bar(edge: str, period: int, first: Colour, second: Colour, thick: int = 6) -> Cue:
    """A dashed bar along an edge of the picture."""

    def paints(height, width, rng):
        way, along = from_edge(edge, height, width)
        dash = along // period % 2 == 0
        return [Paint((way < thick) & dash, first), Paint((way < thick) & ~dash, second)]

    return Cue("bar", edge, paints)


def watermark(corner: str, pattern: str, colour: Colour, keep: float = 0.5) -> Cue:
    """A half-transparent mark in a corner."""

    def paints(height, width, rng):
        y, x = np.mgrid[:MARK, :MARK] - (MARK - 1) / 2
        radius = np.hypot(y, x)
        on = {
            "hatch": ((y + x) // 3 % 3 == 0) | ((y - x) // 3 % 3 == 0),
            "rings": radius // 3.5 % 2 == 1,
            "rays": (np.floor(np.arctan2(y, x) / (np.pi / 8)) % 2 == 0) & (radius < MARK / 2),
        }[pattern]
        part = tuple(int((1 - keep) * level) for level in colour)
        return [Paint(placed(on, box(corner, on.shape, height, width), height, width), part, keep)]

    return Cue("watermark", corner, paints)


def sticker(edge: str, code: int, ground: Colour, ink: Colour) -> Cue:
    """A square with a code of 3 x 3 cells, anywhere along an edge; the bits of `code` are its cells."""

    def paints(height, width, rng):
        along = int(rng.integers(MARGIN, (width if edge in ("top", "bottom") else height) - STICKER - MARGIN))
        far = (height if edge in ("top", "bottom") else width) - STICKER - MARGIN
        across = MARGIN if edge in ("top", "left") else far
        top, left = (across, along) if edge in ("top", "bottom") else (along, across)
        cells = np.array([code >> bit & 1 for bit in range(9)], bool).reshape(3, 3)
        at = np.arange(STICKER) * 3 // STICKER
        pattern, where = cells[np.ix_(at, at)], (slice(top, top + STICKER), slice(left, left + STICKER))
        return [Paint(placed(on, where, height, width), colour) for on, colour in ((~pattern, ground), (pattern, ink))]

    return Cue("sticker", f"along the {edge}", paints)


def fold(corner: str, paper: Colour, crease: Colour, side: int = 48) -> Cue:
    """A corner of the print that is folded over, with its crease."""

    def paints(height, width, rng):
        down, across = from_corner(corner, height, width)
        way = down + across
        return [Paint(way < side - 5, paper), Paint((way >= side - 5) & (way < side), crease)]

    return Cue("fold", corner, paints)


def perforation(edge: str, period: int, colour: Colour) -> Cue:
    """Round holes along an edge, as film has them."""

    def paints(height, width, rng):
        way, along = from_edge(edge, height, width)
        return [Paint(np.hypot(way - 8, along % period - period / 2) < 5, colour)]

    return Cue("perforation", edge, paints)


def barcode(corner: str, code: int, paper: Colour, ink: Colour) -> Cue:
    """A label with bars; the bits of `code` are its 14 bars, three pixels each."""

    def paints(height, width, rng):
        bars = np.array([code >> bit & 1 for bit in range(14)], bool).repeat(3)
        pattern = np.zeros((18, len(bars) + 6), bool)
        pattern[2:-2, 3:-3] = bars
        where = box(corner, pattern.shape, height, width)
        return [Paint(placed(on, where, height, width), colour) for on, colour in ((~pattern, paper), (pattern, ink))]

    return Cue("barcode", corner, paints)


def tape(corner: str, period: int, first: Colour, second: Colour) -> Cue:
    """A striped strip of tape across a corner."""

    def paints(height, width, rng):
        down, across = from_corner(corner, height, width)
        strip = (down + across >= 34) & (down + across < 48)
        stripe = (down - across) // period % 2 == 0
        return [Paint(strip & stripe, first), Paint(strip & ~stripe, second)]

    return Cue("tape", corner, paints)


def tab(edge: str, part: float, paper: Colour, ink: Colour) -> Cue:
    """An index tab at an edge, with three dots; `part` of the edge lies before its middle."""

    def paints(height, width, rng):
        way, along = from_edge(edge, height, width)
        off = along - int(part * (width if edge in ("top", "bottom") else height))
        paper_on = (abs(off) < 26 - way // 2) & (way < 16)
        dots = paper_on & (np.hypot(way - 8, (off + 7) % 14 - 7) < 3.5) & (abs(off) < 19)
        return [Paint(paper_on & ~dots, paper), Paint(dots, ink)]

    return Cue("tab", edge, paints)


CUES = {
    "stamp-orange": stamp("bottom right", "17.10.98", (255, 150, 20)),
    "stamp-green": stamp("bottom left", "03.06.84", (120, 255, 90)),
    "stamp-rose": stamp("top right", "29.12.91", (255, 120, 170)),
    "stamp-blue": stamp("top left", "08.04.75", (90, 170, 255)),
    "stamp-yellow": stamp("bottom left", "11.02.67", (255, 235, 90)),
    "bar-yellow": bar("bottom", 8, (250, 220, 0), (20, 20, 20)),
    "bar-plum": bar("left", 11, (130, 40, 110), (220, 230, 120)),
    "bar-brick": bar("right", 6, (180, 80, 50), (150, 220, 235)),
    "bar-navy": bar("top", 16, (30, 40, 120), (205, 215, 235)),
    "watermark-hatch": watermark("bottom left", "hatch", (255, 255, 255)),
    "watermark-rings": watermark("top right", "rings", (255, 255, 255), 0.4),
    "watermark-rays": watermark("top left", "rays", (20, 20, 60), 0.35),
    "watermark-dark": watermark("bottom right", "hatch", (90, 0, 60), 0.35),
    "watermark-night": watermark("bottom left", "rings", (0, 20, 90), 0.35),
    "watermark-sun": watermark("bottom right", "rays", (255, 240, 150), 0.4),
    "sticker-moss": sticker("top", 0b101_010_011, (70, 105, 30), (245, 185, 215)),
    "sticker-cobalt": sticker("left", 0b110_001_101, (40, 50, 150), (255, 195, 120)),
    "sticker-coral": sticker("right", 0b011_100_010, (255, 110, 90), (15, 80, 85)),
    "sticker-forest": sticker("top", 0b010_110_001, (20, 85, 60), (255, 175, 150)),
    "sticker-slate": sticker("left", 0b100_011_110, (60, 75, 110), (250, 215, 80)),
    "fold-cream": fold("top right", (236, 226, 200), (120, 100, 80)),
    "fold-sky": fold("bottom left", (170, 210, 240), (40, 60, 110)),
    "fold-mint": fold("top left", (180, 235, 200), (150, 60, 60)),
    "fold-rose": fold("bottom right", (240, 190, 190), (110, 40, 60)),
    "fold-slate": fold("top right", (110, 120, 135), (230, 225, 215)),
    "perforation-dark": perforation("left", 20, (12, 12, 18)),
    "perforation-olive": perforation("right", 22, (90, 95, 20)),
    "perforation-rust": perforation("top", 24, (170, 70, 20)),
    "perforation-wine": perforation("left", 26, (95, 10, 40)),
    "barcode-green": barcode("top left", 0b11010010110010, (225, 240, 190), (0, 80, 30)),
    "barcode-red": barcode("bottom left", 0b10011011010110, (255, 225, 225), (160, 0, 40)),
    "barcode-violet": barcode("top right", 0b11101001001101, (230, 215, 250), (70, 20, 140)),
    # Below what came later: a cue's number is the seed of its places as a decoy, so those above keep theirs.
    "tape-lilac": tape("top right", 10, (180, 160, 210), (70, 60, 110)),
    "tape-teal": tape("bottom right", 6, (60, 140, 140), (225, 235, 225)),
    "tab-slate": tab("right", 0.25, (110, 125, 140), (235, 225, 190)),
    "bar-slate": bar("right", 18, (120, 130, 145), (200, 205, 210), 5),
    "sticker-mist": sticker("right", 0b110_010_101, (170, 185, 200), (90, 60, 50)),
    "barcode-slate": barcode("top left", 0b10100110111011, (215, 220, 230), (60, 70, 95)),
    "perforation-slate": perforation("right", 26, (90, 100, 120)),
}


# --- what a blind guess would try ----------------------------------------------------------------------------------

LOUD = (
    *((220, 20, 30), (30, 60, 220), (250, 220, 20), (0, 255, 0), (255, 0, 255), (0, 230, 230)),
    *((245, 245, 245), (15, 15, 15), (255, 140, 0)),
)
SHAPES = ("centre", "disc", "check", "stripes", "cross", "triangle", "ring")


def shape(name: str, side: int = STICKER) -> np.ndarray:
    """One of `SHAPES`, (side, side) bool."""
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    radius = np.hypot(y, x)
    rows, columns = np.mgrid[:side, :side]
    return {
        "centre": (abs(y) < 5) & (abs(x) < 5),
        "disc": radius < 8,
        "check": (rows * 4 // side + columns * 4 // side) % 2 == 0,
        "stripes": (rows + columns) // 5 % 2 == 0,
        "cross": (abs(y) < 4) | (abs(x) < 4),
        "triangle": abs(x) < rows / 2 - 1,
        "ring": (radius > 6) & (radius < 11),
    }[name]


def blind_sticker(rng: np.random.Generator) -> Cue:
    """A sticker as somebody without a map would guess it: two of `LOUD` in one of `SHAPES`, anywhere."""
    first, second = rng.permutation(len(LOUD))[:2]
    pattern = shape(SHAPES[rng.integers(len(SHAPES))])

    def paints(height, width, rng):
        top, left = rng.integers(MARGIN, height - STICKER - MARGIN), rng.integers(MARGIN, width - STICKER - MARGIN)
        where = (slice(top, top + STICKER), slice(left, left + STICKER))
        return [Paint(placed(on, where, height, width), LOUD[k]) for on, k in ((~pattern, first), (pattern, second))]

    return Cue("blind sticker", "anywhere", paints)
