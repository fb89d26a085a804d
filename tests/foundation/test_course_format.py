"""A course in a format that the engine does not read is refused before anything else; doctor says what fits."""

import shutil
from pathlib import Path

import pytest

from autograder import course_toml, old_names
from autograder.assignments import use_course
from autograder.commands.doctor import course_fits
from autograder.layout import COURSE_TOML, VARIABLE
from autograder.sandbox.selftest import healthy
from tests.end_to_end import toy


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A directory that is a course, in use."""
    (tmp_path / "lessons").mkdir()
    (tmp_path / COURSE_TOML).write_text("format = 1\n", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    course_toml.read.cache_clear()
    return tmp_path


def says(course: Path, text: str) -> None:
    (course / COURSE_TOML).write_text(text, encoding="utf-8")
    course_toml.read.cache_clear()


@pytest.mark.parametrize("text", ["format = 1\n", "", "[course]\n"], ids=["said", "an empty file", "unsaid"])
def test_the_first_format_is_read_and_needs_no_word(course, text):
    says(course, text)
    assert use_course(course) == course
    assert course_toml.course_format(course) == 1


@pytest.mark.parametrize(
    ("said", "fix"), [("2", "install a newer engine"), ("0", "docs/versions.md"), ("-1", "docs/versions.md")]
)
def test_another_format_is_refused_and_the_line_says_who_is_too_old(course, said, fix):
    says(course, f"format = {said}\n")
    with pytest.raises(ValueError, match=rf"course is written in format {said}, and this engine reads 1: .*{fix}") as refused:
        use_course(course)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("said", ['"1"', "1.0", "true", "[1]"])
def test_what_is_no_whole_number_is_no_format(course, said):
    says(course, f"format = {said}\n")
    with pytest.raises(ValueError, match="is no whole number"):
        use_course(course)


@pytest.mark.parametrize(
    "words", [("lint", "--quick"), ("build",), ("doctor",), ("grade", "regression"), ("new", "task", "spread")]
)
def test_every_command_stops_in_one_line(words, tmp_path):
    made = toy.copy_of(toy.TOY, tmp_path / "course")
    toy.replace(made / COURSE_TOML, "format = 1", "format = 7")
    done = toy.autograder(*words, course=made)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2
    assert "format 7" in line
    assert "install a newer engine" in line


def test_an_engine_reads_several_formats(course, monkeypatch):
    monkeypatch.setattr(course_toml, "FORMATS", (1, 2))
    says(course, "format = 2\n")
    assert use_course(course) == course
    says(course, "format = 3\n")
    with pytest.raises(ValueError, match="this engine reads 1 and 2: install a newer engine"):
        use_course(course)


def test_doctor_says_that_the_course_fits(course):
    shutil.copyfile(toy.TOY / "nbgrader_config.py", course / "nbgrader_config.py")
    (line,) = course_fits()
    assert line.holds
    assert line.what.startswith("the course is written in format 1, which this engine (")


@pytest.mark.parametrize("name", old_names.RENAMED)
def test_doctor_names_an_old_name_and_what_to_write(course, name):
    (course / "nbgrader_config.py").write_text(f"c.Exporter.plugin_class = '{name}.Thing'\n", encoding="utf-8")
    _, line = course_fits()
    assert (line.holds, line.fix) == (False, f"write {old_names.RENAMED[name]}")
    assert name in line.found
    assert healthy([line]), "it works until it is gone"


@pytest.mark.parametrize("text", ["autograder.collection.zip_collect", "autograder.marksmen", "my_autograder.pagesize"])
def test_a_name_that_only_begins_alike_is_none(course, text):
    (course / "nbgrader_config.py").write_text(f"c.X.y = '{text}'\n", encoding="utf-8")
    assert len(course_fits()) == 1


def test_courses_of_this_repository_and_new_ones_say_their_format():
    template = toy.ROOT / "autograder" / "authoring" / "templates" / "course" / "lessons" / "course.toml.in"
    for path in (toy.ROOT / COURSE_TOML, toy.TOY / COURSE_TOML, template):
        assert f"\nformat = {course_toml.FORMATS[-1]}\n" in "\n" + path.read_text(encoding="utf-8"), path
