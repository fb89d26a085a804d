"""A course in German, from the build to the report: the check, the feedback page, the class report; records in English."""

import json
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from autograder.authoring.catalogue import translations, written
from autograder.catalogues import COURSES, po_file
from tests.end_to_end import toy

pytestmark = pytest.mark.slow
SENTENCE = "The slope is that of the line with the least sum of squared vertical distances."
HINT = "Does your line have to pass through (0, 0)? What does the formula subtract first?"
GERMAN = {
    SENTENCE: "Die Steigung ist die der Geraden mit der kleinsten Summe quadrierter senkrechter Abstände.",
    HINT: "Muss deine Gerade durch (0, 0) gehen? Was zieht die Formel zuerst ab?",
}
CHECK = """
import sys
sys.path.insert(0, "")
from selfcheck.check import check
{answer}
check("fit_line")
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """The toy course in German, with a catalogue of its own in which two sentences are translated; one student is graded."""
    course = toy.copy_of(toy.TOY, tmp_path_factory.mktemp("german") / "course")
    toml = course / "lessons" / "course.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '\n[course]\nlanguage = "de"\n', encoding="utf-8")
    done = toy.autograder("catalogue", "--add", "de", course=course)
    assert done.returncode == 0, done.stderr
    german = po_file(course / COURSES, "de")
    sentences = dict(translations(german))
    assert sentences.keys() >= GERMAN.keys() and not any(sentences.values())
    german.write_text(written({english: ["rubric/test_fit_line.py"] for english in sentences}, "de", GERMAN), encoding="utf-8")
    toy.built_and_released(course)
    toy.submit(course, "ben", {"fit_line": toy.sample("wrong/no_intercept", "fit_line")})
    for words in (("grade", toy.NAME), ("feedback", toy.NAME), ("report", toy.NAME)):
        done = toy.autograder(*words, course=course)
        assert done.returncode in (0, 1), done.stderr
    return course


def test_lint_notes_what_is_said_in_english(course):
    done = toy.autograder("lint", "--quick", course=course)
    assert done.returncode == 0 and "sentences are said in English, the first:" in done.stdout


def test_the_students_check_speaks_german_with_what_was_released(course):
    program = CHECK.format(answer="import numpy as np\n" + toy.sample("wrong/no_intercept", "fit_line"))
    release = course / "release" / toy.NAME
    done = subprocess.run([sys.executable, "-I", "-c", program], cwd=release, capture_output=True, text=True, check=True)
    assert GERMAN[SENTENCE] in done.stdout and f"Tipp: {GERMAN[HINT]}" in done.stdout
    assert "The line passes through the mean of the points." in done.stdout  # not translated: English
    assert not (release / "lessons").exists()


def test_page_and_report_are_german_and_the_record_is_english(course):
    (page,) = (course / "feedback" / "ben" / toy.NAME).glob("*.html")
    said = unescape(page.read_text(encoding="utf-8"))
    assert '<html lang="de">' in said and "Aufgabe für Aufgabe" in said and GERMAN[SENTENCE] in said and GERMAN[HINT] in said
    (report,) = (path for path in course.rglob("*.html") if "Wer Aufmerksamkeit braucht" in path.read_text(encoding="utf-8"))
    assert '<html lang="de">' in report.read_text(encoding="utf-8")
    rows = [row for path in course.rglob("results*.json") for row in json.loads(path.read_text(encoding="utf-8"))]
    (row,) = (row for row in rows if isinstance(row, dict) and row.get("task") == "fit_line")
    assert row["hint"] == HINT and SENTENCE in [check["sentence"] for check in row["checks"]]


def test_a_verdict_is_german_in_a_terminal_and_english_as_json(course):
    path = toy.submit(course, "kim", {"fit_line": toy.sample("wrong/no_intercept", "fit_line")})
    done = toy.autograder("check", path, course=course)
    shutil.rmtree(path.parent.parent)
    assert "fit_line: 0.5 von 2.5 Punkten" in done.stdout and f"Tipp: {GERMAN[HINT]}" in done.stdout, done.stderr
    assert GERMAN[SENTENCE] in done.stdout and "The line passes through the mean of the points." in done.stdout
    path = toy.submit(course, "kim", {"fit_line": toy.sample("wrong/no_intercept", "fit_line")})
    done = toy.autograder("check", path, "--json", "-", course=course)
    shutil.rmtree(path.parent.parent)
    assert HINT in [verdict["hint"] for verdict in json.loads(done.stdout)]


def test_the_questions_for_a_talk_are_german(course):
    done = toy.autograder("interview", toy.NAME, "ben", course=course)
    assert done.returncode == 0, done.stderr
    said = unescape((course / "reports" / toy.NAME / "interview_ben.html").read_text(encoding="utf-8"))
    assert (
        "<html lang='de'>" in said
        and "Fragen an ben" in said
        and f"Diese Prüfung wurde nicht bestanden: „{GERMAN[SENTENCE]}“" in said
    )


def test_an_unknown_language_is_refused_in_one_line(course, tmp_path):
    other = toy.copy_of(course, tmp_path / "other")
    toy.replace(other / "lessons" / "course.toml", 'language = "de"', 'language = "deutsch"')
    for words in (("lint", "--quick"), ("build", "--quick"), ("report", toy.NAME)):
        done = toy.autograder(*words, course=other)
        lines = [line for line in (done.stdout + done.stderr).splitlines() if "'deutsch' has no catalogue" in line]
        assert done.returncode and len(lines) == 1, done.stderr
        assert "Traceback" not in done.stderr
