"""Prepares a JupyterHub with this course in it, says where to log in and as whom, and starts it.

python deploy/jupyterhub/hub.py --proxy build/proxy/node_modules/.bin/configurable-http-proxy
"""

import argparse
import os
import secrets
import shutil
import socket
import sys
from pathlib import Path

from prepare import CHECKOUT, HERE, PASSWORDS, Refused, by_lti, people, prepare

WHERE = """
{course}: http://127.0.0.1:{port}
  student     {students}
  instructor  {instructors}: http://127.0.0.1:{port}/services/{course}/formgrader
  password    {password}
Stop it with Ctrl-C. Everything that it writes lies in {site}.
"""
FROM_LMS = """
{course}: http://127.0.0.1:{port}, for a web server with a certificate at {hub}
  people            come from {issuer}, and from nowhere else
  login URL         {hub}/hub/lti13/oauth_login
  redirect URL      {hub}/hub/lti13/oauth_callback
  target link       {hub}/hub/home
  JSON for Canvas   {hub}/hub/lti13/config
Stop it with Ctrl-C. Everything that it writes lies in {site}. docs/lti.md says how the LMS is told of it.
"""
NO_ISOLATION = "Simple mode keeps nobody from anybody: everybody's code runs as you. For a class: sudo make hub HUB_MODE=unix"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=CHECKOUT / "build" / "hub", help="all that the hub writes")
    parser.add_argument("--port", type=int, default=8000, help="and the next three")
    parser.add_argument("--mode", choices=("simple", "unix"), default=os.environ.get("HUB_MODE") or "simple")
    parser.add_argument("--proxy", default="configurable-http-proxy", help="the program of that name, from npm")
    return parser.parse_args()


def proxy_at(name: str) -> str:
    """Where the proxy's program is; an absolute path, since the hub starts elsewhere."""
    if found := shutil.which(name):
        return str(Path(found).absolute())
    raise Refused(f"there is no {name}: make hub fetches it where npm is installed (on Debian: apt install nodejs npm)")


def refuse_taken_ports(first: int) -> None:
    """Raises Refused if somebody listens on one of the four ports already."""
    for port in range(first, first + 4):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise Refused(f"port {port} is taken, perhaps by a hub that still runs; choose others: make hub HUB_PORT=8100")


def where(site: Path, port: int, password: str) -> str:
    """Where to log in and as whom; ends the process where lti.toml cannot be used."""
    who = people(site)
    if not by_lti(site):
        named = {"students": ", ".join(who["students"]), "instructors": ", ".join(who["instructors"])}
        said = password or f"each has its own: those of new accounts stand in {site / PASSWORDS}"
        return WHERE.format(course=who["course"], port=port, password=said, site=site, **named)
    sys.path.insert(0, str(HERE.parent / "lti"))
    import platform_settings  # in that folder

    try:
        settings = platform_settings.read_settings(site)
    except platform_settings.Refused as reason:
        sys.exit(f"The hub cannot start: {reason}")
    return FROM_LMS.format(course=who["course"], port=port, site=site, hub=settings.hub, issuer=settings.issuer)


def main() -> None:
    """Never returns: this process becomes the hub."""
    asked = arguments()
    site, password = asked.site.absolute(), os.environ.get("HUB_PASSWORD", "")
    if asked.mode == "simple":
        password = password or secrets.token_urlsafe(9)
    try:
        refuse_taken_ports(asked.port)
        proxy = proxy_at(asked.proxy)
        code = prepare(site, asked.mode, password)
    except Refused as reason:
        sys.exit(f"The hub cannot start: {reason}")
    print(where(site, asked.port, password))
    print(NO_ISOLATION if asked.mode == "simple" else "", flush=True)
    os.environ |= {"HUB_SITE": str(site), "HUB_PORT": str(asked.port), "HUB_MODE": asked.mode, "HUB_PASSWORD": password}
    os.environ |= {"HUB_PROXY": proxy, "HUB_CODE": str(code)}
    os.chdir(site / "run")
    config, level = str(HERE / "jupyterhub_config.py"), os.environ.get("HUB_LOG", "WARN")
    os.execv(sys.executable, [sys.executable, "-m", "jupyterhub", "--config", config, "--log-level", level])


if __name__ == "__main__":
    main()
