"""A student's text as it may stand in a record: one line, in which nothing moves a cursor, turns a direction or hides.

The one place where a text is cleaned. It knows nothing but Python, so that whoever only records and prints can use it.
"""

import re
import unicodedata

# what a terminal obeys: a sequence with all its parameters (colours, a cleared screen), and a text that it would hide (a title)
SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?"
)
# signs that Python calls printable and nobody sees: fillers, joiners, selectors of a variant
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
STACKED = 3  # marks above and below one letter; more of them cover the lines around


def printable(text: str) -> str:
    """The text in one line, without what moves a terminal's cursor, turns its direction, or cannot be seen or stored."""
    if text.isascii() and text.isprintable():  # nearly all that is ever said
        return text
    shown = UNSEEN.sub("", SEQUENCE.sub(" ", text))
    return unstacked("".join(sign if sign.isprintable() else " " for sign in shown))


def unstacked(text: str) -> str:
    """The text with a few combining marks to a letter at most."""
    kept, stacked = [], 0
    for sign in text:
        stacked = stacked + 1 if unicodedata.combining(sign) else 0
        if stacked <= STACKED:
            kept.append(sign)
    return "".join(kept)
