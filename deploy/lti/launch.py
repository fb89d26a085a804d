"""Logs people in who come from the LMS: LTI 1.3 by jupyterhub-ltiauthenticator, and what it leaves to whoever uses it.

The library checks the signature, issuer, client, times, state and nonce. Here: the deployment and the course; a launch counts
once; nobody logs in but by a launch; students have the ids of the roster, and roles are those in this course.
"""

import asyncio
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ltiauthenticator.lti13.auth import LTI13Authenticator
from ltiauthenticator.lti13.handlers import LTI13CallbackHandler, LTI13ConfigHandler, LTI13LoginInitHandler
from members import may_be_student, role_of, staff_name
from platform_settings import FILE, Settings, keep_services, read_settings, services_of
from tornado.web import HTTPError
from traitlets import Unicode

from autograder.collection.names import shown
from autograder.collection.roster import read_roster

CLAIM = "https://purl.imsglobal.org/spec/lti/claim"
SCOPES = (
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
)
LEEWAY = 30  # seconds, by which the clocks of the LMS and of the hub may differ
OLDEST = 600  # seconds, after which a launch no longer counts
NO_LAUNCH = "Open the course from the LMS: here nobody logs in by name and password."
NOT_LISTED = "The course's roster does not have you yet. Ask your instructor to bring it up to date, then come again."
KEYS = ThreadPoolExecutor(4, "lti-keys")  # the library waits for the LMS's keys; the hub must not


class LoginStart(LTI13LoginInitHandler):
    """Begins a launch: off to the LMS, with two cookies that come back by its form."""

    def post(self) -> None:
        """As the library has it; who comes by the button of the hub's own login page reads where to begin."""
        if not self.get_argument("iss", ""):
            raise HTTPError(400, NO_LAUNCH)
        super().post()

    get = post

    def _set_oauth_cookie(self, key: str, value: str) -> None:
        """With TLS these two may come back from the LMS's page, which browsers else forbid; the hub's own stay as they are."""
        across = {"samesite": "None", "secure": True} if self.authenticator.uri_scheme == "https" else {}
        self._set_cookie(key, value, expires_days=1, httponly=True, encrypted=True, **across)


class Launch(LTI13CallbackHandler):
    """Takes what the LMS has signed."""

    _checked: Future | None = None
    claims: dict[str, Any] | None = None  # once they are checked

    async def post(self):
        """As the library has it, but that the hub goes on for others meanwhile."""
        self._checked = KEYS.submit(super().decode_and_validate_launch_request)
        await asyncio.wait([asyncio.wrap_future(self._checked)])
        await super().post()

    def decode_and_validate_launch_request(self) -> dict[str, Any]:
        """What was found, or raised."""
        assert self._checked is not None
        self.claims = self._checked.result()
        return self.claims

    async def login_user(self, data=None):
        """Logs in, and puts the person into the groups of their role: a role that was taken away in the LMS is gone here."""
        user = await super().login_user(data)
        if user is None or self.claims is None:
            return user
        role = role_of(self.claims.get(f"{CLAIM}/roles"))
        user.sync_groups(self.authenticator.groups_of(role))
        before = self.find_user(staff_name(self.authenticator.settings.issuer, self.claims["sub"]))
        if role != "instructor" and before is not None:
            before.sync_groups([])  # has been an instructor, and may still have a window open as one
        self.db.commit()
        return user


class CanvasConfiguration(LTI13ConfigHandler):
    """What Canvas asks for when this tool is registered by JSON: no more rights than the commands in deploy/lti use."""

    async def get(self) -> None:
        """The JSON, public as the key in it."""
        self.finish(canvas_configuration(self.authenticator.settings))


def canvas_configuration(settings: Settings) -> dict[str, Any]:
    """Registers this tool in Canvas: a link in the course's navigation that opens in a window of its own."""
    placement = {"placement": "course_navigation", "message_type": "LtiResourceLinkRequest", "windowTarget": "_blank"}
    placement["target_link_uri"] = f"{settings.hub}/hub/home"
    canvas = {"platform": "canvas.instructure.com", "placements": [placement]}
    return {
        "title": "Notebooks",
        "description": "The course's notebooks on JupyterHub",
        "target_link_uri": f"{settings.hub}/hub/home",
        "oidc_initiation_url": f"{settings.hub}/hub/lti13/oauth_login",
        "scopes": list(SCOPES),
        "extensions": [{"platform": "canvas.instructure.com", "privacy_level": "public", "settings": canvas}],
        "public_jwk": public_jwk(settings.key),
    }


def public_jwk(key: Path) -> dict[str, Any]:
    """The public half of the tool's key; raises HTTPError where there is no key."""
    from make_key import public_pem  # here alone: launches need no key
    from platform_settings import Refused
    from pylti1p3.registration import Registration

    try:
        return dict(Registration.get_jwk(public_pem(key)))
    except Refused as reason:
        raise HTTPError(503, str(reason)) from None


class LaunchAuthenticator(LTI13Authenticator):
    """One LMS, one course."""

    login_handler, callback_handler, config_handler = LoginStart, Launch, CanvasConfiguration
    site = Unicode(config=True, help="The hub's folder, with lti.toml in it.")
    course = Unicode(config=True, help="Its name, as the groups have it.")
    roster = Unicode(config=True, help="The course's roster.csv.")
    homes = Unicode(config=True, help="Where accounts have their homes; empty on a hub without accounts.")

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.settings = read_settings(Path(self.site))
        self._used: dict[str, float] = {}  # nonce -> when it is forgotten

    def normalize_username(self, username: str) -> str:
        """Ids are spelled as the roster has them; two that differ in capitals alone it refuses."""
        return username

    async def authenticate(self, handler, data=None):
        """The name of whom the LMS has sent; raises HTTPError with what to do, for everybody else.

        The hub calls this for its own login form, too, with whatever fields somebody has sent. That is no launch, but the
        library alone (1.6.3) takes the fields for claims, and anybody could log in as anybody.
        """
        if data is None or getattr(handler, "claims", None) is not data:
            raise HTTPError(403, NO_LAUNCH)
        self.refuse_what_is_not_for_us(data)
        self.use_once(str(data["nonce"]))
        role = role_of(data.get(f"{CLAIM}/roles"))
        if role == "instructor":
            keep_services(Path(self.site), services_of(data))
            return {"name": staff_name(self.settings.issuer, data["sub"])}
        if role == "student":
            return {"name": self.student(data["sub"])}
        raise HTTPError(403, "In this course the LMS has you neither as a student nor as an instructor.")

    def refuse_what_is_not_for_us(self, claims: dict[str, Any]) -> None:
        """Raises HTTPError for another kind of message, deployment or course, and for somebody without a name."""
        context = claims.get(f"{CLAIM}/context")
        course = context.get("id") if isinstance(context, dict) else None
        if claims.get(f"{CLAIM}/message_type") != "LtiResourceLinkRequest":
            raise HTTPError(400, "This tool can be opened, and no content can be chosen from it.")
        if claims.get(f"{CLAIM}/deployment_id") not in self.settings.deployment_ids:
            self.log.warning("a launch of deployment %s", shown(repr(claims.get(f"{CLAIM}/deployment_id"))))
            raise HTTPError(403, f"This hub does not know the deployment; deployment_ids in {FILE} are those that it knows.")
        if not self.settings.context_id or course != self.settings.context_id:
            self.log.warning("a launch from course %s", shown(repr(course)))
            raise HTTPError(403, f"This hub serves another course. For this one: context_id = {shown(repr(course))} in {FILE}")
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise HTTPError(403, "The LMS does not say who you are: anonymous launches are not taken.")

    def use_once(self, nonce: str) -> None:
        """Raises HTTPError where a launch comes a second time, whatever cookies come with it."""
        now = time.monotonic()
        self._used = {known: ends for known, ends in self._used.items() if ends > now}
        if nonce in self._used:
            raise HTTPError(400, "This launch was used already. Open the course from the LMS again.")
        self._used[nonce] = now + OLDEST + 2 * LEEWAY

    def student(self, user: str) -> str:
        """The id of the roster's line with this lti_id; raises HTTPError where there is none, or none that may log in."""
        try:
            people = read_roster(Path(self.roster)).people
        except (OSError, ValueError) as error:
            self.log.error("the roster does not read: %s", shown(str(error)))
            raise HTTPError(503, "The course's roster cannot be read. Tell your instructor.") from None
        found = [person.student for person in people if person.exported.get("lti_id") == user]
        if len(found) != 1:
            raise HTTPError(403, NOT_LISTED)
        if not may_be_student(found[0], f"grader-{self.course}", Path(self.homes) if self.homes else None):
            self.log.error("%s of the roster may not log in: staff, the grader or an account of this machine", shown(found[0]))
            raise HTTPError(403, "Your id in the course's roster cannot be used here. Tell your instructor.")
        return found[0]

    def groups_of(self, role: str) -> list[str]:
        """As people.toml's are: instructors are in both, so that they can try what students do."""
        return [f"nbgrader-{self.course}", *([f"formgrade-{self.course}"] if role == "instructor" else [])]


def configure(c: Any, site: Path, course: str, roster: Path, homes: Path | None) -> None:
    """Sets a hub's configuration so that people come from the LMS alone.

    Args:
        site: with lti.toml in it.
        homes: of accounts, on a hub that has them.
    Raises:
        Refused: lti.toml cannot be used.
    """
    settings = read_settings(site)
    c.JupyterHub.authenticator_class = LaunchAuthenticator
    c.LaunchAuthenticator.site, c.LaunchAuthenticator.course = str(site), course
    c.LaunchAuthenticator.roster, c.LaunchAuthenticator.homes = str(roster), str(homes or "")
    c.LTI13Authenticator.issuer, c.LTI13Authenticator.client_id = settings.issuer, {settings.client_id}
    c.LTI13Authenticator.authorize_url, c.LTI13Authenticator.jwks_endpoint = settings.authorize_url, settings.jwks_url
    c.LTI13Authenticator.uri_scheme = "https" if settings.secure else "http"
    c.LTI13LaunchValidator.time_leeway, c.LTI13LaunchValidator.max_age = LEEWAY, OLDEST
    c.Authenticator.allow_all = True  # whom `authenticate` lets through, and nobody else
    c.JupyterHub.cookie_max_age_days = 1  # roles are read at a launch: one that was taken away is gone after a day
