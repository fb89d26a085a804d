"""What there is to say of a case of this course."""


def described(recipe: dict) -> str:
    """Describes what a case shows the function, not what it expects."""
    repeats = f", {recipe['repeats']} repeats" if "repeats" in recipe else ""
    return f"On {recipe['number']} points{repeats}"


def lengths(recipe: dict) -> set[int]:
    """The whole numbers that an answer may have as the length of an axis."""
    return {1, 2, recipe["number"], recipe.get("repeats", 1)}
