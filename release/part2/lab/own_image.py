"""Anybody's picture: from a file, from the web, or uploaded in the notebook, as an image that the course can explain."""

import io
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
from IPython.display import display
from PIL import Image, ImageOps, UnidentifiedImageError

from lab.images import load_image, middle_square, shipped_images

LARGEST = 50_000_000  # bytes of a file
MOST_PIXELS = 100_000_000
SECONDS = 20  # without an answer from the web
BITS_PER_SAMPLE = 258  # a TIFF's tag
HOW_TO_GO_ON = "save it as PNG or JPEG and try again"


def own_image(where: str | Path | bytes, size: int | None = 224) -> np.ndarray:
    """A picture as (H, W, 3) float32 RGB in 0..255: upright, of moving ones the first, what is transparent on white.

    Args:
        where: the name of an image of the course, a file's path, an address that begins with http, or a file's bytes.
        size: the short side is scaled to it and the middle square kept; None changes nothing.

    Raises:
        FileNotFoundError: there is no such file, with the names of the course's images.
        ConnectionError: nothing came from the address.
        ValueError: what came is no picture that can be read, or is too large.
    """
    if isinstance(where, bytes):
        return picture(where, "the uploaded file", size)
    name = str(where).strip()
    if name in shipped_images():
        return load_image(name, size)
    if name.lower().startswith(("http://", "https://")):
        return picture(fetched(name), name, size)
    path = Path(name).expanduser()
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file '{name}'. Give the path of a picture, its address (https://...), "
            f"or one of {', '.join(shipped_images())}."
        )
    if path.stat().st_size > LARGEST:
        raise ValueError(f"'{name}' has {path.stat().st_size / 1e6:.0f} MB; at most {LARGEST / 1e6:.0f} MB are read.")
    return picture(path.read_bytes(), f"'{name}'", size)


def fetched(address: str) -> bytes:
    """What the web has at an address, within limits."""
    asked = urllib.request.Request(address, headers={"User-Agent": "feature-attribution-course"})
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
            data = answer.read(LARGEST + 1)
    except (OSError, ValueError) as reason:  # no network, no such host, no such page, an address that is none
        told = f"error {reason.code}" if isinstance(reason, urllib.error.HTTPError) else getattr(reason, "reason", reason)
        raise ConnectionError(
            f"Nothing came from {address} ({told}). Is the address right, and is there a network? "
            "Otherwise save the picture yourself and give its path."
        ) from None
    if len(data) > LARGEST:
        raise ValueError(f"{address} is larger than {LARGEST / 1e6:.0f} MB; save it smaller and give its path.")
    return data


def picture(data: bytes, name: str, size: int | None) -> np.ndarray:
    """The bytes of a picture file as (H, W, 3) float32 RGB in 0..255."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata is no business of ours
            opened = Image.open(io.BytesIO(data))
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError(f"{name} has {opened.width} × {opened.height} pixels, which is too many; save it smaller.")
            upright = eight_bits(ImageOps.exif_transpose(opened), bits_of(opened)).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as reason:
        what = "a web page" if data.lstrip()[:1] == b"<" else "no picture that can be read"
        raise ValueError(f"{name} is {what}; {HOW_TO_GO_ON}. ({type(reason).__name__})") from None
    white = Image.new("RGBA", upright.size, "white")
    image = np.asarray(Image.alpha_composite(white, upright).convert("RGB"), dtype=np.float32)  # (H, W, 3)
    return np.array(image) if size is None else middle_square(image, size)


def bits_of(opened: Image.Image) -> int:
    """Bits of a sample of a grey picture with more than 8: what a TIFF says of itself (scientific cameras have 12), or 16."""
    said = getattr(opened, "tag_v2", {}).get(BITS_PER_SAMPLE, (16,))
    return int(said[0] if isinstance(said, tuple) else said)


def eight_bits(image: Image.Image, bits: int) -> Image.Image:
    """A grey picture with more than 8 bits in 8, in L; Pillow itself cuts off at 255, which is white. Others as they are."""
    if not image.mode.startswith(("I", "F")):
        return image
    grey = np.nan_to_num(np.asarray(image, dtype=np.float64), posinf=0.0, neginf=0.0)  # (H, W)
    darkest, whitest = (0.0, 2.0**bits - 1) if image.mode.startswith("I;") else range_of(grey)
    scaled = (grey - darkest) / ((whitest - darkest) or 1.0) * 255
    return Image.fromarray(np.clip(np.rint(scaled), 0, 255).astype(np.uint8))


def range_of(grey: np.ndarray) -> tuple[float, float]:
    """What is black and what is white in a picture of mode I or F, which says neither: the smallest usual range that holds it.

    0..1 (floats), 0..255, 0..65535; or, where it has negative or larger numbers, from its darkest pixel to its lightest.
    """
    low, high = float(grey.min()), float(grey.max())
    usual = [most for most in (1.0, 255.0, 65535.0) if high <= most]
    return (0.0, usual[0]) if low >= 0 and usual else (low, high)


def upload_button(explain: Callable[[bytes], object]) -> None:
    """Shows a button that takes a file from the reader's computer and calls `explain` with its bytes, drawing below itself.

    Where there are no widgets, one line says what to do instead.
    """
    from matplotlib import pyplot

    try:
        from ipywidgets import FileUpload, Output
    except ImportError:
        print("No upload button here: the package ipywidgets is missing. Put the picture beside the notebook and name its file.")
        return

    button, below = FileUpload(accept="image/*", description="Upload a picture", layout={"width": "auto"}), Output()

    def show_it(change) -> None:
        below.clear_output()
        with below:
            explain(uploaded(change["new"]))
            pyplot.show()

    button.observe(show_it, names="value")
    display(button, below)


def uploaded(value) -> bytes:
    """The bytes of the last file in an upload button's value; ipywidgets 7 and 8 keep them differently."""
    files = list(value.values()) if isinstance(value, dict) else list(value)
    return bytes(files[-1]["content"]) if files else b""
