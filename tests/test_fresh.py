"""The fingerprints fit the references on processors of several kinds, and a comparison that lets rounding pass finds mistakes."""

import copy
import os
import subprocess
import sys

import pytest

from autograder.authoring.same_fingerprints import keeps, same
from tests import fresh
from tests.this_course import ROOT

CODE = "import torch; from tests.fresh import stale_fingerprints as s; print(torch.backends.cpu.get_cpu_capability()); print(s())"


@pytest.mark.slow
@pytest.mark.parametrize("instructions", ["default", "avx2"])
def test_fingerprints_fit_on_other_processors(instructions):
    """torch computes with the instructions that the variable names, if the processor has them."""
    environment = os.environ | {"ATEN_CPU_CAPABILITY": instructions, "PYTHONPATH": str(ROOT), "AUTOGRADER_COURSE": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    used, stale = done.stdout.strip().splitlines()[-2:]
    if used.lower() != instructions:
        pytest.skip(f"this processor has no {instructions}: torch used {used}")
    assert stale == "[]"


def test_a_catalogue_that_is_not_of_today_is_found(monkeypatch):
    monkeypatch.setattr(fresh, "stale_fingerprints", list)
    monkeypatch.setattr(fresh, "assignments", list)
    monkeypatch.setattr(fresh, "differences", lambda built, committed: [])
    monkeypatch.setattr(fresh, "stale_catalogues", lambda root: [f"{root}: 1 sentences are missing"])
    assert fresh.stale() == [f"{ROOT}: 1 sentences are missing"]


ENTRY = {
    "hint": "h",
    "cases": [
        {"a": {"shape": [2], "low": -2.0, "high": 3.0, "sums": [1.0, -2.0, 2.0], "tolerance": 0.01, "strict": True}},
        {"b": {"value": 5.0, "tolerance": 0.01}, "c": {"value": 3}},
    ],
}


def changed(*path, to):
    """The entry with one of its numbers replaced."""
    entry = copy.deepcopy(ENTRY)
    place = entry
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return entry


@pytest.mark.parametrize(
    ("path", "near", "far"),
    [
        (("cases", 0, "a", "sums", 1), -2.001, -2.1),
        (("cases", 0, "a", "sums", 1), -2.001, float("nan")),
        (("cases", 0, "a", "low"), -2.001, -2.01),
        (("cases", 0, "a", "tolerance"), 0.0112, 0.02),
        (("cases", 1, "b", "value"), 5.001, 5.02),
        (("cases", 1, "b", "value"), 5.001, float("nan")),
        (("cases", 1, "b", "value"), 5.001, None),
        (("cases", 1, "c", "value"), 3, 4),
        (("cases", 0, "a", "strict"), True, False),
        (("cases", 0, "a", "shape"), [2], [3]),
        (("hint",), "h", "another"),
    ],
)
def test_rounding_passes_and_mistakes_do_not(path, near, far):
    assert same(ENTRY, changed(*path, to=near)) and same(changed(*path, to=near), ENTRY)
    assert not same(ENTRY, changed(*path, to=far)) and not same(changed(*path, to=far), ENTRY)


def test_what_is_missing_is_found():
    entry = copy.deepcopy(ENTRY)
    del entry["cases"][1]["c"]
    assert not same(ENTRY, entry)
    assert not same(ENTRY, ENTRY | {"cases": ENTRY["cases"][:1]})


def test_a_tolerance_that_a_person_has_changed_is_no_rounding():
    near = changed("cases", 0, "a", "tolerance", to=0.0101)
    assert same(ENTRY, near) and not keeps(ENTRY, near)
    assert keeps({"mistakes": [ENTRY]}, {"mistakes": [near]}), "those of mistakes are measured"
    assert keeps(ENTRY, changed("cases", 0, "a", "sums", 1, to=-2.001))
    assert not keeps({}, ENTRY)
