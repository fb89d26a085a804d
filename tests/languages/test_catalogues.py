"""Every sentence is in the catalogues, in English, German and French, with the same places for values."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder import catalogues
from autograder.assignments import all_tasks, checks
from autograder.authoring.catalogue import (
    folders,
    language_faults,
    place_faults,
    shipped_sentences,
    stale,
    translations,
    untranslated,
    update,
    written,
)
from autograder.authoring.sentences import sentences_in
from autograder.catalogues import COURSES, ENGINES, chosen, languages, po_file, sentences_of
from autograder.judging.known_mistakes import known
from autograder.judging.true_statements import STATEMENTS
from autograder.judging.verdict import STATUS_WORDS
from selfcheck.compare import WITH_ARTICLE
from tests.this_course import ROOT

LANGUAGES = ("de", "fr")
HELD = [(folder, code) for folder in (ENGINES, ROOT / COURSES) for code in LANGUAGES]


def test_the_catalogues_hold_the_sentences_of_today():
    assert len(folders(ROOT)) == 2
    assert stale(ROOT) == []


@pytest.mark.parametrize(("folder", "code"), HELD)
def test_german_and_french_are_whole_and_have_the_same_places_for_values(folder, code):
    assert [english for english, translation in translations(po_file(folder, code)) if not translation] == []
    assert list(place_faults(po_file(folder, code))) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_the_loaded_course_says_is_translated(code):
    """Asked of the modules, not of their source: what the extraction overlooks would be missing here."""
    said = {" ".join(check.__doc__.split()) for task in all_tasks() for check in checks(task)}
    said |= {mistake.hint for task in all_tasks() for mistake in known(task)}
    assert len(said) > 250
    assert said - sentences_of(po_file(ROOT / COURSES, code)).keys() == set()
    engine = {*STATUS_WORDS.values(), *WITH_ARTICLE.values(), *(text for one in STATEMENTS for text in one[2:])}
    assert engine - sentences_of(po_file(ENGINES, code)).keys() == set()


SOURCE = '''
"""No sentence."""
WORDS = {True: "right", False: "wrong"}
OTHER = {"a key": "no"}
def complain(n, low, name, value):
    """No sentence, either."""
    if n < 0:
        raise ValueError("this is for the log")
    said = say("one")
    return f"got {n} case{'s' if n > 1 else ''} of {name.strip()}" + ("" if low else f", from {low:.3g} to {len(value)}")
'''


def test_an_f_string_is_a_template_for_each_of_its_choices(tmp_path):
    (tmp_path / "module.py").write_text(SOURCE)
    assert sentences_in(tmp_path / "module.py", every=True) == [
        *("right", "wrong", "one"),
        *("got {n} cases of {name}", "got {n} cases of {name}, from {low} to {number}"),
        *("got {n} case of {name}", "got {n} case of {name}, from {low} to {number}"),
    ]
    assert sentences_in(tmp_path / "module.py", every=False) == ["right", "wrong", "one"]


def test_updating_keeps_translations_and_begins_a_language(tmp_path, monkeypatch):
    course = tmp_path / "course"
    monkeypatch.setattr("autograder.authoring.catalogue.course_sentences", lambda root: {"old {one}.": ["a"], "new.": ["b"]})
    german = po_file(course / COURSES, "de")
    german.parent.mkdir(parents=True)
    german.write_text(written({"old {one}.": ["a"], "gone.": ["a"]}, "de", {"old {one}.": "alt {one}.", "gone.": "fort."}))
    assert any("1 translated" in line for line in update(course, add="nl"))
    assert dict(translations(german)) == {"old {one}.": "alt {one}.", "new.": ""}
    assert dict(translations(po_file(course / COURSES, "nl"))) == {"old {one}.": "", "new.": ""}
    before = german.read_bytes()
    update(course)
    assert german.read_bytes() == before
    assert stale(course) == []


def course_in(folder: Path, language: str) -> Path:
    (folder / "lessons").mkdir(parents=True)
    (folder / "lessons" / "course.toml").write_text(f'[course]\nlanguage = "{language}"\n')
    return folder


def test_an_unknown_language_is_one_clear_line(tmp_path):
    course = course_in(tmp_path, "xx")
    with pytest.raises(ValueError, match=r"\[course\] language: 'xx' has no catalogue; there are de, en, fr, and docs/"):
        chosen(course)
    (line,) = language_faults(course)
    assert "'xx'" in line and "\n" not in line
    assert chosen(course_in(tmp_path / "german", "de")) == "de"
    assert languages(ROOT) == ["de", "en", "fr"]


def test_a_course_without_a_language_is_english_and_ships_no_sentences():
    assert chosen(ROOT) == "en"
    assert catalogues.language().sentences == {}
    assert shipped_sentences(ROOT) == {}
    assert list(untranslated(ROOT)) == []


def test_an_english_course_never_loads_babel():
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from autograder.catalogues import say; say('right'); print('babel' in sys.modules)"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "False"


def test_a_translation_with_another_place_is_found(tmp_path):
    course = course_in(tmp_path, "de")
    german = po_file(course / COURSES, "de")
    german.parent.mkdir(parents=True)
    german.write_text(written({"got {one}.": ["a"], "none yet.": ["a"]}, "de", {"got {one}.": "bekam {two}."}))
    (fault,) = language_faults(course)
    assert "'bekam {two}.' has other places for values than 'got {one}.'" in fault
    assert [note for note in untranslated(course) if str(course) in note and "'none yet.'" in note]


def test_of_each_assignment_its_own_sentences_ship(monkeypatch):
    monkeypatch.setattr("autograder.authoring.catalogue.chosen", lambda root: "de")
    shipped = shipped_sentences(ROOT)
    names = list(shipped)
    assert names and all(name.startswith("data/public/sentences/") for name in names)
    hints = {task: {mistake.hint for mistake in known(task)} for task in all_tasks()}
    first, second = shipped["data/public/sentences/part1.json"], shipped["data/public/sentences/part1_homework.json"]
    alone = hints["max_distance_baseline"] - set().union(*(hints[task] for task in hints if task != "max_distance_baseline"))
    assert alone
    assert any(hint in second for hint in alone) and not any(hint in first for hint in alone)
