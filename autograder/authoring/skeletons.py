"""Writes skeletons of a course, an assignment and a task, which work at once: from the files in templates/.

A template's path is where its file goes in a course. Names in capitals, in paths and in texts, are replaced.
"""

import builtins
import keyword
import re
from collections.abc import Mapping
from pathlib import Path

from autograder.assignments import assignments, tasks_of
from autograder.course_toml import MISCONCEPTIONS, RUBRIC, folder_of
from autograder.layout import OF_THE_ENGINE
from autograder.notebooks.cells import GIVEN, OWN, TEST

TEMPLATES = Path(__file__).parent / "templates"
ENDING = ".in"  # of a template, which is no Python before its names are replaced
FIRST_ASSIGNMENT, FIRST_TASK = "week1", "centred"  # of a new course
IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
OF_WINDOWS = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
OF_NOTEBOOKS = {"check", "lab", "np", *OF_THE_ENGINE}  # names that a notebook has before its tasks begin
OF_REFERENCES = {"cells", "written", "conditions"}  # what else stands in reference_solutions/
AT_ITS_TOP = {RUBRIC: RUBRIC, MISCONCEPTIONS: MISCONCEPTIONS}  # where a new course keeps them


def new_course(directory: Path) -> list[Path]:
    """Writes a course with one assignment, and in it one task, into a directory that is new or empty.

    Returns:
        the files that were written.
    Raises:
        FileExistsError: there is something in the directory.
        NotADirectoryError: it is a file.
    """
    if directory.exists() and not directory.is_dir():
        raise NotADirectoryError(f"{directory} is a file; name a directory that is new or empty")
    if directory.is_dir() and (there := sorted(path.name for path in directory.iterdir() if path.name != ".git")):
        raise FileExistsError(f"{directory} is not empty: there is {', '.join(there[:3])}; name a directory that is new or empty")
    name = directory.resolve().name
    words = re.sub(r"\W", "_", name, flags=re.ASCII)
    written = write("course", directory, {"COURSE_ID": f'"{words}"', "COURSE_TITLE": words.replace("_", " ").capitalize()})
    lesson, *_ = write("assignment", directory, {"ASSIGNMENT_NAME": FIRST_ASSIGNMENT})
    written += write("task", directory, {"TASK_NAME": FIRST_TASK})
    append(lesson, cells_of(FIRST_TASK))
    return [*written, lesson]


def new_assignment(root: Path, name: str) -> Path:
    """Writes the lesson of an assignment that has no task yet.

    Returns:
        the lesson.
    Raises:
        ValueError: an assignment cannot be called so.
        FileExistsError: there is something of this name.
    """
    refuse_name(name, "an assignment")
    taken = {path.name.lower() for path in (root / "lessons").iterdir()}
    if name.lower() in taken:
        raise FileExistsError(f"{root / 'lessons' / name} is there already; the assignments are {', '.join(assignments(root))}")
    return write("assignment", root, {"ASSIGNMENT_NAME": name})[0]


def new_task(root: Path, name: str, assignment: str | None = None) -> list[Path]:
    """Writes the five files of a task, and appends its cells to an assignment's lesson where one is named.

    Returns:
        the five files, and the lesson.
    Raises:
        ValueError: a task cannot be called so, or there is no such assignment.
        FileExistsError: one of the files is there already, or a lesson asks for a task of this name.
    """
    refuse_name(name, "a task")
    lessons = assignments(root)
    if assignment is not None and assignment not in lessons:
        raise ValueError(f"there is no assignment called {assignment}; there are {', '.join(lessons) or 'none'}")
    asked = next((other for other in lessons if name in tasks_of(other, root)), None)
    if asked:
        raise FileExistsError(f'the lesson of {asked} has a cell test="{name}" already; choose another name')
    refuse_taken(root, name)
    written = write("task", root, {"TASK_NAME": name}, own_folders(root))
    if assignment is None:
        return written
    append(lessons[assignment], cells_of(name))
    return [*written, lessons[assignment]]


def cells_of(task: str) -> str:
    """The prompt and the two cells of a task, as they stand in a lesson."""
    return replaced((TEMPLATES / f"cells.py{ENDING}").read_text(encoding="utf-8"), {"TASK_NAME": task})


# --- names -----------------------------------------------------------------------------------------------------------


def refuse_name(name: str, what: str) -> None:
    """Raises ValueError where something cannot be called so."""
    if not IDENTIFIER.fullmatch(name):
        raise ValueError(f"{what} cannot be called {name!r}: letters from a to z, digits and _ are expected, a letter first")
    if name.startswith((TEST, GIVEN, OWN)):
        raise ValueError(f"{what} cannot be called {name}: what begins with {TEST}, {GIVEN} or {OWN} is the name of another cell")
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or hasattr(builtins, name):
        raise ValueError(f"{what} cannot be called {name}: that is a name of Python's own")
    for names, whose in (
        (OF_NOTEBOOKS, "notebooks have that name before their tasks begin"),
        (OF_REFERENCES, "something else is called so in reference_solutions/"),
        (OF_WINDOWS, "Windows keeps that name for itself"),
    ):
        if name.lower() in names:
            raise ValueError(f"{what} cannot be called {name}: {whose}")


def refuse_taken(root: Path, task: str) -> None:
    """Raises FileExistsError where a task, a written question, a figure or a folder has this name, in any case of letters."""
    files = [target_of(path, {"TASK_NAME": task}, own_folders(root)) for path in templates("task")]
    beside = [Path("reference_solutions", "written", f"{task}.md"), Path("reference_solutions", task)]
    for file in [*files, *beside]:
        folder = root / file.parent
        there = [path for path in folder.glob("*") if path.name.lower() == file.name.lower()]
        if there:
            raise FileExistsError(f"{there[0].relative_to(root)} is there already; choose another name, nothing was written")


def own_folders(root: Path) -> dict[str, str]:
    """Where a course keeps its rubric and its misconceptions."""
    return {what: folder_of(what, root) for what in AT_ITS_TOP}


# --- templates -------------------------------------------------------------------------------------------------------


def templates(kind: str) -> list[Path]:
    """The templates of a course, an assignment or a task, by their paths in it."""
    return sorted(path.relative_to(TEMPLATES / kind) for path in (TEMPLATES / kind).rglob(f"*{ENDING}"))


def target_of(template: Path, names: Mapping[str, str], folders: Mapping[str, str]) -> Path:
    """Where a template's file goes, from a course's root on."""
    top, *rest = replaced(template.as_posix(), names).split("/")
    path = Path(folders.get(top, top), *rest)
    return path.with_name(path.name.removesuffix(ENDING).replace("dot_", "."))


def replaced(text: str, names: Mapping[str, str]) -> str:
    """A text with the course's own names."""
    for name, own in names.items():
        text = text.replace(name, own)
    return text


def write(kind: str, root: Path, names: Mapping[str, str], folders: Mapping[str, str] = AT_ITS_TOP) -> list[Path]:
    """Writes the files of one kind; none that is there already is touched.

    Raises:
        FileExistsError: one of them is there.
    """
    targets = {root / target_of(path, names, folders): TEMPLATES / kind / path for path in templates(kind)}
    if there := [target for target in targets if target.exists()]:
        raise FileExistsError(f"{there[0]} is there already; nothing was written")
    for target, template in targets.items():
        text = replaced(template.read_text(encoding="utf-8"), names)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    return list(targets)


def append(lesson: Path, cells: str) -> None:
    """Adds cells to the end of a lesson."""
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.rstrip("\n") + "\n" + cells, encoding="utf-8")
