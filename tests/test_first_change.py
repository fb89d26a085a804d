"""A first change in ten minutes, as CONTRIBUTING.md has it, is carried out in a copy of the course."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_open import FRAGMENTS, ROOT, kinds, text_of

STEP = re.compile(r"(?:New file|In) `([\w/.+-]+)`(?:, below `([^\n]+)`)?[:.]\n\n```\w+\n(.*?)^```$", re.M | re.S)

TRIED = """
import json
from pathlib import Path

from autograder.assignments import all_cases
from autograder.authoring.fingerprints import of_task
from autograder.judging.judge import judge
from selfcheck.observe import observe

task, answer = "saliency_map", {}
exec("import numpy as np\\n" + Path("tests/submissions/wrong/saliency_map/median_of_the_channels.py").read_text(), answer)
verdict = judge({task: list(observe({task: answer[task]}, all_cases(task)))})[task]
hints = [mistake["hint"] for mistake in of_task(task)["mistakes"]]
print(json.dumps({"name": verdict.misconception, "hint": verdict.hint, "points": verdict.points, "hints": hints}))
"""


def steps() -> list[tuple[str, str, str]]:
    """(path, line to put it below or "", lines) of every step of the first change."""
    return STEP.findall(text_of("CONTRIBUTING.md").partition("## A first change")[2])


def outcome(copy: Path) -> dict:
    """What is said of the sample in a copy of the course."""
    environment = {"PYTHONPATH": str(copy), "PATH": "", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", TRIED], cwd=copy, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory) -> tuple[dict, dict, Path]:
    """What is said of the sample before the steps and after them, and the copy in which they were carried out."""
    copy = tmp_path_factory.mktemp("fork")
    for room in ("lab", "selfcheck", "autograder", "reference_solutions", "lessons", "data", "tests/submissions", "changelog.d"):
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__", "*.html", "*.ipynb"))
    before = outcome(copy)
    for path, anchor, lines in steps():
        target = copy / path
        if not anchor:
            assert not target.exists(), path
            target.write_text(lines, encoding="utf-8")
            continue
        text = target.read_text(encoding="utf-8")
        assert text.count(f"{anchor}\n") == 1, (path, anchor)
        target.write_text(text.replace(f"{anchor}\n", f"{anchor}\n{lines}"), encoding="utf-8")
    return before, outcome(copy), copy


def test_the_first_change_has_a_mistake_a_sample_and_a_fragment():
    assert [path.split("/")[0] for path, _, _ in steps()] == ["autograder", "tests", "changelog.d"]


def test_the_first_change_gives_the_hint_that_was_missing(before_and_after):
    before, after, _ = before_and_after
    (hint,) = re.findall(r'hint="(.+?)"', steps()[0][2])
    assert before["name"] is None
    assert (after["name"], after["hint"]) == ("median_of_the_channels", hint)
    assert before["points"] == after["points"] == 0
    assert set(after["hints"]) - set(before["hints"]) == {hint}, "students' own checks give it, once it is built"


def test_the_hint_of_the_first_change_is_as_the_tests_of_hints_ask(before_and_after):
    *_, after, _ = before_and_after
    assert re.fullmatch(r"[A-Z][^()\[\]{}=_*`]+[.?]", after["hint"])
    assert len(after["hint"]) <= 160


def test_the_files_of_the_first_change_keep_the_style(before_and_after):
    *_, copy = before_and_after
    ruff = Path(sys.executable).parent / "ruff"
    shutil.copyfile(ROOT / "pyproject.toml", copy / "pyproject.toml")
    for words in (["check"], ["format", "--check"]):
        done = subprocess.run([ruff, *words, "--no-cache", copy / steps()[0][0]], cwd=copy, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_fragment_of_the_first_change_is_named_as_fragments_are(before_and_after):
    *_, copy = before_and_after
    (added,) = {path.name for path in (copy / "changelog.d").iterdir()} - {path.name for path in FRAGMENTS.iterdir()}
    assert re.fullmatch(rf"\+[\w-]+\.({'|'.join(kinds())})\.md", added)
