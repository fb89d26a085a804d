"""What stages of judging take is kept thread by thread."""

import threading

import pytest

from autograder.judging.spent import Spent


def test_a_stage_gives_back_what_its_work_gives_and_counts_each_turn():
    spent = Spent()
    assert [spent.on("judge", lambda turn=turn: turn) for turn in (1, 2)] == [1, 2]
    assert set(spent.seconds) == {"judge"}
    assert spent.seconds["judge"] >= 0.0


def test_work_that_fails_counts_too():
    spent = Spent()
    with pytest.raises(ZeroDivisionError):
        spent.on("judge", lambda: 1 / 0)
    assert "judge" in spent.seconds


def test_threads_do_not_count_for_each_other():
    spent, seen = Spent(), []
    spent.on("judge", int)
    other = threading.Thread(target=lambda: seen.append(dict(spent.seconds)))
    other.start()
    other.join()
    assert seen == [{}]
