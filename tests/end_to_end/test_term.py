"""A term of the toy course: two assignments, a change midway, extensions, a late class, a crash, a regrade, a backup restored.

Each step is typed as people type it; after each step nobody's work and nobody's mark is lost.
"""

import csv
import json
import os
import shutil
import signal
import time
from pathlib import Path

import nbformat
import pytest

from tests.end_to_end import toy

pytestmark = pytest.mark.slow

FIT = toy.sample("full_marks/lstsq", "fit_line")
WRONG_FIT = toy.sample("wrong/no_intercept", "fit_line")
SLOPES = toy.sample("full_marks/randint", "bootstrap_slopes")
FIRST, SECOND = toy.NAME, "spread"
SETTINGS = """
[course]
timezone = "Europe/Berlin"
late = {percent_per_day = 10, most_percent = 50}

[assignments.regression]
due = 2027-01-30T23:59:00
"""
QUESTION = """
# %% [markdown]
# ### Another question ({points:leverage} points)
#
# Which point of a data set can turn the line the most?

# %% [markdown] written="leverage"
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The toy course with a second assignment, deadlines and an extension; both assignments are released."""
    root = toy.copy_of(toy.TOY, tmp_path_factory.mktemp("term") / "course")
    lesson = (root / "lessons/regression/line_fit.py").read_text(encoding="utf-8")
    head, fit, slopes, outlier = split(lesson)
    (root / "lessons/regression/line_fit.py").write_text(head + fit + outlier, encoding="utf-8")
    (root / "lessons" / SECOND).mkdir()
    given = '# %% given="fit_line_given"\ndef fit_line(x, y):\n    return tuple(np.polyfit(x, y, 1))\n\n'
    (root / "lessons" / SECOND / "slopes.py").write_text(head + given + slopes.rstrip() + "\n", encoding="utf-8")
    with (root / "lessons/course.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    (root / "roster.csv").write_text("id,name\nada,Ada A\nben,Ben B\ncleo,Cleo C\n", encoding="utf-8")
    (root / "extensions.csv").write_text(
        "student,assignment,until,reason\nben,regression,2027-02-02 12:00,ill\n", encoding="utf-8"
    )
    toy.built_and_released(root)
    done(toy.nbgrader("generate_assignment", SECOND, "--force", course=root))
    return root


def split(lesson: str) -> tuple[str, str, str, str]:
    """The toy lesson's parts: what comes first, both tasks, the question."""
    head, rest = lesson.split("# %% [markdown]\n# ### Task: `fit_line`")
    fit, rest = rest.split("# %% [markdown]\n# ### Task: `bootstrap_slopes`")
    slopes, outlier = rest.split("# %% [markdown]\n# ### Question")
    tasks = "# %% [markdown]\n# ### Task: `fit_line`" + fit, "# %% [markdown]\n# ### Task: `bootstrap_slopes`" + slopes
    return head, *tasks, "# %% [markdown]\n# ### Question" + outlier


def done(process):
    """A command that has ended well."""
    assert process.returncode == 0, f"{process.args}: {process.stdout}\n{process.stderr}"
    return process


def submit(course: Path, student: str, answers: dict[str, str], when: str, assignment: str = FIRST) -> None:
    path = toy.submit(course, student, answers, assignment)
    path.with_name("timestamp.txt").write_text(when, encoding="utf-8")


def work(course: Path) -> dict[str, bytes]:
    """All that students have submitted."""
    return {str(path.relative_to(course)): path.read_bytes() for path in (course / "submitted").rglob("*") if path.is_file()}


def marks(course: Path, assignment: str = FIRST) -> dict[str, float]:
    """Student -> the score in the gradebook, as nbgrader exports it, before and after what being late costs."""
    done(toy.nbgrader("export", "--to", "all.csv", course=course))
    with (course / "all.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == assignment and row["timestamp"]]
    return {row["student_id"]: (float(row["raw_score"]), float(row["score"])) for row in rows}


def test_a_term(course, tmp_path):
    # the first assignment: in time, with an extension, and two days late
    submit(course, "ada", {"fit_line": FIT}, "2027-01-30 12:00:00 UTC")
    submit(course, "ben", {"fit_line": FIT}, "2027-02-01 12:00:00 UTC")
    submit(course, "cleo", {"fit_line": FIT}, "2027-02-01 12:00:00 UTC")
    before = work(course)

    # the grader is killed midway and started again
    process = toy.started("autograder.cli", "grade", FIRST, "--workers", "0", course=course)
    wait_for(course / "autograded", process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert work(course) == before
    done(toy.autograder("grade", FIRST, "--workers", "0", course=course))
    first = marks(course)
    assert first == {"ada": (2.5, 2.5), "ben": (2.5, 2.5), "cleo": (2.5, 2.0)}, "two days late cost 20 %"

    # kept
    done(toy.autograder("backup", tmp_path / "term.tar.gz", course=course))

    # a change midway: one more question, after submissions are in
    lesson = course / "lessons/regression/line_fit.py"
    lesson.write_text(lesson.read_text(encoding="utf-8").rstrip() + "\n" + QUESTION.rstrip() + "\n", encoding="utf-8")
    written = course / "reference_solutions/written"
    shutil.copyfile(written / "outlier.md", written / "leverage.md")
    done(toy.autograder("build", course=course))
    done(toy.nbgrader("generate_assignment", FIRST, "--force", course=course))
    assert "leverage" in (course / "release/regression/line_fit.ipynb").read_text(encoding="utf-8")
    assert marks(course) == first and work(course) == before
    assert "ada" not in done(toy.autograder("diff", FIRST, "--workers", "0", course=course)).stdout.split("points move")[-1]
    done(toy.autograder("grade", FIRST, "--workers", "0", course=course))
    assert marks(course) == first, "submissions from before the change keep their marks"

    # somebody takes a question away: refused, and nothing is lost
    release = (course / "release/regression/line_fit.ipynb").read_bytes()
    source = course / "source/regression/line_fit.ipynb"
    whole = source.read_bytes()
    notebook = nbformat.read(source, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") != "leverage"]
    nbformat.write(notebook, source)
    refused = toy.nbgrader("generate_assignment", FIRST, "--force", course=course)
    assert refused.returncode != 0 and "leverage" in refused.stderr and "Traceback" not in refused.stderr
    assert (course / "release/regression/line_fit.ipynb").read_bytes() == release and marks(course) == first
    source.write_bytes(whole)

    # the second assignment, a new submission to the first, and a regrade
    submit(course, "ada", {"bootstrap_slopes": SLOPES}, "2027-02-20 12:00:00 UTC", SECOND)
    submit(course, "ben", {}, "2027-02-20 12:00:00 UTC", SECOND)
    done(toy.autograder("grade", SECOND, "--workers", "0", course=course))
    assert marks(course, SECOND) == {"ada": (4, 4), "ben": (0, 0)}
    submit(course, "ben", {"fit_line": WRONG_FIT}, "2027-02-02 10:00:00 UTC")
    done(toy.autograder("grade", FIRST, "--workers", "0", course=course))
    assert marks(course) == first | {"ben": (0.5, 0.5)}
    done(toy.nbgrader("generate_feedback", FIRST, "--force", course=course))
    assert {path.parent.parent.name for path in (course / "feedback").glob("*/regression/*.html")} == {"ada", "ben", "cleo"}

    # whose work it is
    assert "0 pairs" in done(toy.autograder("similar", FIRST, course=course)).stdout, "they have all written what a sample says"
    assert "5 questions" in done(toy.autograder("interview", FIRST, "ada", course=course)).stdout

    # the disk is lost: yesterday's backup, in an empty directory and in the course
    done(toy.autograder("restore", tmp_path / "term.tar.gz", "--course", tmp_path / "empty", course=course))
    assert work(tmp_path / "empty") == before
    refused = toy.autograder("restore", tmp_path / "term.tar.gz", course=course)
    assert refused.returncode == 2 and "--replace" in refused.stderr and marks(course)["ben"] == (0.5, 0.5)
    done(toy.autograder("restore", tmp_path / "term.tar.gz", "--replace", course=course))
    assert work(course) == before
    (kept,) = course.glob("before_restore_*")
    assert "spread" in os.listdir(kept / "submitted/ada")
    done(toy.nbgrader("generate_assignment", FIRST, "--force", course=course))  # the gradebook is older than the release
    done(toy.autograder("grade", FIRST, "--workers", "0", course=course))
    assert marks(course) == first
    rows = json.loads((course / "reports/regression/results.json").read_text(encoding="utf-8"))
    assert {row["student"] for row in (rows["rows"] if isinstance(rows, dict) else rows)} == {"ada", "ben", "cleo"}


def wait_for(folder: Path, process, seconds: float = 120) -> None:
    """Waits until a grader has begun to write, or has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None and not list(folder.glob("*/*/*.ipynb")):
        time.sleep(0.05)
