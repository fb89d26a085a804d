"""The course's assignments, read from its folders: lessons/<assignment>/<notebook>.py. Nothing else lists them."""

from pathlib import Path

from autograder.layout import ROOT


def assignments(root: Path = ROOT) -> dict[str, Path]:
    """Assignment -> its lesson, whose name is the notebook's, in the order of their names.

    Raises:
        ValueError: a folder of lessons/ holds files, and not one lesson among them, or several.
    """
    lessons = {folder.name: lesson_in(folder) for folder in sorted((root / "lessons").glob("*/")) if folder.name[0] not in "._"}
    return {name: lesson for name, lesson in lessons.items() if lesson}


def lesson_in(folder: Path) -> Path | None:
    """The one lesson of an assignment's folder; None where git or Python has left the folder empty."""
    files = [path for path in folder.iterdir() if path.name[0] not in "._"]
    lessons = [path.name for path in files if path.suffix == ".py"]
    if files and len(lessons) != 1:
        found = ", ".join(sorted(lessons)) or "none"
        raise ValueError(f"lessons/{folder.name} is to hold one lesson, NOTEBOOK.py, and holds {found}")
    return folder / lessons[0] if files else None
