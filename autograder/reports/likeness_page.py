"""The page of answers that are alike: two sources side by side, without scripts and without a verdict."""

from collections.abc import Mapping, Sequence
from html import escape

from autograder.reports.likeness import Pair
from selfcheck.printable import printable

HEAD = (
    "<p>These answers share more than the release, the samples and the class's usual idioms explain. That is a question, not an "
    "answer: people learn together, follow one tutorial, or are helped by the same person. Talk to them before you conclude "
    "anything; <code>autograder interview</code> prepares such a talk. No mark depends on this page.</p>"
)
STYLE = """
body { font: 15px/1.5 sans-serif; max-width: 90rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem }
pre { background: #f6f6f6; padding: .7rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere }
mark { background: #ffe9a8; color: inherit }
"""


def page(title: str, pairs: Sequence[Pair], answers: Mapping[str, Mapping[str, str]]) -> str:
    """The whole page.

    Args:
        answers: task -> student -> source or text.
    """
    shown = "".join(section(pair, answers[pair.task]) for pair in pairs) or "<p>No two answers are more alike than chance.</p>"
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(title)}</title>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>{HEAD}{shown}</body></html>"
    )


def section(pair: Pair, answers: Mapping[str, str]) -> str:
    """One pair."""
    sides = "".join(
        f"<div><h3>{escape(printable(student))}</h3><pre>{marked(answers[student], lines)}</pre></div>"
        for student, lines in zip(pair.students, pair.lines, strict=True)
    )
    said = f"{pair.share:.0%} of what is the shorter answer's own; the typical pair of this class shares {pair.typical:.0%}"
    return f"<h2>{escape(pair.task)}</h2><p>{said}.</p><div class='pair'>{sides}</div>"


def marked(text: str, lines: frozenset[int]) -> str:
    """A source in which the shared lines stand out."""
    shown = (escape(printable(line)) for line in text.splitlines())
    return "\n".join(f"<mark>{line}</mark>" if number in lines else line for number, line in enumerate(shown))
