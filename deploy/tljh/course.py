"""The course in The Littlest JupyterHub: a link to this file in /opt/tljh/config/jupyterhub_config.d/. See docs/tljh.md.

It adds to what TLJH sets and replaces nothing: its authenticator, its spawner and its proxy stay. Not run on TLJH itself.
"""

import os
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "jupyterhub"))

import access  # in that folder

c = get_config()  # noqa: F821 - traitlets puts it here

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PEOPLE = tomllib.loads((CHECKOUT / "deploy" / "jupyterhub" / "people.toml").read_text(encoding="utf-8"))
COURSE = PEOPLE["course"]
PYTHON = os.environ.get("COURSE_PYTHON", "/opt/tljh/user/bin/python")  # TLJH's environment of the users
ACCOUNT = os.environ.get("COURSE_ACCOUNT", f"grader-{COURSE}")
HOME = os.environ.get("COURSE_HOME", f"/home/grader-{COURSE}")
ETC = CHECKOUT / "deploy" / "jupyterhub" / "etc"
for_all = {
    "COURSE": COURSE,
    "COURSE_EXCHANGE": os.environ.get("COURSE_EXCHANGE", "/srv/exchange"),
    "HUB_MODE": "unix",  # TLJH gives each person an account, called jupyter-NAME
}

c.JupyterHub.load_groups = access.groups(COURSE, PEOPLE["students"], PEOPLE["instructors"])
c.JupyterHub.load_roles = access.roles(COURSE)
c.Spawner.environment.update({**for_all, "JUPYTER_CONFIG_PATH": f"{ETC}/student:{ETC}/common"})

for_grading = {**for_all, "JUPYTER_CONFIG_PATH": f"{ETC}/grader:{ETC}/common", "PYTHONPATH": f"{HOME}/code"}
for_grading["PATH"] = f"{Path(PYTHON).parent}:/usr/local/bin:/usr/bin:/bin"
service = access.formgrader(COURSE, "http://127.0.0.1:8799", [PYTHON, "-m", "jupyterhub.singleuser"], HOME, for_grading)
c.JupyterHub.services.append({**service, "user": ACCOUNT})
