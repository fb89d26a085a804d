"""The settings for Zero to JupyterHub, in a hub on this machine with ngshare as its service: the round without a shared folder.

The values' roles, their service and their code are taken as they stand in deploy/kubernetes/values.yaml. Other than on a cluster
are addresses, folders, and that a server is a process and no pod.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.hub.running import BARE, NGSHARE, PORT, ROOT, Hub, missing_for_ngshare, started

if missing_for_ngshare() and os.environ.get("HUB_TEST") == "required":
    raise RuntimeError(missing_for_ngshare())
if missing_for_ngshare():
    pytest.skip(missing_for_ngshare(), allow_module_level=True)

from playwright.sync_api import expect

from tests.hub.pages import COURSE, Formgrader, Student

NOTEBOOK = "feature_attribution"
AT = "/hub/user-redirect/formgrader"  # in the instructor's own server
PICTURES = ROOT / "build" / "hub-test-ngshare"
SETTINGS = """
import sys
from pathlib import Path
import yaml

c.DummyAuthenticator.password = "{password}"
c.Authenticator.allow_all = True
c.SimpleLocalProcessSpawner.home_dir_template = "{site}/home/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser", *{as_root}]
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = c.Spawner.http_timeout = 120

# what the chart makes of the values
values = yaml.safe_load(Path("{values}").read_text(encoding="utf-8"))["hub"]
c.JupyterHub.load_roles = [{{"name": name, **role}} for name, role in values["loadRoles"].items()]
c.JupyterHub.services = [{{"name": name, **service}} for name, service in values["services"].items()]
for name, code in sorted(values["extraConfig"].items()):
    exec(compile(code, name, "exec"))

# what is otherwise here than on a cluster
(service,) = c.JupyterHub.services
service["url"] = "http://127.0.0.1:{ngshare_port}"
service["command"] = ["{ngshare}/bin/python", "-m", "ngshare", "--admins", "instructor1"]
service["command"] += ["--database", "sqlite:///{site}/ngshare.db", "--storage", "{site}/ngshare"]
of_the_values = c.Spawner.pre_spawn_hook


def on_this_machine(spawner):
    of_the_values(spawner)
    told = spawner.environment
    told["JUPYTER_CONFIG_PATH"] = told["JUPYTER_CONFIG_PATH"].replace("/opt/course", "{image}")
    told["NGSHARE"] = told["NGSHARE"].replace("http://ngshare:8080", service["url"])
    told["PATH"] = f"{{Path(sys.executable).parent}}:/usr/local/bin:/usr/bin:/bin"
    told["PYTHONPATH"] = "{exchange}"
    told["LAB_NETWORK"] = "pocket"


c.Spawner.pre_spawn_hook = on_this_machine
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # ngshare's
]


def image(folder: Path) -> Path:
    """The folder /opt/course of the images, as the Dockerfile fills it, where this test may write."""
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    etc = folder / "deploy" / "kubernetes" / "etc"
    for path in (ROOT / "deploy" / "jupyterhub" / "etc").rglob("*"):
        target = etc / path.relative_to(ROOT / "deploy" / "jupyterhub" / "etc")
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    for path in etc.rglob("*.py"):
        path.write_text(path.read_text(encoding="utf-8").replace("/opt/course", str(folder)), encoding="utf-8")
    shutil.copytree(ROOT / "source", folder / "source")
    shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    return folder


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Hub]:
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    site, password = tmp_path_factory.mktemp("hub"), secrets.token_urlsafe(9)
    for name in ("instructor1", "student1"):
        (site / "home" / name).mkdir(parents=True)
    settings = SETTINGS.format(
        ngshare_port=PORT + 2,
        password=password,
        site=site,
        as_root=["--allow-root"] if os.geteuid() == 0 else [],
        values=ROOT / "deploy" / "kubernetes" / "values.yaml",
        ngshare=NGSHARE,
        exchange=NGSHARE / "exchange",
        image=image(site / "image"),
    )
    (site / "hub.py").write_text(BARE + settings, encoding="utf-8")
    with started([sys.executable, "-m", "jupyterhub", "-f", site / "hub.py"], dict(os.environ), site):
        yield Hub(site, f"http://127.0.0.1:{PORT}", password)
        shutil.copy(site / "hub.log", PICTURES)


def in_the_server_of(name: str, command: list[str]) -> str:
    """What a command says that somebody types in a terminal of their own server."""
    for process in psutil.process_iter(["cmdline"]):
        if is_of(process, name):
            done = subprocess.run(command, env=process.environ(), capture_output=True, text=True, check=False, timeout=120)
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout
    raise AssertionError(f"{name} has no server")


def is_of(process: psutil.Process, name: str) -> bool:
    """Whether a process is somebody's server."""
    try:
        words = process.info["cmdline"] or []
        return "jupyterhub.singleuser" in words and process.environ().get("JUPYTERHUB_USER") == name
    except psutil.Error:
        return False


@dataclass
class Seen:
    """What came of the round."""

    hub: Hub
    errors: list[str]
    score: str
    feedback: str

    @property
    def course(self) -> Path:
        return self.hub.site / "home" / "instructor1" / COURSE


@pytest.fixture(scope="module")
def played(running, browser) -> Seen:
    """From release to feedback; every file goes through ngshare."""
    instructor = Formgrader(browser, running, "instructor1", PICTURES, AT)
    manage = [sys.executable, "-m", "ngshare_exchange.course_management"]
    in_the_server_of("instructor1", [*manage, "create_course", COURSE, "instructor1"])
    in_the_server_of("instructor1", [*manage, "add_student", COURSE, "student1"])
    instructor.press(instructor.row.locator("td.assign a"), "Successfully created the student version")
    instructor.press(instructor.row.locator("td.release a"), "Successfully released")
    expect(instructor.row.locator("td.status")).to_have_text("released")  # with SQLAlchemy 2 it stays a draft

    student = Student(browser, running, "student1", PICTURES)
    student.fetch(NOTEBOOK)
    student.picture("1_student_fetched")
    student.submit()

    instructor.press(instructor.row.locator("td.collect a"), "Successfully collected")
    instructor.row.locator("td.num-submissions a").click()
    line = instructor.page.locator("tr:has(td.student-id:text-is('student1'))")
    instructor.press(line.locator("td.autograde a"), "Successfully autograded", seconds=150)
    score = line.locator("td.score").inner_text()
    instructor.open(AT)
    instructor.press(instructor.row.locator("td.generate-feedback a"), "Successfully generated feedback")
    instructor.press(instructor.row.locator("td.release-feedback a"), "Successfully released feedback")

    body = student.open_feedback(f"{NOTEBOOK}.html").locator("body")
    expect(body).to_contain_text("not filled in")
    feedback = body.inner_text()
    student.picture("2_student_reads_feedback")
    errors = [f"{person.name}: {error}" for person in (instructor, student) for error in person.errors]
    for person in (instructor, student):
        person.leave()
    return Seen(running, errors, score, feedback)


def test_no_page_had_an_error(played):
    assert played.errors == []


def test_what_was_handed_in_has_arrived_and_been_judged(played):
    submitted = played.course / "submitted" / "student1" / "part1"
    assert {path.name for path in submitted.iterdir()} >= {f"{NOTEBOOK}.ipynb", "timestamp.txt"}
    assert (played.course / "autograded" / "student1" / "part1" / f"{NOTEBOOK}.ipynb").is_file()
    assert played.score.startswith("0 /")


def test_nothing_went_through_a_folder_that_all_share(played):
    """The student's home holds what was fetched, and nbgrader has no exchange beside the homes."""
    home = played.hub.site / "home" / "student1"
    assert [path.name for path in home.iterdir() if not path.name.startswith(".")] == ["part1"]
    assert {path.name for path in played.hub.site.iterdir()} >= {"ngshare.db", "ngshare"}
    assert not any("exchange" in path.name for path in played.hub.site.iterdir())


def test_the_feedback_has_come_back_through_ngshare(played):
    assert "Feedback for " in played.feedback
    assert re.search(r"\b0 of \d+ points", played.feedback), played.feedback[:500]
