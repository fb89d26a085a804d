"""Which answers are more alike than the class's answers are by chance: a list for a person, never a mark.

Code is compared by runs of tokens in which every name, number and text counts as one, so that renaming hides nothing; written
answers by runs of words (k-grams, as in Schleimer, Wilkerson & Aiken, Winnowing, SIGMOD 2003, all of them kept since answers are
short). What the release gives, what samples and the reference hold, and what a fifth of the class writes, tells nothing.
"""

import io
import itertools
import keyword
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

RUN_OF_TOKENS, RUN_OF_WORDS = 8, 5
COMMON = 0.2  # of the class: what more of them write is an idiom
FEWEST_AUTHORS = 3  # up to so many may share what is none, also in a small class
LEAST_RUNS, LEAST_SHARE = 10, 0.4  # runs that two share alone, and their share of what is the shorter answer's own
LEFT_OUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENCODING, tokenize.ENDMARKER}


class Word(NamedTuple):
    """A token or a word as it is compared, and the line that it stands on, from 0."""

    text: str
    line: int


@dataclass(frozen=True)
class Pair:
    """Two answers to one task that share much.

    Args:
        share: of the shorter answer's own runs, 0 to 1.
        typical: the median share of all pairs of the class in this task.
        lines: the lines of each answer that lie in shared runs.
    """

    task: str
    students: tuple[str, str]
    share: float
    typical: float
    runs: int
    lines: tuple[frozenset[int], frozenset[int]]


def words_of_code(source: str) -> list[Word]:
    """The tokens of code, names and values made equal; of what is no Python, its words and signs."""
    names = {tokenize.NUMBER: "0", tokenize.STRING: "''", tokenize.INDENT: ">", tokenize.DEDENT: "<"}
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in LEFT_OUT:
                continue
            is_name = token.type == tokenize.NAME and not keyword.iskeyword(token.string)
            text = "name" if is_name else names.get(token.type, token.string)
            found.append(Word(text, token.start[0] - 1))
    except (tokenize.TokenError, SyntaxError):
        return words_of_text(source, r"\w+|[^\w\s]")
    return found


def words_of_text(text: str, pattern: str = r"\w+") -> list[Word]:
    """The words of a written answer, in small letters."""
    return [Word(word.lower(), number) for number, line in enumerate(text.splitlines()) for word in re.findall(pattern, line)]


def runs(text: str, written: bool) -> dict[tuple[str, ...], set[int]]:
    """Every run of an answer -> the lines on which it stands."""
    words, length = (words_of_text(text), RUN_OF_WORDS) if written else (words_of_code(text), RUN_OF_TOKENS)
    found: dict[tuple[str, ...], set[int]] = {}
    for start in range(len(words) - length + 1):
        run = words[start : start + length]
        found.setdefault(tuple(word.text for word in run), set()).update(word.line for word in run)
    return found


def alike(task: str, answers: Mapping[str, str], known: Iterable[str], written: bool = False) -> list[Pair]:
    """The pairs of one task that share more than an idiom, most alike first.

    Args:
        answers: student -> source or text.
        known: what anybody may have: the release's text, the reference, samples.
        written: they are texts, not code.
    """
    of_all = set().union(*(runs(text, written) for text in known))
    of_each = {student: runs(text, written) for student, text in answers.items()}
    authors = Counter(run for own in of_each.values() for run in own)
    most = max(FEWEST_AUTHORS, COMMON * len(answers))
    own = {student: {run for run in theirs if run not in of_all and authors[run] <= most} for student, theirs in of_each.items()}
    shares = {pair: shared(own[pair[0]], own[pair[1]]) for pair in itertools.combinations(sorted(own), 2)}
    typical = median(share for share, _ in shares.values()) if shares else 0.0
    found = []
    for (one, other), (share, common) in shares.items():
        if len(common) >= LEAST_RUNS and share >= max(LEAST_SHARE, 2 * typical):
            first, second = (frozenset().union(*(of_each[who][run] for run in common)) for who in (one, other))
            found.append(Pair(task, (one, other), share, typical, len(common), (first, second)))
    return sorted(found, key=lambda pair: (-pair.share, -pair.runs, pair.students))


def shared(one: set, other: set) -> tuple[float, set]:
    """How much of the smaller set both have, 0 to 1, and what."""
    common = one & other
    return len(common) / max(1, min(len(one), len(other))), common
