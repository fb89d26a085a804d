"""Grading on GPUs: without one it is refused in one line; with one the points are those of the processor."""

from functools import partial
from pathlib import Path

import nbformat
import pytest
import torch
from distributed import LocalCluster

from autograder import cli
from autograder.assignments import declaration, visible_cases
from autograder.authoring.build import write_release, write_source
from autograder.authoring.sample_class import Student, hand_in
from autograder.commands.demo import new_course
from autograder.gradebook.nbgrader_course import Course
from autograder.gradebook.staleness import settings_of
from autograder.grading import assessment
from autograder.grading.assessment import grade_file, run_and_judge
from autograder.grading.probes import questions
from autograder.grading.settings import GradingSettings
from autograder.notebooks.parse import read_file
from autograder.notebooks.rebuild import rebuild
from autograder.sandbox import fork_server_process, gpu, selftest
from autograder.sandbox.bubblewrap import ResourceLimits, Sandbox, probe
from autograder.sandbox.gpu import GpuUnavailable
from autograder.sandbox.launcher import kernel_launcher
from autograder.workers.pool import WorkerPool
from lab import cases
from selfcheck import observe

RELEASE = Path(__file__).resolve().parents[2] / "release" / "part1"
without_a_gpu = pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a CUDA GPU")
on_a_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
in_a_sandbox = pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}")

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning")


# --- without one -----------------------------------------------------------------------------------------------------


@without_a_gpu
def test_where_there_is_no_gpu_one_line_says_so_and_nothing_is_judged(tmp_path, capsys):
    course = new_course(tmp_path)
    write_source("part1", course.root)
    write_release("part1", course)
    for name in ("ann", "bob"):
        hand_in(Student(name), RELEASE, course.root / "submitted" / name / "part1", 0)
    for workers in ("0", "2"):
        command = ["grade", "part1", "--course", str(course.root), "--device", "cuda", "--workers", workers]
        assert cli.main(command) == 2
        (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("autograder:")]
        assert line.endswith("no CUDA device here: torch finds none; grade without --device cuda, on the processor")
    assert list((course.root / "autograded").glob("*")) == []


@without_a_gpu
def test_no_kernel_is_started_for_a_gpu_that_is_not_there():
    with pytest.raises(GpuUnavailable, match="no CUDA device"), kernel_launcher(device="cuda"):
        pass
    with pytest.raises(ValueError, match="no device called tpu; there are cpu, cuda"), kernel_launcher(device="tpu"):
        pass


@without_a_gpu
def test_the_doctor_says_that_this_machine_has_no_gpu(monkeypatch, capsys):
    monkeypatch.setattr("autograder.sandbox.selftest.try_in_sandbox", list)
    monkeypatch.setattr("autograder.sandbox.selftest.check_forking", lambda: selftest.TestResult("kernels are forked", True))
    assert cli.main(["doctor", "--device", "cuda"]) == 1
    said = capsys.readouterr().out
    assert "torch finds no CUDA device" in said
    assert "grade with --device cpu" in said
    cli.main(["doctor"])
    assert "CUDA" not in capsys.readouterr().out


@without_a_gpu
def test_workers_of_a_cluster_without_a_gpu_are_found_before_anything_is_judged(tmp_path, capsys):
    """By the doctor, and by the grader: in one line, and no notebook is touched."""
    course = new_course(tmp_path)
    write_source("part1", course.root)
    write_release("part1", course)
    hand_in(Student("ann"), RELEASE, course.root / "submitted" / "ann" / "part1", 0)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None, worker_dashboard_address=None) as own:
        where = ["--scheduler", own.scheduler_address]
        assert cli.main(["doctor", *where, "--device", "cuda"]) == 1
        said = capsys.readouterr().out
        assert "torch finds no CUDA device" in said and "grade with --device cpu" in said
        assert cli.main(["grade", "part1", "--course", str(course.root), "--device", "cuda", *where]) == 2
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("autograder:")]
    assert "torch finds no CUDA device; `autograder doctor --scheduler ADDRESS` says all" in line
    assert list((course.root / "autograded").glob("*")) == []


def test_a_course_may_ask_for_a_gpu_and_verdicts_rest_on_it(tmp_path):
    course = new_course(tmp_path)
    on_processor = settings_of(course)
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.ExecuteAndJudge.device = 'cuda'\n")
    asked = settings_of(Course(course.root))
    assert (on_processor.device, asked.device) == ("cpu", "cuda")
    assert on_processor.to_json() != asked.to_json()


def test_each_gpu_has_one_worker(monkeypatch):
    monkeypatch.setattr("autograder.workers.pool.gpus", lambda: ["0", "1", "2"])
    assert WorkerPool(device="cuda").number(1000) == 3
    assert WorkerPool(device="cuda", workers=1).number(1000) == 1


def test_gpus_are_those_that_this_process_may_see(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert gpu.gpus() == ["0", "1"]
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "GPU-aaa,GPU-bbb")
    assert gpu.gpus() == ["GPU-aaa", "GPU-bbb"]


def test_a_sandbox_shows_the_driver_where_a_gpu_was_asked_for_and_nowhere_else(tmp_path, monkeypatch):
    for name in ("nvidia0", "nvidiactl", "nvidia-uvm", "sda"):
        (tmp_path / name).touch()
    (tmp_path / "nvidia-caps").mkdir()
    found = gpu.device_files(tmp_path)
    assert [Path(path).name for path in found] == ["nvidia-uvm", "nvidia0", "nvidiactl"]
    monkeypatch.setattr(fork_server_process, "device_files", lambda: found)
    assert not any(path in fork_server_process.command(True) for path in found)
    for command in (fork_server_process.command(True, "cuda"), Sandbox(devices=found).file_arguments()):
        bound = [command[place : place + 3] for place, word in enumerate(command) if word == "--dev-bind"]
        assert bound == [["--dev-bind", path, path] for path in found]
        assert command.index("--dev-bind") < command.index("--remount-ro")


def test_kernels_see_a_gpu_where_one_was_asked_for_and_nowhere_else(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3")
    assert fork_server_process.environment(True)["CUDA_VISIBLE_DEVICES"] == ""
    assert fork_server_process.environment(True, "cuda")["CUDA_VISIBLE_DEVICES"] == "3"
    assert (
        fork_server_process.environment(True, "cuda")["PYTORCH_NVML_BASED_CUDA_CHECK"] == "1"
    )  # or the first look would end all forking
    assert gpu.resource_limits("cpu") == ResourceLimits()
    assert gpu.resource_limits("cuda").memory == ResourceLimits().memory
    assert gpu.resource_limits("cuda").address_space > 1 << 40


def test_cases_are_made_where_they_are_asked():
    """ "meta" stands for a GPU: a tensor there has a device and no values."""
    case = visible_cases("vgg_hook")[0]
    with cases.on("meta"):
        assert cases.batch(case.recipe["batch"]).device.type == "meta"
        network = cases.network(case.recipe["network"])
        assert {part.device.type for part in (*network.parameters(), *network.buffers())} == {"meta"}
        assert {part.device.type for part in cases.activations_and_weights(declaration("grad_cam_heatmap").visible[0])} == {
            "meta"
        }
        assert not cases.on_cuda()
    assert cases.batch(case.recipe["batch"]).device.type == "cpu"
    with cases.on("cuda"):
        assert cases.on_cuda()
    assert not cases.on_cuda()


def test_questions_say_where_they_are_to_be_asked(monkeypatch):
    asked = []

    def noted(device):
        asked.append(device)
        return cases.on("cpu")

    monkeypatch.setattr(observe, "kernel_hook", lambda name, default: noted if name == "on" else default)
    monkeypatch.setattr(observe, "observe", lambda *arguments: [])
    for device in ("cpu", "cuda"):
        asking = questions(("predict",), device)["predict"]
        for source in (asking.visible, asking.held_out):
            exec(source, {})
    assert asked == ["cpu", "cpu", "cuda", "cuda"]


# --- with one --------------------------------------------------------------------------------------------------------


@on_a_gpu
@in_a_sandbox
@pytest.mark.slow
@pytest.mark.parametrize("forked", [True, False])
def test_marks_on_a_gpu_are_those_on_the_processor(forked, tmp_path, monkeypatch):
    mistakes = {"backprop": "wrong/logit_instead_of_probability", "integrated_gradients": "wrong/not_averaged"}
    hand_in(Student("wrong", mistakes), RELEASE, tmp_path, 1)
    (path,) = tmp_path.glob("*.ipynb")
    (release,) = RELEASE.glob("*.ipynb")
    monkeypatch.setattr(assessment, "kernel_launcher", partial(kernel_launcher, forked=forked))
    on_gpu = run_and_judge(
        rebuild(nbformat.read(release, as_version=4), read_file(path)), settings=GradingSettings(device="cuda")
    )
    marks = {task: (verdict.points, verdict.misconception) for task, verdict in on_gpu.verdicts.items()}
    assert marks == {task: (v.points, v.misconception) for task, v in grade_file(path, RELEASE).verdicts.items()}


@on_a_gpu
@in_a_sandbox
def test_a_kernel_leaves_nothing_on_a_gpu():
    source = "import torch\nprint(torch.cuda.mem_get_info()[0])\nx = torch.ones(1 << 28, device='cuda')"  # 1 GiB
    free = []
    with kernel_launcher(device="cuda") as here:
        for _ in range(3):
            kernel = here.start()
            (output,) = kernel.execute(source, 60)
            kernel.stop()
            free.append(int(output.text))
    assert min(free) > max(free) - (1 << 28)
