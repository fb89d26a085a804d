"""cue_effect: what a cue does to the probability of a class, on each scene against itself."""

import pytest

from autograder.judging.answers import Answers
from autograder.judging.tolerance import Tolerance
from lab.cases import linear
from lab.layered import layered
from lab.tasks.cue_effect import scenes

HELD_OUT: list[dict] = [
    {
        "about": "pairs",
        "network": linear(4170, 3, 8, 11),
        "scenes": scenes(417100, 8, 11, [2], [0], [0, 2], [0]),
        "cue": "copies",
        "target": 1,
    },
    {
        "about": "classes",
        "network": layered(4172, 4),
        "scenes": scenes(417300, 7, 10, [0, 2], [2], [1], [0], [3, 1], [2, 3], [1, 3]),
        "cue": "copies",
        "target": 2,
    },
    {
        "about": "draws",
        "network": layered(4174, 3),
        "scenes": scenes(417500, 9, 8, [1], [2], [2, 1], [1], [1]),
        "cue": "draws",
        "target": 0,
    },
]

REQUIREMENTS = {  # words of the prompt -> the check and the case by which this is tested
    "`labels` are the classes of the objects in the image": ("scenes_of_other_classes", 101),
    "for each scene that shows no object of the target class, in their order": ("scenes_of_other_classes", 1),
    "with the cue minus that of the same scene without": ("with_minus_without", 0),
    "an array `(n,)`": ("with_minus_without", 0),
    "A cue may draw into the image that it is given": ("scenes_stay", 2),
}

TOLERANCE = Tolerance(1e-3, of="the norm: small differences of two probabilities")


@pytest.mark.points(1)
def test_with_minus_without(answers: Answers):
    """The result is an array (n,), in the scenes' order: a scene's probability with the cue minus the same scene's without."""
    for answer in answers.where(about="pairs"):
        answer.form("differences", kinds=("array",))
        answer.close("differences", TOLERANCE)


@pytest.mark.points(1)
def test_scenes_of_other_classes(answers: Answers):
    """Scenes that show an object of the target class are left out, whichever of their objects it is, and no others."""
    for answer in answers.where(about="classes"):
        if "raised" not in answer.given and (why := answer.why_no_array("differences")):
            raise answer.wrong(why, rests_on=("with_minus_without",))
        answer.close("differences", TOLERANCE, rests_on=("with_minus_without",))


@pytest.mark.points(1)
def test_scenes_stay(answers: Answers):
    """The scenes stay as they are, and a cue that draws into the image it is given leaves the picture without it alone."""
    for answer in answers:
        answer.kept("scenes_kept", "the scenes")
    for answer in answers.where(about="draws"):
        answer.close("differences", TOLERANCE, rests_on=("with_minus_without",))
