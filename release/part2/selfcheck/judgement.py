"""How a check's sentence stands after all its cases: it holds, it fails, or no case could tell. Grader and student's check alike.

A sentence names one property. An answer of the wrong shape does not show that its values are wrong, and values that are wrong
do not show that they stand in the wrong places: such a check gives no points, and its sentence is not crossed out either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


class Untold(str):
    """A complaint that does not speak for or against the sentence: there was nothing in which its property would show."""


@dataclass(frozen=True)
class Finding:
    """Why one check is not passed on one case.

    Args:
        complaint: what came, and what was expected.
        told: whether this shows the check's sentence to be untrue of the code.
        rests_on: checks that must be right on all cases before it shows that.
        case: place of the case among those that were asked.
    """

    complaint: str
    told: bool = True
    rests_on: tuple[str, ...] = ()
    case: int = 0


def finding(complaint: str, rests_on: Sequence[str] = ()) -> Finding:
    """What a complaint says of its check."""
    return Finding(str(complaint), not isinstance(complaint, Untold), tuple(rests_on))


def settled(found: Mapping[str, Sequence[Finding]]) -> dict[str, Finding | None]:
    """The finding that counts for each check; None for a check that is passed.

    Args:
        found: every check, in order, with what was found on its cases: nothing where it is passed.
    """
    return {check: most_telling(listed, found) for check, listed in found.items()}


def most_telling(listed: Sequence[Finding], found: Mapping[str, Sequence[Finding]]) -> Finding | None:
    """The first finding that shows the sentence to be untrue, else the first one, as what it is."""
    for one in listed:
        if one.told and not in_the_way(one, found):
            return one
    if not listed:
        return None
    first = next((one for one in listed if one.told), listed[0])
    complaint = wait_for(in_the_way(first, found), list(found)) if first.told else first.complaint
    return Finding(complaint, told=False, case=first.case)


def in_the_way(one: Finding, found: Mapping[str, Sequence[Finding]]) -> list[str]:
    """The checks that a finding rests on and that are not passed."""
    return [check for check in one.rests_on if found.get(check)]


def wait_for(checks: Sequence[str], order: Sequence[str]) -> str:
    """Says which checks must be right before another one's sentence can be judged."""
    places = [ORDINALS[order.index(check)] if order.index(check) < len(ORDINALS) else check for check in checks]
    if len(places) == 1:
        return f"this can only be told once the {places[0]} check is right."
    return f"this can only be told once the {' and '.join(places)} checks are right."
