"""A Gradescope autograder: the zip that an instructor uploads, and what runs in it for each submission.

Gradescope unpacks the zip into /autograder/source, runs `setup.sh` once, and for each submission `run_autograder`, which finds
the student's files in /autograder/submission and leaves /autograder/results/results.json.
https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

import argparse
import json
import shlex
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from autograder.catalogues import COURSES, language, say
from autograder.course_toml import judges, packages
from autograder.grading.points_agreement import refuse_other_points
from autograder.grading.settings import GradingSettings
from autograder.grading.submission import read_release, read_submission
from autograder.judging.verdict import Check, Verdict
from autograder.layout import COURSE_TOML, VARIANTS_CSV, course_root, files_in
from selfcheck.printable import printable

FILES = ("pyproject.toml", "constraints.txt", "docs/engine.md", COURSE_TOML)  # what its installation reads beside the folders
SETUP = """#!/usr/bin/env bash
# Runs once, when the image is made.
set -euo pipefail
apt-get update -qq
apt-get install -y -qq python3 python3-venv bubblewrap
python3 -m venv /autograder/venv
cd /autograder/source
/autograder/venv/bin/pip install --quiet -c constraints.txt . {packages}
"""
RUN = """#!/usr/bin/env bash
# Runs for each submission.
set -euo pipefail
place=${{AUTOGRADER:-/autograder}}
cd "$place/source"
export OMP_NUM_THREADS=1
python=$place/venv/bin/python
[ -x "$python" ] || python=python3
exec "$python" -m autograder.reports.gradescope {assignment} "$place/submission" "$place/results/results.json"{unsafe}
"""


def write_zip(assignment: str, release: Path, path: Path, unsafe: bool = False) -> None:
    """Writes the zip for one assignment.

    Args:
        release: the assignment's release folder.
        unsafe: where the container makes no sandbox, run submitted code beside the grader. It could then write its own marks.
    Raises:
        FileNotFoundError: there is no release.
        PointsDisagree: a task is not worth the same in rubric and release.
        ValueError: the course has chosen a language that has no catalogue, or one that does not read.
    """
    language()
    notebooks = sorted(release.glob("*.ipynb"))
    if not notebooks:
        raise FileNotFoundError(f"no notebook in {release}: run `autograder build` first")
    refuse_other_points(assignment, read_release(release))
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        here = [name for name in (VARIANTS_CSV, COURSES) if (course_root() / name).exists()]
        for name, file in files_in(*judges(), *FILES, *here):
            archive.write(file, name)
        for notebook in notebooks:
            archive.write(notebook, f"release/{assignment}/{notebook.name}")
        run = RUN.format(assignment=assignment, unsafe=" --no-sandbox" if unsafe else "")
        setup = SETUP.format(packages=shlex.join(sorted(packages())))
        for name, text in (("setup.sh", setup), ("run_autograder", run)):
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o755 << 16  # they are run
            archive.writestr(entry, text)


def results_of(verdicts: list[Verdict], notes: list[str], seconds: float) -> dict[str, Any]:
    """Gradescope's results: one test for each check, what was repaired on top.

    A submission that could not be judged has no score: Gradescope then says that the autograder failed.
    """
    waiting = [say(f"{verdict.task} waits for a person: {verdict.waits}") for verdict in verdicts if verdict.waits]
    said = "\n".join([*waiting, *map(say, notes)])
    unjudged = [say(verdict.message) for verdict in verdicts if verdict.status == "not_judged"]
    if unjudged or not verdicts:
        return {"output": "\n".join([*unjudged, said]) or say("There is nothing to be judged."), "tests": []}
    tests = [test_of(verdict, check) for verdict in verdicts for check in verdict.checks]
    return {
        "tests": tests,
        "output": said,
        "execution_time": round(seconds),
        "stdout_visibility": "hidden",
        "visibility": "visible",
    }


def test_of(verdict: Verdict, check: Check) -> dict[str, Any]:
    """One check as one test."""
    first_failed = next((one for one in verdict.checks if not one.passed), None)
    hint = f"\n{say('Hint:')} {say(verdict.hint)}" if verdict.hint and check == first_failed else ""
    return {
        "name": f"{verdict.task}: {say(check.sentence)}",
        "score": check.points,
        "max_score": check.max_points,
        "status": "passed" if check.passed else "failed",
        "output": "" if check.passed else say(check.message) + hint,
        "output_format": "text",
    }


def judge_submission(assignment: str, folder: Path, unsafe: bool = False) -> dict[str, Any]:
    """Gradescope's results for the files of one submission.

    Raises:
        SandboxUnavailable: no sandbox can be made here, and `unsafe` was not asked for.
        PointsDisagree: a task is not worth the same in rubric and release.
    """
    from autograder.grading.assessment import release_notebook, run_and_judge
    from autograder.grading.variants_file import whose_by_file
    from autograder.notebooks.parse import read_file
    from autograder.notebooks.rebuild import rebuild

    began, release = time.monotonic(), course_root() / "release" / assignment
    notebook, name = release_notebook(release), next(release.glob("*.ipynb")).stem
    refuse_other_points(assignment, read_release(release))
    submission = read_submission(folder, "", {name: read_release(release)[name]})
    others = sorted(folder.rglob("*.ipynb"), key=lambda path: (len(path.parts), str(path)))
    if not submission.names and not others:
        submitted = ", ".join(sorted(path.name for path in folder.rglob("*") if path.is_file())[:5]) or "nothing"
        said = say(f"There is no notebook: expected {name}.ipynb, got {printable(submitted)}. Submit it again.")
        return {"score": 0, "output": said, "tests": []}
    found = submission.parsed(name) if submission.names else read_file(others[0])  # which says what it is, if it is no notebook
    whose = whose_by_file()  # Gradescope says no id of ours, so the notebook's own counts, and is said
    graded = run_and_judge(rebuild(notebook, found), settings=GradingSettings(unsafe=unsafe), whose=whose)
    notes = [*graded.repairs, *graded.execution.notes]
    return results_of(list(graded.verdicts.values()), notes, time.monotonic() - began)


def told(words: str) -> str:
    """A sentence on what failed, in English where it is the course's language that failed."""
    try:
        return say(words)
    except ValueError:
        return words


def main(words: list[str] | None = None) -> int:
    """What `run_autograder` calls; 1, and a results file that says why, where nothing could be judged."""
    parser = argparse.ArgumentParser(description="judge one submission for Gradescope")
    parser.add_argument("assignment")
    parser.add_argument("submission", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--no-sandbox", action="store_true", dest="unsafe")
    options = parser.parse_args(words)
    try:
        results, failed = judge_submission(options.assignment, options.submission, options.unsafe), 0
    except Exception as error:  # a student is to read why there is no mark
        message = str(error)
        results, failed = {"output": told(f"The grader itself failed, and gave no mark: {message}"), "tests": []}, 1
        print(error, file=sys.stderr)
    options.results.parent.mkdir(parents=True, exist_ok=True)
    options.results.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main())
