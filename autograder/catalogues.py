"""The language of a course, and what is said in it: the engine's catalogue and the course's own, as gettext's .po files.

`language = "de"` in [course] of lessons/course.toml chooses. Records stay English; pages, reports and results for students are
made of sentences that were passed through `say` on their way to a reader.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course_toml import read, settings
from autograder.layout import COURSE_TOML, course_root
from selfcheck.language import ENGLISH, Language

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ENGINES, COURSES = Path(__file__).resolve().parent / "locale", "lessons/_locale"  # a folder beginning with _ is no assignment
PLAIN_ENGLISH = Language(ENGLISH, {})


def po_file(folder: Path, code: str) -> Path:
    """Where a folder of catalogues keeps a language, as gettext and its tools have it."""
    return folder / code / "LC_MESSAGES" / ("engine.po" if folder == ENGINES else "course.po")


def languages(root: Path | None = None) -> list[str]:
    """The codes of the languages that a course can choose: English, and each that engine or course have a catalogue of."""
    folders = (ENGINES, (root or course_root()) / COURSES)
    found = {path.parent.parent.name for folder in folders for path in folder.glob("*/LC_MESSAGES/*.po")}
    return sorted(found | {ENGLISH})


def chosen(root: Path | None = None) -> str:
    """The code of the language that a course has chosen.

    Raises:
        ValueError: there is no catalogue of that language.
    """
    tables = settings() if root is None else read(root / COURSE_TOML)
    code = tables.get("course", {}).get("language", ENGLISH)
    if code != ENGLISH and code not in languages(root):
        raise ValueError(
            f"{COURSE_TOML}, [course] language: {code!r} has no catalogue; there are {', '.join(languages(root))}, "
            "and docs/instructor/languages.md says how to add one"
        )
    return code


def language() -> Language:
    """The language of the course in use, with all its sentences.

    Raises:
        ValueError: it is none that there is.
    """
    code = chosen()
    return PLAIN_ENGLISH if code == ENGLISH else loaded(course_root(), code)


@cache
def loaded(root: Path, code: str) -> Language:
    """A language, of the engine's catalogue and a course's; where both have a sentence the course's counts."""
    return Language(code, sentences_of(po_file(ENGINES, code)) | sentences_of(po_file(root / COURSES, code)))


def say(sentence: str) -> str:
    """A finished English sentence in the language of the course; as it is where that has none."""
    return language().say(sentence)


def sentences_of(file: Path) -> dict[str, str]:
    """English -> translation, of all that is translated in a .po file; nothing where there is no file."""
    if not file.is_file():
        return {}
    return {str(one.id): str(one.string) for one in catalogue_in(file) if one.id and one.string and not one.fuzzy}


def catalogue_in(file: Path) -> "Catalog":
    """A .po or .pot file, read by Babel.

    Raises:
        ValueError: it does not read.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        with file.open("rb") as opened:
            return read_po(opened, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(f"{file} cannot be read as a catalogue: {error}") from error
