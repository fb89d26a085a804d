"""Makes the course's photographs from the public-domain ones in scikit-image's wheel: python data/make_photographs.py

The middle square, 224 x 224, as PNG: small enough to ship, exact on every machine.
"""

from pathlib import Path

import cv2
import skimage

from lab.images import middle_square

DATA = Path(__file__).resolve().parent
SAMPLES = Path(skimage.__file__).parent / "data"
PHOTOGRAPHS = {  # where it goes: which file of scikit-image
    "public/cat.png": "chelsea.png",
    "public/coffee.png": "coffee.png",
    "public/astronaut.png": "astronaut.png",
    "held_out/rocket.png": "rocket.jpg",
}

if __name__ == "__main__":
    for target, original in PHOTOGRAPHS.items():
        square = middle_square(cv2.imread(str(SAMPLES / original)), 224)
        cv2.imwrite(str(DATA / target), square, [cv2.IMWRITE_PNG_COMPRESSION, 9])
        print("wrote", target)
