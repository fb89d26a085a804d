"""Launches into a JupyterHub of our own with the settings of deploy/jupyterhub: who comes in, as whom, and who does not."""

import asyncio
import base64
import hashlib
import hmac
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tornado.web import HTTPError

from tests.lti.conftest import made_site
from tests.lti.lms import CLAIM, INSTRUCTOR, LEARNER, Lms, new_key, running

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
COURSE = "feature_attribution"
PROFESSOR = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"
ADMINISTRATOR = "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"
ASSISTANT = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
ROSTER = (
    "student,name,lti_id\nAda,Ada Lovelace,u-ada\nben,Ben Best,u-ben\nstaff-x,Eve,u-staff\n"
    "grader-feature_attribution,Eve,u-grader\n"
)
PATIENCE = 240  # seconds until the hub answers, on a busy machine
# our settings as they are; no proxy, which npm would have to fetch, and no formgrader: browsers talk to the hub itself
CONFIGURATION = f"""
from jupyterhub.proxy import Proxy

load_subconfig("{ROOT}/deploy/jupyterhub/jupyterhub_config.py")


class NoProxy(Proxy):
    should_start = False

    async def add_route(self, *route):
        pass

    async def delete_route(self, *route):
        pass

    async def get_all_routes(self):
        return {{}}


c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.services = [{{"name": "{COURSE}", "api_token": "TOKEN"}}]
"""


@dataclass
class Browser:
    """Cookies as a browser keeps them; also those for TLS, which here ends before the hub."""

    hub: str
    cookies: dict[str, str] = field(default_factory=dict)
    flags: dict[str, Any] = field(default_factory=dict)  # cookie -> what else it says

    def ask(self, method: str, url: str, **options: Any) -> requests.Response:
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        answer = requests.request(method, url, headers=sent, allow_redirects=False, timeout=60, **options)
        for line in answer.raw.headers.getlist("Set-Cookie"):
            for name, cookie in SimpleCookie(line).items():
                if cookie.value:
                    self.flags[name], self.cookies[name] = cookie, cookie.value
                else:
                    self.cookies.pop(name, None)
        return answer

    def begin(self, lms: Lms, user: str, target: str = "https://hub/hub/home") -> requests.Response:
        """The first step: from the LMS to the hub, which sends the browser to the LMS's login."""
        hint = {"iss": lms.url, "login_hint": user, "client_id": lms.client, "target_link_uri": target}
        return self.ask("GET", f"{self.hub}/hub/lti13/oauth_login", params=hint)

    def launch(self, lms: Lms, user: str, **changes: Any) -> requests.Response:
        """All the steps, with what the LMS would have signed changed; the hub's answer."""
        asked = dict(parse_qsl(urlsplit(self.begin(lms, user).headers["Location"]).query))
        claims = {name: value for name, value in (lms.claims(user, asked["nonce"]) | changes).items() if value is not None}
        return self.post(id_token=lms.sign(claims), state=asked["state"])

    def post(self, **form: str) -> requests.Response:
        return self.ask("POST", f"{self.hub}/hub/lti13/oauth_callback", data=form)

    def name(self) -> str:
        """Who the hub takes this browser for; "" for nobody."""
        answer = self.ask("GET", f"{self.hub}/hub/home")
        return answer.text.partition('data-user="')[2].partition('"')[0] or json_name(answer)


def json_name(answer: requests.Response) -> str:
    """The user in a page of the hub, as its scripts have it."""
    return answer.text.partition('user: "')[2].partition('"')[0] if answer.status_code == 200 else ""


@dataclass
class Hub:
    """One that runs."""

    url: str
    token: str
    site: Path
    roster: Path

    def groups(self, name: str) -> set[str]:
        held = {"Authorization": f"token {self.token}"}
        return set(requests.get(f"{self.url}/hub/api/users/{name}", headers=held, timeout=60).json().get("groups", []))


@pytest.fixture(scope="module")
def school() -> Iterator[Lms]:
    with running() as lms:
        lms.enrol("u-ada", "Ada Lovelace")
        lms.enrol("u-ben", "Ben Best")
        lms.enrol("u-eve", "Eve Evil")
        lms.enrol("u-staff", "Eve Evil")
        lms.enrol("u-grader", "Eve Evil")
        lms.enrol("u-tina", "Tina Teacher", INSTRUCTOR)
        yield lms


@pytest.fixture(scope="module")
def hub(school, tool, tmp_path_factory) -> Iterator[Hub]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    site = made_site(tmp_path_factory.mktemp("lti") / "site", school, tool, url.replace("http:", "https:"))
    school.redirect = f"{url.replace('http:', 'https:')}/hub/lti13/oauth_callback"
    token = secrets.token_hex()
    (site / "hub.py").write_text(CONFIGURATION.replace("TOKEN", token), encoding="utf-8")
    (site / "run").mkdir()
    roster = site / "home" / f"grader-{COURSE}" / COURSE / "roster.csv"
    roster.parent.mkdir(parents=True)
    roster.write_text(ROSTER, encoding="utf-8")
    env = os.environ | {"HUB_SITE": str(site), "HUB_PORT": str(port - 1), "HUB_MODE": "simple", "HUB_PASSWORD": "x"}
    env |= {"HUB_PROXY": "none", "HUB_CODE": str(ROOT), "PYTHONPATH": str(ROOT)}
    with (site / "hub.log").open("w") as log:
        command = [sys.executable, "-m", "jupyterhub", "--config", str(site / "hub.py")]
        process = subprocess.Popen(command, env=env, cwd=site / "run", stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(url, process, site / "hub.log")
        yield Hub(url, token, site, roster)
    finally:
        process.terminate()
        process.wait(60)


def wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        try:
            requests.get(f"{url}/hub/health", timeout=2)
            return
        except requests.RequestException:
            time.sleep(0.2)
    raise RuntimeError(f"the hub did not start; its log ends with:\n{log.read_text()[-3000:]}")


@pytest.fixture
def browser(hub) -> Browser:
    return Browser(hub.url)


# --- who comes in --------------------------------------------------------------------------------------------------


def test_the_whole_way_of_a_student(browser, school, hub):
    """The LMS's own login and form, none of it changed: the id is the roster's, in its spelling."""
    to_lms = browser.begin(school, "u-ada")
    form = requests.get(to_lms.headers["Location"], timeout=60).json()
    assert browser.post(**form).headers["Location"].endswith("/hub/home")
    assert browser.name() == "Ada"
    assert hub.groups("Ada") == {f"nbgrader-{COURSE}"}


def test_the_cookies_of_a_launch_come_back_from_the_lms_and_no_others_do(browser, school):
    browser.launch(school, "u-ada")
    across = {name for name, cookie in browser.flags.items() if cookie["samesite"].lower() == "none"}
    assert across == {"lti13authenticator-state", "lti13authenticator-nonce-state"}
    assert all(browser.flags[name]["secure"] and browser.flags[name]["httponly"] for name in across)


def test_an_instructor_is_staff_and_leaves_where_the_lms_answers(browser, school, hub):
    browser.launch(school, "u-tina")
    name = browser.name()
    assert name.startswith("staff-")
    assert hub.groups(name) == {f"formgrade-{COURSE}", f"nbgrader-{COURSE}"}
    kept = json.loads((hub.site / "lti_services.json").read_text(encoding="utf-8"))
    assert kept["lineitems_url"] == f"{school.url}/columns"
    assert kept["memberships_url"] == f"{school.url}/members"
    browser.launch(school, "u-tina", email="other@example.edu", name="Tina Newname")
    assert browser.name() == name


@pytest.mark.parametrize(
    "roles", [[LEARNER, PROFESSOR], [LEARNER, ADMINISTRATOR], [LEARNER, INSTRUCTOR], [LEARNER, "Instructor"]]
)
def test_a_student_of_the_course_is_a_student_whatever_else_they_are(browser, school, hub, roles):
    browser.launch(school, "u-ben", **{f"{CLAIM}/roles": roles})
    assert browser.name() == "ben"
    assert hub.groups("ben") == {f"nbgrader-{COURSE}"}


@pytest.mark.parametrize("roles", [[], [PROFESSOR], [ADMINISTRATOR], ["Instructor"], [ASSISTANT], "not a list", [7]])
def test_no_role_in_this_course_is_no_way_in(browser, school, roles):
    answer = browser.launch(school, "u-ben", **{f"{CLAIM}/roles": roles})
    assert answer.status_code == 403
    assert browser.name() == ""


def test_an_assistant_grades(browser, school, hub):
    browser.launch(school, "u-ben", **{f"{CLAIM}/roles": [ASSISTANT, INSTRUCTOR]})
    name = browser.name()
    assert f"formgrade-{COURSE}" in hub.groups(name)
    Browser(hub.url).launch(school, "u-ben")  # an assistant no more
    assert hub.groups(name) == set()


def test_roles_in_the_form_count_nothing(browser, school, hub):
    asked = dict(parse_qsl(urlsplit(browser.begin(school, "u-ben").headers["Location"]).query))
    token = school.sign(school.claims("u-ben", asked["nonce"]))
    browser.post(id_token=token, state=asked["state"], roles=INSTRUCTOR, **{f"{CLAIM}/roles": INSTRUCTOR})
    assert hub.groups(browser.name()) == {f"nbgrader-{COURSE}"}


def test_a_home_that_nobody_else_may_look_into(hub, school, browser):
    """What the hub does before it starts a server."""
    sys.path.insert(0, str(ROOT / "deploy" / "jupyterhub"))
    try:
        import prepare
    finally:
        sys.path.remove(str(ROOT / "deploy" / "jupyterhub"))
    prepare.make_home(hub.site / "home" / "Ada", "simple")
    assert (hub.site / "home" / "Ada").stat().st_mode & 0o777 == 0o700


# --- who does not --------------------------------------------------------------------------------------------------

FORGED = {
    "of another client": {"aud": "tool-8"},
    "for several clients, as another": {"aud": ["tool-7", "tool-8"], "azp": "tool-8"},
    "for several clients, as nobody": {"aud": ["tool-7", "tool-8"]},
    "of another issuer": {"iss": "https://evil.example.edu"},
    "expired": {"exp": int(time.time()) - 60},
    "without an end": {"exp": None},
    "old": {"iat": int(time.time()) - 5000},
    "of tomorrow": {"iat": int(time.time()) + 86400},
    "of another deployment": {f"{CLAIM}/deployment_id": "2:other"},
    "without a deployment": {f"{CLAIM}/deployment_id": None},
    "of another course": {f"{CLAIM}/context": {"id": "course-43"}},
    "of no course": {f"{CLAIM}/context": None},
    "of LTI 1.1": {f"{CLAIM}/version": "1.1"},
    "of nobody": {"sub": None},
    "of an empty name": {"sub": ""},
    "with another nonce": {"nonce": "0" * 64},
    "without a nonce": {"nonce": None},
    "of somebody who is not in the roster": {"sub": "u-eve"},
    "of somebody whose id is staff's": {"sub": "u-staff"},
    "of somebody whose id is the grader's": {"sub": "u-grader"},
}


@pytest.mark.parametrize("what", FORGED)
def test_no_way_in_by_a_launch(browser, school, what):
    answer = browser.launch(school, "u-ada", **FORGED[what])
    assert 400 <= answer.status_code < 404
    assert browser.name() == ""


def test_to_choose_content_is_no_launch(browser, school):
    """With all that the library wants of such a message, so that it is refused here."""
    from ltiauthenticator.lti13.constants import LTI13_DEEP_LINKING_REQUIRED_CLAIMS

    more = {name: value or "x" for name, value in LTI13_DEEP_LINKING_REQUIRED_CLAIMS.items()}
    more |= school.claims("u-ada", "") | {f"{CLAIM}/message_type": "LtiDeepLinkingRequest"}
    del more["nonce"]
    answer = browser.launch(school, "u-ada", **more)
    assert answer.status_code == 400
    assert "no content can be chosen" in answer.text
    assert browser.name() == ""


def coded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def unsigned(school: Lms, claims: dict[str, Any], algorithm: str = "none") -> str:
    head = {"alg": algorithm, "kid": school.kid}
    return f"{coded(json.dumps(head).encode())}.{coded(json.dumps(claims).encode())}."


def by_public_key(school: Lms, claims: dict[str, Any]) -> str:
    """HS256 with the public key for a secret, which everybody knows."""
    secret = school.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    text = unsigned(school, claims, "HS256").rstrip(".")
    return f"{text}.{coded(hmac.digest(secret, text.encode(), hashlib.sha256))}"


SIGNED = {
    "not at all": unsigned,
    "by another key": lambda school, claims: school.sign(claims, new_key()),
    "by the public key as a secret": by_public_key,
    "and changed afterwards": lambda school, claims: "A".join(school.sign(claims).rsplit(".", 1)),
    "as garbage": lambda school, claims: "garbage",
}


@pytest.mark.parametrize("how", SIGNED)
def test_no_way_in_by_a_token_signed(browser, school, how):
    asked = dict(parse_qsl(urlsplit(browser.begin(school, "u-ada").headers["Location"]).query))
    answer = browser.post(id_token=SIGNED[how](school, school.claims("u-ada", asked["nonce"])), state=asked["state"])
    assert answer.status_code in (400, 401)
    assert browser.name() == ""


def test_another_state_is_no_way_in(browser, school):
    """As where somebody is lured into another's launch."""
    asked = dict(parse_qsl(urlsplit(browser.begin(school, "u-ada").headers["Location"]).query))
    token = school.sign(school.claims("u-ada", asked["nonce"]))
    assert Browser(browser.hub).post(id_token=token, state=asked["state"]).status_code == 400  # without the cookies
    assert browser.post(id_token=token, state="e30=").status_code == 400
    assert browser.post(id_token=token).status_code == 400
    assert browser.name() == ""


def test_a_launch_counts_once_whatever_cookies_come_with_it(browser, school, hub):
    asked = dict(parse_qsl(urlsplit(browser.begin(school, "u-ada").headers["Location"]).query))
    stolen = Browser(hub.url, dict(browser.cookies))
    form = {"id_token": school.sign(school.claims("u-ada", asked["nonce"])), "state": asked["state"]}
    assert browser.post(**form).status_code == 302
    assert browser.post(**form).status_code == 400  # Back, and once more
    answer = stolen.post(**form)
    assert answer.status_code == 400
    assert "used already" in answer.text
    assert stolen.name() == ""


def test_the_hubs_own_login_form_is_no_way_in(browser, school, hub):
    """The hub hands a form's fields to whatever logs people in; jupyterhub-ltiauthenticator 1.6.3 alone takes them for claims."""
    browser.ask("GET", f"{hub.url}/hub/login")
    form = {"sub": "u-ada", "email": "Ada", "username": "Ada", "password": "x", f"{CLAIM}/roles": LEARNER}
    answer = browser.ask("POST", f"{hub.url}/hub/login", data=form | {"_xsrf": browser.cookies["_xsrf"]})
    assert answer.status_code == 403
    assert browser.name() == ""


def test_the_button_of_the_login_page_says_where_to_begin(browser, hub):
    answer = browser.ask("GET", f"{hub.url}/hub/lti13/oauth_login")
    assert answer.status_code == 400
    assert "Open the course from the LMS" in answer.text


def test_claims_that_no_launch_has_brought_are_none(tool, school, tmp_path):
    authenticator = tool.launch.LaunchAuthenticator(site=str(made_site(tmp_path / "site", school, tool)), course=COURSE)
    with pytest.raises(HTTPError, match="nobody logs in by name and password"):
        asyncio.run(authenticator.authenticate(SimpleNamespace(claims=None), school.claims("u-tina", "n")))


def test_a_launch_leads_nowhere_else(browser, school, hub):
    asked = dict(
        parse_qsl(urlsplit(browser.begin(school, "u-ada", "https://evil.example.edu/hub/home").headers["Location"]).query)
    )
    answer = browser.post(id_token=school.sign(school.claims("u-ada", asked["nonce"])), state=asked["state"])
    assert answer.headers["Location"] == "/hub/home"


def test_a_roster_that_does_not_read_is_said_and_not_shown(browser, school, hub):
    hub.roster.write_text("student,lti_id\nroot:x:0:0:secret,u-ada\n", encoding="utf-8")
    try:
        answer = browser.launch(school, "u-ada")
    finally:
        hub.roster.write_text(ROSTER, encoding="utf-8")
    assert answer.status_code == 503
    assert "cannot be read" in answer.text
    assert "root:x" not in answer.text
    assert browser.name() == ""


def test_slow_keys_of_the_lms_hold_nobody_else_up(hub, school):
    school.slow = 4.0
    try:
        waiting = threading.Thread(target=Browser(hub.url).launch, args=(school, "u-ada"))
        waiting.start()
        time.sleep(1.5)  # until it waits for the keys
        began = time.monotonic()
        assert requests.get(f"{hub.url}/hub/login", timeout=60).status_code == 200
        took = time.monotonic() - began
        waiting.join()
    finally:
        school.slow = 0.0
    assert took < 2.0


def test_what_canvas_is_given_has_the_public_half_alone(hub, tool):
    told = requests.get(f"{hub.url}/hub/lti13/config", timeout=60).json()
    assert set(told["public_jwk"]) <= {"kty", "kid", "e", "n", "alg", "use"}
    assert told["oidc_initiation_url"].startswith("https://")
    assert len(told["scopes"]) == 4


def test_a_hub_without_a_course_names_the_one_that_comes(tool, school, tmp_path):
    """The first launch of all: lti.toml has no context_id yet."""
    site = made_site(tmp_path / "site", school, tool)
    text = (site / "lti.toml").read_text(encoding="utf-8").replace(school.context, "")
    (site / "lti.toml").write_text(text, encoding="utf-8")
    first = tool.launch.LaunchAuthenticator(site=str(site), course=COURSE)
    with pytest.raises(HTTPError, match=f"context_id = '{school.context}' in lti.toml"):
        first.refuse_what_is_not_for_us(school.claims("u-tina", "n"))
