"""Whatever a notebook does in its kernel, the rest of it still runs and is asked; nothing of it raises here."""

import json
import os
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.execution import walk as walk_module
from autograder.execution.records import ALONE, IN_THE_NOTEBOOK, Clock, ExecutionResult, Questions, Worth
from autograder.execution.runner import Run
from autograder.sandbox.forked_kernel import SocketKernel
from autograder.sandbox.kernel import DIED, MOST_OUTPUT, KernelDied
from autograder.sandbox.launcher import kernel_launcher
from selfcheck.observe import MIME

STRICT = (2, 60)  # seconds for a cell, for a notebook
SECRET = "THE_GRADERS_PASSWORD"


def own(source: str, name: str = "", **metadata: object) -> NotebookNode:
    return new_code_cell(source, metadata=metadata, **({"id": name} if name else {}))


def test_cell(task: str) -> NotebookNode:
    """The test cell of a task, as the release has it; what stands in it is never run."""
    return own("raise SystemExit('the test cell itself ran')", nbgrader={"grade_id": f"test_{task}", "grade": True})


test_cell.__test__ = False  # type: ignore[attr-defined]


def answering(task: str, expression: str, after: str = "") -> str:
    """A probe: publishes one answer, as selfcheck.observe would, and what it raises instead."""
    return f"""
from IPython.display import publish_display_data
try:
    value = {{"answer": {expression}}}
except Exception as error:
    value = {{"raised": {{"type": type(error).__name__, "message": str(error)}}}}
publish_display_data({{{MIME!r}: {{"task": {task!r}, "number": 0, "value": value}}}})
{after}
"""


def held_out(probe: str) -> str:
    """The same probe of a held-out case."""
    return probe.replace('"number": 0', '"number": 100')


def answer_cell(task: str, source: str) -> NotebookNode:
    """The answer cell of a task."""
    return own(source, task, nbgrader={"grade_id": task, "grade": False, "solution": True})


def run(
    cells: list[NotebookNode],
    probes: dict[str, str],
    limits: tuple[float, float] = STRICT,
    wanted: dict[str, object] | None = None,
    warm: bool = True,
    **options: bool,
) -> ExecutionResult:
    """What came of it.

    Args:
        wanted: task -> the right answer; without it any is right.
    """

    def earned(task: str, answers: list[dict], world: str) -> float:
        right = wanted is None or [answer["value"].get("answer") for answer in answers] == [wanted[task]]
        return float(bool(answers) and right)

    with kernel_launcher(forked=warm) as here:
        return Run(new_notebook(cells=cells), asked(probes), here, Clock(*limits), Worth(earned)).run(**options)


def asked(probes: dict[str, str]) -> dict[str, Questions]:
    return {task: Questions(source) for task, source in probes.items()}


def value(result: ExecutionResult, task: str) -> object:
    """What a task's one answer was."""
    (observation,) = result.observations[task]
    return observation["value"].get("answer", observation["value"].get("raised"))


def text(cell: NotebookNode) -> str:
    """What a cell printed."""
    return "".join(output.get("text", "") for output in cell.outputs)


def named(result: ExecutionResult, name: str) -> NotebookNode:
    return next(cell for cell in result.notebook.cells if cell.id == name)


def running(word: str) -> list[str]:
    """The command lines of this machine's processes that have a word in them."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            lines.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return [line for line in lines if word in line]


# --- one kernel, in which everything comes to its end --------------------------------------------------------------


@pytest.fixture(scope="module")
def calm() -> ExecutionResult:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SECRET, "swordfish")
        cells = [
            own("import sys, warnings\nprint('hello')\nwarnings.warn('oh')\nprint('no', file=sys.stderr)\n1 + 1", "noisy"),
            own("WORD = 'import time; time.sleep(599)  # left running'"),
            own("1 / 0", "raises"),
            own("def broken(:", "no_python"),
            own("raise SystemExit", "leaves"),
            new_markdown_cell("not code"),
            own("import json, os\nprint(json.dumps(dict(os.environ)))", "environment"),
            own("import subprocess, sys\nprint(subprocess.Popen([sys.executable, '-c', WORD]).pid, os.getcwd())", "process"),
            own("drawn = True", "figure", feature_attribution={"illustration": True}),
            own("print('half a smile: \\ud83d')", "half_a_character"),
            own("def f(): return 'right'\ndef g(): return helper()"),
            test_cell("f"),
            test_cell("g"),
            test_cell("drawn"),
            own("def helper(): return 'from below'"),
        ]
        probes = {
            "f": "print('noise'); " + answering("f", "f()").lstrip(),
            "g": answering("g", "g()"),
            "drawn": answering("drawn", "'drawn' in globals()"),
        }
        return run(cells, probes, (20, 120), illustrations=False)


def test_prints_warnings_and_stderr_do_not_matter(calm):
    noisy = named(calm, "noisy")
    assert "hello" in text(noisy)
    assert "no" in text(noisy)
    assert noisy.outputs[-1].data["text/plain"] == "2"
    assert value(calm, "f") == "right"
    assert calm.notes == []


@pytest.mark.parametrize(
    ("name", "error"), [("raises", "ZeroDivisionError"), ("no_python", "SyntaxError"), ("leaves", "SystemExit")]
)
def test_a_cell_that_raises_does_not_stop_the_rest(name, error, calm):
    assert error in [output.get("ename") for output in named(calm, name).outputs]
    assert value(calm, "f") == "right"


def test_a_helper_below_its_use_counts(calm):
    assert value(calm, "g") == "from below"


def test_illustrations_are_left_out_when_they_are_not_wanted(calm):
    assert value(calm, "drawn") is False
    assert named(calm, "figure").outputs == []


def test_nothing_of_the_graders_environment_is_visible(calm):
    seen = json.loads(text(named(calm, "environment")))
    assert SECRET not in seen
    assert not {"HOME", "PYTHONPATH", "VIRTUAL_ENV", "PYTEST_CURRENT_TEST"} & {
        name for name in seen if seen[name] == os.environ.get(name)
    }


def test_the_kernel_works_in_its_own_folder_and_is_gone_afterwards(calm):
    _, folder = text(named(calm, "process")).split()
    assert folder == "/box/home"
    assert not Path(folder).exists()
    assert running("left running") == []


def test_what_came_out_can_be_written(calm):
    nbformat.validate(calm.notebook)
    nbformat.writes(calm.notebook).encode("utf-8")


# --- time ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def slow() -> ExecutionResult:
    cells = [
        own("before = 1"),
        own("while True: pass", "never_ends"),
        own("while True: print('x' * 1000)", "prints_without_end"),
        own("print('y' * 20_000_000)", "prints_a_lot"),
        own("def f(): return before + after\nafter = 1"),
        test_cell("f"),
    ]
    return run(cells, {"f": answering("f", "f()")})


@pytest.mark.slow
def test_a_cell_that_never_ends_is_stopped_and_that_is_said_in_it(slow):
    assert "Stopped: this took longer than 2 s" in text(named(slow, "never_ends"))
    assert named(slow, "never_ends").outputs[-1].ename == "KeyboardInterrupt"


@pytest.mark.slow
def test_after_a_cell_that_never_ends_the_rest_runs_in_the_same_kernel(slow):
    assert value(slow, "f") == 2
    assert slow.notes == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["prints_without_end", "prints_a_lot"])
def test_outputs_without_end_are_cut(name, slow):
    assert len(str(named(slow, name).outputs)) < MOST_OUTPUT + 100_000
    assert len(slow.notebook.cells) == 6


@pytest.mark.slow
def test_a_cell_that_ignores_the_interrupt_is_killed_and_the_rest_runs():
    stubborn = """
import time
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
"""
    cells = [own("before = 1"), own(stubborn, "stubborn"), own("after = 1"), test_cell("f")]
    result = run(cells, {"f": answering("f", "before + after")}, (1, 60))
    assert value(result, "f") == 2
    (note,) = result.notes
    assert "stubborn" in note
    assert named(result, "stubborn").outputs[-1].output_type == "error"


@pytest.mark.slow
def test_a_notebook_whose_time_is_over_keeps_the_answers_it_has():
    began = time.monotonic()
    cells = [own("x = 1"), test_cell("f"), own("import time; time.sleep(600)", "sleeps"), test_cell("g")]
    probes = {"f": answering("f", "x"), "g": answering("g", "x")}
    result = run(cells, probes, (600, 10))
    assert value(result, "f") == 1
    assert value(result, "g") == 1, "what comes after it is asked alone"
    assert "longer than 5 s" in text(named(result, "sleeps"))
    assert time.monotonic() - began < 60


# --- death -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def deadly() -> ExecutionResult:
    cells = [
        own("before = 1"),
        answer_cell("early", "def early(): return before"),
        test_cell("early"),
        own("after = 1; import os; os._exit(1)", "kills"),
        own("after = 1"),
        answer_cell("dies", "def dies(): return before + after"),
        test_cell("dies"),
        own("late = 1"),
        answer_cell("late", "def late(): return before + after + late_one\nlate_one = 1"),
        test_cell("late"),
    ]
    probes = {
        "early": answering("early", "early()"),
        "dies": answering("dies", "dies()", "import time, os; time.sleep(1); os._exit(0)"),
        "late": answering("late", "late()"),
    }
    return run(cells, probes, (20, 120))


@pytest.mark.slow
def test_tasks_before_and_after_a_death_are_answered(deadly):
    assert value(deadly, "early") == 1
    assert value(deadly, "late") == 3


@pytest.mark.slow
def test_an_answer_before_a_death_counts(deadly):
    assert value(deadly, "dies") == 2


@pytest.mark.slow
def test_every_death_is_said_with_its_place(deadly):
    in_cell, in_questions = deadly.notes
    assert "kills" in in_cell
    assert "the questions to dies" in in_questions
    assert named(deadly, "kills").outputs[-1].ename == "KernelDied"


DIES_AT_FIRST = "import os, pathlib\nlog = pathlib.Path('TRIES')\n"


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_kernel_that_somebody_else_kills_costs_nobody_a_mark(monkeypatch, deaths):
    """While the cells run, or while the questions are asked: what it was doing is done once more."""
    killed, execute_source = [], SocketKernel.execute

    def and_killed(self, source, seconds):
        if "answer_me" in source and len(killed) < deaths:
            killed.append(source)
            self.stop()
            raise KernelDied(DIED)
        yield from execute_source(self, source, seconds)

    monkeypatch.setattr(SocketKernel, "execute", and_killed)
    result = run([answer_cell("f", "answer_me = 7"), test_cell("f")], {"f": answering("f", "answer_me")}, (20, 120))
    assert value(result, "f") == 7
    assert result.notes == []
    assert len(killed) == deaths


def test_a_kernel_that_was_stopped_for_a_reason_is_not_asked_again(monkeypatch):
    asked = []

    def stopped(self, source, seconds):
        asked.append(source)
        raise KernelDied("The kernel was stopped: it used more than 4 GB of memory")
        yield

    monkeypatch.setattr(SocketKernel, "execute", stopped)
    result = run([answer_cell("f", "x = 1"), test_cell("f")], {"f": answering("f", "x")}, (20, 120))
    assert "4 GB" in result.notes[0]
    assert len(asked) == 2, "the cell once, and, without it, the questions once"


@pytest.mark.slow
def test_after_too_many_deaths_the_rest_is_not_run_and_the_reason_is_said(monkeypatch):
    monkeypatch.setattr(walk_module, "MOST_DEATHS", 1)
    cells = [
        answer_cell("f", "x = 1"),
        test_cell("f"),
        answer_cell("g", "import os; os._exit(1)"),
        test_cell("g"),
        own("print('not run')", "last"),
    ]
    result = run(cells, {"f": answering("f", "x"), "g": answering("g", "x")}, (20, 120))
    assert value(result, "f") == 1
    assert result.observations.get("g", []) == []
    assert "died" in result.notes[0]
    assert "120 s" not in result.notes[-1], "it was not the time that ended it"
    assert named(result, "last").outputs == []


# --- every task by itself --------------------------------------------------------------------------------------------

PATCH = "import math; math.pi = 3; open('left.txt', 'w').write('x'); open('/tmp/left', 'w')"
SEES = "[math.pi > 3.1, os.path.exists('left.txt'), os.path.exists('/tmp/left')]"


@pytest.mark.parametrize("warm", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_what_one_task_does_to_its_process_does_not_reach_another(warm):
    cells = [
        own("import math, os"),
        answer_cell("f", f"{PATCH}\ndef f(): return {SEES}"),
        test_cell("f"),
        answer_cell("g", f"def g(): return {SEES}"),
        test_cell("g"),
    ]
    probes = {"f": answering("f", "f()"), "g": answering("g", "g()")}
    wanted = {"f": [False, True, True], "g": [True, False, False]}
    result = run(cells, probes, (30, 120), wanted, warm)
    assert result.worlds == {"f": IN_THE_NOTEBOOK, "g": ALONE}
    assert value(result, "f") == [False, True, True]
    assert value(result, "g") == [True, False, False]


def test_an_answer_that_is_the_same_alone_is_not_judged_again():
    judged = []

    def earned(task: str, answers: list[dict], world: str) -> float:
        judged.append((task, world))
        return 0.0

    cells = [
        own("import math"),
        answer_cell("f", "math.pi = 3\ndef f(): return 5"),
        test_cell("f"),
        answer_cell("g", "def g(): return math.pi"),
        test_cell("g"),
    ]
    with kernel_launcher() as here:
        probes = asked({"f": answering("f", "f()"), "g": answering("g", "g()")})
        result = Run(new_notebook(cells=cells), probes, here, Clock(30, 120), Worth(earned)).run()
    assert judged == [("f", IN_THE_NOTEBOOK), ("g", IN_THE_NOTEBOOK), ("g", ALONE)]
    assert result.worlds == {"f": IN_THE_NOTEBOOK, "g": IN_THE_NOTEBOOK}


@pytest.mark.parametrize(
    ("most", "known", "asked_further"),
    [(1.0, 0.0, True), (0.5, 0.0, True), (0.5, 0.5, False), (0.0, 0.0, False)],
)
def test_a_function_is_asked_further_alone_only_where_it_could_earn_more(most, known, asked_further):
    seen, judged = [], []

    def earned(task: str, answers: list[dict], world: str) -> float:
        judged.append((world, len(answers)))
        return known

    def left(task: str, visible: list[dict]) -> float:
        seen.append([answer["number"] for answer in visible])
        return most

    cells = [own("x = 1"), answer_cell("f", "x = 2\ndef f(): return __import__('time').time_ns()"), test_cell("f")]
    with kernel_launcher() as here:
        questions = {"f": Questions(answering("f", "f()"), held_out(answering("f", "f()")))}
        result = Run(new_notebook(cells=cells), questions, here, Clock(30, 120), Worth(earned, left)).run()
    assert seen == [[0]]
    assert judged == [(IN_THE_NOTEBOOK, 2), (ALONE, 2)][: 1 + asked_further]
    assert len(result.observations["f"]) == 2


@pytest.mark.parametrize("reads", [False, True], ids=["reads none", "reads one"])
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_file_that_a_cell_writes_costs_other_kernels_only_where_functions_read_some(reads, place):
    """Many students save their figures; to ask each task in a kernel of its own takes three times as long."""
    writes = own("from matplotlib import pyplot as plt\nplt.plot([0, 1])\nplt.savefig('mine.png')")
    body = "return x + len(open('mine.txt').read())" if reads else "return x + 3"
    answers = [answer_cell("f", f"def f(x): {body}"), test_cell("f"), answer_cell("g", f"def g(x): {body}"), test_cell("g")]
    cells = [own("with open('mine.txt', 'w') as file:\n    file.write('abc')")] if reads else []
    cells += [writes, *answers] if place == "above" else [*answers, writes]
    with kernel_launcher() as here:
        probes = {task: Questions(answering(task, f"{task}(1)"), held_out(answering(task, f"{task}(2)"))) for task in "fg"}
        result = Run(new_notebook(cells=cells), probes, here, Clock(30, 120)).run()
        assert (here.spent["kernels"] == 1) is not reads
    for task in "fg":
        assert [answer["value"]["answer"] for answer in result.observations[task]] == [4, 5]


def test_where_something_was_lacking_in_the_notebook_a_function_is_asked_further_alone():
    """With as many marks, an answer that lacks nothing tells the student more."""
    cells = [
        answer_cell("f", "def f(): return len('abc')"),
        answer_cell("g", "import builtins\ndel builtins.len\ndef g(): return 0"),
        test_cell("f"),
        test_cell("g"),
    ]
    with kernel_launcher() as here:
        questions = {
            "f": Questions(answering("f", "f()"), held_out(answering("f", "f()"))),
            "g": Questions(answering("g", "g()")),
        }
        worth = Worth(lambda *_: 0.0, lambda *_: 0.0)
        result = Run(new_notebook(cells=cells), questions, here, Clock(30, 120), worth).run()
    assert result.worlds["f"] == ALONE
    assert [answer["value"]["answer"] for answer in result.observations["f"]] == [3, 3]


def test_whoever_has_seen_a_right_answer_is_not_asked_for_it_again():
    """A task's questions bring right answers of earlier tasks; one that says that it lacks something is asked a second time."""
    lacking = "def f():\n    if seen_file():\n        return 'stolen'\n    raise NameError('not yet')"
    looking = "import os\ndef seen_file(): return 'SECRET' in globals() or os.path.exists('/tmp/answer')"
    keeping = "def g():\n    globals()['SECRET'] = 1\n    open('/tmp/answer', 'w').write('the right answer')\n    return lost"
    cells = [own(looking), answer_cell("f", lacking), test_cell("f"), answer_cell("g", keeping), test_cell("g")]
    result = run(cells, {"f": answering("f", "f()"), "g": answering("g", "g()")}, (20, 60))
    assert value(result, "f")["type"] == "NameError"
