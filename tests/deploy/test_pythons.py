"""The suite on other Pythons: the scripts parse, say what is missing, and install what the Makefile installs."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.this_course import ROOT

PYTHONS = ROOT / "deploy" / "pythons"
INSTALLED = re.compile(r"-c constraints\.txt[\s\\]+(-e \S+ --config-settings \S+)")


@pytest.mark.parametrize("script", ["suite.sh", "in_debian.sh"])
def test_a_script_parses_and_can_be_started(script):
    subprocess.run(["bash", "-n", PYTHONS / script], check=True)
    assert os.access(PYTHONS / script, os.X_OK)


def test_it_installs_what_the_makefile_installs():
    made, _hub = INSTALLED.findall((ROOT / "Makefile").read_text(encoding="utf-8"))
    assert INSTALLED.findall((PYTHONS / "suite.sh").read_text(encoding="utf-8")) == [made]


def test_without_a_python_it_says_how_it_is_called():
    done = subprocess.run([PYTHONS / "suite.sh"], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "name a Python" in done.stderr


def test_an_environment_that_is_there_is_used_and_pytest_gets_its_words(tmp_path):
    environment = tmp_path / "environment"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").write_text(f'#!/bin/sh\necho "$@"; exec {sys.executable} "$@"\n', encoding="utf-8")
    (environment / "bin" / "python").chmod(0o755)
    (environment / "installed").touch()
    words = ["--collect-only", "-q", "tests/deploy/test_pythons.py"]
    env = os.environ | {"ENVIRONMENT": str(environment)}
    done = subprocess.run([PYTHONS / "suite.sh", sys.executable, *words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "-m pytest -p no:cacheprovider " + " ".join(words)
    assert "test_an_environment_that_is_there_is_used" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("debootstrap") is None, reason="needs root and debootstrap")
@pytest.mark.skipif(
    not (ROOT / "build" / "debian13" / "made").exists(), reason="no Debian here: deploy/pythons/in_debian.sh makes one"
)
def test_a_sandbox_can_be_made_in_the_debian():
    words = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "python3", "-c", "import sys; print(sys.version_info[:2])"]
    done = subprocess.run([PYTHONS / "in_debian.sh", *words], capture_output=True, text=True, check=False)
    assert done.stdout == "(3, 13)\n", done.stderr
