"""The hub as `make hub` starts it, with an LMS: instructors reach the formgrader, students their notebooks, both from the LMS."""

import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from tests.hub.running import PORT, PROXY, ROOT, started
from tests.lti.conftest import made_site
from tests.lti.lms import INSTRUCTOR, Lms, running

COURSE = "feature_attribution"
URL = f"http://127.0.0.1:{PORT}"
PATIENCE = 120  # seconds until a server is there
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (PROXY and shutil.which(PROXY)), reason="needs the proxy (HUB_PROXY): make hub-test"),
]


@pytest.fixture(scope="module")
def school(tool, tmp_path_factory) -> Iterator[Lms]:
    """An LMS, and the hub that runs beside it."""
    with running() as lms:
        lms.enrol("u-ada", "Ada Lovelace", email="Ada@example.edu")
        lms.enrol("u-tina", "Tina Teacher", INSTRUCTOR)
        lms.redirect = f"{URL}/hub/lti13/oauth_callback"
        lms.site = made_site(tmp_path_factory.mktemp("lti") / "site", lms, tool, URL)
        command = [
            sys.executable,
            ROOT / "deploy" / "jupyterhub" / "hub.py",
            "--site",
            lms.site,
            "--port",
            str(PORT),
            "--proxy",
            PROXY,
        ]
        env = os.environ | {"LAB_NETWORK": "pocket", "HUB_MODE": "simple"}
        with started(command, env, lms.site):
            yield lms


def launched(lms: Lms, user: str) -> requests.Session:
    """Somebody's browser after a launch, by the LMS's own login and form."""
    browser = requests.Session()
    hint = {"iss": lms.url, "login_hint": user, "client_id": lms.client, "target_link_uri": f"{URL}/hub/home"}
    begun = browser.get(f"{URL}/hub/lti13/oauth_login", params=hint, allow_redirects=False, timeout=60)
    asked = dict(parse_qsl(urlsplit(begun.headers["Location"]).query))
    form = requests.get(begun.headers["Location"], timeout=60).json()
    assert asked["state"] == form["state"]
    browser.post(lms.redirect, data=form, timeout=60)
    return browser


def test_from_the_first_launch_to_the_roster_to_the_students_notebooks(school, tool):
    formgrader = f"{URL}/services/{COURSE}/formgrader/manage_assignments"
    tina = launched(school, "u-tina")
    answer = tina.get(formgrader, timeout=60)
    assert (answer.status_code, answer.url) == (200, formgrader)

    assert launched(school, "u-ada").get(formgrader, timeout=60).url.startswith(f"{URL}/hub/login")  # not in the roster yet
    course = school.site / "home" / f"grader-{COURSE}" / COURSE
    tool.fetch_roster.fetch(school.site, course, dry_run=False)  # the instructor's launch has said where the LMS answers
    ada = launched(school, "u-ada")
    assert ada.get(formgrader, timeout=60).status_code == 403

    released = school.site / "exchange" / COURSE / "outbound" / "part1" / "feature_attribution.ipynb"
    released.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / "release" / "part1" / "feature_attribution.ipynb", released)
    ada.get(f"{URL}/hub/spawn/ada", timeout=60)
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and not (answer := ada.get(f"{URL}/user/ada/courses", timeout=60)).url.endswith("/courses"):
        time.sleep(1)
    assert answer.json() == {"success": True, "value": [COURSE]}  # nbgrader has asked the hub for her groups
    assert stat.S_IMODE((school.site / "home" / "ada").stat().st_mode) == 0o700


def test_what_is_said_when_it_starts(school):
    said = (school.site / "hub.log").read_text(encoding="utf-8")
    assert f"{URL}/hub/lti13/oauth_login" in said
    assert school.url in said
    assert "student1" not in said
