"""What can be said without a cluster of the settings for The Littlest JupyterHub, Zero to JupyterHub and DaskHub."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from traitlets.config import Config, PyFileConfigLoader

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
COURSE = "feature_attribution"
PEOPLE = tomllib.loads((DEPLOY / "jupyterhub" / "people.toml").read_text(encoding="utf-8"))
# what a hub has set before ours comes: TLJH's and DaskHub's do as much
BEFORE = """
c = get_config()
c.Spawner.environment = {{"KEPT": "yes"}}
c.JupyterHub.services = [{{"name": "there-before"}}]
load_subconfig("{snippet}", path="{folder}")
"""


def values(name: str) -> dict:
    return yaml.safe_load((DEPLOY / "kubernetes" / name).read_text(encoding="utf-8"))


def test_the_course_is_the_one_that_nbgrader_knows():
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    assert config.CourseDirectory.course_id == PEOPLE["course"] == COURSE


# --- The Littlest JupyterHub -----------------------------------------------------------------------------------------


@pytest.fixture
def littlest(tmp_path) -> Config:
    """The configuration of a hub with the snippet, linked as TLJH has it."""
    (tmp_path / "course.py").symlink_to(DEPLOY / "tljh" / "course.py")
    (tmp_path / "hub.py").write_text(BEFORE.format(snippet="course.py", folder=tmp_path), encoding="utf-8")
    return PyFileConfigLoader("hub.py", path=str(tmp_path)).load_config()


def test_it_adds_to_what_the_hub_has(littlest):
    assert [service["name"] for service in littlest.JupyterHub.services] == ["there-before", COURSE]
    environment = littlest.Spawner.environment
    assert environment["KEPT"] == "yes"
    assert environment["COURSE"] == COURSE
    assert all(Path(folder).is_dir() for folder in environment["JUPYTER_CONFIG_PATH"].split(":"))


def test_answers_are_in_the_graders_server_alone(littlest):
    assert "PYTHONPATH" not in littlest.Spawner.environment
    (service,) = (one for one in littlest.JupyterHub.services if one["name"] == COURSE)
    assert service["environment"]["PYTHONPATH"] == f"/home/grader-{COURSE}/code"
    assert "/etc/grader:" in service["environment"]["JUPYTER_CONFIG_PATH"]


def test_nobody_has_an_admins_rights(littlest):
    scopes = {scope for role in littlest.JupyterHub.load_roles for scope in role["scopes"]}
    assert not any(scope.startswith(("admin", "servers", "users!", "tokens")) for scope in scopes)
    assert {scope for scope in scopes if scope.startswith("groups")} == {f"groups!group=nbgrader-{COURSE}"}


def test_the_requirements_are_the_projects():
    said = subprocess.run([sys.executable, DEPLOY / "tljh" / "requirements.py"], capture_output=True, text=True, check=True)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert said.stdout.splitlines() == [*project["dependencies"], *project["optional-dependencies"]["feature-attribution"]]


def test_the_installer_is_a_shell_script_that_parses():
    subprocess.run(["bash", "-n", DEPLOY / "tljh" / "install.sh"], check=True)


# --- Kubernetes ------------------------------------------------------------------------------------------------------


def hooked(before: Config) -> Config:
    """A hub's configuration after the snippet of the values."""
    exec(compile(values("values.yaml")["hub"]["extraConfig"][COURSE], "extraConfig", "exec"), {"c": before})
    return before


@pytest.mark.parametrize(("group", "role"), [("formgrade", "grader"), ("nbgrader", "student")])
def test_the_image_with_answers_goes_to_instructors_alone(group, role):
    spawner = SimpleNamespace(
        user=SimpleNamespace(groups=[SimpleNamespace(name=f"{group}-{COURSE}")]), environment={"KEPT": "yes"}, image="other"
    )
    hooked(Config()).Spawner.pre_spawn_hook(spawner)
    assert spawner.image == f"REGISTRY/course-{role}:TAG"
    assert spawner.environment["KEPT"] == "yes"
    folders = [Path(folder) for folder in spawner.environment["JUPYTER_CONFIG_PATH"].split(":")]
    assert [folder.name for folder in folders] == [role, "common"]
    assert all((ROOT / folder.relative_to("/opt/course") / "nbgrader_config.py").is_file() for folder in folders)


def test_a_hook_that_was_there_is_called():
    before = Config()
    before.Spawner.pre_spawn_hook = lambda spawner: spawner.called.append("before")
    spawner = SimpleNamespace(user=SimpleNamespace(groups=[]), environment={}, image="", called=[])
    hooked(before).Spawner.pre_spawn_hook(spawner)
    assert spawner.called == ["before"]


def test_the_students_image_has_no_answers():
    """Nothing is copied into it but settings."""
    student = (DEPLOY / "kubernetes" / "Dockerfile").read_text(encoding="utf-8").partition("FROM student AS grader")[0]
    copied = [line.split()[1:-1] for line in student.splitlines() if line.startswith("COPY")]
    assert copied == [["pyproject.toml", "constraints.txt"], ["deploy"]]


def test_the_values_of_daskhub_are_the_same_one_level_deeper():
    assert values("daskhub.yaml") == {"jupyterhub": values("values.yaml")}


def test_who_may_ask_ngshare_are_the_courses_people():
    hub = values("values.yaml")["hub"]
    groups = {name for role in hub["loadRoles"].values() for name in role.get("groups", [])}
    config = hooked(Config())
    assert groups == set(config.JupyterHub.load_groups)
    assert json.loads(json.dumps(config.JupyterHub.load_groups))[f"nbgrader-{COURSE}"]["users"] == [
        *PEOPLE["students"],
        *PEOPLE["instructors"],
    ]
