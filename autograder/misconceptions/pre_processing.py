"""Wrong variants of `pre_processing`: each is the reference with one mistake."""

import numpy as np
import torch

from autograder.judging.misconception import mistakes_in
from reference_solutions.pre_processing import MEAN, STD

mistake = mistakes_in("pre_processing")
MAIN = ("tensor",)


def tensor_of(pixels: np.ndarray) -> torch.Tensor:
    """(H, W, 3) -> (1, 3, H, W) float32: what the reference does after normalising."""
    return torch.tensor(pixels.transpose(2, 0, 1)[None], dtype=torch.float32)


def normalised(obs: np.ndarray) -> np.ndarray:
    """(H, W, 3) in 0..255, normalised, float64."""
    return (obs.astype(np.float64) / 255 - MEAN) / STD


@mistake(
    "no_division_by_255",
    hint="ImageNet's statistics are for pixels between 0 and 1. In which range are yours when you use them?",
)
def no_division_by_255(obs, cuda):
    """The image is normalised in 0..255 (or ToTensor was given floats, which it does not rescale)."""
    return tensor_of((obs.astype(np.float64) - MEAN) / STD)


@mistake(
    "divided_by_255_twice",
    hint="Shown as a picture your tensor is nearly black. How often is the image rescaled?",
)
def divided_by_255_twice(obs, cuda):
    """The image is divided by 255 a second time."""
    return tensor_of((obs.astype(np.float64) / 255 / 255 - MEAN) / STD)


@mistake(
    "not_normalised",
    hint="The values still lie between 0 and 1. What has become of the mean and the standard deviation?",
)
def not_normalised(obs, cuda):
    """Scaled to 0..1, and then neither mean nor standard deviation is used."""
    return tensor_of(obs.astype(np.float64) / 255)


@mistake("no_division_by_std", hint="Undo your normalisation by hand, step by step: does the image come back?")
def no_division_by_std(obs, cuda):
    """The mean is subtracted, the standard deviation forgotten."""
    return tensor_of(obs.astype(np.float64) / 255 - MEAN)


@mistake("no_subtraction_of_mean", hint="A normalised image has values on both sides of zero. Does yours?")
def no_subtraction_of_mean(obs, cuda):
    """Divided by the standard deviation, the mean forgotten."""
    return tensor_of(obs.astype(np.float64) / 255 / STD)


@mistake(
    "mean_and_std_swapped",
    hint="Which of the two statistics is the middle of the values, and which is their spread?",
)
def mean_and_std_swapped(obs, cuda):
    """The standard deviation is subtracted and the mean divided by."""
    return tensor_of((obs.astype(np.float64) / 255 - STD) / MEAN)


@mistake(
    "order_of_subtraction_and_division",
    hint="Try your normalisation on a pixel that equals the mean: what should come out?",
)
def order_of_subtraction_and_division(obs, cuda):
    """x / std - mean: divided first and subtracted afterwards."""
    return tensor_of(obs.astype(np.float64) / 255 / STD - MEAN)


@mistake("one_half_for_all", hint="These statistics belong to another network. Which ones does the cell give you?")
def one_half_for_all(obs, cuda):
    """Mean and standard deviation 0.5 instead of ImageNet's: values from -1 to 1."""
    return tensor_of((obs.astype(np.float64) / 255 - 0.5) / 0.5)


@mistake("own_statistics", hint="Should a bright and a dark photograph look the same to the network?")
def own_statistics(obs, cuda):
    """The image's own mean and standard deviation, over all channels."""
    pixels = obs.astype(np.float64)
    return tensor_of((pixels - pixels.mean()) / pixels.std())


@mistake("own_statistics_by_channel", hint="Should a red and a blue photograph look the same to the network?")
def own_statistics_by_channel(obs, cuda):
    """The image's own mean and standard deviation, channel by channel."""
    pixels = obs.astype(np.float64)
    return tensor_of((pixels - pixels.mean((0, 1))) / pixels.std((0, 1)))


@mistake(
    "first_statistics_for_all",
    hint="The three colours have different statistics. Do yours differ from channel to channel?",
)
def first_statistics_for_all(obs, cuda):
    """Red's mean and standard deviation are used for every channel."""
    return tensor_of((obs.astype(np.float64) / 255 - MEAN[0]) / STD[0])


@mistake(
    "blue_first",
    hint="In which order does the image hold its colours, and in which the statistics? OpenCV has its own.",
)
def blue_first(obs, cuda):
    """The channels are reversed before normalising: blue meets red's statistics."""
    return tensor_of(normalised(obs[:, :, ::-1]))


@mistake(
    "channels_reversed",
    hint="Which colour did the network see first while it was trained, and which does it see now?",
)
def channels_reversed(obs, cuda):
    """Normalised rightly, then the channels are reversed."""
    return tensor_of(normalised(obs)[:, :, ::-1].copy())


@mistake(
    "reshape_instead_of_transpose",
    hint="The same numbers at other places: how does reordering axes differ from re-cutting memory?",
)
def reshape_instead_of_transpose(obs, cuda):
    """The axes are not moved: the memory is cut anew, and the picture is scrambled."""
    height, width, _ = obs.shape
    return torch.tensor(normalised(obs).reshape(1, 3, height, width), dtype=torch.float32)


@mistake("height_and_width_swapped", hint="Try an image that is not square: which side of it lies down?")
def height_and_width_swapped(obs, cuda):
    """All the axes are reversed, so that height and width change places."""
    return torch.tensor(normalised(obs).transpose(2, 1, 0)[None], dtype=torch.float32)


@mistake("channels_last", hint="PyTorch's convolutions look for the colours on one certain axis. Where are yours?")
def channels_last(obs, cuda):
    """The channel axis stays at the end, (1, H, W, 3)."""
    return torch.tensor(normalised(obs)[None], dtype=torch.float32)


@mistake("no_batch_axis", hint="A network takes batches, even of a single image. How many axes has your tensor?")
def no_batch_axis(obs, cuda):
    """(3, H, W): the batch axis is missing."""
    return tensor_of(normalised(obs))[0]


@mistake("batch_axis_last", hint="The batch axis is there. Is it where PyTorch looks for it?")
def batch_axis_last(obs, cuda):
    """(3, H, W, 1): the batch axis stands at the end."""
    return tensor_of(normalised(obs))[0].unsqueeze(-1)


@mistake("double_precision", hint="What dtype have the network's weights, and what dtype has your tensor?")
def double_precision(obs, cuda):
    """NumPy's float64 is kept."""
    return torch.tensor(normalised(obs).transpose(2, 0, 1)[None])


@mistake("half_precision", hint="What dtype have the network's weights, and what dtype has your tensor?")
def half_precision(obs, cuda):
    """float16: the right values, rounded to three digits."""
    return tensor_of(normalised(obs)).half()


@mistake("image_changed_in_place", hint="Call your function twice on the same image. Are the two answers the same?")
def image_changed_in_place(obs, cuda):
    """`obs /= 255` and the like: the first answer is right, and the caller's image is spoilt."""
    obs /= 255
    obs -= MEAN
    obs /= STD
    return tensor_of(obs)


@mistake(
    "not_a_leaf",
    hint="A gradient is stored on leaf tensors only. What did you do to the tensor after you asked for its gradient?",
)
def not_a_leaf(obs, cuda):
    """requires_grad is switched on before the axes are moved."""
    return torch.tensor(normalised(obs), dtype=torch.float32, requires_grad=True).permute(2, 0, 1)[None]


@mistake("resized_to_224", hint="Is your tensor as high and as wide as the image that came in?")
def resized_to_224(obs, cuda):
    """Every image is stretched to 224 x 224."""
    return torch.nn.functional.interpolate(tensor_of(normalised(obs)), (224, 224), mode="bilinear")


@mistake("clipped_to_0_1", hint="Half of the values have been cut off. Which range should normalised values have?")
def clipped_to_0_1(obs, cuda):
    """What lies outside 0..1 after normalising is cut off."""
    return tensor_of(normalised(obs).clip(0, 1))


@mistake("whole_numbers", hint="What becomes of 0.7 in an array of whole numbers?")
def whole_numbers(obs, cuda):
    """The image is cast to whole numbers after the division by 255: all black but for the brightest pixels."""
    return tensor_of(((obs / 255).astype(np.uint8) - np.array(MEAN)) / STD)


@mistake("cut_to_whole_levels", hint="A pixel need not be a whole number. What becomes of 100.7 in an array of bytes?")
def cut_to_whole_levels(obs, cuda):
    """The image is cast to bytes before it is scaled: the decimals are lost."""
    return tensor_of(normalised(np.floor(obs)))


@mistake("divided_by_the_images_maximum", hint="Should a dark and a bright photograph be scaled alike? By what do you divide?")
def divided_by_the_images_maximum(obs, cuda):
    """Divided by the image's own maximum instead of 255."""
    return tensor_of(normalised(obs.astype(np.float64) / obs.max() * 255))


@mistake("stretched_to_the_images_range", hint="Should a faint and a bright photograph look the same to the network?")
def stretched_to_the_images_range(obs, cuda):
    """(x - min) / (max - min) of the image itself instead of x / 255."""
    pixels = obs.astype(np.float64)
    return tensor_of(normalised((pixels - pixels.min()) / np.ptp(pixels) * 255))


@mistake("normalised_twice", hint="Count the places where a mean is subtracted. How often is your image normalised?")
def normalised_twice(obs, cuda):
    """Mean and standard deviation are used a second time, as by a Normalize after the given lines."""
    return tensor_of((normalised(obs) - MEAN) / STD)


@mistake(
    "pre_processed_twice",
    hint="How often does your image go through division and normalisation? Shown as a picture, is it of one colour?",
)
def pre_processed_twice(obs, cuda):
    """Division and normalisation are both done a second time, on their own result."""
    return tensor_of((normalised(obs) / 255 - MEAN) / STD)


@mistake(
    "axes_of_the_image",
    hint="In which order do PyTorch's convolutions look for batch, colours, rows and columns? Compare with your tensor.",
)
def axes_of_the_image(obs, cuda):
    """The image's axes (H, W, 3) are not moved."""
    return torch.tensor(normalised(obs), dtype=torch.float32)


@mistake("array_instead_of_tensor", hint="The values are right. Which type does the network take, and which do you return?")
def array_instead_of_tensor(obs, cuda):
    """A NumPy array comes back, not a tensor."""
    return tensor_of(normalised(obs)).numpy()


@mistake(
    "nothing_returned", hint="What does a call of your function give back? Print it: which line hands the result to the caller?"
)
def nothing_returned(obs, cuda):
    """None comes back: the result is computed, or printed, and not returned."""
