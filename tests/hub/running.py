"""A JupyterHub of our own, started as `make hub` starts it, and a Chromium to use it with."""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PORT = int(os.environ.get("HUB_PORT") or 18100)
PROXY = os.environ.get("HUB_PROXY", "")  # make hub-test says where it put it
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NGSHARE = Path(os.environ.get("HUB_NGSHARE") or "none")  # the environment that holds it; make hub-test says where
# how a hub begins that is no more than a place to try other settings in: on this machine alone, one password, no accounts
BARE = f"""
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{PORT}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{PORT + 1}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{PORT + 3}"
c.ConfigurableHTTPProxy.command = ["{PROXY}"]
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
"""
PATIENCE = 180  # seconds until the hub and the formgrader answer


@dataclass(frozen=True)
class Hub:
    """One that runs."""

    site: Path
    url: str
    password: str


def missing() -> str:
    """What of all that the round needs is not there, in words; empty where nothing is missing."""
    lacking = [name for name in ("jupyterhub", "playwright") if importlib.util.find_spec(name) is None]
    lacking += [] if CHROMIUM else ["chromium"]
    lacking += [] if PROXY and shutil.which(PROXY) else ["the proxy (HUB_PROXY)"]
    return f"the round in a browser needs {', '.join(lacking)}: make hub-test" if lacking else ""


def missing_for_ngshare() -> str:
    """The same for the round over ngshare."""
    here = (NGSHARE / "bin" / "python").exists()
    return missing() or ("" if here else "the round over ngshare needs its environment (HUB_NGSHARE): make hub-test")


@contextmanager
def hub(site: Path) -> Iterator[Hub]:
    """Starts a hub, and stops it with all that it started."""
    password = os.environ.get("HUB_PASSWORD") or secrets.token_urlsafe(9)  # accounts of an earlier round keep theirs
    env = os.environ | {"HUB_PASSWORD": password, "LAB_NETWORK": "pocket", "HUB_MODE": os.environ.get("HUB_MODE") or "simple"}
    command = [sys.executable, ROOT / "deploy" / "jupyterhub" / "hub.py", "--site", site, "--port", str(PORT), "--proxy", PROXY]
    with started(command, env, site):
        yield Hub(site, f"http://127.0.0.1:{PORT}", password)


@contextmanager
def started(command: list, env: dict[str, str], site: Path) -> Iterator[None]:
    """Runs a hub's process until the block ends; its log is hub.log in the site."""
    site.mkdir(parents=True, exist_ok=True)
    with (site / "hub.log").open("w") as log:
        process = subprocess.Popen(command, env=env, cwd=site, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        wait_until_ready(process, site / "hub.log")
        yield
    finally:
        process.send_signal(signal.SIGTERM)  # it stops its servers, the formgrader and the proxy itself
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def wait_until_ready(process: subprocess.Popen, log: Path) -> None:
    """/hub/health answers 404 until the formgrader is up, too."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/hub/health", timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"the hub did not start; its log ends with:\n{log.read_text()[-3000:]}")
