"""Wrong variants of `max_distance_baseline`: each is the reference with one mistake."""

import numpy as np

from autograder.judging.misconception import mistakes_in

mistake = mistakes_in("max_distance_baseline")
MAIN = ("baseline",)


def farther(img: np.ndarray) -> np.ndarray:
    """The reference."""
    return np.where(np.asarray(img) < 127.5, 255.0, 0.0)


@mistake("nearer_end", hint="Take one dark value by hand: which end of the range is farther from it?")
def nearer_end(img):
    """Dark values get 0 and bright ones 255."""
    return 255.0 - farther(img)


@mistake(
    "inverted_image",
    hint="Only two values should appear in the result. Is the negative of a grey pixel far from it?",
)
def inverted_image(img):
    """255 - image."""
    return 255.0 - np.asarray(img)


@mistake("distance_instead_of_value", hint="The distance is not the baseline. Which value lies at that distance?")
def distance_instead_of_value(img):
    """The larger distance itself, max(x, 255 - x)."""
    return np.maximum(img, 255.0 - np.asarray(img))


@mistake(
    "middle_moved_up", hint="Try the values next to the middle of the range, one below it and one above it: what becomes of each?"
)
def middle_moved_up(img):
    """128 still gets 255: the comparison includes it."""
    return np.where(np.asarray(img) <= 128, 255.0, 0.0)


@mistake(
    "middle_moved_down",
    hint="Try the values next to the middle of the range, one below it and one above it: what becomes of each?",
)
def middle_moved_down(img):
    """127 gets 0 already."""
    return np.where(np.asarray(img) < 127, 255.0, 0.0)


@mistake(
    "threshold_at_the_mean",
    hint="From which middle are dark and bright told apart: that of the range, or that of this image?",
)
def threshold_at_the_mean(img):
    """The image's own mean separates dark from bright."""
    return np.where(img < np.mean(img), 255.0, 0.0)


@mistake(
    "threshold_at_the_median",
    hint="From which middle are dark and bright told apart: that of the range, or that of this image?",
)
def threshold_at_the_median(img):
    """The image's own median separates dark from bright."""
    return np.where(img < np.median(img), 255.0, 0.0)


@mistake(
    "threshold_at_one_half",
    hint="In which range are the image's values? Take a dark pixel and follow it through.",
)
def threshold_at_one_half(img):
    """The image is taken to lie in 0..1: nearly everything counts as bright."""
    return np.where(np.asarray(img) < 0.5, 255.0, 0.0)


@mistake("pixel_decides_as_a_whole", hint="A pure red pixel: is its red value dark or bright, and its blue value?")
def pixel_decides_as_a_whole(img):
    """The mean of the three channels decides for all of them."""
    return farther(np.repeat(np.asarray(img).mean(axis=2, keepdims=True), 3, axis=2))


@mistake("brightness_of_the_eye", hint="A pure red pixel: is its red value dark or bright, and its blue value?")
def brightness_of_the_eye(img):
    """The weighted grey value of OpenCV decides for all three channels."""
    return farther(np.repeat((np.asarray(img) @ [0.299, 0.587, 0.114])[:, :, None], 3, axis=2))


@mistake("image_decides_as_a_whole", hint="Does every value decide for itself in your baseline?")
def image_decides_as_a_whole(img):
    """The whole image becomes black or white."""
    return np.full(img.shape, 255.0 if np.mean(img) < 127.5 else 0.0)


@mistake("always_white", hint="What is the farthest value from a pixel that is already bright?")
def always_white(img):
    """255 everywhere."""
    return np.full(img.shape, 255.0)


@mistake("always_black", hint="What is the farthest value from a pixel that is already dark?")
def always_black(img):
    """0 everywhere."""
    return np.zeros(img.shape)


@mistake("in_0_to_1", hint="A baseline is an image like the others. Which range do they have?")
def in_0_to_1(img):
    """0 and 1 instead of 0 and 255."""
    return farther(img) / 255


@mistake("minus_one_and_one", hint="Which are the ends of the range that an image has?")
def minus_one_and_one(img):
    """-1 and 1 instead of 0 and 255."""
    return farther(img) / 127.5 - 1


@mistake("up_to_256", hint="What is the largest value that an image in eight bits holds?")
def up_to_256(img):
    """256 instead of 255."""
    return farther(img) / 255 * 256


@mistake("one_map_for_all_channels", hint="A baseline has the shape of the image. Has yours?")
def one_map_for_all_channels(img):
    """(H, W): the channels are averaged first."""
    return farther(np.asarray(img).mean(axis=2))


@mistake("channels_reversed", hint="Which colour stands first in your baseline, and which in the image?")
def channels_reversed(img):
    """BGR comes back."""
    return farther(img)[:, :, ::-1].copy()


@mistake("channels_first", hint="A baseline has the shape of the image. Has yours?")
def channels_first(img):
    """(3, H, W)."""
    return farther(img).transpose(2, 0, 1).copy()


@mistake(
    "threshold_at_each_channels_mean",
    hint="From which middle are dark and bright told apart: that of the range, or that of this channel?",
)
def threshold_at_each_channels_mean(img):
    """Each channel's own mean separates dark from bright."""
    return np.where(img < np.mean(img, axis=(0, 1)), 255.0, 0.0)


@mistake("image_changed_in_place", hint="Show the image after the call. Is it still what it was?")
def image_changed_in_place(img):
    """The baseline is right, and written into the caller's image."""
    img[:] = farther(img)
    return img


@mistake("ends_of_the_images_range", hint="Between which two values may a pixel lie: those of any image, or those of this one?")
def ends_of_the_images_range(img):
    """The farther of the image's own smallest and largest value."""
    low, high = np.min(img), np.max(img)
    return np.where(img - low > high - img, low, high)


@mistake("red_decides_alone", hint="A baseline has the shape of the image. Has yours, and what about green and blue?")
def red_decides_alone(img):
    """(H, W): the red channel alone."""
    return farther(np.asarray(img)[:, :, 0])


@mistake("half_the_range_away", hint="Is there a value that lies farther from 100 than the one that you give it?")
def half_the_range_away(img):
    """Every value is moved by half the range, as on a wheel."""
    return (np.asarray(img) + 128) % 256


@mistake("bounds_left_out", hint="How far is your value from the pixel, and is there any room left beyond it?")
def bounds_left_out(img):
    """1 and 254 instead of 0 and 255."""
    return np.clip(farther(img), 1, 254)


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(img):
    """None comes back: the result is computed, or printed, and not returned."""
