"""Where random baselines lie and how they fill the range, in words."""

import numpy as np

from lab.probes import NOISE_LIMITS

UNKNOWN = "?"
FILLINGS = {  # how baselines fill the range -> name, description and hint; "evenly" is right
    "with its ends alone": (
        "black_and_white_noise", "Every value of a baseline is 0 or 255, and none lies between.",
        "Which values does a pixel of your baselines take, and which of those between 0 and 255 never?",
    ),
    "with values of the image": (
        "some_pixels_of_the_image", "Many values of a baseline are the image's own.",
        "Should a baseline know the image that is explained? Subtract the image from it and look.",
    ),
    "in red alone": (
        "random_in_red_alone", "Red is random, green and blue are always the same.",
        "Print one pixel of a baseline. Which of its three numbers are random?",
    ),
    "mostly dark": (
        "mostly_dark_noise", "Random values in 0..255, dark ones more often than bright ones.",
        "Draw a histogram of one of your baselines: are all the values as frequent?",
    ),
    "mostly bright": (
        "mostly_bright_noise", "Random values in 0..255, bright ones more often than dark ones.",
        "Draw a histogram of one of your baselines: are all the values as frequent?",
    ),
    "mostly in the middle": (
        "noise_around_the_middle", "Random values in 0..255, those in the middle more often than those at the ends.",
        "Draw a histogram of one of your baselines: are all the values as frequent?",
    ),
}  # fmt: skip


def placed(first: np.ndarray, image: np.ndarray) -> str:
    """Where baselines (trials, H, W, 3), in pixels, lie."""
    low, high = first.min(), first.max()
    if max(-low, high) < 0.01:
        return "black"
    if high < 20:
        return "around zero" if low < -0.5 else "0 to 1" if high < 1.5 else UNKNOWN
    if first.std(axis=(1, 2)).max() < 1:
        return "of one colour each"
    if np.abs(first - image).max() < 40:
        return "near the image"
    if low < -2 or high > 257:
        return "beyond one end" if high <= 257 else "beyond both ends" if low < -2 else UNKNOWN
    if (first <= image + 0.5).all():
        return "darker than the image"
    return "everywhere" if low < 20 and high > 235 else "dark" if low < 20 and 110 < high < 130 else "in the middle"


def filled(first: np.ndarray, image: np.ndarray) -> str:
    """How baselines (trials, H, W, 3) that lie everywhere in 0..255 fill the range; "evenly" where nothing speaks against it."""
    if np.minimum(np.abs(first), np.abs(255 - first)).max() < 0.5:
        return "with its ends alone"
    if (np.abs(first - image) < 0.01).mean() > 0.25:
        return "with values of the image"
    if np.ptp(first[..., 1:]) < 1 < np.ptp(first[..., 0]):
        return "in red alone"
    ranks = (np.arange(first.size) + 0.5) / first.size
    beyond = np.sort(first, axis=None) / 255 - ranks  # above zero where there are fewer small values than there should be
    far = NOISE_LIMITS["uneven"]
    if np.abs(beyond).max() < far:
        return "evenly"
    return "mostly dark" if beyond.max() < far else "mostly bright" if beyond.min() > -far else "mostly in the middle"


def coloured(first: np.ndarray) -> str:
    """How many random numbers make a baseline."""
    grey = np.ptp(first, axis=3).max() < 1
    if first.std(axis=(1, 2)).max() < 1:
        return "one" if grey else "three"
    return "one for each pixel" if grey else "three for each pixel"
