"""Which known mistake gives these answers? They are compared with every twin's; no name is better than a wrong one.

Questions from the most certain to the least: do all the values of a twin come back on every case; do at least those that
the twin gets wrong; does a general statement hold on every case; are at least type and shape those of a twin?
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np

from autograder.judging.answers import Answer, Answers, Wrong
from autograder.judging.clock import uncounted
from autograder.judging.misconception import CATALOGUE, Misconception
from autograder.judging.similarity import TOLERANCE, fact_of, numbers, same
from autograder.judging.true_statements import STATEMENTS, Pair, Pairs, same_numbers
from autograder.misconceptions import random_trials
from autograder.misconceptions.integrated_gradients import RULES
from autograder.rubric.held_out import all_cases
from autograder.rubric.quadrature import Moments, moments
from autograder.rubric.test_integrated_gradients import tolerance as tolerance_of_path
from lab.observe import answer as ask
from lab.plain import Array, Raised, decode
from lab.tasks import TASKS
from reference_solutions import REFERENCES

POCKET_TOLERANCE = 2e-2  # in float32 a ReLU may flip on VGG19's depth
FACTS = {"pre_processing": ("kind", "shape", "dtype", "leaf")}
PLAIN_FACTS = ("kind", "shape")
MAIN = {  # the value that the general statements are about
    "pre_processing": ("tensor",),
    "predict": ("output",),
    "backprop": ("gradients",),
    "saliency_map": ("map",),
    "vgg_hook": ("logits", "activations", "gradient", "input_gradient"),  # each of the first and of the second image
    "pool_gradients": ("pooled",),
    "grad_cam_heatmap": ("heatmap",),
    "integrated_gradients": ("attribution",),
    "blurred_baseline": ("baseline",),
    "max_distance_baseline": ("baseline",),
}
GROUPS = {  # of vgg_hook's four values, in words
    "logits": "logits",
    "activations": "activations",
    "gradient": "gradient of the activations",
    "input_gradient": "gradient that reaches the image",
}


def diagnose(task: str, answers: Answers) -> Misconception | None:
    """The one known mistake that gives these answers on every case, or a true statement about them, or None."""
    given = [answer for answer in answers if not no_answer(answer.given)]
    if not given:
        return None
    with np.errstate(all="ignore"):
        if task == "random_baseline":
            return random_trials.diagnose(given)
        if all(agree(a.given, a.expected, a, facts_of(task)) for a in given):
            return None
        questions: list[Callable[[str, list[Answer]], Misconception | None]] = [completely, in_what_is_wrong]
        questions += [along_the_path] if task == "integrated_gradients" else []
        questions += [by_statement, other_class, by_manner]
        return next((found for question in questions if (found := question(task, given))), None)


def no_answer(given: dict[str, Any]) -> bool:
    """Whether a case was left unanswered, for want of time or of a function."""
    raised = given.get("raised")
    return isinstance(raised, Raised) and raised.type in ("NoAnswer", "NotImplementedError", "TimeoutError")


def facts_of(task: str) -> tuple[str, ...]:
    return FACTS.get(task, PLAIN_FACTS)


# --- what a function answers, made plain and kept ------------------------------------------------------------------


def plainly(task: str, function: Callable, number: int) -> dict[str, Any]:
    """A function's answer to one case, as a student's would arrive."""
    (case,) = (case for case in all_cases(task) if case.number == number)
    observation = ask({TASKS[task].defines: function}, case)
    return {name: decode(value) for name, value in observation["value"].items()}


@cache
@uncounted()
def twin_answer(task: str, name: str, number: int, rule: str = "") -> dict[str, Any]:
    """A twin's answer to one case; with the name of a quadrature, by that one."""
    (mistake,) = (mistake for mistake in CATALOGUE[task] if mistake.name == name)
    twin = mistake.twin
    assert twin is not None, "only general statements have no twin, and they are not in the catalogue"
    return plainly(task, partial(twin, rule=RULES[rule]) if rule else twin, number)


def versions(task: str) -> Iterator[tuple[Misconception, Callable[[Answer], dict[str, Any]]]]:
    """Every twin with a way to its answers; twins of integrated gradients by every right quadrature."""
    rules = RULES if task == "integrated_gradients" else ("",)
    for mistake in CATALOGUE[task]:
        for rule in rules:
            yield mistake, lambda a, name=mistake.name, rule=rule: twin_answer(task, name, a.case.number, rule)  # type: ignore[misc]


# --- comparing ------------------------------------------------------------------------------------------------------


def on_pocket(answer: Answer) -> bool:
    return answer.recipe.get("network", {}).get("network") == "pocket"


def tolerance(answer: Answer) -> float:
    return POCKET_TOLERANCE if on_pocket(answer) else TOLERANCE


def cut(value: Any, answer: Answer) -> Any:
    """A value without the edge of a blurred image, where libraries differ and all are right."""
    sigma = answer.recipe.get("sigma")
    if sigma is None or not isinstance(value, Array) or value.values is None or value.values.ndim < 2:
        return value
    margin = int(sigma * 3) + 1
    inside = value.values[margin:-margin, margin:-margin]
    return Array(value.kind, value.dtype, value.shape, inside) if inside.size else value


def alike(given: Any, known: Any, right: Any, answer: Answer, facts: tuple[str, ...] = ()) -> bool:
    """Whether a value of one case is a known one."""
    if "sigma" in answer.recipe:
        mine, theirs = numbers(cut(given, answer)), numbers(cut(known, answer))
        if mine is not None and theirs is not None and mine.shape == theirs.shape and known.shape == given.shape:
            level = 1.0 if np.abs(theirs).max() > 2 else 1e-3  # rounding to whole grey levels is no difference
            return bool(np.abs(mine - theirs).max() <= level)
    return same(given, known, right, facts, tolerance(answer))


def agree(given: dict, known: dict, answer: Answer, facts: tuple[str, ...]) -> bool:
    """Whether all the values of one case are the known ones."""
    return given.keys() == known.keys() and all(
        alike(given[name], known[name], answer.expected.get(name), answer, facts) for name in known
    )


def tells(given: Any, known: Any) -> bool:
    """Whether an agreement says something: two errors of one type may have come from anywhere."""
    return not isinstance(known, Raised) or given == known or given.message == known.message


def completely(task: str, given: list[Answer]) -> Misconception | None:
    """The first twin whose answers come back on every case, with all their values."""
    for mistake, answers_of in versions(task):
        if all(agree(a.given, answers_of(a), a, facts_of(task)) for a in given) and any(
            tells(a.given[name], known) for a in given for name, known in answers_of(a).items()
        ):
            return mistake
    return None


def in_what_is_wrong(task: str, given: list[Answer]) -> Misconception | None:
    """The first twin whose wrong values come back on every case, whatever the other values are."""
    for mistake, answers_of in versions(task):
        shared = {name for name in given[0].expected if not name.endswith("_kept")}
        wrong: set[str] = set()
        for a in given:
            known = answers_of(a)
            shared = {n for n in shared if n in known and n in a.given and as_wrong(a.given[n], known[n], a.expected[n], a)}
            wrong |= wrong_values(a, known)
            if not shared:  # the twin need not be asked about the other cases
                break
        if task == "predict" and "output" in wrong:
            wrong -= {"gradient"}  # it follows from the output
        if wrong and wrong <= shared:
            return mistake
    return None


def as_wrong(given: Any, known: Any, right: Any, answer: Answer) -> bool:
    """Whether a value is a twin's in its numbers; where these are right, in what else the twin has got wrong."""
    if not alike(given, known, right, answer):
        return False
    odd = [fact for fact in PLAIN_FACTS if fact_of(known, fact) != fact_of(right, fact)]
    return not alike(known, right, right, answer) or all(fact_of(given, fact) == fact_of(known, fact) for fact in odd)


def wrong_values(answer: Answer, known: dict[str, Any]) -> set[str]:
    """The names of the arrays and numbers that a twin gets wrong on a case."""
    return {
        name
        for name, right in answer.expected.items()
        if numbers(known.get(name)) is not None and not alike(known[name], right, right, answer)
    }


# --- what is true of an unlisted mistake ---------------------------------------------------------------------------


def pairs_of(task: str, given: list[Answer], group: str) -> Pairs | None:
    """(given, expected) of one value on all the cases, or None where an answer has no numbers."""
    pairs = []
    for a in given:
        for name in (group,) if task != "vgg_hook" else (f"first_{group}", f"second_{group}"):
            mine, right = numbers(cut(a.given.get(name), a)), numbers(cut(a.expected[name], a))
            if mine is None or right is None:
                return None
            pairs.append(Pair(mine, right, closeness(a)))
    return pairs


def closeness(answer: Answer) -> float:
    """How close values must be to be called the same: where right quadratures differ, no closer than these are."""
    if answer.case.task != "integrated_gradients" or answer.recipe["network"].get("degree") == 1:
        return tolerance(answer)
    return tolerance_of_path(answer.recipe) if "degree" not in answer.recipe["network"] else 1.5 / answer.recipe["steps"]


def by_statement(task: str, given: list[Answer]) -> Misconception | None:
    """The first general statement that holds on every case."""
    for group in MAIN[task]:
        pairs = pairs_of(task, given, group)
        if not pairs or all(same_numbers(pair) for pair in pairs if pair.closeness <= POCKET_TOLERANCE):
            continue  # where quadratures differ nothing can be read off that does not show elsewhere
        for name, holds, description, hint in STATEMENTS:
            if holds(pairs):
                about = f"About the {GROUPS[group]}: " if group in GROUPS else ""
                first, rest = (hint[0].lower(), hint[1:]) if about else (hint[0], hint[1:])
                return Misconception(name, task, about + description, about + first + rest)
    return None


def other_class(task: str, given: list[Answer]) -> Misconception | None:
    """Right on every case, but for one that explains another class."""
    if task not in ("predict", "backprop", "integrated_gradients"):
        return None
    wrong = [a for a in given if not alike(a.given.get(MAIN[task][0]), a.expected[MAIN[task][0]], None, a)]
    if not wrong or any(map(on_pocket, wrong)) or not all(map(of_another_class, wrong)):
        return None
    return Misconception(
        "other_class", task, "Right, but for another class, wherever it is wrong.",
        "Your values are right, but for another class. Follow the class through your code: where does it change?",
    )  # fmt: skip


def of_another_class(answer: Answer) -> bool:
    """Whether the reference gives this answer when it is asked for some other class."""
    name, network = MAIN[answer.case.task][0], answer.recipe["network"]
    classes = network.get("classes") or {"polynomial": 2, "drifting": 3}[network["network"]]
    return any(
        alike(answer.given.get(name), for_class(answer.case.task, answer.case.number, c)[name], None, answer, PLAIN_FACTS)
        for c in range(classes)
    )


@cache
def for_class(task: str, number: int, target: int) -> dict[str, Any]:
    """The reference's answer to a case, asked for another class."""
    (case,) = (case for case in all_cases(task) if case.number == number)
    observation = ask({TASKS[task].defines: REFERENCES[task]}, case._replace(recipe=case.recipe | {"target": target}))
    return {name: decode(value) for name, value in observation["value"].items()}


def along_the_path(task: str, given: list[Answer]) -> Misconception | None:
    """What the moments of the quadrature say, where the answers are sums of gradients on the right path at all."""
    curved = [a for a in given if a.recipe["network"].get("degree", 1) > 1]
    right_shape = all(same_shape(a.given.get("attribution"), a.expected["attribution"]) for a in curved)
    if not curved or not right_shape:
        return None
    try:
        found = [moments(a) for a in curved]
    except Wrong:  # NaN, or no real numbers: there is nothing to read off
        return None
    if any(m.residual > TOLERANCE for m in found):
        return None
    if any(abs(m.zeroth - 1) > TOLERANCE for m in found):
        if not one_divisor(found, curved) or any(abs(m.first / m.zeroth - 0.5) > 0.08 for m in found):
            return None
        return Misconception(
            "weights_do_not_add_up", task, "A sum of gradients on the right path, whose weights do not add up to 1.",
            "It is as if the weights of your gradients did not add up to one. Count them: what do you multiply and divide by?",
        )  # fmt: skip
    steps = [a.recipe["steps"] for a in curved]
    if all(m.first > 0.5 + 0.5 / n + TOLERANCE for m, n in zip(found, steps, strict=True)):
        return Misconception(
            "too_close_to_the_image", task, "An average along the path, nearer to the image than to the baseline.",
            "Taken together your gradients lie nearer to the image than to the baseline. Print their positions on the path.",
        )  # fmt: skip
    if all(m.first < 0.5 - 0.5 / n - TOLERANCE for m, n in zip(found, steps, strict=True)):
        return Misconception(
            "too_close_to_the_baseline", task, "An average along the path, nearer to the baseline than to the image.",
            "Taken together your gradients lie nearer to the baseline than to the image. Print their positions on the path.",
        )  # fmt: skip
    return None


def one_divisor(found: list[Moments], curved: list[Answer]) -> bool:
    """Whether the weights' sum is positive and the same wherever the number of steps is: a matter of counting them."""
    sums: dict[int, float] = {}
    same = [
        abs(sums.setdefault(a.recipe["steps"], m.zeroth) / m.zeroth - 1) < TOLERANCE for a, m in zip(curved, found, strict=True)
    ]
    return all(same) and min(sums.values()) > 0


def same_shape(given: Any, right: Array) -> bool:
    return isinstance(given, Array) and given.shape == right.shape and numbers(given) is not None


def by_manner(task: str, given: list[Answer]) -> Misconception | None:
    """The first twin whose values are right and whose type, shape or manners are wrong in the way of these answers."""
    small = [a for a in given if not on_pocket(a)]
    return next((mistake for mistake in CATALOGUE[task] if all_the_manners(task, mistake, small)), None)


def all_the_manners(task: str, mistake: Misconception, given: list[Answer]) -> bool:
    """Whether each fact that the twin gets wrong is as wrong in the given answers, on every case."""
    rule = "midpoint" if task == "integrated_gradients" else ""
    odd = 0
    for a in given:
        known = twin_answer(task, mistake.name, a.case.number, rule)
        if not known.keys() == a.given.keys() == a.expected.keys() or wrong_values(a, known):
            return False
        for name, right in a.expected.items():
            for fact in facts_of(task) if isinstance(right, Array) else ("value",):
                mine, theirs, reference = (fact_in(values.get(name), fact) for values in (a.given, known, a.expected))
                odd += theirs != reference
                if theirs not in (reference, mine) or (theirs == reference and type(a.given[name]) is not type(right)):
                    return False
    return odd > 0


def fact_in(value: Any, fact: str) -> Any:
    """A fact of an array, or what it is made of; of anything else its type, and of a yes or no which of them."""
    if isinstance(value, Array):
        return fact_of(value, fact if fact != "value" else "dtype")
    return type(value).__name__, value if isinstance(value, bool) else None
