"""What students may import is one list: installed, pinned and importable wherever grading happens; samples need no more."""

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.course_toml import forbids, packages, pinned, platforms
from autograder.grading import provenance
from autograder.reports.gradescope import write_zip
from autograder.sandbox.bubblewrap import probe
from autograder.sandbox.launcher import kernel_launcher
from autograder.workers import dask_pool
from tests.this_course import TASKS

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "submissions" / "full_marks"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["feature-attribution"]]  # by engine and course
AT_LEAST = {"pandas", "scipy", "scikit-image", "seaborn", "einops", "tqdm", "captum", "torch", "torchvision", "numpy"}
AT_LEAST |= {"opencv-python-headless", "matplotlib", "pillow", "ipywidgets"}
SAID = "from autograder.course_toml import *; print(sorted(packages()), forbids())"


def dependencies() -> set[str]:
    """The packages that are installed wherever grading happens, and all that they need in turn."""
    found: set[str] = set()
    waiting = [Requirement(line) for line in NEEDED]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        extras = wanted.extras or {""}
        if name in found or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        for line in importlib.metadata.requires(name) or []:
            need = Requirement(line)
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras):
                need.marker = None
                waiting.append(need)
    return found


def importable_where_grading_happens() -> set[str]:
    """The names that those packages are imported by."""
    installed = dependencies()
    owners = importlib.metadata.packages_distributions()
    return {name for name, of in owners.items() if any(canonicalize_name(each) in installed for each in of)}


def imported(path: Path) -> set[str]:
    """The packages that a sample imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found - sys.stdlib_module_names - {"lab", "selfcheck"}


# --- the list ------------------------------------------------------------------------------------------------------


def test_the_list_holds_what_students_use():
    assert set(packages()) >= AT_LEAST


def test_everything_in_it_is_a_dependency():
    named = {canonicalize_name(Requirement(line).name) for line in NEEDED}
    assert {name for name in packages() if canonicalize_name(name) not in named} == set()


def test_everything_in_it_is_pinned_as_it_is_installed():
    pins = {canonicalize_name(name): version for name, version in pinned("constraints.txt").items()}
    wrong = {name: importlib.metadata.version(name) for name in packages() if pins.get(name) != importlib.metadata.version(name)}
    assert wrong == {}


def test_everything_that_is_installed_for_it_is_pinned():
    """Else a machine that is set up next year has other versions than this one."""
    pins = {canonicalize_name(name) for name in pinned("constraints.txt")}
    by_torch = re.compile(r"nvidia-|cuda-|triton$|setuptools$|pip$")  # torch's wheels say themselves which
    assert {name for name in dependencies() if name not in pins and not by_torch.match(name)} == set()


def test_its_names_are_those_of_its_packages():
    owners = importlib.metadata.packages_distributions()
    wrong = [
        (package, name)
        for package, names in packages().items()
        for name in names
        if package not in map(canonicalize_name, owners.get(name, ()))
    ]
    assert wrong == []


@pytest.mark.skipif(not probe().works, reason=f"no sandbox here: {probe().why_not}")
@pytest.mark.parametrize("forked", [True, False], ids=["forked", "started anew"])
def test_everything_in_it_can_be_imported_where_students_code_runs(forked):
    names = [name for each in packages().values() for name in each]
    with kernel_launcher(forked=forked) as here:
        kernel = here.start()
        wrong = {
            name: output.evalue
            for name in names
            for output in kernel.execute(f"import {name}", 120)
            if output.output_type == "error"
        }
        kernel.stop()
    assert wrong == {}


def test_all_right_samples_import_nothing_but_what_is_installed():
    paths = sorted(SAMPLES.rglob("*.py"))
    there = importable_where_grading_happens()
    assert len(paths) > 50
    assert "captum" in {name for path in paths for name in imported(path)}
    assert {path.name: missing for path in paths if (missing := imported(path) - there)} == {}


def test_they_import_nothing_but_what_the_course_says():
    allowed = {name for names in packages().values() for name in names}
    assert {path.name: others for path in sorted(SAMPLES.rglob("*.py")) if (others := imported(path) - allowed)} == {}


def test_a_development_tool_is_not_among_what_is_installed_for_grading():
    """Else the test above would prove nothing."""
    assert {"hypothesis", "mypy", "psycopg"} & importable_where_grading_happens() == set()


# --- wherever grading happens --------------------------------------------------------------------------------------


def said_in(folder: Path) -> str:
    """What the course says where only a folder is there."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    words = [sys.executable, "-c", SAID]
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout.strip()


SAID_HERE = f"{sorted(packages())} {forbids()}"


def test_gradescopes_zip_installs_the_list_and_knows_what_the_course_says(tmp_path):
    write_zip("part1", ROOT / "release" / "part1", tmp_path / "grader.zip")
    with zipfile.ZipFile(tmp_path / "grader.zip") as archive:
        archive.extractall(tmp_path / "source")
    assert said_in(tmp_path / "source") == SAID_HERE
    (installed,) = re.findall(r"pip install --quiet -c constraints.txt \. (.+)", (tmp_path / "source" / "setup.sh").read_text())
    assert installed.split() == sorted(packages())
    for name in ("pyproject.toml", "constraints.txt", "docs/engine.md"):
        assert (tmp_path / "source" / name).read_bytes() == (ROOT / name).read_bytes()


def test_a_worker_gets_what_the_course_says(tmp_path):
    assert said_in(Path(dask_pool.course_code_folder(tmp_path))) == SAID_HERE


def test_a_worker_without_a_package_of_the_list_is_named():
    said = {"code": provenance.code(), "versions": dict.fromkeys(provenance.requirements(), ""), "lacks": []}
    lines = dask_pool.lacking(said, "w")
    for package in packages():
        assert f"worker w has no {package}, and this machine has {importlib.metadata.version(package)}" in lines


def test_a_worker_whose_course_says_nothing_yet_is_one_with_other_code(tmp_path):
    """It does not fail at the import: it is given ours."""
    (tmp_path / "lessons").mkdir()
    folder = Path(dask_pool.course_code_folder(tmp_path))
    (folder / "lessons" / "course.toml").unlink()
    assert said_in(folder) == "[] {}"


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("deploy/tljh/install.sh", '"$here/lessons/course.toml" "/home/$grader/code/lessons/course.toml"'),
        ("deploy/tljh/install.sh", '-c "$here/constraints.txt" -r /tmp/course-requirements.txt'),
        ("deploy/kubernetes/Dockerfile", "COPY lessons/course.toml /opt/course/lessons/course.toml"),
        ("deploy/kubernetes/Dockerfile", "-r /tmp/requirements.txt -c /opt/course/constraints.txt"),
        ("deploy/jupyterhub/prepare.py", "shutil.copyfile(CHECKOUT / SETTING, code / SETTING)"),
    ],
)
def test_every_installer_brings_the_list_and_the_setting(file, line):
    assert line in (ROOT / file).read_text(encoding="utf-8")


def test_a_hubs_grader_knows_what_the_course_says(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "deploy" / "jupyterhub"))
    import prepare

    (tmp_path / "home").mkdir()
    code = prepare.put_course(tmp_path / "home" / "course", "unix")
    assert said_in(code) == SAID_HERE


def test_every_task_that_forbids_something_is_one():
    assert set(forbids()) <= set(TASKS)
    assert "captum" in forbids()["integrated_gradients"]
    assert "max_distance_baseline" not in forbids()


# --- where students write ------------------------------------------------------------------------------------------


def test_the_platforms_are_stated():
    found = {each.name: each for each in platforms()}
    assert set(found) == {"colab", "hub", "laptop"}
    assert found["colab"].versions == pinned("deploy/colab/requirements.txt")
    assert found["colab"].versions["numpy"] == "2.1.3"
    assert found["hub"] == ("hub", "", {})
    assert f">={found['laptop'].python}" == PROJECT["requires-python"]


def test_a_change_of_what_a_task_forbids_changes_what_a_verdict_rests_on(monkeypatch):
    before = provenance.of_rubric.__wrapped__()
    monkeypatch.setattr(provenance, "forbids", lambda: {"predict": ("captum",)})
    assert provenance.of_rubric.__wrapped__() != before
