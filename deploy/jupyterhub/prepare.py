"""What a hub needs on the disk before it starts: homes, the exchange, and the course in its grader's home."""

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
CODE = ("autograder", "selfcheck", "lab", "reference_solutions", "data")  # what grading imports and reads
SETTING = "lessons/course.toml"  # what the course says of grading
LTI = "lti.toml"  # in the site; docs/lti.md
PASSWORDS = "run/passwords.txt"  # NAME:PASSWORD, of accounts that had none; nobody's but root's to read


class Refused(RuntimeError):
    """The hub cannot start, and why, in a line."""


def by_lti(site: Path) -> bool:
    """Whether people come from an LMS, by LTI."""
    return (site / LTI).exists()


def people(site: Path) -> dict:
    """The course and who is in it: course, instructors, students, and the grader's account; from an LMS people come later."""
    found = tomllib.loads((HERE / "people.toml").read_text(encoding="utf-8"))
    found |= {"students": [], "instructors": []} if by_lti(site) else {}
    return found | {"grader": f"grader-{found['course']}"}


def prepare(site: Path, mode: str, password: str = "") -> Path:
    """Makes all that is missing under `site`; what is there stays, so that a hub can be started again.

    Args:
        password: that new accounts begin with; where there is none each has its own.
    Returns:
        the folder that holds the packages of the grader's server.
    Raises:
        Refused: unix mode without root, or where other accounts could not run this interpreter.
    """
    if mode == "unix":
        refuse_what_accounts_cannot_reach(site)
    who = people(site)
    for folder, rights in (("", 0o755), ("home", 0o755), ("run", 0o700), ("exchange", 0o777)):
        (site / folder).mkdir(parents=True, exist_ok=True)
        (site / folder).chmod(rights)
    for name in (who["grader"], *who["instructors"], *who["students"]):
        make_home(site / "home" / name, mode)
    if mode == "unix":
        set_passwords([*who["instructors"], *who["students"]], password, site / PASSWORDS)
    code = put_course(site / "home" / who["grader"] / who["course"], mode)
    if mode == "unix":
        subprocess.run(["chown", "-R", f"{who['grader']}:", site / "home" / who["grader"]], check=True)
        close_checkout(site)
    return code


def make_home(home: Path, mode: str) -> None:
    """A home that nobody else may look into; in unix mode with an account."""
    home.mkdir(exist_ok=True)
    home.chmod(0o700)
    if mode != "unix":
        return
    try:
        pwd.getpwnam(home.name)
        subprocess.run(["usermod", "--home", home, home.name], check=True)
    except KeyError:
        subprocess.run(["useradd", "--home-dir", home, "--no-create-home", "--shell", "/bin/bash", home.name], check=True)
    shutil.chown(home, home.name, home.name)


def set_passwords(names: list[str], password: str, kept: Path) -> None:
    """Passwords to begin with, for accounts that have none; `passwd` changes them.

    Args:
        password: one for all of them; empty: each has its own.
        kept: the file that they are added to.
    """
    lines = "".join(f"{name}:{password or secrets.token_urlsafe(9)}\n" for name in names if not has_password(name))
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(lines)
    subprocess.run(["chpasswd"], input=lines, text=True, check=True)


def has_password(name: str) -> bool:
    """Whether an account has a password that can be typed."""
    return subprocess.run(["passwd", "--status", name], capture_output=True, text=True, check=True).stdout.split()[1] == "P"


def put_course(root: Path, mode: str) -> Path:
    """The course directory: nbgrader's configuration and source/; a source/ that is there is the instructor's, and stays."""
    root.mkdir(exist_ok=True)
    shutil.copyfile(CHECKOUT / "nbgrader_config.py", root / "nbgrader_config.py")
    if not (root / "source").exists():
        shutil.copytree(CHECKOUT / "source", root / "source", ignore=shutil.ignore_patterns("__pycache__"))
    if mode != "unix":
        return CHECKOUT
    code = root.parent / "code"
    for folder in CODE:
        shutil.copytree(CHECKOUT / folder, code / folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (code / SETTING).parent.mkdir(exist_ok=True)
    shutil.copyfile(CHECKOUT / SETTING, code / SETTING)
    return code


def close_checkout(*needed: Path) -> None:
    """Closes this checkout to other accounts but for what their servers need; its history holds every solution, too.

    Args:
        needed: what they need besides settings, the environment, lab/ and selfcheck/, if it lies in the checkout.
    """
    folders = [HERE, HERE.parent / "lti", CHECKOUT / "lab", CHECKOUT / "selfcheck", Path(sys.prefix).resolve()]
    close_beside([*folders, *(path.resolve() for path in needed)], CHECKOUT)
    print(f"closed to other accounts: all of {CHECKOUT} that notebooks do not need")


def close_beside(needed: list[Path], folder: Path) -> None:
    """Closes all that lies in a folder, but for what is needed and what leads there."""
    for entry in folder.iterdir():
        if entry in needed or entry.is_symlink():
            continue
        if any(path.is_relative_to(entry) for path in needed):
            close_beside(needed, entry)
        else:
            entry.chmod(entry.stat().st_mode & 0o700)


def refuse_what_accounts_cannot_reach(site: Path) -> None:
    """Raises Refused without root, or where a folder on the way to what all must read is closed to others."""
    if os.geteuid() != 0:
        raise Refused("HUB_MODE=unix makes accounts and needs root: sudo make hub HUB_MODE=unix, or leave out HUB_MODE")
    for path in (Path(sys.executable).resolve(), Path(sys.prefix), HERE, site.resolve()):
        for folder in (path, *path.parents):
            if folder.exists() and not folder.stat().st_mode & 0o001:
                raise Refused(
                    f"other accounts cannot reach {path}, because {folder} is closed to them. Put the course under /srv, say, "
                    "and make its environment with the system's own Python: make hub HUB_MODE=unix PYTHON=/usr/bin/python3"
                )
