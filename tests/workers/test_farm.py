"""Papers judged by workers: the same marks, none lost; a worker that dies twice of a paper costs that paper, not the class."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from autograder import cli
from autograder.authoring.sample_class import Student, hand_in
from autograder.gradebook.prefetch import Prefetcher, to_come
from autograder.grading.graded import GradedNotebook, said_of
from autograder.grading.settings import GradingSettings
from autograder.grading.submission import Submission, read_release, read_submission
from autograder.layout import JUDGES
from autograder.workers import dask_pool
from autograder.workers.pool import GradedSubmission, WorkerPool, graded_submissions

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "release" / "part1_homework"  # two tasks only: quick to run
NOTEBOOK = "baselines"
CLASS = [
    Student("ann_right"),
    Student("bob_wrong", {"max_distance_baseline": "wrong/nearer_end"}),
    Student("cat_web_page", mishap="not_json"),
]
POINTS = {"ann_right": (3, 3), "bob_wrong": (3, 0), "cat_web_page": (0, 0)}
ONE = WorkerPool(workers=1, nice=0)


@pytest.fixture(scope="module")
def submissions(tmp_path_factory) -> list[Submission]:
    folder = tmp_path_factory.mktemp("handed_in")
    for student in CLASS:
        hand_in(student, RELEASE, folder / student.name, 0)
    return [read_submission(folder / student.name, student.name, read_release(RELEASE)) for student in CLASS]


def points(outcome: GradedSubmission) -> tuple[float, ...]:
    assert not outcome.fault
    return tuple(verdict["points"] for verdict in outcome.notebooks[NOTEBOOK].said["verdicts"])


def judged(submissions: list[Submission], pool: WorkerPool) -> dict[str, GradedSubmission]:
    came = list(graded_submissions(iter(submissions), len(submissions), read_release(RELEASE), GradingSettings(), pool))
    assert len(came) == len({outcome.student for outcome in came}), "somebody came back twice"
    return {outcome.student: outcome for outcome in came}


# --- who judges ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("papers_", "most"), [(1, 0), (2, 1), (8, 1), (9, 2), (1000, 10**6)])
def test_a_small_class_has_few_workers(papers_, most):
    cores = len(os.sched_getaffinity(0))
    assert WorkerPool().number(papers_) == min(most, cores)
    assert WorkerPool(workers=7).number(papers_) == 7


def test_no_time_means_nobody(submissions):
    assert judged(submissions, WorkerPool(workers=0, minutes=-1)) == {}


def test_what_is_not_reached_is_left_and_not_lost(submissions, monkeypatch):
    monkeypatch.setattr(dask_pool, "judge_function", slow)
    began = time.monotonic()
    came = judged([Submission("ann"), Submission("bob"), Submission("cat")], WorkerPool(workers=1, nice=0, minutes=12 / 60))
    assert 0 < len(came) < 3
    assert time.monotonic() - began < 60


def slow():
    def judge(submission, run):
        import time

        time.sleep(0.1 if submission["student"] == "ann" else 600)
        return {"student": submission["student"], "notebooks": {}, "fault": ""}

    return judge


# --- workers on this machine ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_worker_gives_the_marks_that_this_process_gives(submissions):
    """What is large of them lies on the disk meanwhile, and nothing of it stays there."""
    ours, theirs, folders = judged(submissions, WorkerPool(workers=0)), {}, set()
    for outcome in graded_submissions(iter(submissions), len(submissions), read_release(RELEASE), GradingSettings(), ONE):
        marked, theirs[outcome.student] = outcome.notebooks[NOTEBOOK], outcome
        assert said_of(json.loads(marked.text())) == marked.said
        assert len(list(Path(marked.path).parent.iterdir())) <= dask_pool.AHEAD + 1
        folders.add(Path(marked.path).parent)
        marked.forget()
        assert not Path(marked.path).exists()
    assert [folder.exists() for folder in folders] == [False]
    assert {name: points(outcome) for name, outcome in theirs.items()} == POINTS
    for name, outcome in ours.items():
        mine, other = (o.notebooks[NOTEBOOK].said["verdicts"] for o in (outcome, theirs[name]))
        assert mine == other, "the same verdicts, with the same hashes"


@pytest.mark.slow
def test_two_people_grade_on_one_machine_at_once(monkeypatch):
    """Each has a cluster of its own; neither wants a port that the other has."""
    monkeypatch.setattr(dask_pool, "judge_function", deadly)
    first, second = (
        graded_submissions(iter([Submission("ann"), Submission("bob")]), 2, {}, GradingSettings(), ONE) for _ in range(2)
    )
    came = [next(first).student, next(second).student, *(outcome.student for run in (first, second) for outcome in run)]
    assert sorted(came) == ["ann", "ann", "bob", "bob"]


@pytest.mark.slow
def test_a_large_notebook_travels_without_a_word(monkeypatch):
    """Dask warns of large graphs, and warnings are errors here."""
    monkeypatch.setattr(dask_pool, "judge_function", deadly)
    large = Submission("ann", files={"pictures.bin": bytes(12 << 20)})
    assert [outcome.student for outcome in graded_submissions(iter([large]), 1, {}, GradingSettings(), ONE)] == ["ann"]


def deadly():
    def judge(submission, run):
        import os
        import signal

        if submission["student"].startswith("deadly"):
            os.kill(os.getpid(), signal.SIGKILL)
        if submission["student"].startswith("greedy"):
            held = []
            while True:
                held.append(bytearray(b"x" * (64 << 20)))
        return {"student": submission["student"], "notebooks": {"n": {"marks": str(os.nice(0))}}, "fault": ""}

    return judge


@pytest.mark.slow
def test_a_paper_that_kills_its_worker_twice_is_set_aside_and_the_class_goes_on(monkeypatch):
    monkeypatch.setattr(dask_pool, "judge_function", deadly)
    names = ["ann", "deadly", "bob", "cat"]
    came = judged([Submission(name) for name in names], WorkerPool(workers=1, nice=7))
    assert set(came) == set(names)
    assert came["deadly"].fault == dask_pool.DIED
    assert {name: came[name].fault for name in names if name != "deadly"} == {"ann": "", "bob": "", "cat": ""}
    assert int(came["cat"].notebooks["n"].marks) >= 7, "workers stand back behind other programs"


@pytest.mark.slow
def test_a_worker_that_takes_too_much_memory_is_ended(monkeypatch):
    monkeypatch.setattr(dask_pool, "judge_function", deadly)
    came = judged([Submission("greedy"), Submission("ann")], WorkerPool(workers=1, nice=0, memory="600MiB"))
    assert came["greedy"].fault == dask_pool.DIED
    assert came["ann"].fault == ""


@pytest.mark.slow
def test_never_more_papers_are_under_way_than_twice_the_workers(monkeypatch):
    monkeypatch.setattr(dask_pool, "judge_function", deadly)
    read = []

    def class_of(number: int):
        for turn in range(number):
            read.append(turn)
            yield Submission(f"student{turn}", files={"notes": b"x" * 1000})

    for done, _ in enumerate(graded_submissions(class_of(20), 20, {}, GradingSettings(), WorkerPool(workers=1, nice=0)), start=1):
        assert len(read) <= done + dask_pool.AHEAD
    assert len(read) == 20


@pytest.mark.slow
def test_a_limit_on_time_holds_also_where_the_writer_is_the_slow_one(monkeypatch):
    """There is always an answer waiting then."""
    monkeypatch.setattr(dask_pool, "judge_function", deadly)
    class_ = (Submission(f"student{turn}") for turn in range(60))
    came, began = 0, time.monotonic()
    for _ in graded_submissions(class_, 60, {}, GradingSettings(), WorkerPool(workers=1, nice=0, minutes=12 / 60)):
        came += 1
        time.sleep(1)
    assert time.monotonic() - began < 45
    assert came < 45


def deadly_later():
    def judge(submission, run):
        import os
        import signal
        import time

        if submission["student"].startswith("deadly"):
            time.sleep(2)  # the one before is known to be done by then
            os.kill(os.getpid(), signal.SIGKILL)
        return {"student": submission["student"], "notebooks": {}, "fault": ""}

    return judge


@pytest.mark.slow
def test_what_a_dying_worker_takes_along_is_judged_again(monkeypatch):
    """It was done and not fetched yet, since somebody records others first."""
    monkeypatch.setattr(dask_pool, "judge_function", deadly_later)

    class FetchedLate(dask_pool.as_completed):
        def __next__(self):
            future, ends = super().__next__(), time.monotonic() + 60
            while "ann" in future.key and future.status == "finished" and not seen and time.monotonic() < ends:
                time.sleep(0.01)
            seen.append(future.status)
            return future

    seen: list[str] = []
    monkeypatch.setattr(dask_pool, "as_completed", FetchedLate)
    came = judged([Submission("ann"), Submission("deadly")], WorkerPool(workers=1, nice=0))
    assert seen[0] in dask_pool.AGAIN
    assert {name: outcome.fault for name, outcome in came.items()} == {"ann": "", "deadly": dask_pool.DIED}


def test_workers_that_come_later_are_given_papers(monkeypatch):
    threads = {"first": 1}
    room = dask_pool.InFlightLimit(SimpleNamespace(nthreads=lambda: threads))
    assert room.most() == dask_pool.AHEAD
    threads["second"] = 8
    assert room.most() == dask_pool.AHEAD, "the scheduler is not asked for each submission"
    monkeypatch.setattr(dask_pool, "EVERY", 0)
    assert room.most() == 9 * dask_pool.AHEAD
    room.client = None  # the scheduler is gone
    assert room.most() == 9 * dask_pool.AHEAD


# --- a cluster elsewhere -------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def dask(*words: str, path: str) -> subprocess.Popen:
    nothing = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.Popen([sys.executable, "-m", "dask", *words], env=environment, cwd="/", **nothing)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """A scheduler that has not our code at hand, and a worker whose code is last year's."""
    old = tmp_path_factory.mktemp("last_year")
    for room in JUDGES:
        shutil.copytree(ROOT / room, old / room, ignore=shutil.ignore_patterns("__pycache__"))
    rubric = old / "autograder" / "rubric" / "test_max_distance_baseline.py"
    rubric.write_text(rubric.read_text(encoding="utf-8") + "# last year's\n", encoding="utf-8")
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    running = [dask("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", path="/nowhere")]
    local = str(tmp_path_factory.mktemp("worker"))
    running.append(dask("worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", local, path=str(old)))
    yield address
    for process in running:
        process.terminate()
        process.wait(30)


@pytest.mark.slow
def test_a_worker_with_other_code_is_given_ours_and_judges_as_we_do(scheduler, submissions):
    came = judged(submissions, WorkerPool(scheduler=scheduler))
    assert {name: points(outcome) for name, outcome in came.items()} == POINTS
    assert {outcome.notebooks[NOTEBOOK].path for outcome in came.values()} == {""}, "no disk is shared"
    assert all(said_of(json.loads(outcome.notebooks[NOTEBOOK].file)) for outcome in came.values())
    ours = judged(submissions[:1], WorkerPool(workers=0))["ann_right"]
    hashes = [o.notebooks[NOTEBOOK].said["verdicts"][0]["hashes"] for o in (ours, came["ann_right"])]
    assert hashes[0] == hashes[1]


@pytest.mark.slow
def test_the_doctor_asks_every_worker(scheduler, capsys):
    assert cli.main(["doctor", "--scheduler", scheduler]) == 0
    said = capsys.readouterr().out
    assert "can judge" in said
    assert "Students' code can be run here." in said


def test_what_a_worker_lacks_is_said():
    from autograder.grading.provenance import code, requirements

    whole = {"code": code(), "versions": requirements(), "lacks": []}
    assert dask_pool.lacking(whole, "w") == []
    assert "cannot import the course's code" in dask_pool.lacking({}, "w")[0]
    versions = whole["versions"] | {"torch": "", "numpy": "1"}
    other = {"code": whole["code"] | {"rubric": "0"}, "versions": versions, "lacks": ["a box"]}
    numpy, torch = requirements()["numpy"], requirements()["torch"]
    assert dask_pool.lacking(other, "w") == [
        "worker w has another rubric than this machine",
        f"worker w has numpy 1, and this machine has {numpy}",
        f"worker w has no torch, and this machine has {torch}",
        "worker w: a box",
    ]


def test_a_scheduler_that_is_not_there_is_said_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr(dask_pool, "PATIENCE", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    assert cli.main(["doctor", "--scheduler", address]) == 2
    assert f"no scheduler at {address}" in capsys.readouterr().err


# --- nbgrader's own command ----------------------------------------------------------------------------------------


def test_students_come_in_nbgraders_order_whatever_order_they_are_judged_in(submissions, monkeypatch, tmp_path):
    def backwards(coming, *_):
        return (
            GradedSubmission(submission.student, {NOTEBOOK: GradedNotebook("{}", submission.student)})
            for submission in reversed(list(coming))
        )

    monkeypatch.setattr("autograder.gradebook.prefetch.graded_submissions", backwards)
    folders = {name: tmp_path / name for name in ("ann", "bob", "cat")}
    for folder in folders.values():
        folder.mkdir()
    ahead = Prefetcher(folders, RELEASE, GradingSettings(), WorkerPool())
    assert ahead.take("stranger") is None
    for name in folders:
        first, second = ahead.take(name), ahead.take(name)
        assert first is second
        assert first is not None
        assert first.student == name
    assert list(ahead.waiting.folder.iterdir()) == []


@pytest.mark.parametrize(("force", "expected"), [(False, ["bob", "dan"]), (True, ["bob", "cat", "dan"])])
def test_whom_nbgrader_skips_nobody_judges(force, expected, tmp_path):
    """Of the student whose turn it is there is half a notebook already; whoever was graded before is left alone."""
    for name in ("ann", "bob", "cat", "dan", "eve"):
        (tmp_path / "submitted" / name / "part1").mkdir(parents=True)
    for name in ("ann", "bob", "cat"):
        (tmp_path / "autograded" / name / "part1").mkdir(parents=True)
    directory = CourseDirectory(root=str(tmp_path))
    directory.assignment_id, directory.student_id_exclude = "part1", "eve"
    converter = Autograde(coursedir=directory)
    converter.force = force
    converter.assignments = {str(folder): [] for folder in tmp_path.glob("submitted/*/part1")}
    assert [name for name, _ in to_come(converter, "bob")] == expected
