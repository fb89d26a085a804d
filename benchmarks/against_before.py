"""What grading costs now beside what it cost at another commit: right notebooks, the demo's class and wrong ones, by turns.

python -m benchmarks.against_before [--before COMMIT] [--students N] [--turns N]

Each turn grades every class with both programs, one after the other, each in a course of its own that its program has made, so
that a machine that grows slower is slower for both. CPU seconds are those of the whole command and all that it starts.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLASSES = ("right", "demo", "wrong")
TASKS = (
    *("pre_processing", "predict", "backprop", "saliency_map", "vgg_hook", "pool_gradients", "grad_cam_heatmap"),
    *("integrated_gradients", "random_baseline"),
)
MAKE = """
from pathlib import Path
from benchmarks.against_nbgrader import Student, class_of, our_course  # by the name that every commit has
number, kind, tasks = {count}, {kind!r}, {tasks}
samples = {{task: sorted(path.stem for path in Path("tests/submissions/wrong", task).glob("*.py")) for task in tasks}}
students = {{
    "right": [Student(f"right_{{n}}") for n in range(number)],
    "demo": class_of(number),
    "wrong": [
        Student(f"wrong_{{n}}", {{task: f"wrong/{{names[n % len(names)]}}" for task, names in samples.items()}})
        for n in range(number)
    ],
}}[kind]
our_course(Path({where!r}), students)
"""


def run(tree: Path, *words: str) -> float:
    """CPU seconds of a Python command with one tree's program.

    Raises:
        subprocess.CalledProcessError: it did not end well.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": str(tree), "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, *words], cwd=tree, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def graded(tree: Path, course: Path) -> float:
    """CPU seconds of grading a whole class."""
    # what came before knows --force by its old name alone
    return run(tree, "-m", "autograder.cli", "grade", "part1", "--course", str(course), "--again")


def measured(trees: dict[str, Path], count: int, turns: int, scratch: Path) -> dict[tuple[str, str], list[float]]:
    """(class, program) -> CPU seconds a submission, turn by turn."""
    costs: dict[tuple[str, str], list[float]] = defaultdict(list)
    for kind in CLASSES:
        for name, tree in trees.items():
            run(tree, "-c", MAKE.format(count=count, kind=kind, tasks=TASKS, where=str(scratch / f"{kind}-{name}")))
    for turn in range(turns + 1):  # the first fills what is kept from run to run
        for kind in CLASSES:
            for name, tree in trees.items():
                seconds = graded(tree, scratch / f"{kind}-{name}") / count
                if turn:
                    costs[kind, name].append(seconds)
    return costs


def main(argv: list[str] | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", default="HEAD~1", help="the commit to compare with")
    parser.add_argument("--students", type=int, default=20, help="how many submissions")
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "tree"
        subprocess.run(["git", "clone", "-q", "--no-checkout", str(ROOT), str(tree)], check=True)
        subprocess.run(["git", "-C", str(tree), "checkout", "-q", commit(options.before)], check=True)
        costs = measured({"before": tree, "now": ROOT}, options.students, options.turns, Path(scratch))
    print(
        f"\nCPU seconds a submission, classes of {options.students}, medians of {options.turns} turns; before: {options.before}"
    )
    print(f"{'':<10} {'before':>8} {'now':>8} {'ratio':>7}   ratios by turn")
    for kind in CLASSES:
        pairs = list(zip(costs[kind, "before"], costs[kind, "now"], strict=True))
        then, now = (statistics.median(costs[kind, name]) for name in ("before", "now"))
        print(f"{kind:<10} {then:>8.2f} {now:>8.2f} {now / then:>6.2f}x   {' '.join(f'{b / a:.2f}' for a, b in pairs)}")
    print("target: right at most 1.05x, demo at most 1.25x of what it was before marks were asked in two worlds (2da2ab4)")


def commit(name: str) -> str:
    """A commit's full name."""
    said = subprocess.run(["git", "-C", str(ROOT), "rev-parse", name], check=True, capture_output=True, text=True)
    return said.stdout.strip()


if __name__ == "__main__":
    main()
