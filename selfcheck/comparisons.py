"""What the student's check finds wrong: each check of the grader looks at the values of the visible cases that it can tell by.

The names are those of the rubric's checks; their sentences and points come with the fingerprints.
"""

from selfcheck.compare import kept, numbers, same, told
from selfcheck.encoding import Raised
from selfcheck.task import Answer, Case, Comparison
from selfcheck.tasks import declaration


def derived(task: str, recipe: dict, answer: Answer) -> Answer:
    """An answer and what else is made of it."""
    return declaration(task).derive(recipe, answer)


def faults(task: str, check: str, case: Case, answer: Answer, prints: dict[str, dict]) -> list[str]:
    """What a check finds wrong with the answer to one case.

    Args:
        answer: as `derived` makes it.
        prints: the fingerprints of the right one.
    """
    evaluate = declaration(task).evaluate
    if evaluate is not None:
        found = nothing_to_look_at(answer) or evaluate(check, case, answer)
        return [found] if found else []
    comparisons = [comparison for comparison in comparisons_of(task, check, prints) if comparison.on(case.recipe)]
    if not comparisons:
        return []
    return list(filter(None, [nothing_to_look_at(answer)])) or list(
        filter(None, (seen(comparison, answer, prints) for comparison in comparisons))
    )


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
    value = answer.get(comparison.name, answer.get(comparison.name.partition(".")[0]))
    if isinstance(value, Raised):
        return f"{comparison.name.replace('_', ' ')}: {told(value)}"
    return (
        kept(comparison.name, value)
        if comparison.fault is kept
        else comparison.fault(comparison.name, value, prints[comparison.name])
    )
