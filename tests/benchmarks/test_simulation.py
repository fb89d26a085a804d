"""The simulation against cases that can be worked out on paper."""

import random

import pytest

from benchmarks.simulate import COSTS, HOUR, Costs, World, arrivals, bottleneck, calm, simulate

TWO_SECONDS = Costs(judge=(2.0,), record=0.0, start=0.0)


@pytest.mark.parametrize(("number", "workers", "seconds"), [(100, 1, 200), (100, 2, 100), (100, 100, 2), (101, 100, 4)])
def test_equal_work_is_shared_evenly(number, workers, seconds):
    came = simulate(number, workers, TWO_SECONDS, calm())
    assert came.last_mark == pytest.approx(seconds)
    assert came.core_seconds == pytest.approx(2 * number)
    assert came.done == number


def test_the_start_of_the_workers_is_waited_for():
    assert simulate(10, 10, Costs((2.0,), 0.0, start=7.0), calm()).last_mark == pytest.approx(9)


def test_one_writer_is_what_limits_many_workers():
    costs = Costs((2.0,), record=0.1, start=0.0)
    assert simulate(1000, 1000, costs, calm()).last_mark == pytest.approx(2 + 1000 * 0.1)
    assert bottleneck(costs) == pytest.approx(20)


@pytest.mark.parametrize(("workers", "seconds"), [(1, 200), (2, 110), (4, 110)])
def test_workers_and_the_writer_share_cores(workers, seconds):
    """On two: one worker leaves the writer one, two do not, and four wait for each other."""
    costs = Costs((2.0,), record=0.2, start=0.0).on(cores=2, workers=workers)
    assert simulate(100, workers, costs, calm()).last_mark == pytest.approx(seconds, rel=0.02)


def test_the_costs_that_the_project_keeps_can_be_read():
    costs = Costs.read(COSTS)
    assert min(costs.judge) > costs.record > 0
    assert bottleneck(costs) > 2


def test_slow_workers_and_hanging_notebooks_take_longer():
    calm_time = simulate(1000, 10, TWO_SECONDS, calm()).last_mark
    assert simulate(1000, 10, TWO_SECONDS, World(hanging=0, deaths=0, slow=1.0, slowdown=3)).last_mark == pytest.approx(
        3 * calm_time
    )
    assert simulate(1000, 10, TWO_SECONDS, World(hanging=1, deaths=0, slow=0, limit=60)).last_mark == pytest.approx(6000)


def test_whoever_dies_nobody_is_lost_or_doubled():
    came = simulate(1000, 10, TWO_SECONDS, World(hanging=0, slow=0, deaths=200))
    assert came.again > 50
    assert came.done == len(came.waits) == 1000
    assert came.last_mark > 200


def test_half_of_the_class_comes_in_the_last_twentieth_of_the_time():
    times = arrivals(20_000, 40, random.Random(1))
    assert -40 * HOUR <= times[0] <= times[-1] <= 0
    assert sum(time > -2 * HOUR for time in times) / len(times) == pytest.approx(0.5, abs=0.02)


def test_who_hands_in_early_on_an_idle_cluster_waits_for_one_submission():
    came = simulate(100, 50, TWO_SECONDS, World(hours=100, hanging=0, slow=0, deaths=0))
    assert came.wait(0.5) == pytest.approx(2)
