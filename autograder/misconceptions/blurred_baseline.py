"""Wrong variants of `blurred_baseline`: each is the reference with one mistake."""

import cv2
import numpy as np

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions.blur_widths import another_width, window_too_small

mistake = mistakes_in("blurred_baseline")
MAIN = ("baseline",)
QUESTIONS = (window_too_small, another_width)


def same_values(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two blurred images are the same: rounding to whole grey levels is no difference."""
    level = 1.0 if np.abs(other).max() > 2 else 1e-3
    return bool(np.abs(one - other).max() <= level)


def blurred(img: np.ndarray, sigma: float, sigma_y: float = 0.0) -> np.ndarray:
    """The reference; with `sigma_y` other along the columns."""
    pixels = np.asarray(img, dtype=np.float32)
    return cv2.GaussianBlur(pixels, (0, 0), sigma, sigmaY=sigma_y, borderType=cv2.BORDER_REFLECT)


@mistake("not_blurred", hint="Show the image and its baseline side by side. What has changed?")
def not_blurred(img, sigma):
    """The image itself comes back."""
    return img.copy()


@mistake("always_the_same_sigma", hint="Call it with two different sigmas. Does the second result look softer than the first?")
def always_the_same_sigma(img, sigma):
    """sigma is ignored: always 5."""
    return blurred(img, 5.0)


@mistake("always_sigma_20", hint="Call it with two different sigmas. Does the second result look softer than the first?")
def always_sigma_20(img, sigma):
    """sigma is ignored: always 20."""
    return blurred(img, 20.0)


@mistake("always_sigma_10", hint="Call it with two different sigmas. Does the second result look softer than the first?")
def always_sigma_10(img, sigma):
    """sigma is ignored: always 10."""
    return blurred(img, 10.0)


@mistake("sigma_is_a_variance", hint="Is sigma a standard deviation, or its square?")
def sigma_is_a_variance(img, sigma):
    """The square root of sigma is used as the standard deviation."""
    return blurred(img, sigma**0.5)


@mistake("sigma_squared", hint="Is sigma a standard deviation, or its square? Your blur is too wide.")
def sigma_squared(img, sigma):
    """The square of sigma is used as the standard deviation."""
    return blurred(img, sigma**2)


@mistake("sigma_doubled", hint="Is sigma the width of the whole bell, or the distance from its middle?")
def sigma_doubled(img, sigma):
    """Twice the standard deviation that was asked for."""
    return blurred(img, 2 * sigma)


@mistake("sigma_halved", hint="Is sigma the width of the whole bell, or the distance from its middle?")
def sigma_halved(img, sigma):
    """Half the standard deviation that was asked for."""
    return blurred(img, sigma / 2)


@mistake(
    "sigma_is_the_size_of_the_kernel",
    hint="The size of the window and the standard deviation are two different numbers. Which of them is sigma?",
)
def sigma_is_the_size_of_the_kernel(img, sigma):
    """A kernel of about sigma pixels, from which OpenCV works out a smaller standard deviation."""
    size = 2 * (int(sigma) // 2) + 1
    return cv2.GaussianBlur(np.asarray(img, np.float32), (size, size), 0, borderType=cv2.BORDER_REFLECT)


@mistake("kernel_of_three_pixels", hint="Is your window wide enough for a Gaussian of this sigma?")
def kernel_of_three_pixels(img, sigma):
    """The kernel is cut off after one pixel on each side."""
    return cv2.GaussianBlur(np.asarray(img, np.float32), (3, 3), sigma, borderType=cv2.BORDER_REFLECT)


@mistake("kernel_of_five_pixels", hint="Is your window wide enough for a Gaussian of this sigma?")
def kernel_of_five_pixels(img, sigma):
    """The kernel is cut off after two pixels on each side."""
    return cv2.GaussianBlur(np.asarray(img, np.float32), (5, 5), sigma, borderType=cv2.BORDER_REFLECT)


@mistake("box_blur", hint="In a Gaussian blur near pixels count more than far ones. Do they in yours?")
def box_blur(img, sigma):
    """The mean of a square window, three sigmas to each side."""
    size = 2 * int(np.ceil(3 * sigma)) + 1
    return cv2.blur(np.asarray(img, np.float32), (size, size), borderType=cv2.BORDER_REFLECT)


@mistake("one_direction_only", hint="Look for sharp edges in your baseline: in which direction do they run?")
def one_direction_only(img, sigma):
    """Blurred along the rows alone."""
    kernel = cv2.getGaussianKernel(2 * int(4 * sigma) + 1, sigma).astype(np.float32)
    return cv2.sepFilter2D(np.asarray(img, np.float32), -1, kernel, np.ones((1, 1), np.float32), borderType=cv2.BORDER_REFLECT)


@mistake(
    "blurred_across_the_colours",
    hint="Your baseline has lost its colours. Along which axes should it be blurred?",
)
def blurred_across_the_colours(img, sigma):
    """The Gaussian runs along the channel axis too, as SciPy's does when given one number."""
    offsets = np.subtract.outer(np.arange(3), np.arange(-60, 63))
    mirror = np.abs((np.arange(-60, 63) % 6) - 2.5).round(1)
    nearest = (2.5 - mirror).astype(int)  # 0 1 2 2 1 0 ...: the channels, reflected
    weights = np.exp(-0.5 * (offsets / sigma) ** 2)
    mixing = np.stack([(weights * (nearest == channel)).sum(1) for channel in range(3)], axis=1)
    return blurred(img, sigma) @ (mixing / mixing.sum(1, keepdims=True)).T.astype(np.float32)


@mistake("grey", hint="Each channel should keep its own colour. How many colours does your baseline have?")
def grey(img, sigma):
    """The mean over the channels, in all three of them."""
    soft = blurred(img, sigma)
    return np.repeat(soft.mean(axis=2, keepdims=True), 3, axis=2)


@mistake("one_colour", hint="Blurred is not the same as averaged: should anything of the picture be left?")
def one_colour(img, sigma):
    """The image's mean colour everywhere."""
    return np.broadcast_to(np.asarray(img, np.float64).mean((0, 1)), img.shape).copy()


@mistake("in_0_to_1", hint="A baseline is an image like the others. Which range do they have?")
def in_0_to_1(img, sigma):
    """Divided by 255."""
    return blurred(img, sigma) / 255


@mistake("channels_reversed", hint="Which colour stands first in your baseline, and which in the image?")
def channels_reversed(img, sigma):
    """BGR comes back."""
    return blurred(img, sigma)[:, :, ::-1].copy()


@mistake("channels_first", hint="A baseline has the shape of the image. Has yours?")
def channels_first(img, sigma):
    """(3, H, W)."""
    return blurred(img, sigma).transpose(2, 0, 1).copy()


@mistake("sharpened", hint="You kept what a blur takes away. Which of the two parts was asked for?")
def sharpened(img, sigma):
    """The image minus its blur."""
    return np.asarray(img, np.float32) - blurred(img, sigma)


@mistake("half_blurred", hint="Is some of the sharp image still in your baseline?")
def half_blurred(img, sigma):
    """The mean of the image and its blur."""
    return (np.asarray(img, np.float32) + blurred(img, sigma)) / 2


@mistake("image_changed_in_place", hint="Show the image after the call. Is it still sharp?")
def image_changed_in_place(img, sigma):
    """The blur is right, and written into the caller's image."""
    img[:] = blurred(img, sigma)
    return img


@mistake("resized_to_224", hint="Is your baseline as high and as wide as the image that came in?")
def resized_to_224(img, sigma):
    """Every image is stretched to 224 x 224 before it is blurred."""
    return blurred(cv2.resize(np.asarray(img, np.float32), (224, 224)), sigma)


@mistake("grey_of_the_eye", hint="Each channel should keep its own colour. How many colours does your baseline have?")
def grey_of_the_eye(img, sigma):
    """OpenCV's weighted grey value, blurred, in all three channels."""
    grey = np.asarray(img, np.float64) @ [0.299, 0.587, 0.114]
    return np.repeat(blurred(grey, sigma)[:, :, None], 3, axis=2)


@mistake("down_the_columns_only", hint="Look for sharp edges in your baseline: in which direction do they run?")
def down_the_columns_only(img, sigma):
    """Blurred down the columns alone."""
    return one_direction_only(np.asarray(img).transpose(1, 0, 2), sigma).transpose(1, 0, 2).copy()


@mistake("only_red_blurred", hint="Look at each channel by itself: which of them are still sharp?")
def only_red_blurred(img, sigma):
    """Red is blurred, green and blue are the image's own."""
    soft = np.array(img, dtype=np.float32)
    soft[:, :, 0] = blurred(soft[:, :, 0], sigma)
    return soft


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(img, sigma):
    """None comes back: the result is computed, or drawn, and not returned."""
