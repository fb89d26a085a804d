"""What is shown is said in the course's language, from records that stay English; what has no translation stays English."""

import json
import time
from dataclasses import replace
from html import unescape

import pytest

from autograder import catalogues
from autograder.catalogues import PLAIN_ENGLISH, loaded
from autograder.feedback.facts import PageFacts
from autograder.judging.verdict import in_words
from autograder.reports import gradescope
from autograder.reports.class_report import write_report
from autograder.reports.gradescope import results_of
from autograder.reports.interview import (
    Work,
    about_checks,
    about_code,
    about_figures,
    about_words,
    interview_page,
    questions,
    title_for,
)
from selfcheck import check_page, language
from selfcheck.check import CheckLine, TaskReport
from selfcheck.language import Language
from tests.feedback.test_feedback_page import VERDICT, lesson, soup
from tests.reports.test_report import ROWS
from tests.this_course import ROOT

GERMAN, FRENCH = loaded(ROOT, "de"), loaded(ROOT, "fr")
SMALL = Language(
    "de",
    {
        "got {shown}, expected {wanted}.": "{wanted} erwartet, {shown} bekommen.",
        "a tensor": "ein Tensor",
        "your code raised {type}: {message}": "dein Code hat {type} ausgelöst: {message}",
        "right": "richtig",
        "{number} days": "{number} Tage",
        "the rest was left out": "der Rest entfiel",
        "not yet": "",
    },
)


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("right", "richtig"),
        ("got a tensor, expected 3.", "3 erwartet, ein Tensor bekommen."),  # a value that is a sentence, in another order
        ("got a tensor, expected 3.\n  right", "3 erwartet, ein Tensor bekommen.\n  richtig"),  # line by line
        ("your code raised KeyError: right", "dein Code hat KeyError ausgelöst: right"),  # a student's words stay
        ("The rest was left out.", "Der Rest entfiel."),  # as a sentence
        ("right; the rest was left out", "richtig; der Rest entfiel"),
        ("3 days", "3 Tage"),
        ("many days", "many days"),  # no number
        ("not yet", "not yet"),  # no translation
        ("nobody said this", "nobody said this"),
        ("", ""),
    ],
)
def test_a_finished_sentence_is_said_in_another_language(english, german):
    assert SMALL.say(english) == german


@pytest.mark.parametrize(
    ("english", "german", "french"),
    [
        (
            "On an image of 8 x 6, target 2: expected the shape (3, 4), got one whose axes stand in another order",
            "Im Fall „ein Bild mit 8 x 6, target 2“: erwartet war die Form (3, 4), gekommen ist eine, deren Achsen in anderer "
            "Reihenfolge stehen",
            "Pour une image de 8 x 6, target 2: forme attendue : (3, 4) ; reçue : une dont les axes sont dans un autre ordre",
        ),
        (
            "logits: your largest value is 3; the right ones lie in 0 .. 1.",
            "logits: dein größter Wert ist 3; die richtigen liegen in 0 .. 1.",
            "logits: votre plus grande valeur est 3 ; les bonnes se trouvent dans 0 .. 1.",
        ),
        (
            "3.5 of 4, set by your teacher; the grader found 2",
            "3.5 von 4, von deiner Lehrkraft vergeben; die automatische Bewertung ergab 2",
            "3.5 sur 4, fixé par votre enseignant ; la correction automatique a trouvé 2",
        ),
        (
            "Submitted: 2027-01-30 23:59 (Europe/Berlin), 2 days 3 hours late.",
            "Abgegeben: 2027-01-30 23:59 (Europe/Berlin), 2 Tage 3 Stunden zu spät.",
            "Rendu : 2027-01-30 23:59 (Europe/Berlin), 2 jours 3 heures de retard.",
        ),
    ],
)
def test_sentences_of_the_grader_in_german_and_french(english, german, french):
    assert GERMAN.say(english) == german
    assert FRENCH.say(english) == french


def test_english_is_what_it_was():
    for sentence in (*GERMAN.sentences, "anything; at all (even this)"):
        assert PLAIN_ENGLISH.say(sentence) is sentence
        assert catalogues.say(sentence) is sentence


def test_no_text_of_a_students_takes_long():
    for text in ("got " * 400 + "expected ", "; ".join("ab" * 300), ": , and (" * 200, "x" * 100_000):
        began = time.monotonic()
        GERMAN.say(text)
        assert time.monotonic() - began < 5


@pytest.fixture
def german(monkeypatch):
    monkeypatch.setattr(catalogues, "language", lambda: GERMAN)
    monkeypatch.setattr("autograder.reports.class_report.language", lambda: GERMAN)
    monkeypatch.setattr("autograder.reports.interview.language", lambda: GERMAN)
    monkeypatch.setattr(language, "language", lambda: GERMAN)


FOUND = TaskReport(
    "predict",
    "probability: expected a tensor, got a list or tuple of 2.",
    [
        CheckLine("The output is still attached to the graph: its gradient reaches the input.", 1, False, "no flow"),
        CheckLine("Without a class the first image's most likely one is chosen and returned as an int; class 0 is a class like "
                  "any other.", 1, None),
    ],
    "Can a probability be negative?",
)  # fmt: skip


def test_the_students_check(german):
    text, html = check_page.text_of(FOUND), check_page.html_of(FOUND)
    for said in (
        "probability: erwartet war ein Tensor, gekommen ist eine Liste oder ein Tupel aus 2.",
        "Die Ausgabe hängt noch am Graphen: Ihr Gradient erreicht die Eingabe.",
        "(hier nicht geprüft: Andere Fälle entscheiden, bei der Bewertung)",
        "Kann eine Wahrscheinlichkeit negativ sein?",
        "no flow",  # no such sentence: English
    ):
        assert said in text and said in unescape(html)
    assert "Tipp: Kann" in text and "aria-label='hier nicht geprüft'" in html and "aria-label='nicht richtig'" in html


def test_the_feedback_page(german):
    page = soup(PageFacts(student="ann", when=("Due: 2027-01-30 23:59 (UTC).",), score=1, max_score=4), VERDICT)
    assert [head.text for head in page.select("h2")] == ["Aufgabe für Aufgabe", "Dein Notebook"]
    assert "Rückmeldung für ann" in page.text and "Abgabe bis: 2027-01-30 23:59 (UTC)." in page.text
    assert page.select_one(".fa-total").text == "1 von 4 Punkten"
    assert "teilweise richtig" in page.text and "aus demselben Grund" in page.text
    assert "The slope is right." in page.text  # of a course that has no catalogue
    assert "partly right" not in str(lesson(VERDICT).metadata) and VERDICT.to_json()["status"] == "partial"  # the record


def test_the_class_report(german, tmp_path):
    write_report(
        ROWS, {"ben": {"notes": ["The kernel died 3 times; what came later was not run."]}}, tmp_path / "r.html", "Part 1"
    )
    page = unescape((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert '<html lang="de">' in page
    for said in ("Wer Aufmerksamkeit braucht", "Aufgabe für Aufgabe", "2 Abgaben", "Der Kernel ist 3-mal abgestürzt", "1 von 3"):
        assert said in page
    assert "Who needs" not in page and "grader's points" not in page


def test_gradescopes_results(german):
    told = results_of([VERDICT], ["Put back: a, b."], 1.0)
    assert told["output"] == "Wieder eingesetzt: a, b."
    assert told["tests"][0]["name"] == "line: The slope is right."
    assert told["tests"][0]["score"] == 0


def test_gradescope_says_in_german_that_the_grader_failed(german, monkeypatch, tmp_path):
    monkeypatch.setattr(gradescope, "judge_submission", failing("no sandbox: a tensor"))
    assert gradescope.main(["part1", str(tmp_path), str(tmp_path / "results.json")]) == 1
    output = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["output"]
    said = "Die automatische Bewertung selbst ist fehlgeschlagen und hat keine Punkte vergeben: no sandbox: a tensor"
    assert output == said  # the error's own words stay


def test_gradescope_says_in_english_that_the_language_failed(monkeypatch, tmp_path):
    def no_language():
        raise ValueError("'xx' has no catalogue")

    monkeypatch.setattr(catalogues, "language", no_language)
    monkeypatch.setattr(gradescope, "judge_submission", lambda *_: catalogues.say("right"))
    assert gradescope.main(["part1", str(tmp_path), str(tmp_path / "results.json")]) == 1
    output = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["output"]
    assert output == "The grader itself failed, and gave no mark: 'xx' has no catalogue"


def failing(message: str):
    def fail(*_):
        raise RuntimeError(message)

    return fail


def test_a_verdict_in_a_terminal():
    waits = replace(VERDICT, waits="the two disagree", hint="Can a probability be negative?")
    said = in_words(waits, GERMAN.say)
    first, second, *_ = said.splitlines()
    assert (
        first.startswith("line: ")
        and first.endswith(" Punkten")
        and second.startswith("  wird noch von einem Menschen angesehen: ")
    )
    assert "Tipp: Kann eine Wahrscheinlichkeit negativ sein?" in said
    assert "The slope is right." in said  # of a course that has no catalogue
    assert in_words(waits) == in_words(waits, PLAIN_ENGLISH.say) and "Hint: Can a probability be negative?" in in_words(waits)


CODE = "def f(x):\n    if right == 'a tensor':\n        x = g(x, axis=right)\n    return [h.not_right(y) for y in x]\n"
TWO_SENTENCES = (
    "Without a baseline the black image is taken: pixels of 0, which normalising moves. Class 0 is a class like any other."
)


@pytest.mark.parametrize("spoken", [GERMAN, FRENCH], ids=lambda spoken: spoken.code)
def test_every_question_of_an_interview_is_translated_and_no_code_is(spoken, monkeypatch):
    monkeypatch.setattr(catalogues, "language", lambda: spoken)
    work = Work({"f": CODE}, {"why": "The gradient is local there."}, [("f", TWO_SENTENCES)], {"own": "plt.imshow(x)"})
    asked = [*about_checks(work), *about_figures(work), *about_words(work), *about_code("f", CODE), *about_code("f", "def f(:")]
    assert {one.kind for one in asked} >= {"check", "figure", "words", "edge", "way", "branch", "loop", "line", "result"}
    assert {one.kind for one in asked} >= {"direction", "call"}
    for one in asked:
        assert spoken.say(one.text) != one.text and spoken.say(one.expect) != one.expect
    said = " ".join(spoken.say(one.text) for one in asked)
    assert "axis=right" in said and "h.not_right" in said and "`right == 'a tensor'`" in said
    assert spoken.sentences[TWO_SENTENCES] in said


def test_the_page_for_an_interview(german):
    page = unescape(interview_page(title_for("part1", "ann"), questions(Work({}, {}, [("f", "nobody said this")], {}))))
    assert "<html lang='de'>" in page and "<h1>part1: Fragen an ann</h1>" in page
    assert "Diese Prüfung wurde nicht bestanden: „nobody said this“." in page  # no such sentence: English
    assert "Zu erwarten:" in page and "Für ein Gespräch" in page and "Expect" not in page
