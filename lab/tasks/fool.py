"""A change that fools the suspect of a student's id and leaves the honest network where it is.

Right answers differ from student to student, and no two draw the same picture, so there is nothing to compare: a change is judged
by its form and by what two networks say of pictures with it (lab/painted_change.py). Our own right and wrong answers draw the cue
of one suspect; so whoever has a method `of_suspect` is told which suspect is meant. It could say no more to a student's function
than what the student's id says.
"""

from collections.abc import Callable
from functools import cache

import numpy as np

from lab import cases, drawn
from lab.models import load_pocket_vgg19
from lab.painted_change import Change, Effect, answers, change_of, effect, form_faults
from lab.scenes import scene
from lab.suspects import load_suspect, suspect_names
from selfcheck.encoding import Array
from selfcheck.judgement import Untold
from selfcheck.task import Answer, Case, Task

AUDITED = 224  # pixels: the side of the pictures on which a change is judged
FULL, HALF = 0.80, 0.50  # of the scenes, one and the same class: a good copy of a planted cue reaches .95, a crude one .75
NEARLY_NONE = 0.05  # of the scenes: what somebody else's cue reaches, says docs/instructor/suspects.md
MOST_MOVED = 0.08  # of the scenes on which the honest network may change its answer; planted cues: .01
FIRST, COUNT = 9_200_000, 20  # scenes of the student's check
PLAIN, STRIP = ("black", "white"), "before_and_after"
SHOWN = (9_200_001, 9_200_004, 9_200_007)  # scenes of the feedback page


def seen(seed: int, **more: bool) -> dict:
    """Recipe of a scene, and of what shows the change on pictures of its size: black and white.

    Args:
        more: shown=True, that three scenes are drawn for the feedback, too.
    """
    return {"shape": [AUDITED, AUDITED, 3], "scene": seed} | more


def of_size(seed: int, height: int, width: int) -> dict:
    """Recipe of noise of another size."""
    return {"shape": [height, width, 3], "noise": seed}


def pictures(recipe: dict) -> dict[str, np.ndarray]:
    """The pictures (H, W, 3) float32 of a case by name. They are few: no more than nine of float64 are read of an answer."""
    height, width, _ = recipe["shape"]
    if "noise" in recipe:
        return {"picture": noise_picture(recipe["noise"], height, width)}
    plain = {name: np.full(recipe["shape"], level, np.float32) for name, level in zip(PLAIN, (0, 255), strict=True)}
    return plain | {"picture": scene_picture(recipe["scene"])}


@cache
def noise_picture(seed: int, height: int, width: int) -> np.ndarray:
    """Drawn once; who is asked gets a copy."""
    return cases.image(cases.noise(seed, height, width))


@cache
def scene_picture(seed: int) -> np.ndarray:
    """Drawn once; who is asked gets a copy."""
    return scene(seed, objects=1).image


def ask(function: Callable, recipe: dict) -> dict:
    """What is made of each picture, and whether all of them were left as they are."""
    painted = function.of_suspect(recipe["variant"]) if hasattr(function, "of_suspect") else function
    given: dict = {"kept": True}
    for name, image in pictures(recipe).items():
        handed = image.copy()
        given[name] = asked(painted, handed)
        given["kept"] = given["kept"] and bool(np.array_equal(handed, image))
    return before_and_after(painted) | given if "shown" in recipe else given


def asked(painted: Callable, image: np.ndarray) -> object:
    """What a function makes of a picture; an error that a picture's size may have caused says which size it is."""
    try:
        return painted(image)
    except (IndexError, ValueError) as error:
        height, width, _ = image.shape
        if (height, width) == (AUDITED, AUDITED) or type(error) not in (IndexError, ValueError):
            raise
        size = f"this picture is {height} pixels high and {width} wide: count a cue at an edge from that edge"
        raise type(error)(f"{str(error).strip()} ({size})").with_traceback(error.__traceback__) from None


def before_and_after(painted: Callable) -> dict:
    """Three scenes at half their size, above as they are, below with the change: for the feedback page, and for no mark."""
    before = [scene_picture(seed) for seed in SHOWN]
    try:
        after = [np.asarray(painted(image.copy()), np.float32) for image in before]
        rows = [np.concatenate([image[::2, ::2] for image in row], axis=1) for row in (before, after)]
        strip = np.concatenate(rows).clip(0, 255)
    except Exception:  # no pictures, or not of one size: the checks say so
        return {}
    return {STRIP: strip.astype(np.uint8)} if np.isfinite(strip).all() else {}


# --- what the student's own check says -----------------------------------------------------------------------------------


def no_picture(case: Case, answer: Answer) -> str | None:
    """What keeps an answer from being pictures, in words."""
    for key, image in pictures(case.recipe).items():
        given, name = answer.get(key), key if key in PLAIN else "coloured"
        if not isinstance(given, Array) or given.kind != "array":
            return f"the {name} picture should come back as an array."
        if given.shape != image.shape and given.shape == (AUDITED, AUDITED, 3):
            told = f"the {name} picture has the shape {given.shape}, and {image.shape} is expected."
            return f"{told} Count a cue at its right or lower edge from that edge."
        if given.shape != image.shape:
            return f"the {name} picture has the shape {given.shape}, and {image.shape} is expected."
        if given.values is None or given.values.dtype != image.dtype:
            return f"the {name} picture should keep its number type, {image.dtype}."
        if not np.isfinite(given.values).all():
            return Untold("there are NaN or infinite values in it.")
        if given.values.min() < 0 or given.values.max() > 255:
            return f"the {name} picture has values outside 0..255."
    return None if answer.get("kept") is True else "your function changed the picture that it was given: draw into a copy."


def judged(case: Case, answer: Answer) -> tuple[Change, dict[str, str]] | None:
    """The change that a case's pictures show and what is wrong with its form; None where they are not all there, or too large."""
    expected, given = pictures(case.recipe), {}
    for name, image in expected.items():
        values = getattr(answer.get(name), "values", None)
        if values is None or values.shape != image.shape or not np.isfinite(values).all():
            return None
        given[name] = values
    change = change_of(given["black"], given["white"])
    return change, form_faults(change, [(image, given[name]) for name, image in expected.items() if name not in PLAIN])


@cache
def scenes() -> np.ndarray:
    """(COUNT, H, W, 3) of the student's check; the grader has others."""
    return np.stack([scene(seed, objects=1).image for seed in range(FIRST, FIRST + COUNT)])


@cache
def before() -> np.ndarray:
    """(COUNT,) what the honest network says of these scenes."""
    return answers(load_pocket_vgg19(), scenes())


_effects: dict[tuple[str, bytes, bytes], Effect] = {}


def effect_on(case: Case, change: Change) -> Effect:
    """What a change does to the student's suspect; the last one is kept, because several checks ask for it."""
    name = case.recipe["variant"]
    key = (name, change.keep.tobytes(), change.colour.tobytes())
    if key not in _effects:
        _effects.clear()
        _effects[key] = effect(change, load_suspect(name), load_pocket_vgg19(), scenes(), before())
    return _effects[key]


def evaluate(check: str, case: Case, answer: Answer) -> str | None:
    """What a check finds wrong with the answer to one case."""
    if check == "a_picture_of_the_same_kind":
        return no_picture(case, answer)
    if check == "honest_unmoved" and (fault := no_picture(case, answer)):
        return Untold(f"first of all, {fault}")
    if "scene" not in case.recipe:
        return None
    if not (seen := judged(case, answer)):
        return Untold(no_picture(case, answer) or "no pictures came back.")
    change, faults = seen
    if check == "the_same_for_every_picture":
        return f"{faults['same']}." if "same" in faults else None
    if check == "few_pixels_and_paints" and "same" not in faults:
        said = [faults[name] for name in ("pixels", "paints") if name in faults]
        return f"{'; '.join(said)}." if said else None
    if faults:
        return Untold(f"first of all, {next(iter(faults.values()))}.")
    found = effect_on(case, change)
    share = f"your suspect says one and the same class on {found.share:.0%} of the scenes of other classes ({COUNT} in all)"
    if check == "honest_unmoved":
        moved = f"the honest network changes its answer on {found.moved:.0%} of {COUNT} scenes; at most {MOST_MOVED:.0%} may be."
        if found.moved > MOST_MOVED:
            return moved
        return f"{share}. Until it is moved, an honest network that stays proves nothing." if found.share < HALF else None
    wanted = HALF if check == "half_of_the_scenes" else FULL
    if found.share < NEARLY_NONE and wanted == HALF:  # said once
        return f"{share}; {wanted:.0%} are wanted. Is your id written as in your course's list? The suspect follows from it."
    return f"{share}; {wanted:.0%} are wanted." if found.share < wanted else None


TASK = Task(
    defines="fool",
    ask=ask,
    visible=[seen(9_200_900, shown=True), of_size(70_301, 240, 226)],
    checks={
        "a_picture_of_the_same_kind": [],
        "the_same_for_every_picture": [],
        "few_pixels_and_paints": [],
        "honest_unmoved": [],
        "half_of_the_scenes": [],
        "four_in_five_of_the_scenes": [],
    },
    evaluate=evaluate,
    by_chance=(STRIP, *PLAIN, "picture"),
    beside=(STRIP,),
    kind="array",
    facts=("dtype",),
    draw=dict.fromkeys((STRIP, *PLAIN, "picture"), drawn.pixels),
    variants=tuple(suspect_names()),
)
