"""A JupyterHub (5.2 or newer; ran on 5.2.1 and 6.1.1) with this course in it, on one machine. `hub.py` beside it starts it.

HUB_MODE=simple: no root and no accounts. Everybody's servers run as you: for trying out, and for tests.
HUB_MODE=unix:   started by root; one account per person, so that file permissions keep them apart.
With lti.toml in HUB_SITE people come from an LMS, by LTI 1.3: docs/lti.md.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import access  # beside this file
import prepare

c = get_config()  # noqa: F821 - traitlets puts it here

HERE = Path(__file__).resolve().parent
SITE = Path(os.environ["HUB_SITE"])  # all that the hub writes
PORT = int(os.environ["HUB_PORT"])  # and the next three: the hub itself, the formgrader, the proxy's own
MODE = os.environ["HUB_MODE"]
PEOPLE = prepare.people(SITE)
COURSE, STUDENTS, INSTRUCTORS = PEOPLE["course"], PEOPLE["students"], PEOPLE["instructors"]
GRADER = PEOPLE["grader"]  # whose files the course is
HOME = f"{SITE}/home/{{username}}"

# --- this machine alone --------------------------------------------------------------------------------------------
c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{PORT + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PORT + 3}"
c.ConfigurableHTTPProxy.command = [os.environ["HUB_PROXY"]]
c.ConfigurableHTTPProxy.pid_file = f"{SITE}/run/proxy.pid"
c.JupyterHub.db_url = f"sqlite:///{SITE}/run/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{SITE}/run/cookie_secret"

# --- who may do what -----------------------------------------------------------------------------------------------
if prepare.by_lti(SITE):
    sys.path.insert(0, str(HERE.parent / "lti"))
    import launch  # in that folder; it needs packages that a hub without an LMS does not

    launch.configure(c, SITE, COURSE, SITE / "home" / GRADER / COURSE / "roster.csv", SITE / "home" if MODE == "unix" else None)
    c.Spawner.pre_spawn_hook = lambda spawner: prepare.make_home(SITE / "home" / spawner.user.name, MODE)
elif MODE == "unix":
    c.JupyterHub.authenticator_class = "pam"
    c.PAMAuthenticator.open_sessions = False
else:
    c.JupyterHub.authenticator_class = "dummy"
    c.DummyAuthenticator.password = os.environ["HUB_PASSWORD"]
c.Authenticator.allowed_users = {*STUDENTS, *INSTRUCTORS}
c.Authenticator.allow_existing_users = False  # the Hub knows the grader, too, since nbgrader asks about it
c.JupyterHub.load_groups = access.groups(COURSE, STUDENTS, INSTRUCTORS)
c.JupyterHub.load_roles = access.roles(COURSE)

# --- servers -------------------------------------------------------------------------------------------------------
as_root = MODE == "simple" and os.geteuid() == 0
server = [sys.executable, "-m", "jupyterhub.singleuser", *(["--allow-root"] if as_root else [])]
for_all = {
    "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
    "HUB_MODE": MODE,
    "COURSE": COURSE,
    "COURSE_EXCHANGE": f"{SITE}/exchange",
    **{name: os.environ[name] for name in ("LAB_NETWORK", "OMP_NUM_THREADS", "TORCH_HOME") if name in os.environ},
}


def config_path(role: str) -> str:
    """Which extensions are on, and what nbgrader knows: before anything in a home or in the environment."""
    return f"{HERE}/etc/{role}:{HERE}/etc/common"


c.Spawner.cmd = server
c.Spawner.args = []
c.Spawner.default_url = "/lab"
c.Spawner.ip = "127.0.0.1"
c.Spawner.env_keep = ["LANG", "LC_ALL"]
c.Spawner.environment = {**for_all, "JUPYTER_CONFIG_PATH": config_path("student")}
c.Spawner.start_timeout = c.Spawner.http_timeout = 120

grader_home = HOME.format(username=GRADER)
for_grading = {**for_all, "JUPYTER_CONFIG_PATH": config_path("grader"), "PYTHONPATH": os.environ["HUB_CODE"]}  # nobody else's
service = access.formgrader(COURSE, f"http://127.0.0.1:{PORT + 2}", server, grader_home, for_grading)
if MODE == "unix":
    c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
    service["user"] = GRADER
else:
    c.JupyterHub.spawner_class = "jupyterhub.spawner.SimpleLocalProcessSpawner"
    c.SimpleLocalProcessSpawner.home_dir_template = HOME
    service["environment"] |= {"HOME": grader_home, "USER": GRADER}
c.JupyterHub.services = [service]
