"""Tries a release as a stranger does: the wheel alone in an empty environment grades a new course and another subject's course.

Everything happens in a folder that is gone afterwards, outside this repository, in processes that know nothing of it.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from make import NAME, RELEASE, ROOT, project

RIGHT = "def centred(values):\n    return values - sum(values) / len(values)\n"
WRONG = "def centred(values):\n    values -= values.mean()\n    return abs(values)\n"
FIT_LINE = "def fit_line(x, y):\n    return tuple(np.polyfit(x, y, 1))\n"
NOT_THERE = ("lab", "reference_solutions", "data", "tests", "torch", "autograder.rubric", "autograder.misconceptions")


class Failed(Exception):
    """Something of the release does not do what it is for."""


@contextlib.contextmanager
def timed(what: str) -> Iterator[None]:
    """Prints what is tried, and how long it took."""
    began = time.monotonic()
    yield
    print(f"ok  {what} ({time.monotonic() - began:.0f} s)", flush=True)


class Environment:
    """A virtual environment that holds what pip installs for the wheel, and nothing of this repository."""

    def __init__(self, folder: Path):
        self.programs = folder / "bin"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)

    def run(self, program: str, *words: str | Path, where: Path, expected: int = 0) -> str:
        """Runs one of its programs, and returns what it printed.

        Raises:
            Failed: it ended otherwise than expected.
        """
        kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "AUTOGRADER_COURSE")}
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        environment = kept | {"PATH": path, "VIRTUAL_ENV": str(self.programs.parent), "OMP_NUM_THREADS": "1"}
        command = [self.programs / program, *words]
        done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True)
        if done.returncode != expected:
            raise Failed(
                f"{program} {' '.join(map(str, words))} ended with {done.returncode}:\n{done.stdout}{done.stderr}"[-4000:]
            )
        return done.stdout


def one(pattern: str) -> Path:
    """The one file of the release with such a name."""
    found = list(RELEASE.glob(pattern))
    if len(found) != 1:
        raise Failed(f"{len(found)} files {pattern} in {RELEASE}: make release")
    return found[0]


def submit(course: Path, assignment: str, student: str, answers: dict[str, str]) -> Path:
    """Writes a student's notebook: the release, with answers in the cells of tasks."""
    (template,) = (course / "release" / assignment).glob("*.ipynb")
    notebook = json.loads(template.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        task = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        cell["source"] = answers.get(task, cell["source"])
    path = course / "submitted" / student / assignment / template.name
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def points(course: Path, assignment: str) -> dict[tuple[str, str], float]:
    """(Student, task) -> points, of results.json."""
    rows = json.loads((course / "reports" / assignment / "results.json").read_text(encoding="utf-8"))
    rows = rows["rows"] if isinstance(rows, dict) else rows
    return {(row["student"], row["task"]): row["points"] for row in rows}


def expect(found: object, expected: object) -> None:
    """Raises Failed where two things differ."""
    if found != expected:
        raise Failed(f"expected {expected}, found {found}")


def complete(said: str) -> None:
    """Raises Failed where lint has not ended by saying that a course is complete; notes may come before that."""
    expect(said.splitlines()[-1:], ["nothing is missing, and all of it fits"])


def released(env: Environment, course: Path, assignment: str) -> None:
    """A course is linted, built and released, and the gradebook knows of it."""
    complete(env.run("autograder", "lint", where=course))
    env.run("autograder", "build", where=course)
    env.run("nbgrader", "generate_assignment", assignment, "--force", where=course)


def new_course(env: Environment, folder: Path) -> None:
    """A course made by the wheel is released and graded."""
    env.run("autograder", "new", "course", "made", where=folder)
    released(env, folder / "made", "week1")
    for student, source in (("ada", RIGHT), ("ben", WRONG)):
        submit(folder / "made", "week1", student, {"centred": source})
    env.run("autograder", "grade", "week1", where=folder / "made")
    expect(points(folder / "made", "week1"), {("ada", "centred"): 3, ("ben", "centred"): 0})
    env.run("autograder", "feedback", "week1", where=folder / "made")
    env.run("autograder", "report", "week1", where=folder / "made")


def in_german(env: Environment, folder: Path) -> None:
    """The same course chooses German, and says so what students read."""
    course = folder / "made"
    settings, english = course / "lessons" / "course.toml", '# language = "de"'
    expect(settings.read_text(encoding="utf-8").count(english), 1)
    settings.write_text(settings.read_text(encoding="utf-8").replace(english, 'language = "de"'), encoding="utf-8")
    env.run("autograder", "build", where=course)
    env.run("autograder", "feedback", "week1", where=course)
    (page,) = (course / "feedback" / "ben" / "week1").glob("*.html")
    (submitted,) = (course / "submitted" / "ben" / "week1").glob("*.ipynb")
    for said, german in (
        (unescape(page.read_text(encoding="utf-8")), "Aufgabe für Aufgabe"),
        (env.run("autograder", "check", submitted, where=course), "centred: 0 von 3 Punkten"),
    ):
        if german not in said:
            raise Failed(f"no {german!r} in {said[-2000:]}")


def toy_course(env: Environment, folder: Path) -> None:
    """The course of another subject is released, one notebook checked, its class graded."""
    course = folder / "toy"
    shutil.copytree(ROOT / "tests" / "toy_course", course, ignore=shutil.ignore_patterns("__pycache__"))
    released(env, course, "regression")
    path = submit(course, "regression", "ada", {"fit_line": FIT_LINE})
    if "fit_line: 2.5 of 2.5 points" not in (said := env.run("autograder", "check", path, where=course)):
        raise Failed(said)
    env.run("autograder", "grade", "regression", where=course)
    expect(points(course, "regression")["ada", "fit_line"], 2.5)
    said = env.run("autograder", "demo", where=course)
    if "Every sample got the points that its name promises." not in said:
        raise Failed(said)


def nothing_of_this_course(env: Environment, folder: Path) -> None:
    """The wheel brings no course, and says so where one is asked for."""
    program = f"import importlib.util as u, autograder; print([n for n in {NOT_THERE} if u.find_spec(n)])"
    expect(env.run("python", "-c", program, where=folder), "[]\n")
    env.run("autograder", "lint", where=folder, expected=2)


def course_archive(wheel: Path, folder: Path) -> None:
    """The course's archive has nothing missing for the wheel's engine; torch and the like come from this environment."""
    with tarfile.open(one(f"course-{NAME}-*.tar.gz")) as archive:
        archive.extractall(folder / "archive", filter="data")
    (course,) = (folder / "archive").iterdir()
    shutil.unpack_archive(wheel, folder / "engine", "zip")
    environment = {**os.environ, "PYTHONPATH": str(folder / "engine")}
    for words in (("lint",), ("build",)):
        command = [sys.executable, "-m", "autograder.cli", *words]
        done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"{words} in the course's archive: {done.stdout}{done.stderr}"[-4000:])
    for notebook in sorted((ROOT / "release").glob("*/*.ipynb")):
        built = course / notebook.relative_to(ROOT)
        expect((notebook.name, built.read_bytes() == notebook.read_bytes()), (notebook.name, True))


def main() -> int:
    """Tries everything; 1 where something failed."""
    try:
        wheel = one("*.whl")
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            with timed("twine check"):
                subprocess.run([sys.executable, "-m", "twine", "check", "--strict", wheel], check=True)
            with timed("the wheel installs into an empty environment"):
                env = Environment(folder / "environment")
                env.run("pip", "install", "--quiet", "-c", RELEASE / "constraints.txt", wheel, where=folder)
                env.run("pip", "check", where=folder)
            expect(env.run("autograder", "--version", where=folder).split()[1], project()["version"])
            for tried in (nothing_of_this_course, new_course, in_german, toy_course):
                with timed(str(tried.__doc__)):
                    tried(env, folder)
            with timed(str(course_archive.__doc__)):
                course_archive(wheel, folder)
    except (Failed, subprocess.CalledProcessError) as failed:
        print(f"FAILED: {failed}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
