"""Sentences in the language of a course: each is made in English, and said in another one where it is shown to people.

A catalogue holds English templates, such as `got the shape {shape}, expected {expected}.`, and their translations. A finished
sentence is matched with the templates, its values are taken out and put into the translation. So records and comparisons stay
English, and can be read in any language later. What no template matches is shown as it is.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib import import_module
from pathlib import Path

ENGLISH = "en"
PLACE = re.compile(r"\{(\w+)\}")
VERBATIM = {"message", "line", "type", "code", "source", "student", "defines", "near"}  # may be a student's own words
NUMBER = re.compile(r"[-+−]?[\d.,]+(?:e[-+]?\d+)?|nan|[-+−]?inf")  # what stands for {number}, {number2} and so on
LONGEST = 2_000  # characters; a longer text is a student's
DEEPEST = 8  # sentences within sentences
TELLING = 8  # letters of a template that is not taken for another one
WORDS = ("and",)  # what joins parts of a sentence
PARTS = tuple(  # how parts of a sentence stand beside each other, and how deep within others it is enough to know one of them
    (re.compile(f"([^\n]+?)({between})([^\n]+?)({end})"), some_from)
    for between, end, some_from in (
        (r"(?<=[^.\s])\. (?=[A-Z])", "", 0),
        (": ", "", 0),
        ("; ", "", 0),
        (" \\(", r"\)", 0),
        (", ", "", 3),
        (" and ", "", DEEPEST),
        (r"(?<=[a-z]) (?=\d)", "", DEEPEST),
    )
)


def with_small(words: str) -> str:
    return words[:1].lower() + words[1:]


def with_capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class Template:
    """An English sentence with places for values.

    Args:
        sentence: its text, with `{name}` for each value.
        translation: the same in another language.
    """

    def __init__(self, sentence: str, translation: str):
        self.translation = translation
        self.pieces, self.names = PLACE.split(sentence)[::2], PLACE.findall(sentence)
        self.longest = max(self.pieces, key=len)
        self.letters = sum(map(len, self.pieces))  # its own: the more, the less can another sentence be taken for it

    def values(self, text: str) -> dict[str, str] | None:
        """The values that make this sentence the given one, or None. Each ends where the next piece first begins."""
        first, *between, last = self.pieces
        if len(text) < self.letters or not text.startswith(first) or not text.endswith(last):
            return None
        start, end = len(first), len(text) - len(last)
        found = []
        for piece in between:
            there = text.find(piece, start, end)
            if there < 0:
                return None
            found.append(text[start:there])
            start = there + len(piece)
        if start > end:
            return None
        values = dict(zip(self.names, [*found, text[start:end]], strict=True))
        numbers = (value for name, value in values.items() if name.startswith("number"))
        return values if all(map(NUMBER.fullmatch, numbers)) else None


@dataclass(frozen=True)
class Language:
    """A language, and what is said in it.

    Args:
        code: such as "de".
        sentences: English sentence or template -> translation; what is missing, or empty, is said in English.
    """

    code: str
    sentences: Mapping[str, str]

    @cached_property
    def templates(self) -> list[Template]:
        """Those with places for values, the most telling first."""
        made = [Template(*pair) for pair in self.sentences.items() if pair[1] and PLACE.search(pair[0])]
        return sorted(made, key=lambda template: -template.letters)

    def say(self, sentence: str) -> str:
        """A finished English sentence in this language; several lines one by one."""
        if not self.sentences or len(sentence) > LONGEST:
            return sentence
        return "\n".join(map(self.line, sentence.split("\n")))

    @cached_property
    def known(self) -> dict[tuple[str, bool], str | None]:
        """What was looked up before: words, and whether they stood within others."""
        return {}

    def line(self, line: str) -> str:
        """One line, with the blanks around it."""
        words = line.strip()
        said = self.looked_up(words)
        return line if said is None else line.replace(words, said)

    def looked_up(self, words: str, depth: int = 0) -> str | None:
        """A sentence or a part of one in this language; None where the catalogue has nothing for it."""
        if depth > DEEPEST or not words:
            return None
        if (words, depth > 2) not in self.known:
            ways = (
                *(partial(self.by_template, begun=True), self.of_a_case, partial(self.by_template, begun=True, least=1)),
                *(self.by_template, self.as_a_sentence, self.by_parts, partial(self.by_template, least=1)),
            )
            said = self.sentences.get(words) or None
            found = (way(words, depth + 1) for way in ways if said is None)
            self.known[words, depth > 2] = next((one for one in found if one is not None), said)
        return self.known[words, depth > 2]

    def by_template(self, words: str, depth: int, least: int = TELLING, begun: bool = False) -> str | None:
        """By the first template that fits, with its values in this language, too.

        Args:
            least: letters that a template has: short ones fit much, and come last.
            begun: only those that begin with words of their own, not with a value, which may be anything.
        """
        fit = (one for one in self.templates if one.longest in words and one.letters >= least and (one.pieces[0] or not begun))
        for template in fit:
            if (values := template.values(words)) is not None:
                said = {name: self.value(name, value, depth) for name, value in values.items()}
                return PLACE.sub(lambda place, said=said: said.get(place[1], place[0]), template.translation)  # type: ignore[misc]
        return None

    def value(self, name: str, value: str, depth: int) -> str:
        if name.rstrip("0123456789") in VERBATIM:
            return value
        said = self.looked_up(value.strip(), depth)
        return value if said is None else value.replace(value.strip(), said)

    def of_a_case(self, words: str, depth: int) -> str | None:
        """As what was found on a case, behind the case in words."""
        case, mark, found = words.partition(": ")
        said = self.sentences.get(case) or self.by_template(case, depth, least=1, begun=True) if mark else None
        return None if said is None else f"{said}: {self.looked_up(found, depth) or found}"

    def as_a_sentence(self, words: str, depth: int) -> str | None:
        """As words that were given a capital letter and a full stop, or one of the two."""
        body, stop = (words[:-1], words[-1]) if words[-1] in ".:" else (words, "")
        for change, back in ((str, str), (with_small, with_capital), (with_capital, with_small)):
            begun = change(body)
            said = (self.sentences.get(begun) or self.by_template(begun, depth)) if begun != words else None
            if said:
                return back(said) + stop
            if stop and begun != body and (said := self.sentences.get(begun + stop)):
                return back(said)
        return None

    def joined(self, mark: str) -> str:
        """What stands between two parts."""
        return next((mark.replace(word, self.sentences.get(word) or word) for word in WORDS if word in mark), mark)

    def by_parts(self, words: str, depth: int) -> str | None:
        """As parts that stand beside each other, of which some are known, or all."""
        for between, some_from in PARTS:
            if found := between.fullmatch(words):
                first, mark, second, end = found.groups()
                said = [part if NUMBER.fullmatch(part) else self.looked_up(part, depth) for part in (first, second)]
                if None not in said or (any(said) and depth >= some_from):
                    first, second = (one or part for one, part in zip(said, (first, second), strict=True))
                    return first + self.joined(mark) + second + end
        return None


# --- in a student's notebook ----------------------------------------------------------------------------------------


def files() -> Iterator[Path]:
    """What a build has written for each assignment where the course chose a language: data/public/sentences/ beside lab/."""
    course = Path(str(import_module("lab").__file__)).absolute().parent.parent
    return iter(sorted((course / "data" / "public" / "sentences").glob("*.json")))


@cache
def language() -> Language:
    """The language of the course that this notebook belongs to; English where nothing is written of it."""
    code, sentences = ENGLISH, dict[str, str]()
    for file in files():
        told = json.loads(file.read_text(encoding="utf-8"))
        code, sentences = told["language"], sentences | told["sentences"]
    return Language(code, sentences)


def say(sentence: str) -> str:
    """A finished English sentence in the language of the course."""
    return language().say(sentence)
