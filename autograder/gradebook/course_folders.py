"""What the folders of a course say of an assignment by themselves: asked before nbgrader is loaded, which takes a second.

A course's configuration may put nbgrader's folders and gradebook elsewhere. Where it could, nothing is refused here: nbgrader
is asked later, and says the same.
"""

import ast
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import quote

from autograder.assignments import assignments
from autograder.gradebook.gradebook_file import refuse_unusable
from autograder.layout import course_root
from selfcheck.printable import printable

CONFIGURATION = "nbgrader_config.py"
STEPS = ("release/*", "source/*", "submitted/*/*")
CHANGES_ANYTHING = {"load_subconfig", "exec", "eval", "setattr", "update", "merge"}  # words of a configuration that may set all


def refuse_early(root: Path, assignment: str, student: str | None = None, writing: bool = True) -> None:
    """Refuses what grading would refuse, as far as folders tell.

    Args:
        writing: the gradebook is to be written, not only read.
    Raises:
        FileNotFoundError: it is no course, there is no such assignment, nothing was submitted, or nothing was released.
        ValueError: the course's configuration is no Python, or the gradebook cannot be used.
    """
    root = root.resolve()
    code = configuration(root)
    everybody = submitted_by(root, assignment)
    if not everybody:
        refuse_unknown(root, assignment)
    chosen(everybody, root, assignment, student)
    if not may_set(code, "release_directory"):
        must_be_released(root / "release" / assignment, assignment)
    if not may_set(code, "db_url"):
        refuse_unusable(root / "gradebook.db", writing)
        if not knows(root / "gradebook.db", assignment):
            raise FileNotFoundError(unknown_to_gradebook(root, assignment))


def refuse_unknown(root: Path, assignment: str) -> None:
    """Raises FileNotFoundError where a course has other assignments and not this one: its name was written wrongly."""
    lessons = set(assignments()) if root.resolve() == course_root().resolve() else set()
    known = sorted(lessons | {path.name for step in STEPS for path in root.glob(step) if path.is_dir()})
    if known and assignment not in known:
        raise FileNotFoundError(f"there is no assignment called {printable(assignment)}; there are {few(known, assignment)}")


def configuration(root: Path) -> ast.Module:
    """A course's configuration, parsed and not run.

    Raises:
        FileNotFoundError: there is none, so it is no course.
        ValueError: it is no Python.
    """
    path = root / CONFIGURATION
    if not path.is_file():
        raise FileNotFoundError(f"{root} is no course: it has no {CONFIGURATION}. Name one with --course DIR")
    try:
        return ast.parse(path.read_bytes(), CONFIGURATION)
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"{path} does not run: {type(error).__name__}: {error}") from error


def may_set(code: ast.Module, trait: str) -> bool:
    """Whether a configuration could set a trait: it names it, names what sets anything, or hands something on by name."""
    nodes = list(ast.walk(code))
    named = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    named |= {node.id for node in nodes if isinstance(node, ast.Name)}
    named |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    given = [value for call in calls for value in (*call.args, *(keyword.value for keyword in call.keywords))]
    passed_on = {value.id for value in given if isinstance(value, ast.Name)} - {"__file__"}
    return bool(named & {trait, *CHANGES_ANYTHING} or passed_on)


def submitted_by(root: Path, assignment: str) -> list[str]:
    """All who have submitted something for an assignment, by their ids."""
    return sorted(path.parent.name for path in (root / "submitted").glob(f"*/{assignment}") if path.is_dir())


def chosen(everybody: list[str], root: Path, assignment: str, student: str | None) -> list[str]:
    """The students to be graded: one of those who have submitted something, or all.

    Raises:
        FileNotFoundError: nobody has submitted anything, or this one has not.
    """
    if not everybody:
        others = sorted({path.name for path in (root / "submitted").glob("*/*") if path.is_dir()})
        there_are = f"; there are some for {few(others, assignment)}" if others else ""
        how = f"collect them first: autograder collect {assignment} FILE.zip"
        raise FileNotFoundError(f"no submissions in {root / 'submitted'} for {assignment}{there_are}; {how}")
    if student and student not in everybody:
        raise FileNotFoundError(f"{student} has submitted nothing for {assignment}; there are {few(everybody, student)}")
    return [student] if student else everybody


def graded_by(root: Path, assignment: str, student: str | None = None) -> None:
    """Refuses to go on without graded notebooks, as far as folders tell.

    Raises:
        FileNotFoundError: it is no course, or nobody, or not this student, has been graded.
        ValueError: the course's configuration is no Python.
    """
    if not may_set(configuration(root.resolve()), "autograded_directory"):
        chosen_graded((path.parent.name for path in (root / "autograded").glob(f"*/{assignment}")), assignment, student)


def chosen_graded(everybody: Iterable[str], assignment: str, student: str | None = None) -> list[str]:
    """The students whose pages can be made: one of those who have been graded, or all.

    Raises:
        FileNotFoundError: nobody has been graded, or this one has not.
    """
    if not (names := sorted(everybody)):
        raise FileNotFoundError(f"nobody has been graded for {assignment}; run `autograder grade {assignment}` first")
    if student and student not in names:
        raise FileNotFoundError(f"{student} has not been graded for {assignment}; there are {few(names, student)}")
    return [student] if student else names


def few(names: Iterable[str], wanted: str, most: int = 5) -> str:
    """Some of the names that there are, those first that are written alike."""
    ordered = list(dict.fromkeys([*get_close_matches(wanted, list(names), most), *names]))
    return ", ".join(map(printable, ordered[:most])) + (f" and {len(ordered) - most} more" if len(ordered) > most else "")


def knows(gradebook: Path, assignment: str) -> bool:
    """Whether a gradebook in a file may know an assignment: one that cannot be asked at once is nbgrader's to ask."""
    if not gradebook.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{quote(str(gradebook))}?mode=ro", uri=True, timeout=0.1)) as connection:
            return connection.execute("SELECT 1 FROM assignment WHERE name = ?", (assignment,)).fetchone() is not None
    except sqlite3.Error:
        return True


def must_be_released(folder: Path, assignment: str) -> None:
    """Raises FileNotFoundError where an assignment has no release folder."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{assignment} has no release; run `nbgrader generate_assignment {assignment}` first")


def unknown_to_gradebook(root: Path, assignment: str) -> str:
    """What is said where the gradebook was never told of an assignment."""
    make = f"nbgrader generate_assignment {assignment} --force"
    return f"the gradebook of {root} does not know {assignment}; run `{make}`"
