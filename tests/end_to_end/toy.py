"""The toy course in copies, and commands that are run in them as people type them, each in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent.parent
TOY = ROOT / "tests" / "toy_course"
SAMPLES = TOY / "tests" / "submissions"
NAME = "regression"
HEAVY = ("torch", "torchvision", "cv2")
OTHER_SUBJECTS = (*HEAVY, "matplotlib", "PIL", "pandas", "scipy")
NOT_FOR_STUDENTS = ("autograder", "reference_solutions", "rubric", "misconceptions")

QUICK = Path(__file__).parent / "without_grammar"  # goes before what nbgrader would take a second to load

TRAP = """
import os, sys
with open(os.environ["IMPORTED"], "a", encoding="utf-8") as log:
    print(__name__, sys.argv, file=log)
raise ImportError("this course does without")
"""


def copy_of(course: Path, target: Path) -> Path:
    """A clone of a course, with all that was built in it."""
    shutil.copytree(course, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def trap(folder: Path) -> Path:
    """A folder of packages that write down that somebody wanted them; it goes first on the path."""
    folder.mkdir()
    for name in HEAVY:
        (folder / f"{name}.py").write_text(TRAP, encoding="utf-8")
    return folder


def environment(trapped: Path | None = None) -> dict[str, str]:
    """Of a process that finds this engine, and on top of it the trap, with what it writes beside the trap."""
    path = [str(folder) for folder in (trapped, QUICK, ROOT) if folder]
    kept = {name: value for name, value in os.environ.items() if name != "AUTOGRADER_COURSE"}
    return kept | {"PYTHONPATH": os.pathsep.join(path), "IMPORTED": f"{trapped}.log", "OMP_NUM_THREADS": "1"}


def started(*words: str | Path, course: Path, trapped: Path | None = None) -> subprocess.Popen:
    """A module of this environment, started in a course's directory."""
    command = [sys.executable, "-m", *map(str, words)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=course, env=environment(trapped), stdout=pipe, stderr=pipe, text=True)


def ended(process: subprocess.Popen) -> subprocess.CompletedProcess:
    """What a process has said, when it has ended."""
    out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def autograder(*words: str | Path, course: Path, trapped: Path | None = None) -> subprocess.CompletedProcess:
    """One command of the engine, run in a course's directory."""
    return ended(started("autograder.cli", *words, course=course, trapped=trapped))


def nbgrader(*words: str, course: Path, trapped: Path | None = None) -> subprocess.CompletedProcess:
    """One of nbgrader's commands, run in a course's directory."""
    return ended(started("nbgrader", *words, course=course, trapped=trapped))


def built_and_released(course: Path, trapped: Path | None = None, assignment: str = NAME) -> None:
    """source/, release/, and a gradebook that knows of it."""
    done = autograder("build", course=course, trapped=trapped)
    assert done.returncode == 0, done.stderr
    done = nbgrader("generate_assignment", assignment, "--force", course=course, trapped=trapped)
    assert done.returncode == 0, done.stderr


def sample(name: str, task: str) -> str:
    """A sample answer, by its outcome and its name."""
    outcome, _, stem = name.partition("/")
    return (SAMPLES / outcome / task / f"{stem}.py").read_text(encoding="utf-8")


def submit(course: Path, student: str, sources: dict[str, str], assignment: str = NAME) -> Path:
    """A student's notebook: the release, with what they wrote into the cells of tasks."""
    release = course / "release" / assignment
    (template,) = release.glob("*.ipynb")
    notebook = nbformat.read(template, as_version=4)
    for cell in notebook.cells:
        cell.source = sources.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
    path = course / "submitted" / student / assignment / template.name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def replace(path: Path, old: str, new: str) -> None:
    """Changes one place of a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")
