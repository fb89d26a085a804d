"""What each case of a task costs beside what it alone tells apart: a case that costs much and tells nothing new shows.

A case tells a mistake from the reference where it misses a check's tolerance there, and two mistakes from each other where their
answers lie farther apart than the task's own tolerance. It does so alone where no other case of the task does. To leave a case
out is for a person to decide: it may be there for what is no mistake in the catalogue.
"""

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import combinations

from autograder.assignments import all_cases, declaration, reference
from autograder.audit.separation import apart, missed_on
from autograder.judging.known_mistakes import known
from selfcheck.observe import start_afresh
from selfcheck.tasks import kernel_hook

TURNS = 5  # calls of the reference on a case, of which the median counts


def alone_on(numbers: list[int], distances: Mapping[str, Callable[[int], float]]) -> dict[int, list[str]]:
    """Case -> what it alone tells apart.

    Args:
        distances: what is to be told apart -> how far it is on a case, in tolerances: more than one is told.
    """
    found: dict[int, list[str]] = {number: [] for number in numbers}
    for what, distance in distances.items():
        telling = [number for number in numbers if distance(number) > 1]
        if len(telling) == 1:
            found[telling[0]].append(what)
    return found


def milliseconds(task: str, number: int) -> float:
    """CPU time of the reference on a case, in this thread: the median of some calls."""
    case = next(case for case in all_cases(task) if case.number == number)
    spent = []
    with kernel_hook("one_thread", contextlib.nullcontext)():
        for _ in range(TURNS):
            start_afresh(case.number)
            began = time.thread_time()
            declaration(task).ask(reference(task), case.recipe)
            spent.append(time.thread_time() - began)
    return 1000 * statistics.median(spent)


def table(task: str) -> Iterator[str]:
    """The lines about one task: a line for each case, with the first of what it alone tells apart."""
    cases, names = all_cases(task), [mistake.name for mistake in known(task)]
    numbers = [case.number for case in cases]
    wrong = alone_on(numbers, {name: partial(missed_on, task, name) for name in names})
    two = alone_on(numbers, {f"{one} - {other}": partial(apart, task, one, other) for one, other in combinations(names, 2)})
    costs = {number: milliseconds(task, number) for number in numbers}
    yield f"{task}: what each case costs, and what it alone tells apart ({len(names)} mistakes)"
    yield f"  {'case':>4} {'CPU ms':>8} {'of all':>7} {'mistakes':>9} {'pairs':>6}  the first of them"
    for number in numbers:
        first = next(iter([*wrong[number], *two[number]]), "nothing that another case does not tell, too")
        share = costs[number] / (sum(costs.values()) or 1.0)
        yield f"  {number:>4} {costs[number]:>8.1f} {share:>7.0%} {len(wrong[number]):>9} {len(two[number]):>6}  {first}"
