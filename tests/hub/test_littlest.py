"""A JupyterHub starts with the settings for The Littlest JupyterHub added to its own, and the formgrader comes up in it."""

import getpass
import os
import sys
import urllib.parse
import urllib.request

import pytest

from tests.hub.running import BARE, PORT, ROOT, missing, started

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]

SETTINGS = """
c.JupyterHub.services = []
load_subconfig("course.py", path="{folder}")
"""


def test_the_formgrader_comes_up(tmp_path):
    python = tmp_path / "python"  # TLJH's runs as an account; where tests run as root, a server must be allowed to
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"{" --allow-root" if os.geteuid() == 0 else ""}\n')
    python.chmod(0o755)
    (tmp_path / "feature_attribution").mkdir()
    (tmp_path / "course.py").symlink_to(ROOT / "deploy" / "tljh" / "course.py")
    (tmp_path / "hub.py").write_text(BARE + SETTINGS.format(folder=tmp_path), encoding="utf-8")
    env = os.environ | {"COURSE_PYTHON": str(python), "COURSE_HOME": str(tmp_path), "COURSE_ACCOUNT": getpass.getuser()}
    env["COURSE_EXCHANGE"] = str(tmp_path)
    with started([sys.executable, "-m", "jupyterhub", "-f", tmp_path / "hub.py"], env, tmp_path):  # waits for the formgrader
        address = f"http://127.0.0.1:{PORT}/services/feature_attribution/formgrader/manage_assignments"
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert urllib.parse.urlparse(answer.url).path == "/hub/login"  # it is there, and asks who you are
