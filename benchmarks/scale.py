"""Large classes: cost a submission by size, memory, one worker and two, plain nbgrader beside, the report of them all.

python -m benchmarks.scale [--students N] [--plain N] [--turns N] [--write]

CPU seconds are those of a whole command and of all that it starts. Memory is what its processes hold, pages that they share
counted once, looked at as often as takes a hundredth of one core: to look takes time from them. `--write` keeps what was
measured in docs/scale.json, for `benchmarks.simulate`.
"""

import argparse
import json
import math
import os
import re
import resource
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median

from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.staleness import said_in
from autograder.reports.class_report import write_report
from autograder.reports.results import read
from benchmarks.against_nbgrader import class_of, nbgrader, our_course, plain_course
from benchmarks.measured_commands import Run, measured
from benchmarks.simulate import COSTS

SIZES = (20, 100, 200, 1000)
EDGE = 0.1  # of a class, at its begin and at its end: not all workers judge yet, or any more


def grading(course: Course, workers: int, students: int) -> Run:
    command = [sys.executable, "-m", "autograder.cli", "grade", "part1", "--course", str(course.root), "--nice", "0"]
    run = measured([*command, "--workers", str(workers), "--force"], students, workers)
    marked = sorted((path.stat().st_mtime, path) for path in course.root.glob("autograded/*/part1/*.ipynb"))
    judged = fmean(said_in(path)["cpu"] for _, path in inner(marked) or marked)
    return replace(run, each=pace([written for written, _ in marked]), judged=judged)


def inner(ordered: list) -> list:
    """What is ordered in time, without the edges."""
    edge = math.ceil(EDGE * len(ordered))
    return ordered[edge : len(ordered) - edge]


def pace(written: list[float]) -> float:
    """Seconds from one to the next of some moments, without the edges; 0 of too few."""
    moments = inner(sorted(written))
    return (moments[-1] - moments[0]) / (len(moments) - 1) if len(moments) > 1 else 0.0


def regrading(course: Course, students: int) -> Run:
    """Nothing has changed."""
    return measured([sys.executable, "-m", "autograder.cli", "grade", "part1", "--course", str(course.root)], students, 0)


def by_size(sizes: list[int], scratch: Path, workers: int) -> list[Run]:
    """Classes of every size, on as many workers."""
    runs = []
    for size in sizes:
        course = our_course(scratch / f"class{size}", class_of(size))
        runs.append(grading(course, workers, size))
        again = regrading(course, size)
        run = runs[-1]
        print(
            f"{size:>5} submissions, {workers} workers: {run.cpu / size:5.2f} CPU s each, {run.wall / size:5.2f} s wall each, "
            f"{run.early:4.0f} and {run.late:4.0f} MB in the two halves; graded again unchanged: {again.cpu:.1f} CPU s, "
            f"1/{run.cpu / again.cpu:.0f}",
            flush=True,
        )
    return runs


def marginal(runs: list[Run], of: str = "cpu") -> float:
    """CPU seconds of one more submission, between the smallest and the largest class."""
    first, last = runs[0], runs[-1]
    if last.students == first.students:
        return getattr(first, of) / first.students
    return (getattr(last, of) - getattr(first, of)) / (last.students - first.students)


def by_turns(course: Course, students: int, turns: int) -> None:
    """Two workers beside one while they judge, without their start: the same class by turns, since a machine's speed drifts."""
    twos, ones = [grading(course, 2, students)], []
    for _ in range(turns):
        ones.append(grading(course, 1, students))
        twos.append(grading(course, 2, students))
    one, two = ([run.each for run in runs] for runs in (ones, twos))
    said = f"{spread(one, 3)} s a submission on one worker, {spread(two, 3)} on two: {spread(between(one, two), 2)} times as fast"
    print(f"{students:>5} submissions, by turns: {said}   target: at least 1.8", flush=True)
    one, two = ([run.judged for run in runs] for runs in (ones, twos))
    said = f"{spread(one, 3)} CPU s on one worker, {spread(two, 3)} on two"
    print(f"{students:>5} submissions, by turns: to judge one, its kernels' work included, took {said}", flush=True)


def between(alone: list[float], beside: list[float]) -> list[float]:
    """How many times each of some values is the mean of its neighbours, of which there is one before the first as well."""
    return [value / fmean(pair) for value, pair in zip(alone, pairwise(beside), strict=True)]


def spread(values: list[float], digits: int) -> str:
    """Their median, and from where to where they go."""
    middle, least, most = (f"{value:.{digits}f}" for value in (median(values), min(values), max(values)))
    return f"{middle} ({least} to {most})"


def one_between_two(course: Course, before: Run) -> list[Run]:
    """The whole class that two workers have graded, by one and then by two once more: the workers' start is in it."""
    one = grading(course, 1, before.students)
    after = grading(course, before.workers, before.students)
    two = (before.wall + after.wall) / 2
    walls = f"{one.wall:.0f} s on one worker, {before.wall:.0f} and {after.wall:.0f} s on {before.workers} before and after"
    paces = f"judging alone {one.each:.3f}, and {before.each:.3f} and {after.each:.3f} s a submission"
    print(f"{before.students:>5} submissions: {walls}: {one.wall / two:.2f}x; {paces}", flush=True)
    return [one, after]


def apart(students: int, scratch: Path) -> None:
    """What two cores of this machine do beside one: two classes that share nothing, each judged and recorded by one process."""
    courses = [our_course(scratch / f"apart{number}", class_of(students)) for number in range(2)]
    alone = grading(courses[0], 0, students)
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda course: grading(course, 0, students), courses))
    beside = fmean(run.wall for run in both)
    walls = f"{alone.wall:.0f} s alone, {beside:.0f} s beside another that does the same"
    print(f"{students:>5} submissions in one process: {walls}: two cores do {2 * alone.wall / beside:.2f}x here", flush=True)


def plain(students: int, scratch: Path) -> None:
    """The same notebooks graded by plain nbgrader, by one process and by two with half of the class each.

    Without the cells that only draw, which ours leaves out, too: with them it takes about three times as long.
    """
    ours = our_course(scratch / "beside", class_of(students))
    runs = [grading(ours, workers, students) for workers in (1, 2)]
    halves = []
    for number in range(3):  # one for all, and one for each half
        where = scratch / f"plain{number}"
        plain_course(ours, where, figures=False)
        for turn, folder in enumerate(sorted(where.glob("submitted/*"))):
            if number and turn % 2 == number - 1:
                shutil.rmtree(folder)
        halves.append(where)
    for workers, folders in ((1, halves[:1]), (2, halves[1:])):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda where: nbgrader(where, "autograde", "part1"), folders))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu, wall = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - began
        run = runs[workers - 1]
        theirs = f"plain nbgrader {cpu / students:.1f} CPU s and {wall / students:.1f} s wall each"
        mine = f"ours {run.cpu / students:.2f} and {run.wall / students:.2f}"
        ratios = f"{cpu / run.cpu:.1f}x and {wall / run.wall:.1f}x"
        print(f"{students:>5} submissions, {workers} workers: {theirs}, {mine}: {ratios}", flush=True)


def report_of(course: Course) -> None:
    """The class report, from the results: every student is in it, with the points that the gradebook has."""
    rows = read(course.root / "reports" / "part1" / "results.json")
    path, began = course.root / "report.html", time.monotonic()
    write_report(rows, {}, path, "Class report: part1")
    seconds, page = time.monotonic() - began, path.read_text(encoding="utf-8")
    shown = re.findall(
        r"<tr><th scope='row'>([^<>]*(?:<wbr>[^<>]*)*)</th>[^\n]*<td class='number'>([\d.]+) of [\d.]+</td></tr>", page
    )
    totals = {name.replace("<wbr>", ""): float(points) for name, points in shown}
    autograded = {f"test_{row['task']}" for row in rows}
    with course.gradebook() as gradebook:
        recorded = {
            submission.student.id: sum(
                grade.auto_score or 0
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.name in autograded
            )
            for submission in gradebook.assignment_submissions("part1")
        }
    wrong = [name for name in recorded if abs(totals.get(name, -1) - recorded[name]) > 1e-6]
    where = f"{seconds:.1f} s, {len(page) / 1e6:.1f} MB"
    print(f"report of {len(recorded)} students: {where}, {len(wrong)} of them not with the gradebook's points", flush=True)


def costs_of(course: Course, runs: list[Run]) -> dict:
    """What `benchmarks.simulate` wants, of classes of several sizes on as many workers.

    What the workers say of each submission leaves out what they do between two; so it is stretched to what all together took.
    """
    first, record = runs[0], marginal(runs, "own")
    each = marginal(runs) - record
    said = [said_in(path)["cpu"] for path in sorted(course.root.glob("autograded/*/part1/*.ipynb"))]
    judge = [round(cpu * each / fmean(said), 3) for cpu in said]
    command = first.own - first.students * record
    start = (first.cpu - first.own - first.students * each) / first.workers
    costs = {"judge": judge, "record": round(record, 4), "start": round(start, 2), "command": round(command, 2)}
    return costs | {"cores": os.cpu_count(), "runs": [asdict(run) for run in runs]}


def main(argv: list[str] | None = None) -> None:
    """Prints what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=1000, help="the largest class (1000)")
    parser.add_argument("--plain", type=int, default=50, help="the class that plain nbgrader grades, too; 0: none (50)")
    parser.add_argument("--turns", type=int, default=5, help="of one worker, each between two of two; 0: none (5)")
    parser.add_argument("--write", action="store_true", help="keep it in docs/scale.json")
    options = parser.parse_args(argv)
    sizes = sorted({*(size for size in SIZES if size < options.students), options.students})
    workers = min(2, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        runs = by_size(sizes, scratch, workers)
        most, least = runs[-1].cpu / runs[-1].students, runs[0].cpu / runs[0].students
        print(f"a submission of {sizes[-1]} costs {most / least:.2f} of one of {sizes[0]}   target: at most 1.10")
        print(f"one more submission costs {marginal(runs):.2f} CPU s")
        largest = Course(scratch / f"class{sizes[-1]}")
        report_of(largest)
        costs = costs_of(largest, runs)
        some = min(100, options.students)
        if options.turns:
            by_turns(Course(scratch / f"class{some}"), some, options.turns)
        costs["runs"] += map(asdict, one_between_two(largest, runs[-1]))
        if options.write:
            COSTS.write_text(json.dumps(costs, indent=1) + "\n", encoding="utf-8")
        apart(some, scratch)
        if options.plain:
            plain(options.plain, scratch)


if __name__ == "__main__":
    main()
