"""The table of where a submission's time goes, against a record whose parts are known."""

import pytest

from benchmarks.stages import ROWS, stages, table

SAID = {
    "cpu": 2.0,
    "spent": {
        **{"kernels": 3, "cells": 0.1, "questions": 0.5, "once more": 0.4},
        **{"judge": 0.3, "diagnosis": 0.2, "pictures": 0.05, "rebuild": 0.05},
    },
}


def test_the_parts_add_up_to_the_whole():
    found = stages(SAID, empty=0.01)
    assert sum(found.values()) == pytest.approx(SAID["cpu"])
    assert found["start"] == pytest.approx(0.03)
    assert found["cells"] == pytest.approx(0.09)
    assert found["once more"] == pytest.approx(0.38)
    assert found["judge"] == pytest.approx(0.1)
    assert found["rest"] == pytest.approx(0.6)
    assert found["record"] == 0.0


def test_a_start_is_never_more_than_what_its_kernel_took():
    found = stages(SAID, empty=1.0)
    assert (found["cells"], found["once more"]) == (0.0, 0.0)
    assert min(found.values()) >= 0.0


def test_a_notebook_without_answers_has_no_stages():
    assert stages({"cpu": 0.25}, empty=0.01) == {name: 0.25 * (name == "rest") for name in ROWS}


def test_the_table_has_medians_in_milliseconds_and_the_floor_beside_them():
    turns = [dict.fromkeys(ROWS, 0.0) | {"judge": seconds} for seconds in (0.010, 0.030, 0.020)]
    lines = table({"demo": turns}, {"demo": 0.005})
    assert lines[0].split() == ["demo"]
    assert [line.split()[-1] for line in lines if line.startswith(ROWS["judge"])] == ["20"]
    assert [line.split()[-1] for line in lines[-2:]] == ["20", "5"]
