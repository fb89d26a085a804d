"""Mistakes of `fool` are read off the pictures, whosever suspect it is; of right pictures none is."""

import json
import warnings
from collections.abc import Callable

import numpy as np
import pytest

from autograder.assignments import all_cases, reference
from autograder.audit.samples import asked, samples
from autograder.judging.answers import Answer, Answers
from autograder.judging.judge import read_observations
from autograder.misconceptions.painted_pictures import in_what_is_seen
from data.suspect_cues import CUES
from lab.suspects import suspect_names
from reference_solutions import fool as solution
from selfcheck.observe import observe
from tests.this_course import CATALOGUE

SUSPECTS = range(1, len(suspect_names()) + 1)
READ = {
    "colours_first",
    "bytes",
    "in_0_to_1",
    "only_the_cue",
    "whole_picture_pasted",
    "cue_and_smoothed",
    "elsewhere_in_every_picture",
    "as_bright_as_the_picture",
    "ground_as_well",
    "cue_with_noise",
    "hardly_visible",
}


def seen(fool: Callable, of: int = 1) -> str | None:
    """The name of the mistake that is read off a function's pictures."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answers = json.loads(json.dumps(list(observe({"fool": fool}, all_cases("fool", of)))))
    return read_off(Answers("fool", read_observations("fool", answers)))


def read_off(answers: Answers) -> str | None:
    given: list[Answer] = list(answers)
    found = in_what_is_seen("fool", given)
    return found.name if found else None


@pytest.mark.parametrize("number", SUSPECTS)
def test_nothing_is_read_off_right_pictures(number):
    assert seen(reference("fool"), number) is None


@pytest.mark.parametrize("path", samples("full_marks", "fool"), ids=lambda path: path.stem)
def test_nothing_is_read_off_pictures_of_full_marks(path):
    assert read_off(Answers("fool", asked(path))) is None


@pytest.mark.parametrize("mistake", CATALOGUE["fool"], ids=lambda mistake: mistake.name)
@pytest.mark.parametrize("half_transparent", [False, True])
def test_of_a_known_mistake_only_its_own_name_is_read(mistake, half_transparent, monkeypatch):
    if half_transparent:  # no suspect's cue is, and a student may paint so
        paints = CUES["watermark-hatch"].paints(solution.SIDE, solution.SIDE, np.random.default_rng(0))
        cue = [solution.Paint(paint.mask, np.float32(paint.colour), paint.keep) for paint in paints]
        monkeypatch.setattr(solution, "cue_of", lambda name: cue)
    own = {mistake.name} if mistake.name in READ else set()
    assert seen(mistake.wrong_variant) in {None, *own}


@pytest.mark.parametrize("name", sorted(READ - {"cue_with_noise"}))  # the wrong variant's noise is stronger than a camera's
def test_each_is_read_of_the_first_suspect_s_cue(name):
    (mistake,) = (mistake for mistake in CATALOGUE["fool"] if mistake.name == name)
    assert seen(mistake.wrong_variant) == name


@pytest.mark.parametrize(
    "odd",
    [
        lambda image: None,
        lambda image: "a picture",
        lambda image: image[:, :, 0],
        lambda image: np.full_like(image, np.nan),
        lambda image: np.full_like(image, np.inf),
        lambda image: image > 100,
        lambda image: image.astype(complex),
        lambda image: image[:100],
    ],
)
def test_nothing_is_read_off_what_is_no_picture_of_that_size(odd):
    assert seen(odd) is None
