"""What comes along with a notebook: when it was submitted, and nbgrader's secret; nothing else of a student's folder."""

import os
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.converters import Autograde, GenerateFeedback

from autograder.commands.demo import new_course
from autograder.gradebook import file_copies
from autograder.gradebook.nbgrader_course import Course


@pytest.fixture
def course(tmp_path) -> Course:
    return new_course(tmp_path / "course")


def folder(course: Course, room: str) -> Path:
    path = course.root / room / "ann" / "part1"
    path.mkdir(parents=True)
    return path


def taken_along(course: Course, step: type) -> dict[str, str]:
    """The files that a step finds in its own room then."""
    file_copies.init_assignment(step(coursedir=course.directory("part1", "ann"), config=course.config), "part1", "ann")
    room = {Autograde: "autograded", GenerateFeedback: "feedback"}[step]
    return {path.name: path.read_text() for path in (course.root / room / "ann" / "part1").iterdir() if not path.is_dir()}


@pytest.mark.parametrize(("step", "room"), [(Autograde, "submitted"), (GenerateFeedback, "autograded")])
def test_time_and_secret_go_all_the_way_to_the_feedback(step, room, course):
    """The exchange gives feedback back only to who has the secret."""
    kept = {"timestamp.txt": "2026-11-23 03:26:15 UTC", "submission_secret.txt": "saRRU0O-QgNA"}
    source = folder(course, room)
    for name, text in {**kept, "page.html": "<script>", "notes.txt": "mine"}.items():
        (source / name).write_text(text)
    assert taken_along(course, step) == kept


@pytest.mark.parametrize("name", file_copies.KEPT)
def test_neither_may_be_a_link_a_pipe_or_a_book(name, course, tmp_path):
    (tmp_path / "elsewhere").write_text("the gradebook")
    submitted = folder(course, "submitted")
    for make in (
        lambda path: path.symlink_to(tmp_path / "elsewhere"),
        lambda path: os.mkfifo(path),
        lambda path: path.write_text("x" * (file_copies.LONGEST + 1)),
    ):
        make(submitted / name)
        assert taken_along(course, Autograde) == {}
        (submitted / name).unlink()


@pytest.mark.parametrize("elsewhere", [False, True])
def test_the_courses_own_folders_are_links_and_not_a_copy_for_each_student(elsewhere, course, tmp_path):
    """Also where autograded/ is itself a link, to another disk."""
    folder(course, "submitted")
    if elsewhere:
        (tmp_path / "another" / "disk").mkdir(parents=True)
        (course.root / "autograded").symlink_to(tmp_path / "another" / "disk")
    for name in ("lab", "data"):
        (course.root / "source" / "part1" / name).mkdir(parents=True)
    (course.root / "source" / "part1" / "lab" / "show.py").write_text("drawn = True")
    step = Autograde(coursedir=course.directory("part1", "ann"), config=course.config)
    beside = course.root / "autograded" / "ann" / "part1"
    for _ in range(2):  # the second time they are there
        file_copies.init_assignment(step, "part1", "ann")
        assert {path.name for path in beside.iterdir() if path.is_symlink()} == {"lab", "data"}
        assert (beside / "lab" / "show.py").read_text() == "drawn = True"
    assert {"lab", "data"} <= set(step.coursedir.ignore)


def test_the_exchange_still_gives_these_folders_out(course):
    """It asks the course's own directory what to leave out; nbgrader's buttons convert and release in one process."""
    folder(course, "submitted")
    (course.root / "source" / "part1" / "lab").mkdir(parents=True)
    directory = course.directory("part1", "ann")
    file_copies.init_assignment(Autograde(coursedir=directory, config=course.config), "part1", "ann")
    assert "lab" not in directory.ignore


# --- when it was submitted -----------------------------------------------------------------------------------------


def times(path: Path, course: Course) -> list[datetime | None]:
    """What we read of a folder, and what nbgrader does, which asks in several places."""
    return [file_copies.time_in(path)[0], course.directory().get_existing_timestamp(str(path))]


def test_a_time_is_read_as_nbgrader_reads_it(course):
    submitted = folder(course, "submitted")
    assert times(submitted, course) == [None, None]
    assert file_copies.time_in(submitted)[1] == ""
    (submitted / "timestamp.txt").write_text("2026-11-23 03:26:15 CET\n")
    assert times(submitted, course) == [datetime(2026, 11, 23, 2, 26, 15)] * 2


@pytest.mark.parametrize("made", ["tomorrow", "", b"\xff\xfe", "9" * 900, "x" * 5000, "a pipe", "a link to /dev/zero"])
def test_what_is_no_time_counts_as_none_and_is_said(made, course):
    submitted = folder(course, "submitted")
    path = submitted / "timestamp.txt"
    match made:
        case "a pipe":
            os.mkfifo(path)
        case "a link to /dev/zero":
            path.symlink_to("/dev/zero")
        case bytes():
            path.write_bytes(made)
        case _:
            path.write_text(made)
    assert times(submitted, course) == [None, None]
    assert file_copies.time_in(submitted)[1].startswith("timestamp.txt holds no time, so this counts as submitted on time")
