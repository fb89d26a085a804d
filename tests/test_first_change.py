"""A first change in ten minutes, as CONTRIBUTING.md has it, is carried out in a copy of the course."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.test_open import FRAGMENTS, ROOT, kinds, text_of

TRANSLATION = re.compile(r"`(lessons/_locale/\w+/LC_MESSAGES/course\.po)`[^\n]*\n\n```po\n(msgstr .*)\n```$", re.M)
STEP = re.compile(r"(?:New file|In) `([\w/.+-]+)`(?:, below `([^\n]+)`)?[:.]\n\n```\w+\n(.*?)^```$", re.M | re.S)

TESTS = ("tests/submissions", "tests/course")
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


CATALOGUES = """
import json
from pathlib import Path

from autograder.authoring.catalogue import stale, translations

empty = [english for path in Path().rglob("*.po") for english, said in translations(path) if not said]
print(json.dumps([stale(), empty]))
"""


def steps() -> list[tuple[str, str, str]]:
    """(path, line to put it below or "", lines) of every step of the first change."""
    return STEP.findall(text_of("CONTRIBUTING.md").partition("## A first change")[2])


def the_hint() -> str:
    (hint,) = re.findall(r'hint="(.+?)"', steps()[0][2])
    return hint


def ran(copy: Path, *words: str) -> str:
    """What Python prints in a copy of the course."""
    environment = {"PYTHONPATH": str(copy), "PATH": "", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, *words], cwd=copy, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def outcome(copy: Path) -> dict:
    """What is said of the sample in a copy of the course."""
    return json.loads(ran(copy, "-c", TRIED).splitlines()[-1])


def translated(copy: Path, hint: str) -> None:
    """Collects the sentences in a copy of the course, and puts in the translations of the new one."""
    ran(copy, "-m", "autograder.cli", "catalogue")
    for path, line in TRANSLATION.findall(text_of("CONTRIBUTING.md")):
        text, empty = (copy / path).read_text(encoding="utf-8"), f'msgid "{hint}"\nmsgstr ""\n'
        assert text.count(empty) == 1, path
        (copy / path).write_text(text.replace(empty, f'msgid "{hint}"\n{line}\n'), encoding="utf-8")


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory) -> tuple[dict, dict, Path]:
    """What is said of the sample before the steps and after them, and the copy in which they were carried out."""
    path, _, lines = steps()[0]
    if lines in (ROOT / path).read_text(encoding="utf-8"):
        pytest.skip("somebody has carried out the first change here")
    copy = tmp_path_factory.mktemp("fork")
    for room in ("lab", "selfcheck", "autograder", "reference_solutions", "lessons", "data", *TESTS, "changelog.d"):
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
    translated(copy, the_hint())
    return before, outcome(copy), copy


def test_the_first_change_has_a_mistake_a_sample_and_a_fragment():
    assert [path.split("/")[0] for path, _, _ in steps()] == ["autograder", "tests", "tests", "changelog.d"]


def test_the_first_change_gives_the_hint_that_was_missing(before_and_after):
    (before, after, _), hint = before_and_after, the_hint()
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


def test_the_first_change_leaves_no_catalogue_stale_and_nothing_without_a_translation(before_and_after):
    *_, copy = before_and_after
    assert {path.parts[-3] for path in copy.rglob("course.po")} == {"de", "fr"}
    assert json.loads(ran(copy, "-c", CATALOGUES)) == [[], []]


def test_the_first_change_says_which_sentences_are_true_as_of_the_sample(before_and_after):
    *_, copy = before_and_after
    table = tomllib.loads((copy / "tests" / "course" / "sentences.toml").read_text(encoding="utf-8"))["saliency_map"]
    assert table["wrong variant"]["median_of_the_channels"] == table["wrong"]["median_of_the_channels"]
