"""Answers -> verdicts: runs the rubric with pytest, in this process, where no student's code has ever run.

A clock stands over it, and limits on what answers may hold: no answer costs the judge more than that.
"""

import contextlib
import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from autograder.assignments import checks, held_out_cases, rubric_folder
from autograder.judging import clock
from autograder.judging.answers import Answers, expected
from autograder.judging.check_session import Rubric, Run, check_of, collected
from autograder.judging.clock import TimeIsOver, within
from autograder.judging.diagnosis import diagnose
from autograder.judging.observations import DecodedAnswers, read_observations, why_unanswered
from autograder.judging.points import max_points
from autograder.judging.spent import SPENT
from autograder.judging.verdict import Verdict
from selfcheck.judgement import Finding
from selfcheck.tasks import kernel_hook

__all__ = ["DecodedAnswers", "judge", "judge_task", "read_observations"]

OUR_FAULT = "The grader itself failed here: no mark was given, and the submission must be graded again. ({})"
TOO_SLOW = "Judging this answer took longer than {:g} s. What was checked by then counts; a person looks at the rest."
alone = threading.RLock()  # pytest's session is one for all threads, and so is torch's number of them


def judge(
    observations: dict[str, list[dict]], unanswered: dict[str, str] | None = None, variants: Mapping[str, int] | None = None
) -> dict[str, Verdict]:
    """The verdict on every task.

    Args:
        observations: for each task what its function answered, case by case, as `selfcheck.observe` publishes it.
        unanswered: for a task without an answer, why there is none, in a sentence.
        variants: which variant of a task was asked, from 1, where it has any; the first one where nothing is said.
    """
    why, whose = unanswered or {}, variants or {}
    with kernel_hook("one_thread", contextlib.nullcontext)():
        return {
            task: judge_task(task, listed, why.get(task, ""), variant=whose.get(task, 0)) for task, listed in observations.items()
        }


def judge_task(
    task: str,
    listed: Iterable[Any],
    reason: str = "",
    knew_more: bool | None = None,
    heard: Iterable[Any] = (),
    variant: int = 0,
) -> Verdict:
    """The verdict on one task.

    Args:
        listed: what its function answered, case by case, as `selfcheck.observe` publishes it.
        reason: where there is no answer, why there is none, in a sentence.
        knew_more: the process that was asked had been given right answers to other tasks before the visible cases, so that its
            answers to these, too, could be letters. None: nobody knows; then that of a task that calls others had.
        heard: answers to the visible cases from before that: the errors among them may be told with their text.
        variant: which of the task's variants was asked, from 1; 0 is the first one, or says that it has none.
    """
    with alone, kernel_hook("one_thread", contextlib.nullcontext)():
        judging = Judging(task, reason, collected(rubric_folder()), variant)
        try:
            verdict = SPENT.on("judge", lambda: within(clock.SECONDS, lambda: judging.verdict_on(listed, knew_more, heard)))
        except TimeIsOver:
            verdict = None
        if verdict is None or judging.run.over:
            collected.cache_clear()  # it was left in the middle of something
            return judging.cut_short()
        return verdict


def most_points(task: str, visible: Iterable[Any], variant: int = 0) -> float:
    """The points that a task can still earn after its answers to the visible cases: with right answers to all the others.

    Where that cannot be judged, all its points.

    Args:
        visible, variant: as for `judge_task`; of answers to held-out cases there are none.
    """
    with alone, kernel_hook("one_thread", contextlib.nullcontext)():
        run = Run()
        try:
            return SPENT.on("judge", lambda: within(clock.SECONDS, lambda: points_with_right(task, visible, variant, run)))
        except TimeIsOver:
            collected.cache_clear()
            return max_points(task)


def points_with_right(task: str, visible: Iterable[Any], variant: int, run: Run) -> float:
    """Runs the checks on answers to the visible cases beside right ones to the held-out cases."""
    right = {case.number: expected(task, case.number, variant) for case in held_out_cases(task, variant)}
    collected(rubric_folder()).run(Answers(task, read_observations(task, visible) | right, variant=variant), run)
    if run.over:
        raise TimeIsOver
    verdict = verdict_of(task, run)
    return verdict.max_points if verdict.status == "not_judged" else verdict.points


class Judging:
    """The judging of one task, which may be ended at any step: what there was by then."""

    def __init__(self, task: str, reason: str, rubric: Rubric, variant: int = 0):
        self.task, self.reason, self.rubric, self.variant = task, reason, rubric, variant
        self.run = Run()
        self.verdict: Verdict | None = None

    def verdict_on(self, listed: Iterable[Any], knew_more: bool | None, heard: Iterable[Any] = ()) -> Verdict | None:
        """The verdict, with the name of the mistake; None where the time was over."""
        given = read_observations(self.task, listed)
        if why := why_unanswered(self.task, given, self.reason):
            return unanswered(self.task, why)
        before = read_observations(self.task, heard)
        answers = Answers(self.task, given, knew_more=knew_more, heard=before, variant=self.variant)
        self.rubric.run(answers, self.run)
        if self.run.over:
            return None
        self.verdict = verdict_of(self.task, self.run)
        return named(self.verdict, answers)

    def cut_short(self) -> Verdict:
        """What the finished checks have earned, and that a person must look at it."""
        if self.verdict is not None and self.verdict.status in ("passed", "not_judged"):
            return self.verdict
        if self.run.fault:
            return verdict_of(self.task, self.run)
        late = TOO_SLOW.format(clock.SECONDS)
        untold = Finding(late, told=False)
        done = {check.name: check for check in self.run.checks}
        unfinished = [check_of(check, untold) for check in checks(self.task)]
        whole = Verdict.of_checks(self.task, [done.get(check.name, check) for check in unfinished])
        return replace(whole, message=late, waits=late)


def unanswered(task: str, why: str) -> Verdict:
    return Verdict.unanswered(task, [check_of(check, Finding(why, told=False)) for check in checks(task)], why)


def verdict_of(task: str, run: Run) -> Verdict:
    """What the checks add up to; where one failed by our fault or was not run, no mark at all."""
    fault = run.fault or ("" if len(run.finished) == len(checks(task)) else "not every check was run")
    if fault:
        return Verdict.not_judged(task, max_points(task), OUR_FAULT.format(fault))
    return Verdict.of_checks(task, run.checks)


def named(verdict: Verdict, answers: Answers) -> Verdict:
    """The verdict with the name of the mistake and its hint, where the answers are those of a known mistake."""
    if verdict.status not in ("partial", "failed"):
        return verdict
    try:
        mistake = SPENT.on("diagnosis", lambda: diagnose(verdict.task, answers))
    except Exception:  # the marks stand without a name, too
        logging.getLogger(__name__).exception("the mistake in %s could not be named", verdict.task)
        return verdict
    return replace(verdict, misconception=mistake.name, hint=mistake.hint) if mistake else verdict
