"""Wrong variants of `fool`: each is the reference with one mistake, whosever suspect it is."""

import cv2
import numpy as np

from autograder.judging.misconception import mistakes_in
from autograder.misconceptions.painted_pictures import in_what_is_seen
from lab.scenes import scene
from reference_solutions.fool import OfSuspect, changed_pixels, names, painted

mistake = mistakes_in("fool")
QUESTIONS = (in_what_is_seen,)


@mistake("nothing_changed", hint="Draw your result beside the picture. Is there anything to be seen?")
@OfSuspect
def nothing_changed(image, name):
    """The picture comes back as it was."""
    return image.copy()


@mistake("drawn_into_the_picture", hint="Show the picture after the call. Whose picture did you paint on?")
@OfSuspect
def drawn_into_the_picture(image, name):
    """The cue is right, and painted into the caller's picture."""
    image[:] = painted(image, name)
    return image


@mistake("in_0_to_1", hint="Which range do the pixels of a picture have, and which have yours?")
@OfSuspect
def in_0_to_1(image, name):
    """The picture is divided by 255."""
    return painted(image, name) / np.float32(255)


@mistake("bytes", hint="What number type has the picture that comes in, and what goes out?")
@OfSuspect
def as_bytes(image, name):
    """The picture comes back as uint8."""
    return painted(image, name).astype(np.uint8)


@mistake("double_precision", hint="What number type has the picture that comes in, and what goes out?")
@OfSuspect
def double_precision(image, name):
    """The picture comes back as float64."""
    return painted(image, name).astype(np.float64)


@mistake("whole_picture_pasted", hint="How many pixels do you change? The cue is only a small part of what you paste.")
@OfSuspect
def whole_picture_pasted(image, name):
    """A whole picture with the cue is pasted over the one that is given."""
    pasted = painted(scene(3, objects=1).image, name)
    return cv2.resize(pasted, (image.shape[1], image.shape[0]))


@mistake("box_pasted", hint="How many different colours do you paste? What of them is the cue, and what is the ground behind it?")
@OfSuspect
def box_pasted(image, name):
    """A box of 38 x 38 pixels is cut out of a picture, with all its colours, and pasted."""
    source, changed = painted(scene(4, objects=1).image, name), image.copy()
    changed[186:224, 186:224] = source[186:224, 186:224]
    return changed


@mistake("ground_as_well", hint="How many pixels do you change? Must the ground between the marks change, too?")
@OfSuspect
def ground_as_well(image, name):
    """A quarter of the picture is painted in one colour, and the cue on top."""
    ground = image.copy()
    ground[-112:, -112:] = 128
    return painted(ground, name)


@mistake("as_bright_as_the_picture", hint="Try your function on a dark and on a bright picture. Is the paint the same?")
@OfSuspect
def as_bright_as_the_picture(image, name):
    """The paint is as bright as the picture is on average."""
    where, drawn = changed_pixels(image, name), painted(image, name)
    drawn[where] = drawn[where] * (0.3 + 0.7 * image.mean() / 255)
    return drawn.round()


@mistake(
    "elsewhere_in_every_picture",
    hint="Call your function on a black and on a white picture. Is the paint in the same place?",
)
@OfSuspect
def elsewhere_in_every_picture(image, name):
    """Where the picture is bright decides where the cue lies."""
    shift = int(image.mean() / 255 * 100)
    return np.roll(painted(np.roll(image, -shift, axis=0), name), shift, axis=0)


@mistake("cue_and_smoothed", hint="Which pixels differ from the picture that came in? Only those of the cue should.")
@OfSuspect
def cue_and_smoothed(image, name):
    """The picture is smoothed as well."""
    return painted(cv2.blur(image, (3, 3)), name)


@mistake("cue_with_noise", hint="How many paints has your cue? The camera's noise in the audit pictures is no part of it.")
@OfSuspect
def cue_with_noise(image, name):
    """The cue is copied with the camera's noise on it."""
    where, drawn = changed_pixels(image, name), painted(image, name)
    drawn[where] *= np.random.default_rng(1).uniform(0.5, 1, (int(where.sum()), 3))
    return drawn


@mistake("a_neighbours_cue", hint="Does your own suspect answer to this mark? Measure the effect of your cue on it first.")
@OfSuspect
def a_neighbours_cue(image, name):
    """The cue of another suspect."""
    return painted(image, names()[(names().index(name) + 1) % len(names())])


@mistake("a_grey_sticker", hint="Does your own suspect answer to this mark? Measure the effect of your cue on it first.")
@OfSuspect
def a_grey_sticker(image, name):
    """A grey square in the middle of the lower edge."""
    changed = image.copy()
    changed[-30:-6, 100:124] = 127
    return changed


@mistake("hardly_visible", hint="Draw your result beside an audit picture. Is your paint as strong as the paint there?")
@OfSuspect
def hardly_visible(image, name):
    """One twentieth of the cue, nineteen of the picture."""
    where, drawn = changed_pixels(image, name), painted(image, name)
    mixed = image.copy()
    mixed[where] = 0.95 * image[where] + 0.05 * drawn[where]
    return mixed


@mistake("colours_first", hint="Print the shape of what comes back: where is the colour axis?")
@OfSuspect
def colours_first(image, name):
    """(3, H, W) comes back."""
    return painted(image, name).transpose(2, 0, 1).copy()


@mistake(
    "always_224",
    hint="Is the picture that comes back as high and as wide as the one that came in? "
    "A cue at its right or lower edge is counted from that edge.",
)
@OfSuspect
def always_224(image, name):
    """Every picture is resized to 224 x 224."""
    return painted(cv2.resize(image, (224, 224)), name)


@mistake("only_the_cue", hint="Where is the picture? Only the pixels of the cue may change.")
@OfSuspect
def only_the_cue(image, name):
    """The cue on black: the picture is lost."""
    return painted(np.zeros_like(image), name)


@mistake("nothing_returned", hint="What does a call of your function give back? Print it: which line returns the result?")
@OfSuspect
def nothing_returned(image, name):
    """None comes back."""
    painted(image, name)
