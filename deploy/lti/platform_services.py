"""The services of the LMS for one course: who is in it, and its columns of points. pylti1p3 speaks; faults come in one line."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from cryptography.hazmat.primitives import serialization
from platform_settings import Refused, Services, Settings
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiException, LtiServiceException
from pylti1p3.names_roles import NamesRolesProvisioningService
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from autograder.collection.names import shown

SECONDS = 30  # until an answer must begin
PAUSE = 1.0  # seconds before a second try, then twice and four times as long
LONGEST_PAUSE = 60  # seconds, however long the LMS asks to wait
TRY_AGAIN = (429, 502, 503, 504)


class PlatformFault(Refused):
    """The LMS did not do what was asked of it.

    Args:
        everybody: what is asked for others would fail, too: it is down, or lets this tool in no more.
    """

    def __init__(self, line: str, everybody: bool = True):
        super().__init__(line)
        self.everybody = everybody


class PatientSession(requests.Session):
    """Waits, but not for ever; tries again what may be asked twice; follows no redirect, which could take a token elsewhere."""

    def __init__(self):
        super().__init__()
        # a score may be sent twice: the second takes the place of the first
        tries = Retry(
            total=3,
            backoff_factor=PAUSE,
            status_forcelist=TRY_AGAIN,
            allowed_methods=("GET", "POST"),
            raise_on_status=False,
            retry_after_max=LONGEST_PAUSE,
        )
        self.mount("https://", HTTPAdapter(max_retries=tries))
        self.mount("http://", HTTPAdapter(max_retries=tries))

    def request(self, method, url, **options):
        """As requests has it, with an end."""
        return super().request(method, url, **({"timeout": SECONDS} | options | {"allow_redirects": False}))


class Connector(ServiceConnector):
    """Keeps tokens while they are good; pylti1p3 leaves that to who uses it."""

    def __init__(self, registration: Registration):
        super().__init__(registration, PatientSession())
        self._tokens: dict[str, tuple[str, float]] = {}

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        token, ends = self._tokens.get(scope_key, (None, 0.0))
        return token if time.monotonic() < ends else None

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        self._tokens[scope_key] = access_token, time.monotonic() + float(expires_in) - 10


def connector(settings: Settings) -> Connector:
    """Signs in to the LMS with this tool's key.

    Raises:
        Refused: the key is missing or is none, or others can read it.
    """
    private = private_key(settings.key)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )  # for the key's name, by which the LMS finds it
    registration = Registration().set_issuer(settings.issuer).set_client_id(settings.client_id)
    registration.set_auth_token_url(settings.token_url).set_auth_audience(settings.token_audience or settings.token_url)
    registration.set_tool_private_key(settings.key.read_text(encoding="ascii")).set_tool_public_key(public.decode())
    return Connector(registration)


def private_key(path: Path) -> Any:
    """Reads the tool's key; raises Refused as `connector` does."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except FileNotFoundError:
        raise Refused(f"there is no key {path}: make one with deploy/lti/make_key.py") from None
    except (OSError, ValueError, TypeError) as error:
        raise Refused(f"{path} does not read as a private key: {shown(str(error))}") from None
    if path.stat().st_mode & 0o077:
        raise Refused(f"others can read {path}, the tool's private key: chmod 600 {path}")
    return key


def members(settings: Settings, services: Services) -> list[dict[str, Any]]:
    """Everybody whom the LMS has in the course now, page by page.

    Raises:
        Refused: it does not offer them to this tool; PlatformFault: it does not answer as it should.
    """
    if not services.memberships_url:
        raise Refused("the LMS does not offer its members to this tool: allow Names and Role Provisioning there (docs/lti.md)")
    service = NamesRolesProvisioningService(connector(settings), {"context_memberships_url": services.memberships_url})
    with one_line("members"):
        found = service.get_members()
        present = [one for one in found if str(one.get("status") or "Active").casefold() == "active"]
        if not all(one.get("user_id") for one in present):
            raise PlatformFault("members: the LMS names somebody without a user_id")
    return [dict(one) for one in present]


def grades(settings: Settings, services: Services) -> AssignmentsGradesService:
    """The LMS's columns of points.

    Raises:
        Refused: it does not offer them to this tool.
    """
    service = AssignmentsGradesService(
        connector(settings),
        {"scope": list(services.scopes), "lineitems": services.lineitems_url},  # type: ignore[typeddict-item]
    )
    if not services.lineitems_url or not service.can_put_grade() or not service.can_read_lineitem():
        raise Refused("the LMS does not let this tool send points: allow Assignment and Grade Services there (docs/lti.md)")
    return service


@contextmanager
def one_line(what: str) -> Iterator[None]:
    """Turns whatever can go wrong between here and the LMS into a PlatformFault with a line."""
    try:
        yield
    except LtiServiceException as error:
        answer = error.response
        told = shown(answer.text.strip() or answer.reason or "")
        asked = answer.request.method if answer.request is not None else ""
        everybody = answer.status_code in (401, 403, *TRY_AGAIN) or "access token" in str(error)
        raise PlatformFault(f"{what}: the LMS answered {answer.status_code} to {asked} {answer.url}: {told}", everybody) from None
    except requests.exceptions.JSONDecodeError:
        raise PlatformFault(f"{what}: the LMS answered with what is no JSON") from None
    except requests.RequestException as error:
        raise PlatformFault(f"{what}: the LMS does not answer: {shown(str(error))}") from None
    except LtiException as error:
        raise PlatformFault(f"{what}: {shown(str(error))}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlatformFault(f"{what}: the LMS answered otherwise than LTI says: {shown(repr(error))}") from None
