"""Answers -> verdicts: runs the rubric with pytest, in this process, where no student's code has ever run.

A clock stands over it, and limits on what answers may hold: no answer costs the judge more than that.
"""

import contextlib
import logging
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import torch

from autograder.checks import Run, check_of, collected
from autograder.misconceptions import diagnose
from autograder.observations import Given, read_observations, why_unanswered
from autograder.rubric import RUBRIC, clock
from autograder.rubric.answers import Answers
from autograder.rubric.clock import TimeIsOver, at_most
from autograder.rubric.points import checks_of, max_points
from autograder.verdict import Verdict

__all__ = ["Given", "judge", "judge_task", "read_observations"]

OUR_FAULT = "The grader itself failed here: no mark was given, and the submission must be graded again. ({})"
TOO_SLOW = "Judging this answer took longer than {:g} s. What was checked by then counts; a person looks at the rest."
alone = threading.RLock()  # pytest's session is one for all threads, and so is torch's number of them


def judge(observations: dict[str, list[dict]], excuses: dict[str, str] | None = None) -> dict[str, Verdict]:
    """The verdict on every task.

    Args:
        observations: for each task what its function answered, case by case, as `lab.observe` publishes it.
        excuses: for a task without an answer, why there is none, in a sentence.
    """
    with one_thread():
        return {task: judge_task(task, listed, (excuses or {}).get(task, "")) for task, listed in observations.items()}


def judge_task(task: str, listed: Iterable[Any], reason: str = "", knew_more: bool | None = None) -> Verdict:
    """The verdict on one task.

    Args:
        listed: what its function answered, case by case, as `lab.observe` publishes it.
        reason: where there is no answer, why there is none, in a sentence.
        knew_more: the process that was asked had been given right answers to other tasks before the visible cases, so that its
            answers to these, too, could be letters. None: nobody knows; then that of a task that calls others had.
    """
    with alone, one_thread():
        rubric = collected(RUBRIC)
        run, verdict = Run(), None
        try:
            with at_most(clock.SECONDS):
                answers = Answers(task, given := read_observations(task, listed), knew_more=knew_more)
                if why := why_unanswered(task, given, reason):
                    return unanswered(task, why)
                rubric.run(answers, run)
                if not run.over:
                    verdict = verdict_of(task, run)
                    return named(verdict, answers)
        except TimeIsOver:
            pass
        collected.cache_clear()  # it was left in the middle of something
        return cut_short(task, run, verdict)


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """One thread for torch: the judge's networks are small, and several judges share a machine."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def unanswered(task: str, why: str) -> Verdict:
    return Verdict.unanswered(task, [check_of(check, why) for check in checks_of(task)], why)


def verdict_of(task: str, run: Run) -> Verdict:
    """What the checks add up to; where one failed by our fault or was not run, no mark at all."""
    fault = run.fault or ("" if len(run.checks) == len(checks_of(task)) else "not every check was run")
    if fault:
        return Verdict.not_judged(task, max_points(task), OUR_FAULT.format(fault))
    return Verdict.of_checks(task, run.checks)


def cut_short(task: str, run: Run, verdict: Verdict | None) -> Verdict:
    """What the finished checks have earned, and that a person must look at it."""
    if verdict is not None and verdict.status in ("passed", "not_judged"):
        return verdict
    if run.fault:
        return verdict_of(task, run)
    late = TOO_SLOW.format(clock.SECONDS)
    done = {check.name: check for check in run.checks}
    unfinished = [check_of(check, late) for check in checks_of(task)]
    whole = Verdict.of_checks(task, [done.get(check.name, check) for check in unfinished])
    return replace(whole, message=late, waits=late)


def named(verdict: Verdict, answers: Answers) -> Verdict:
    """The verdict with the name of the mistake and its hint, where the answers are those of a known mistake."""
    if verdict.status not in ("partial", "failed"):
        return verdict
    try:
        mistake = diagnose(verdict.task, answers)
    except Exception:  # the marks stand without a name, too
        logging.getLogger(__name__).exception("the mistake in %s could not be named", verdict.task)
        return verdict
    return replace(verdict, misconception=mistake.name, hint=mistake.hint) if mistake else verdict
