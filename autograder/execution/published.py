"""What a notebook's function has answered, as its kernel published it: anything may stand there, and is believed only so far."""

from typing import Any

from selfcheck.task import FIRST_NUMBER

ABSENT = ("NameError", "AttributeError", "ImportError", "ModuleNotFoundError")  # what an answer raises that needs other cells


def is_visible(answer: Any) -> bool:
    """Whether a published answer says that it is one to a case that students can see."""
    number = answer.get("number") if isinstance(answer, dict) else None
    return isinstance(number, int) and number < FIRST_NUMBER


def raised(answer: Any) -> tuple[str, str]:
    """The type and the message of what a published answer says that its function raised; empty where it raised nothing."""
    match answer:
        case {"value": {"raised": {"type": str(name), "message": str(message)}}}:
            return name, message
    return "", ""


def is_missing(answer: Any) -> bool:
    """Whether a published answer says that there was no function to be asked."""
    return isinstance(answer, dict) and answer.get("missing") is True


def lacks_something(answer: Any) -> bool:
    """Whether a published answer says that the function, or something that it calls, was not there."""
    return raised(answer)[0] in ABSENT or is_missing(answer)


def timed_out(answers: list[Any]) -> bool:
    """Whether a function was still computing when its time was over: it is not asked any more then."""
    return any(raised(answer)[0] == "TimeoutError" for answer in answers)


def lacking(answers: list[dict]) -> int:
    """How many answers say that something was not there."""
    return sum(map(lacks_something, answers)) if answers else 1
