"""A JupyterHub (5.2 or newer, and 6.x) with this course in it, on one machine. `hub.py` beside this file starts it.

HUB_MODE=simple: no root and no accounts. Everybody's servers run as you: for trying out, and for tests.
HUB_MODE=unix:   started by root; one account per person, so that file permissions keep them apart.
"""

import os
import sys
import tomllib
from pathlib import Path

c = get_config()  # noqa: F821 - traitlets puts it here

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
SITE = Path(os.environ["HUB_SITE"])  # all that the hub writes
PORT = int(os.environ["HUB_PORT"])  # and the next three: the hub itself, the formgrader, the proxy's own
MODE = os.environ["HUB_MODE"]
PEOPLE = tomllib.loads((HERE / "people.toml").read_text(encoding="utf-8"))
COURSE, STUDENTS, INSTRUCTORS = PEOPLE["course"], PEOPLE["students"], PEOPLE["instructors"]
GRADER = f"grader-{COURSE}"  # whose files the course is
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
if MODE == "unix":
    c.JupyterHub.authenticator_class = "pam"
    c.PAMAuthenticator.open_sessions = False
else:
    c.JupyterHub.authenticator_class = "dummy"
    c.DummyAuthenticator.password = os.environ["HUB_PASSWORD"]
c.Authenticator.allowed_users = {*STUDENTS, *INSTRUCTORS}
c.Authenticator.allow_existing_users = False  # the Hub knows the grader, too, since nbgrader asks about it
c.JupyterHub.load_groups = {
    f"formgrade-{COURSE}": {"users": [*INSTRUCTORS, GRADER]},
    f"nbgrader-{COURSE}": {"users": [*STUDENTS, *INSTRUCTORS]},
}
c.JupyterHub.load_roles = [
    # nbgrader's lists ask the Hub with the token of a person's own server, which may little by itself
    {"name": "server", "scopes": ["inherit"]},
    {
        "name": f"formgrade-{COURSE}",
        "groups": [f"formgrade-{COURSE}"],
        "scopes": [f"access:services!service={COURSE}", "list:services", f"read:services!service={COURSE}"],
    },
    {
        "name": f"nbgrader-{COURSE}",
        "groups": [f"nbgrader-{COURSE}"],
        "scopes": ["list:services", f"read:services!service={COURSE}"],
    },
    # in place of the admin's token that nbgrader's manual asks for: who is in which group, and this course's students
    {
        "name": f"service-{COURSE}",
        "services": [COURSE],
        "scopes": ["read:users:groups", "list:groups", "read:groups", f"groups!group=nbgrader-{COURSE}"],
    },
]

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

# The formgrader is a service with the course's name: a server that all instructors share, and nobody else reaches.
service = {
    "name": COURSE,
    "url": f"http://127.0.0.1:{PORT + 2}",
    "command": server,
    "cwd": HOME.format(username=GRADER),
    "oauth_no_confirm": True,
    "environment": {
        **for_all,
        "COURSE_ROOT": f"{HOME.format(username=GRADER)}/{COURSE}",
        "JUPYTER_CONFIG_PATH": config_path("grader"),
        "JUPYTERHUB_DEFAULT_URL": "/formgrader",
        "JUPYTERHUB_USER": GRADER,  # nbgrader insists on it
        "PYTHONPATH": os.environ["HUB_CODE"],  # the rubric and the references: in nobody else's server
    },
}
if MODE == "unix":
    c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
    service["user"] = GRADER
else:
    c.JupyterHub.spawner_class = "jupyterhub.spawner.SimpleLocalProcessSpawner"
    c.SimpleLocalProcessSpawner.home_dir_template = HOME
    service["environment"] |= {"HOME": HOME.format(username=GRADER), "USER": GRADER}
c.JupyterHub.services = [service]
