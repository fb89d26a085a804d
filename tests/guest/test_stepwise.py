"""Cells run statement by statement, in both kinds of kernel: what fails costs its own statement, and is reported."""

import pytest

from autograder.guest.stepwise import MIME, MOST_REPORTS
from autograder.sandbox.kernel import Kernel
from autograder.sandbox.launcher import kernel_launcher


@pytest.fixture(scope="module", params=[True, pytest.param(False, marks=pytest.mark.slow)], ids=["forked", "jupyter"])
def kernel(request) -> Kernel:
    with kernel_launcher(forked=request.param) as here:
        started = here.start()
        yield started
        started.stop()


def run(kernel: Kernel, source: str, seconds: float = 30) -> tuple[str, list[dict]]:
    """What a source prints and shows, and what is reported of it."""
    outputs = list(kernel.execute(source, seconds))
    shown = [output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs]
    return "".join(shown), [output.data[MIME] for output in outputs if MIME in output.get("data", {})]


def lines(reports: list[dict]) -> list[tuple[int, str]]:
    return [(report["line"], report["type"]) for report in reports]


@pytest.mark.parametrize(
    ("source", "reported"),
    [
        ("1 / 0\nx = 1", [(1, "ZeroDivisionError")]),
        ("import not_here\nx = 1", [(1, "ModuleNotFoundError")]),
        ("import not_here, sys\nx = bool(sys)", [(1, "ModuleNotFoundError")]),
        ("import sys, not_here as n, os\nx = bool(sys and os)", [(1, "ModuleNotFoundError")]),
        ("from os import path, not_here\nx = bool(path)", [(1, "ImportError")]),
        ("from __future__ import annotations\nx = 1", []),
        ("raise SystemExit\nx = 1", [(1, "SystemExit")]),
        ("\n\n@undefined\ndef f(): pass\nx = 1", [(2, "NameError")]),
        ("%not_a_magic\nx = 1", [(1, "UsageError")]),
        ("%load_ext not_an_extension\nx = 1", [(1, "ModuleNotFoundError")]),
        ("!exit 3\nx = 1", []),
        ("y = input('?')\nx = 1", [(1, None)]),
        ("open('not_there.csv')\nx = 1", [(1, "FileNotFoundError")]),
        ("%%not_a_cell_magic with words\nx = 1", [(1, "UsageError")]),
        ("%%not_a_cell_magic\ny = 1\n1 / 0\nx = 1", [(1, "UsageError"), (3, "ZeroDivisionError")]),
        ("%%time\nx = 1", []),
        ("try:\n    import not_here\nexcept ImportError:\n    x = 1", []),
        ("for number in range(3):\n    1 / number\nx = 1", [(1, "ZeroDivisionError")]),
        ("class Loud(Exception):\n    def __str__(self): raise self\nraise Loud\nx = 1", [(3, "Loud")]),
    ],
)
def test_what_fails_costs_its_own_statement(source, reported, kernel):
    run(kernel, "x = None")
    _, reports = run(kernel, source)
    said = lines(reports)
    assert [line for line, _ in said] == [line for line, _ in reported]
    assert all(kind in (None, found) for (_, kind), (_, found) in zip(reported, said, strict=True))
    assert run(kernel, "x")[0] in ("1", "True")


def test_what_does_not_parse_runs_not_at_all(kernel):
    run(kernel, "x = None")
    run(kernel, "x = 1\ndef broken(:")
    assert run(kernel, "print(x)")[0] == "None\n"


def test_a_statement_that_does_not_compile_is_one_of_many(kernel):
    said, reports = run(kernel, "x = 1\nreturn x\nx + 1")
    assert lines(reports) == [(2, "SyntaxError")]
    assert said == "2"


def test_only_the_last_expression_is_shown(kernel):
    assert run(kernel, "1\n2\nx = 3")[0] == ""
    assert run(kernel, "1\n2\n3")[0] == "3"


def test_reports_have_an_end(kernel):
    _, reports = run(kernel, "undefined\n" * (MOST_REPORTS + 20))
    assert len(reports) == MOST_REPORTS


@pytest.mark.parametrize("source", ["breakpoint()", "import pdb; pdb.set_trace()", "import pdb\npdb.set_trace()"])
def test_a_debugger_is_passed_over_and_reported(source, kernel):
    said, reports = run(kernel, f"{source}\n'on'")
    assert said == "'on'"
    assert reports[-1]["type"] == "Debugger"
    assert "breakpoint" in reports[-1]["message"] or "set_trace" in reports[-1]["message"]


@pytest.mark.slow
def test_when_the_time_is_over_what_is_quick_still_runs(kernel):
    source = "x = y = z = None\nx = 1\nwhile True: pass\ny = sum(range(1000))\nwhile True: pass\ndef f(): return 7\nz = f()"
    said, reports = run(kernel, source, seconds=1)
    assert "Stopped: this took longer than 1 s" in said
    assert lines(reports) == [(3, "KeyboardInterrupt"), (5, "KeyboardInterrupt")]
    assert run(kernel, "print(x, y, z)")[0] == "1 499500 7\n"


@pytest.mark.slow
def test_what_is_slow_after_a_time_out_does_not_cost_the_kernel(kernel):
    said, _ = run(kernel, "import time\n" + "time.sleep(5)\n" * 30 + "def last(): return 1", seconds=1)
    assert "Stopped" in said
    assert run(kernel, "1 + 1")[0] == "2"


@pytest.mark.slow
def test_definitions_are_reached_however_much_is_slow_above_them(kernel):
    run(kernel, "last = None")
    run(kernel, "import time\n" + "time.sleep(5)\n" * 30 + "import math\ndef last(): return math.pi", seconds=1)
    assert run(kernel, "last()")[0].startswith("3.14")


@pytest.mark.slow
def test_figures_that_wait_to_be_drawn_do_not_cost_the_kernel_after_a_time_out(kernel):
    """IPython draws all of a cell's figures when it has ended, which may take longer than an interrupted source has."""
    slow = "import matplotlib.pyplot as plt, time\ndef wait(*_): time.sleep(1)"
    figures = "for _ in range(20):\n    plt.figure().canvas.mpl_connect('draw_event', wait)"
    said, _ = run(kernel, f"x = 1\n{slow}\n{figures}\nwhile True: pass", seconds=3)
    assert "Stopped" in said
    assert run(kernel, "print(x, len(plt.get_fignums()))")[0] == "1 0\n"
