"""What does not fit in a course as its code shows it: each task's cases are made, and its answers, right and wrong, are judged.

`lint` reads files and runs nothing; what is tried here is what it has found whole. A line for each fault.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from autograder.assignments import (
    REFERENCES,
    all_cases,
    all_tasks,
    checks,
    declaration,
    held_out_cases,
    reference,
    rubric,
    visible_cases,
)
from autograder.authoring.fingerprints import prints_of, right_answers
from autograder.authoring.lint import parts, task_faults
from autograder.authoring.looked_at import untested_requirements
from autograder.authoring.variant_trial import unlike_variants
from autograder.judging.answers import Answers, CheckFailed, expected
from autograder.judging.judge import judge
from autograder.judging.known_mistakes import known, plainly, wrong_answer
from autograder.judging.verdict import Verdict
from autograder.layout import course_root
from autograder.workers.progress import progress
from selfcheck.compare import kept
from selfcheck.comparisons import comparisons_of, derived, faults
from selfcheck.encoding import Raised
from selfcheck.observe import observe
from selfcheck.task import Case
from selfcheck.tasks import kernel_hook


class Found(NamedTuple):
    """What does not fit, and what an author may want to know."""

    faults: list[str]
    notes: list[str]


def tried(tasks: Iterable[str] | None = None, passed: Callable[[str], None] | None = None) -> Found:
    """All that does not fit in some tasks of the course in use, or in all that lessons test and whose files are there.

    Args:
        passed: is called with each task that has no fault, as soon as it is tried.
    """
    names = [task for task in (all_tasks() if tasks is None else tasks) if not list(task_faults(course_root(), task))]
    found = Found([], [])
    with kernel_hook("one_thread", nullcontext)():
        for task in progress(names, "trying the tasks"):
            if wrong := [f"{task}: {fault}" for fault in faults_of(task)]:
                found.faults.extend(wrong)
            else:
                found.notes.extend(f"{task}: {note}" for note in notes_of(task))
                if passed:
                    passed(task)
    return found


def faults_of(task: str) -> Iterator[str]:
    """What does not fit in one task; what rests on something broken is not tried."""
    for what, step in STEPS.items():
        try:
            found = list(step(task))
        except Exception as error:
            found = [f"{what} cannot be tried: {in_short(error)}"]
        yield from found
        if found and step in (unloadable, broken_cases):
            return


def in_short(error: BaseException) -> str:
    """An error in one line."""
    return f"{type(error).__name__}: {(str(error).strip() or 'it says nothing').splitlines()[0]}"


def file_of(task: str, part: str) -> str:
    """Where a part of a task stands in the course."""
    return parts(course_root())[part].format(task)


# --- files and cases -------------------------------------------------------------------------------------------------


def solved(task: str) -> Callable | None:
    """The function that a task's solved cell defines, or None."""
    return getattr(import_module(f"{REFERENCES}.cells.{task}"), declaration(task).defines, None)


LOADS: dict[str, Callable[[str], Any]] = {
    "task": declaration,
    "reference": reference,
    "rubric": rubric,
    "solved cell": solved,
    "mistakes": known,
}


def unloadable(task: str) -> Iterator[str]:
    """The files that Python cannot load, or that do not define what the others ask them for."""
    for part, load in LOADS.items():
        try:
            load(task)
        except (Exception, SystemExit) as error:
            yield f"{file_of(task, part)} cannot be loaded: {in_short(error)}"
            return
    if solved(task) is None:
        yield f"{file_of(task, 'solved cell')} does not define {declaration(task).defines}"


def name_of(case: Case) -> str:
    """A case as its author finds it: its place among the visible or the held-out ones."""
    held_out = case.number >= len(visible_cases(case.task))
    return f"HELD_OUT[{case.number - held_out_cases(case.task)[0].number}]" if held_out else f"visible[{case.number}]"


def broken_cases(task: str) -> Iterator[str]:
    """The cases that cannot be made, and those on which the reference raises an error."""
    for case in all_cases(task):
        try:
            answer = expected(task, case.number)
        except Exception as error:
            ours = came_from(error, course_root() / REFERENCES)
            what = "the reference raises an error on it" if ours else "it cannot be made or asked"
            yield f"the case {name_of(case)}, {case.recipe}: {what}: {in_short(error)}"
            continue
        for name, value in answer.items():
            if isinstance(value, Raised):
                said = f"{value.type}: {value.message}"
                yield f"the case {name_of(case)}, {case.recipe}: the reference raises an error on it, in {name}: {said}"


def came_from(error: Exception, folder: Path) -> bool:
    """Whether an error has passed through a file of a folder."""
    frames = (frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__))
    return any(Path(file).is_relative_to(folder) for file in frames)


def doubled_cases(task: str) -> Iterator[str]:
    """The held-out cases that students have."""
    visible = {str(case.recipe): case for case in visible_cases(task)}
    for case in held_out_cases(task):
        if str(case.recipe) in visible:
            yield f"the case {name_of(case)} is {name_of(visible[str(case.recipe)])}, which students have: {case.recipe}"


# --- what the student's check can tell -------------------------------------------------------------------------------


def prints_by_case(task: str) -> list[dict[str, dict]]:
    """The fingerprints of the right answers to each visible case; empty ones where the task has none."""
    if declaration(task).evaluate is not None:
        return [{} for _ in visible_cases(task)]
    return prints_of(task, right_answers(task))


def blind_checks(task: str) -> Iterator[str]:
    """The fingerprints that tell nothing, and the sentences of which no visible case tells anything."""
    prints = prints_by_case(task)
    yield from empty_prints(task, prints)
    declared = declaration(task)
    sentences = {check.__name__.removeprefix("test_") for check in checks(task)}
    if declared.checks and declared.checks.keys() != sentences:
        yield f"{file_of(task, 'task')} looks at {', '.join(declared.checks)}, and the rubric has {', '.join(sorted(sentences))}"
    elif declared.evaluate is None:
        for check in sentences:
            yield from blind_check(task, check, prints)


def empty_prints(task: str, prints: list[dict[str, dict]]) -> Iterator[str]:
    """The arrays whose fingerprints are all zeros on every visible case, or of which a margin leaves nothing on one.

    Where one case of several is right with zeros, the others tell right from wrong.
    """
    sketched: dict[str, list[bool]] = {}
    for case, known_of_case in zip(visible_cases(task), prints, strict=True):
        for name, print_ in known_of_case.items():
            if "sums" not in print_:
                continue
            sketched.setdefault(name, []).append(any(print_["sums"]))
            if print_["margin"] and min(print_["shape"][:2]) <= 2 * print_["margin"]:
                yield (
                    f"the fingerprint of {name} on {name_of(case)} is all zeros, whatever is answered: a margin of "
                    f"{print_['margin']} leaves nothing of the shape {tuple(print_['shape'])}; make the case larger"
                )
    for name, tells in sketched.items():
        if not any(tells):
            yield (
                f"the fingerprint of {name} is all zeros on every visible case: a function that returns zeros would be right; "
                "choose another case"
            )


def blind_check(task: str, check: str, prints: list[dict[str, dict]]) -> Iterator[str]:
    """Why one check's sentence is not told by the visible cases, though it is meant to be."""
    if declaration(task).checks and not declaration(task).checks[check]:
        return  # it is declared so
    looks = 0
    for case, known_of_case in zip(visible_cases(task), prints, strict=True):
        for comparison in comparisons_of(task, check, known_of_case):
            if comparison.on(case.recipe):
                looks += 1
                if comparison.fault is not kept and comparison.name not in known_of_case:
                    yield f"{check} looks at {comparison.name}, of which there is no fingerprint on {name_of(case)}"
    if not looks:
        yield (
            f"{check} is tested by no visible case: students would not learn of it before grading; add a case to visible, or "
            "declare it so with an empty list"
        )


def notes_of(task: str) -> Iterator[str]:
    """The sentences that are declared to need cases which students do not have."""
    for check, comparisons in declaration(task).checks.items():
        if not comparisons and declaration(task).evaluate is None:
            yield f"{check} is tested by held-out cases alone, as the task declares"


# --- answers, right and wrong ----------------------------------------------------------------------------------------


def complaints(task: str, function: Callable, prints: list[dict[str, dict]]) -> list[str]:
    """What the student's own check finds wrong with a function."""
    names = [check.__name__.removeprefix("test_") for check in checks(task)]
    answers = [derived(task, case.recipe, plainly(task, function, case.number)) for case in visible_cases(task)]
    return [
        fault.complaint
        for case, answer, known_of_case in zip(visible_cases(task), answers, prints, strict=True)
        for check in names
        for fault in faults(task, check, case, answer, known_of_case)
    ]


def verdict_on(task: str, function: Callable) -> Verdict:
    """What the rubric says of a function."""
    return judge({task: list(observe({declaration(task).defines: function}, all_cases(task)))})[task]


def refused_solutions(task: str) -> Iterator[str]:
    """Where the rubric or the student's check refuses the solved cell, or the rubric the reference."""
    prints = prints_by_case(task)
    for part, function in (("solved cell", solved(task)), ("reference", reference(task))):
        assert function is not None
        verdict = verdict_on(task, function)
        if verdict.points < verdict.max_points or verdict.status == "not_judged":
            yield f"the rubric gives {file_of(task, part)} {verdict.points:g} of {verdict.max_points:g} points: {verdict.message}"
        elif found := complaints(task, function, prints):
            yield f"the student's check refuses {file_of(task, part)}: {found[0]}"


def accepted_variants(task: str) -> Iterator[str]:
    """The wrong variants that get full marks, and those on which a check of the rubric fails by itself."""
    for mistake in known(task):
        try:
            if refused_on_a_case(task, mistake.name):
                continue
        except Exception as error:
            yield (
                f"a check of the rubric raises {in_short(error)} on the wrong variant {mistake.name}: who answers so "
                "would get no marks"
            )
            continue
        assert mistake.wrong_variant is not None
        verdict = verdict_on(task, mistake.wrong_variant)
        if verdict.points == verdict.max_points:
            passes = not complaints(task, mistake.wrong_variant, prints_by_case(task))
            also = "and so does the student's check" if passes else "though the student's check refuses it"
            yield f"the rubric accepts the wrong variant {mistake.name}, {also}: no check fails it on any case"


def refused_on_a_case(task: str, name: str) -> bool:
    """Whether a check refuses a wrong variant's answer to one of the cases by itself; most are refused on the first."""
    for case in all_cases(task):
        answers = Answers(task, {case.number: wrong_answer(task, name, case.number)}, only=case.number)
        for check in checks(task):
            try:
                check(answers)
            except CheckFailed:
                return True
    return False


STEPS: dict[str, Callable[[str], Iterator[str]]] = {  # in this order: later ones rest on what earlier ones have found whole
    "its files": unloadable,
    "its cases": broken_cases,
    "its held-out cases": doubled_cases,
    "its fingerprints": blind_checks,
    "its right answers": refused_solutions,
    "its requirements": untested_requirements,
    "its wrong variants": accepted_variants,
    "its variants for students": unlike_variants,
}
