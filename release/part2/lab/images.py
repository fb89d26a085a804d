"""Images: RGB, float32, 0..255, (H, W, 3), as every function of the course takes them."""

from pathlib import Path

import cv2
import numpy as np
import torch

PUBLIC = Path(__file__).resolve().parent.parent / "data" / "public"
IMAGENET_MEAN = np.array([0.485, 0.456, 0.406])  # RGB, of pixels in 0..1
IMAGENET_STD = np.array([0.229, 0.224, 0.225])


def shipped_images() -> list[str]:
    """The names of the images that come with the course."""
    return sorted(path.stem for path in PUBLIC.glob("*.png"))


def load_image(name: str | Path, size: int | None = 224) -> np.ndarray:
    """A shipped image by its name, or any picture file by its path, as (H, W, 3) float32 RGB in 0..255.

    The short side is scaled to `size` and the middle square is kept, as VGG19's makers did; `size=None` changes nothing.

    Raises:
        FileNotFoundError: no such image, with the names that there are.
        ValueError: the file is there, and no picture can be read from it.
    """
    path = PUBLIC / f"{name}.png" if (PUBLIC / f"{name}.png").is_file() else Path(name)
    if not path.is_file():
        raise FileNotFoundError(f"no image '{name}': give a path, or one of {', '.join(shipped_images())}")
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)  # (H, W, 3) uint8, BGR
    if pixels is None:
        raise ValueError(f"'{path}' is no picture that can be read; save it as PNG or JPEG and try again")
    image = pixels[:, :, ::-1].astype(np.float32)  # (H, W, 3) RGB
    return image if size is None else middle_square(image, size)


def middle_square(image: np.ndarray, size: int) -> np.ndarray:
    """The middle of an image, (size, size, 3): scaled on its short side without changing its proportions, then cropped."""
    height, width = image.shape[:2]
    scale = size / min(height, width)
    if scale != 1:
        shape = (max(size, round(width * scale)), max(size, round(height * scale)))  # cv2 wants (width, height)
        image = cv2.resize(image, shape, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    top, left = (image.shape[0] - size) // 2, (image.shape[1] - size) // 2
    return np.ascontiguousarray(image[top : top + size, left : left + size])


def undo_normalisation(batch: torch.Tensor) -> np.ndarray:
    """(1, 3, H, W) as the network sees it, back to (H, W, 3) in 0..255."""
    normalised = batch.detach().cpu().numpy()[0].transpose(1, 2, 0)  # (H, W, 3)
    return np.clip((normalised * IMAGENET_STD + IMAGENET_MEAN) * 255, 0, 255).astype(np.float32)


def normalise(image: np.ndarray) -> np.ndarray:
    """(H, W, 3) in 0..255, scaled to 0..1 and normalised with ImageNet's mean and standard deviation, float64."""
    return (np.asarray(image, dtype=np.float64) / 255 - IMAGENET_MEAN) / IMAGENET_STD
