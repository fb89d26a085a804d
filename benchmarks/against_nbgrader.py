"""The same class graded by plain nbgrader and by ours, in one run; and what four workers hold in memory.

python -m benchmarks.against_nbgrader [--students N] [--quick]

Plain nbgrader runs each notebook in a Jupyter kernel, where assertions in the test cells compare the same cases with the
same reference values; once with the cells that only draw, as students have them, and once without. CPU seconds are those
of the whole command and all that it starts.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat

from autograder.assignments import all_cases, declaration, solved_cell, task_names
from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, hand_in, sample_classes
from autograder.commands.demo import new_course
from autograder.gradebook.nbgrader_course import Course
from autograder.guest.memory import bytes_in, started_by
from autograder.notebooks.cells import grade_id_of, is_illustration
from autograder.sandbox import launcher
from autograder.sandbox.fork_server_process import ForkedKernel, ForkServerProcess
from selfcheck.encoding import encode

MB = 1 << 20
PLAIN_CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'plain'\nc.ExecutePreprocessor.timeout = 600\n"
ASSERTIONS = """
### BEGIN HIDDEN TESTS
import json as _json
import numpy as _np
from selfcheck.encoding import Array as _Array, decode as _decode, encode as _encode
from selfcheck.tasks import declaration as _declaration
for _recipe, _wanted in _json.loads({wanted!r}):
    _answer = _declaration({task!r}).ask({name}, _recipe)
    for _part, _value in _wanted.items():
        _value, _got = _decode(_value), _decode(_encode(_answer[_part]))
        if isinstance(_value, _Array):
            assert _got.shape == _value.shape
            if {exact!r}:
                _np.testing.assert_allclose(_got.values, _value.values, atol=1e-3 * _np.abs(_value.values).max() + 1e-30)
### END HIDDEN TESTS
"""
VGG19 = "import lab.models as m; m.kept = m.vgg19_layout((64, 128, 256, 512, 512), 4096).eval().requires_grad_(False)"
USE_VGG19 = (
    "import torch, lab.models as m\nx = torch.zeros(1, 3, 224, 224, requires_grad=True)\nm.kept(x).sum().backward()\nprint(1)"
)


def class_of(count: int) -> list[Student]:
    """Students whose notebooks come to an end by themselves, so that no time limit is measured."""
    kinds = [student for student in sample_classes()["part1"] if not student.mishap and "loops" not in student.name]
    return [Student(f"{kinds[turn % len(kinds)].name}_{turn}", kinds[turn % len(kinds)].answers) for turn in range(count)]


def our_course(where: Path, students: list[Student]) -> Course:
    """A course with part1 released, in which some students have submitted."""
    course = new_course(where)
    write_source("part1", course.root)
    write_release("part1", course)
    for turn, student in enumerate(students):
        hand_in(student, course.root / "release" / "part1", course.root / "submitted" / student.name / "part1", turn)
    return course


def plain_course(ours: Course, where: Path, figures: bool) -> None:
    """The same submissions in a course that nbgrader alone grades."""
    subprocess.run(["cp", "-r", str(ours.root), str(where)], check=True)
    (where / "nbgrader_config.py").write_text(PLAIN_CONFIG, encoding="utf-8")
    (where / "gradebook.db").unlink()
    shutil.rmtree(where / "autograded", ignore_errors=True)  # what is there nbgrader would skip
    for path in [*where.glob("source/part1/*.ipynb"), *where.glob("submitted/*/part1/*.ipynb")]:
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [cell for cell in notebook.cells if figures or not is_illustration(cell)]
        for cell in notebook.cells:
            task = grade_id_of(cell).removeprefix("test_")
            if cell.cell_type == "code" and task in task_names() and cell.metadata.nbgrader.grade:
                cell.source = assertions(task) if "source" in path.parts else "# tests"
        nbformat.write(notebook, path)
    nbgrader(where, "generate_assignment", "part1", "--force")


def assertions(task: str) -> str:
    """A test cell as one would write it without us: the cases, and what must come out."""
    function = right_answer(task)[declaration(task).defines]
    wanted = []
    for case in all_cases(task):
        values = declaration(task).ask(function, case.recipe)
        wanted.append([case.recipe, {name: encode(value) for name, value in values.items()}])
    exact = "random" not in task
    return ASSERTIONS.format(task=task, name=declaration(task).defines, wanted=json.dumps(wanted), exact=exact)


def right_answer(*tasks: str) -> dict:
    """A namespace in which some tasks are solved."""
    namespace: dict = {}
    exec("import cv2\nimport numpy as np\nimport torch\nimport torch.nn as nn\nimport torch.nn.functional as F", namespace)
    for needed in dict.fromkeys(name for task in tasks for name in (*declaration(task).needs, task)):
        exec(solved_cell(needed), namespace)
    return namespace


def nbgrader(where: Path, *words: str) -> None:
    """One of nbgrader's commands in a course directory.

    Raises:
        RuntimeError: it left a submission out.
    """
    environment = os.environ | {"LAB_NETWORK": "pocket", "OMP_NUM_THREADS": "1", "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=where, env=environment, capture_output=True, text=True)
    graded, handed_in = (len(list(where.glob(f"{step}/*/part1"))) for step in ("autograded", "submitted"))
    if done.returncode or (words[0] == "autograde" and graded < handed_in):
        raise RuntimeError(f"nbgrader {words[0]} left {handed_in - graded} of {handed_in} out: {done.stderr[-500:]}")


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of the commands that a piece of work starts, and its wall time."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - began


def compare(students: list[Student], scratch: Path, quick: bool) -> None:
    """Each grader on the same class, one after the other; quickly without the one that takes the longest."""
    count = len(students)
    ours = our_course(scratch / "ours", students)
    figures: dict[str, tuple[float, float]] = {}
    theirs = [("plain nbgrader, whole notebooks", True), ("plain nbgrader, without figures", False)]
    for name, with_figures in theirs[1:] if quick else theirs:
        where = scratch / f"plain{with_figures}"
        plain_course(ours, where, with_figures)
        figures[name] = spent(lambda where=where: nbgrader(where, "autograde", "part1"))
    command = [sys.executable, "-m", "autograder.cli", "grade", "part1", "--course", str(ours.root)]
    figures["ours"] = spent(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    print(f"\n{count} submissions of part1, each grader once, in this order")
    print(f"{'':<36} {'CPU s each':>10} {'wall s each':>11} {'per core-hour':>13} {'ratio to ours':>13}")
    for name, (cpu, wall) in figures.items():
        ratio = cpu / figures["ours"][0]
        print(f"{name:<36} {cpu / count:>10.2f} {wall / count:>11.2f} {3600 * count / cpu:>13.0f} {ratio:>12.1f}x")
    print("target: plain nbgrader, as it runs, at least 10x ours")


def memory(workers: int = 4) -> None:
    """What each of some workers holds for itself alone, with VGG19 at its full size."""
    with_network = ForkServerProcess(preload=VGG19)
    kernels = [ForkedKernel(with_network, {}) for _ in range(workers)]
    idle = private(with_network, workers)
    for kernel in kernels:
        assert [output.text for output in kernel.execute(USE_VGG19, 120)] == ["1\n"]
    used = private(with_network, workers)
    for kernel in kernels:
        kernel.stop()
    with_network.close()
    print(f"\nmemory of {workers} workers at once, VGG19 (575 MB) loaded before they are forked, MB private each")
    print(f"idle: {', '.join(f'{size / MB:.0f}' for size in idle)}")
    print(
        f"after VGG19 forward and backward on 224 x 224: {', '.join(f'{size / MB:.0f}' for size in used)}   target: at most 150"
    )


def private(parent: ForkServerProcess, workers: int) -> list[int]:
    """Bytes that each of the latest forks shares with nobody."""
    forks = sorted(started_by(parent.process.pid))[-workers:]
    return [bytes_in(Path(f"/proc/{fork}/smaps_rollup"), "Private_Dirty:", "Private_Clean:") for fork in forks]


def main(argv: list[str] | None = None) -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=20, help="how many submissions")
    parser.add_argument("--quick", action="store_true", help="plain nbgrader without figures alone")
    options = parser.parse_args(argv)
    students = class_of(options.students)
    launcher.sandboxed()
    with tempfile.TemporaryDirectory() as scratch:
        compare(students, Path(scratch), options.quick)
    memory()


if __name__ == "__main__":
    main()
