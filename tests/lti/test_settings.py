"""lti.toml, the tool's key, and who may have which name: each fault is a line that says what to do."""

import json
import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lti.lms import INSTRUCTOR, LEARNER

ROOT = Path(__file__).resolve().parents[2]


def changed(site: Path, old: str, new: str) -> Path:
    text = (site / "lti.toml").read_text(encoding="utf-8")
    assert old in text
    (site / "lti.toml").write_text(text.replace(old, new), encoding="utf-8")
    return site


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("issuer =", "isuer =", "isuer is no setting"),
        ("client_id =", "# client_id =", "client_id is missing"),
        ('deployment_ids = ["1:dep"]', "deployment_ids = []", "deployment_ids is missing"),
        ('deployment_ids = ["1:dep"]', 'deployment_ids = "1:dep"', "deployment_ids is '1:dep'; expected text"),
        ('client_id = "tool-7"', "client_id = 7", "client_id is 7; expected text, in quotes"),
        ('jwks_url = "http://127.0.0.1', 'jwks_url = "http://lms.example.edu', "expected an address that begins with https://"),
        ('token_url = "http://127.0.0.1', 'token_url = "ftp://127.0.0.1', "expected an address that begins with https://"),
        ("issuer =", "issuer = =", "does not read"),
    ],
)
def test_a_fault_in_lti_toml_is_one_line(site, tool, old, new, said):
    with pytest.raises(tool.platform_settings.Refused, match=said) as refused:
        tool.platform_settings.read_settings(changed(site, old, new))
    assert "\n" not in str(refused.value)


def test_the_example_is_understood_and_names_every_setting(tool, tmp_path):
    text = (ROOT / "deploy" / "lti" / "example.toml").read_text(encoding="utf-8")
    whole = "\n".join(line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in text.splitlines())
    (tmp_path / "lti.toml").write_text(whole, encoding="utf-8")
    settings = tool.platform_settings.read_settings(tmp_path)
    assert settings.columns == {"ASSIGNMENT": "its name in the LMS"}
    assert settings.key.is_relative_to(tmp_path)


def test_no_lti_toml_says_where_to_begin(tool, tmp_path):
    with pytest.raises(tool.platform_settings.Refused, match=r"copy deploy/lti/example\.toml there"):
        tool.platform_settings.read_settings(tmp_path)


def test_what_a_launch_leaves_is_read_again(tool, lms, tmp_path):
    lms.enrol("t", "Tina", INSTRUCTOR)
    services = tool.platform_settings.services_of(lms.claims("t", "n"))
    tool.platform_settings.keep_services(tmp_path, services)
    assert tool.platform_settings.kept_services(tmp_path) == services
    assert [path.name for path in tmp_path.iterdir()] == ["lti_services.json"]


def test_a_launch_without_columns_takes_none_away(tool, lms, tmp_path):
    """As from a link that the LMS keeps no points for."""
    lms.enrol("t", "Tina", INSTRUCTOR)
    whole = tool.platform_settings.services_of(lms.claims("t", "n"))
    tool.platform_settings.keep_services(tmp_path, whole)
    tool.platform_settings.keep_services(tmp_path, tool.platform_settings.Services(memberships_url=f"{lms.url}/new"))
    kept = tool.platform_settings.kept_services(tmp_path)
    assert (kept.memberships_url, kept.lineitems_url, kept.scopes) == (f"{lms.url}/new", whole.lineitems_url, whole.scopes)


@pytest.mark.parametrize("program", ["make_key", "fetch_roster", "send_points"])
def test_the_commands_start(program, site):
    """As the page has them: by their path, from anywhere."""
    words = {"make_key": [site / "key.pem"], "fetch_roster": ["--site", site], "send_points": ["part1", "--site", site]}[program]
    run = subprocess.run(
        [sys.executable, ROOT / "deploy" / "lti" / f"{program}.py", *words],
        cwd=site,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    said = {"make_key": "", "fetch_roster": "fetch_roster: the LMS's answer has no student", "send_points": "send_points: "}[
        program
    ]
    assert (run.returncode, len(run.stderr.splitlines())) == ((0, 0) if program == "make_key" else (2, 1)), run.stderr
    assert run.stderr.startswith(said)


@pytest.mark.parametrize("claims", [{}, {"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": None}])
def test_an_lms_without_services_leaves_none(tool, claims):
    assert tool.platform_settings.services_of(claims) == tool.platform_settings.Services()


# --- the key -------------------------------------------------------------------------------------------------------


def test_a_key_is_made_once_and_is_nobody_elses(tool, tmp_path, capsys, monkeypatch):
    path = tmp_path / "home" / "key.pem"
    monkeypatch.setattr(sys, "argv", ["make_key.py", str(path)])
    assert tool.make_key.main() == 0
    first, said = path.read_bytes(), capsys.readouterr().out
    assert tool.make_key.main() == 0
    assert path.read_bytes() == first
    assert capsys.readouterr().out == said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "PRIVATE" not in said
    assert set(json.loads(said.splitlines()[-1])) == {"kty", "kid", "e", "n", "alg", "use"}


def test_what_is_no_key_is_left_alone(tool, tmp_path, capsys, monkeypatch):
    path = tmp_path / "key.pem"
    path.write_text("my thesis", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["make_key.py", str(path)])
    assert tool.make_key.main() == 2
    assert "does not read as a private key" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "my thesis"


# --- names ---------------------------------------------------------------------------------------------------------


def test_no_account_that_was_there_before_the_hub_becomes_a_students(tool, tmp_path):
    """On a hub with accounts an id is an account: `root` in the roster must not be root."""
    mine = pwd.getpwuid(0).pw_name
    assert tool.members.may_be_student(mine, "grader-c")  # where there are no accounts it is a name like others
    assert not tool.members.may_be_student(mine, "grader-c", tmp_path)
    assert tool.members.may_be_student("nobody-has-this", "grader-c", tmp_path)
    home = Path(pwd.getpwuid(0).pw_dir)
    assert tool.members.may_be_student(home.name, "grader-c", home.parent) == (home.name == mine)  # made by this hub


@pytest.mark.parametrize("name", ["staff-1", "Staff-1", "grader-c", "GRADER-C", "grader-other", "../x", "", "a b", "a:b", "-x"])
def test_no_student_is_called_so(tool, name):
    assert not tool.members.may_be_student(name, "grader-c")


def test_roles_are_those_of_the_course(tool):
    assert tool.members.role_of([LEARNER]) == "student"
    assert tool.members.role_of([INSTRUCTOR]) == "instructor"
    assert tool.members.role_of([INSTRUCTOR, LEARNER]) == "student"
    assert [tool.members.role_of(roles) for roles in (None, "", INSTRUCTOR, {INSTRUCTOR: 1}, [INSTRUCTOR.lower()], [[]])] == [
        ""
    ] * 6


def test_two_instructors_have_two_names(tool):
    names = {tool.members.staff_name(issuer, user) for issuer in ("https://a", "https://b") for user in ("1", "2")}
    assert len(names) == 4
