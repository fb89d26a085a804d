"""What there is to say of a case of this course: in words, which whole numbers it has, how far right answers to it lie apart."""

from typing import Any

NETWORK_WORDS = {  # others are called by their kind
    "pocket": "the pocket VGG19",
    "scaled_vgg": "a small VGG",
    "layered": "a small network of layers",
    "without_relu": "a network without a ReLU",
    "relu_twice": "a network that uses one ReLU twice",
}
NETWORK_CLASSES = {"pocket": 1000, "polynomial": 2, "drifting": 3}  # of networks whose recipe does not say it
DEEP_TOLERANCES = {"pocket": 2e-2}  # of the norm: on so many layers a ReLU may flip in float32


def described(recipe: dict) -> str:
    """Describes what a case shows the function, not what it expects."""
    words = []
    for name in ("image", "images", "batch", "shape", "map", "differences", "scenes"):
        if name in recipe:
            words.append(sized(recipe[name]))
    if "network" in recipe:
        kind = recipe["network"]["network"]
        words.append(NETWORK_WORDS.get(kind, f"a {kind} network"))
    for name in ("target", "steps", "sigma", "trials", "blocks", "window", "step", "confidence"):
        if name in recipe:
            words.append(f"{name} {recipe[name]}")
    return "On " + ", ".join(words)


def sized(recipe: Any) -> str:
    """Describes the size of what a recipe makes."""
    if isinstance(recipe, list) and recipe and isinstance(recipe[0], dict):
        return f"{len(recipe)} images" if len(recipe) > 1 else sized(recipe[0])
    if isinstance(recipe, list):
        return "an array of shape " + " x ".join(map(str, recipe))
    if "whole_levels" in recipe:
        return sized(recipe["whole_levels"])
    if "pixels" in recipe:
        return f"an image of {len(recipe['pixels'])} x {len(recipe['pixels'][0])}"
    if "crop" in recipe:
        return f"an image of {recipe['crop'][2]} x {recipe['crop'][3]}"
    return f"an image of {recipe['size'][0]} x {recipe['size'][1]}" if "size" in recipe else sized(recipe["shape"])


def lengths(recipe: dict) -> set[int]:
    """The whole numbers that an answer to this case may have as the length of an axis, beside those of the right answer."""
    found = {1, 3} | {recipe[name] for name in ("steps", "trials") if name in recipe}
    for name in ("batch", "image", "baseline"):
        part = recipe.get(name)
        found |= set(part.get("size") or part.get("shape") or ()) if isinstance(part, dict) else set()
    return found | set(recipe.get("shape", ())) | {len(recipe.get("images", ()))}


def classes(recipe: dict) -> int:
    """How many classes a case's network has; 0 without one."""
    network = recipe.get("network", {})
    return network.get("classes", NETWORK_CLASSES.get(network.get("network"), 0))


def tolerance(recipe: dict) -> float | None:
    """How far right answers to a case lie apart, as a fraction of their norm; None where that is nothing special."""
    return DEEP_TOLERANCES.get(recipe.get("network", {}).get("network"))
