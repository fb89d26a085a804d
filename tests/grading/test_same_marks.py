"""One notebook, one set of marks: warm or cold, in a box or not, first or last, alone or after a neighbour who breaks things."""

from functools import partial
from pathlib import Path

import pytest

from autograder.authoring.sample_class import Student, hand_in
from autograder.grading import assessment
from autograder.grading.assessment import NotebookResult, grade_file
from autograder.grading.settings import GradingSettings
from autograder.judging.verdict import Verdict
from autograder.sandbox import launcher
from autograder.sandbox.bubblewrap import Availability, probe
from autograder.sandbox.launcher import kernel_launcher

RELEASE = Path(__file__).resolve().parents[2] / "release" / "part1"
MIXED = Student(
    "mixed",
    {
        "pre_processing": "wrong/no_division_by_255",
        "backprop": "wrong/logit_instead_of_probability",
        "pool_gradients": "no_marks/kills_the_kernel",
        "vgg_hook": "unanswered/",
        "integrated_gradients": "wrong/not_averaged",
    },
)
NEIGHBOUR = Student("neighbour", {"pool_gradients": "no_marks/kills_the_kernel", "saliency_map": "wrong/sum_over_channels"})

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}")]


def notebook(student: Student, folder: Path) -> Path:
    hand_in(student, RELEASE, folder, 3)
    (path,) = folder.glob("*.ipynb")
    return path


def verdicts(path: Path, unsafe: bool = False) -> dict[str, Verdict]:
    return grade_file(path, RELEASE, GradingSettings(unsafe=unsafe)).verdicts


@pytest.fixture(scope="module")
def mixed(tmp_path_factory) -> Path:
    return notebook(MIXED, tmp_path_factory.mktemp("mixed"))


@pytest.fixture(scope="module")
def graded(mixed) -> NotebookResult:
    return grade_file(mixed, RELEASE)


@pytest.fixture(scope="module")
def warm(graded) -> dict[str, Verdict]:
    return graded.verdicts


def test_the_marks_are_mixed(warm):
    """Or the comparisons below would say little."""
    assert {verdict.status for verdict in warm.values()} >= {"passed", "partial", "unanswered"}
    assert any(verdict.misconception for verdict in warm.values())


def test_twice_in_a_row_and_after_a_neighbour(mixed, warm, tmp_path):
    assert verdicts(mixed) == warm
    verdicts(notebook(NEIGHBOUR, tmp_path))
    assert verdicts(mixed) == warm


@pytest.mark.long
def test_in_cold_kernels(mixed, graded, warm, monkeypatch):
    monkeypatch.setattr(assessment, "kernel_launcher", partial(kernel_launcher, forked=False))
    cold = grade_file(mixed, RELEASE)
    assert cold.verdicts == warm
    for ours, theirs in zip(graded.notebook.cells, cold.notebook.cells, strict=True):
        assert ours.get("outputs") == theirs.get("outputs")


def test_without_a_sandbox(mixed, warm, monkeypatch):
    monkeypatch.setattr(launcher, "probe", lambda: Availability(False, "none here"))
    assert verdicts(mixed, unsafe=True) == warm
