"""How long a class of any size takes on any number of workers, and what it costs: a simulation from measured costs.

python -m benchmarks.simulate [--costs FILE]

Submissions arrive before a deadline, most of them late. Each is sent to a worker, judged there in a time drawn from the
measured ones, and recorded by the one writer. Some workers are slow, some notebooks run into their time limits, workers die
and are replaced. The real runs of `benchmarks.scale` are simulated, too, and stand beside what they took.
"""

import argparse
import heapq
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean, median

COSTS = Path(__file__).resolve().parent.parent / "docs" / "scale.json"
HOUR = 3600.0
SEEDS = 5


@dataclass(frozen=True)
class Costs:
    """Seconds, measured on one core of the machine that `benchmarks.scale` ran on.

    Args:
        judge: of one submission on a worker, in CPU seconds: a sample of measured ones.
        record: of one submission in the process that writes.
        start: until a worker judges its first submission.
        command: until the process that writes starts the workers.
    """

    judge: tuple[float, ...]
    record: float
    start: float
    command: float = 0.0

    def on(self, cores: int, workers: int) -> "Costs":
        """The same where the workers and the writer share cores: what there are too few for takes longer."""
        wanted = workers * (1 + self.record / (sum(self.judge) / len(self.judge)))
        stretch = max(wanted / cores, 1.0)
        return replace(self, judge=tuple(stretch * seconds for seconds in self.judge), record=stretch * self.record)

    @classmethod
    def read(cls, path: Path) -> "Costs":
        """The costs in a file that `benchmarks.scale --write` has written."""
        plain = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(plain["judge"]), plain["record"], plain["start"], plain["command"])


@dataclass(frozen=True)
class World:
    """What happens, beside the work.

    Args:
        hours: over which submissions arrive; 0 is all at once, as when a class is graded after the deadline.
        hanging: share of notebooks that run until the time limit.
        limit: that limit, in seconds.
        slow: share of workers that take `slowdown` times as long.
        deaths: of a worker, each hour; what it had is done again elsewhere, and another takes its place after the start time.
    """

    hours: float = 0.0
    hanging: float = 0.002
    limit: float = 600.0
    slow: float = 0.05
    slowdown: float = 3.0
    deaths: float = 0.02
    seed: int = 1


@dataclass
class Course:
    """What came of it: times in seconds after the deadline, or after the start where all was there at once."""

    last_mark: float = 0.0
    core_seconds: float = 0.0  # of workers that worked
    rented_seconds: float = 0.0  # of workers that were there, and of the writer
    done: int = 0
    again: int = 0  # submissions that were judged once more because a worker had died
    waits: list[float] = field(default_factory=list)  # from submitting to the mark

    def wait(self, share: float) -> float:
        """The wait that a share of the students does not exceed."""
        return sorted(self.waits)[min(int(share * len(self.waits)), len(self.waits) - 1)]


def arrivals(number: int, hours: float, chance: random.Random) -> list[float]:
    """Times of submitting, the deadline being 0: half of the class in the last twentieth of the time."""
    if not hours:
        return [0.0] * number
    times = [chance.random() ** 4.32 for _ in range(number)]  # 0.5 ** 4.32 = 1/20
    return sorted(-hours * HOUR * time for time in times)


def simulate(number: int, workers: int, costs: Costs, world: World = World()) -> Course:
    """One class."""
    chance, came = random.Random(world.seed), Course()
    speed = [world.slowdown if chance.random() < world.slow else 1.0 for _ in range(workers)]
    times = arrivals(number, world.hours, chance)
    began = times[0]
    free = [(began + costs.start, worker) for worker in range(workers)]  # when each can take the next paper
    heapq.heapify(free)
    finished: list[tuple[float, float]] = []  # when judged, when submitted
    waiting = [(time, time) for time in times]  # to be had from, submitted at
    heapq.heapify(waiting)
    while waiting:
        ready, handed_in = heapq.heappop(waiting)
        at, worker = heapq.heappop(free)
        begins = max(at, ready)
        seconds = world.limit if chance.random() < world.hanging else chance.choice(costs.judge) * speed[worker]
        dies = chance.expovariate(world.deaths / HOUR) if world.deaths else float("inf")
        came.core_seconds += min(seconds, dies)
        if dies < seconds:  # begun anew by whoever is free next
            came.again += 1
            heapq.heappush(free, (begins + dies + costs.start, worker))
            heapq.heappush(waiting, (begins + dies, handed_in))
        else:
            heapq.heappush(free, (begins + seconds, worker))
            finished.append((begins + seconds, handed_in))
    write(sorted(finished), costs, came)
    came.rented_seconds = (workers + 1) * (came.last_mark - began)
    return came


def write(finished: list[tuple[float, float]], costs: Costs, came: Course) -> None:
    """The one writer records what comes, in the order in which it comes."""
    clock = finished[0][0]
    for judged, handed_in in finished:
        clock = max(clock, judged) + costs.record
        came.waits.append(clock - handed_in)
    came.last_mark, came.done = clock, len(finished)


def as_time(seconds: float) -> str:
    """Seconds, minutes or hours."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 2 * HOUR else f"{seconds / HOUR:.1f} h"


def several(number: int, workers: int, costs: Costs, world: World = World()) -> list[Course]:
    """The same class in worlds that differ by chance alone."""
    return [simulate(number, workers, costs, replace(world, seed=seed)) for seed in range(1, SEEDS + 1)]


def tables(costs: Costs, plain: dict) -> Iterator[str]:
    """The tables of docs/scaling.md."""
    yield from against_runs(costs, plain["runs"], plain["cores"])
    yield ""
    yield "| submissions | workers | time to the last mark | half of the marks within | core-hours used | paid | judged again |"
    yield "|---|---|---|---|---|---|---|"
    for number in (1_000, 10_000, 100_000):
        for workers in (10, 30, 100, 300, 1_000):
            came = several(number, workers, costs)
            last, half = median(one.last_mark for one in came), median(one.wait(0.5) for one in came)
            used, paid = (mean(one.core_seconds for one in came), mean(one.rented_seconds for one in came))
            cells = [f"{number:,}", f"{workers:,}", as_time(last), as_time(half), f"{used / HOUR:.1f}", f"{paid / HOUR:.1f}"]
            yield f"| {' | '.join(cells)} | {mean(one.again for one in came):.1f} |"
    yield ""
    yield "| submissions in the two days before a deadline | workers | last mark after it | 99 of 100 marks within |"
    yield "|---|---|---|---|"
    for number, workers in ((10_000, 2), (10_000, 10), (100_000, 10), (100_000, 30), (100_000, 100)):
        came = several(number, workers, costs, World(hours=48))
        last, most = median(max(one.last_mark, 0) for one in came), median(one.wait(0.99) for one in came)
        yield f"| {number:,} | {workers} | {as_time(last)} | {as_time(most)} |"


def against_runs(costs: Costs, runs: list[dict], cores: int) -> Iterator[str]:
    """What was simulated beside what was run, on a machine whose cores the workers and the writer share."""
    yield "| submissions | workers | CPU seconds, run | simulated | seconds to the last mark, run | simulated |"
    yield "|---|---|---|---|---|---|"
    for run in runs:
        number, workers = run["students"], run["workers"]
        cpu = (
            simulate(number, workers, costs, calm()).core_seconds + number * costs.record + workers * costs.start + costs.command
        )
        wall = costs.command + simulate(number, workers, costs.on(cores, workers), calm()).last_mark
        cells = [f"{number:,}", str(workers), f"{run['cpu']:.0f}", f"{cpu:.0f} ({cpu / run['cpu'] - 1:+.0%})"]
        yield f"| {' | '.join(cells)} | {run['wall']:.0f} | {wall:.0f} ({wall / run['wall'] - 1:+.0%}) |"


def bottleneck(costs: Costs) -> float:
    """The number of workers above which the one writer is what limits."""
    return sum(costs.judge) / len(costs.judge) / costs.record


def main(argv: list[str] | None = None) -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--costs", type=Path, default=COSTS, help="measured costs")
    path = parser.parse_args(argv).costs
    costs = Costs.read(path)
    for line in tables(costs, json.loads(path.read_text(encoding="utf-8"))):
        print(line)
    print(f"\nThe one writer limits from {bottleneck(costs):.0f} workers on.")
    ideal = simulate(10_000, 100, costs, calm()).last_mark
    print(f"10,000 on 100 workers, if nothing were slow, hung or died: {as_time(ideal)}.")


def calm() -> World:
    """A world in which nothing goes wrong."""
    return replace(World(), hanging=0.0, slow=0.0, deaths=0.0)


if __name__ == "__main__":
    main()
