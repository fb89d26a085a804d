"""The masks of the course's photographs, data/public/masks: outlines put down by hand, point by point, and looked at.

python -m data.make_masks
"""

from pathlib import Path

import cv2
import numpy as np

MASKS = Path(__file__).resolve().parent / "public" / "masks"
SIZE = 224
ESPRESSO = [(58, 80), (62, 70), (71, 60), (83, 55), (98, 53), (115, 54), (130, 58), (142, 66), (149, 76), (151, 87)]
ESPRESSO += [(145, 98), (132, 106), (113, 109), (96, 108), (80, 102), (66, 92)]
CUP = [
    (41, 62),
    (44, 45),
    (54, 30),
    (70, 18),
    (90, 11),
    (110, 10),
    (130, 14),
    (150, 24),
    (165, 40),
    (172, 58),
    (171, 80),
    (166, 98),
]
CUP += [(160, 115), (153, 124), (142, 134), (126, 140), (124, 150), (116, 157), (104, 160), (92, 158), (86, 150), (78, 163)]
CUP += [(70, 171), (60, 171), (54, 163), (56, 148), (62, 136), (67, 131), (56, 120), (47, 103), (42, 84)]
TABBY = [(0, 0), (168, 0), (186, 12), (198, 28), (206, 50), (213, 74), (214, 98), (211, 118), (203, 138), (190, 158), (182, 176)]
TABBY += [(178, 194), (165, 203), (140, 208), (115, 205), (90, 200), (56, 186), (48, 166), (28, 148), (0, 140)]


def filled(*points: list[tuple[int, int]]) -> np.ndarray:
    """(224, 224) uint8: 255 inside the first outline of points (x, y), 0 outside it and inside the others."""
    mask = np.zeros((SIZE, SIZE), np.uint8)
    for number, outline in enumerate(points):
        cv2.fillPoly(mask, [np.array(outline, np.int32)], 0 if number else 255)
    return mask


def main() -> None:
    """Writes the masks."""
    MASKS.mkdir(parents=True, exist_ok=True)
    for name, mask in {
        "coffee_espresso": filled(ESPRESSO),
        "coffee_cup": filled(CUP, ESPRESSO),
        "cat_tabby": filled(TABBY),
    }.items():
        cv2.imwrite(str(MASKS / f"{name}.png"), mask)


if __name__ == "__main__":
    main()
