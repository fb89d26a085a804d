"""What the student's check finds wrong: each check of the grader looks at the values of the visible cases that it can tell by.

The names are those of the rubric's checks; their sentences and points come with the fingerprints.
"""

from selfcheck.compare import (
    NOT_FILLED_IN,
    TIME_IS_OVER,
    form,
    form_of_any_kind,
    form_of_what_came,
    in_words,
    kept,
    numbers,
    same,
    told,
    within_0_and_1,
)
from selfcheck.encoding import Raised
from selfcheck.judgement import Finding, Untold, finding
from selfcheck.task import Answer, Case, Comparison
from selfcheck.tasks import declaration

FORMS = (form, form_of_any_kind, within_0_and_1)  # whose sentences are untrue where nothing is returned


def derived(task: str, recipe: dict, answer: Answer) -> Answer:
    """An answer and what else is made of it."""
    return declaration(task).derive(recipe, answer)


def faults(task: str, check: str, case: Case, answer: Answer, prints: dict[str, dict]) -> list[Finding]:
    """What a check finds wrong with the answer to one case.

    Args:
        answer: as `derived` makes it.
        prints: the fingerprints of the right one.
    """
    evaluate = declaration(task).evaluate
    if evaluate is not None:
        complaint = nothing_to_look_at(answer)
        complaint = Untold(complaint) if complaint else evaluate(check, case, answer)
        return [finding(complaint)] if complaint else []
    comparisons = [comparison for comparison in comparisons_of(task, check, prints) if comparison.on(case.recipe)]
    found = ((comparison, seen(comparison, answer, prints)) for comparison in comparisons)
    return [finding(complaint, comparison.rests_on) for comparison, complaint in found if complaint]


def comparisons_of(task: str, check: str, prints: dict[str, dict]) -> list[Comparison]:
    """What a check looks at; of a task that declares no comparisons, every value that has a fingerprint."""
    declared = declaration(task).checks
    if declared:
        return list(declared[check])
    return [Comparison(name, same if "value" in print_ else numbers) for name, print_ in prints.items()]


def nothing_to_look_at(answer: Answer) -> str | None:
    """Why there is no answer to look at, or None."""
    if "raised" in answer:
        return told(answer["raised"])
    return "two values are expected, in a tuple: see the prompt above the cell." if "returned" in answer else None


def seen(comparison: Comparison, answer: Answer, prints: dict[str, dict]) -> str | None:
    """What a comparison complains of; that there is no value speaks against those sentences alone that ask for its form."""
    value = answer.get(comparison.name, answer.get(comparison.name.partition(".")[0]))
    nothing, speaking = nothing_to_look_at(answer), list(FORMS)
    if nothing is None and isinstance(value, Raised):
        nothing, speaking = f"{in_words(comparison.name)}: {told(value)}", [*FORMS, form_of_what_came]
    if nothing is not None:
        unfinished = nothing.endswith((NOT_FILLED_IN, TIME_IS_OVER))
        return nothing if comparison.fault in speaking and not unfinished else Untold(nothing)
    if comparison.fault is kept:
        return kept(comparison.name, value)
    return comparison.fault(comparison.name, value, prints[comparison.name])
