"""What lti.toml says of the LMS, and what the LMS has said of its services at a launch."""

import json
import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FILE = "lti.toml"  # in the hub's site; where it is, LTI is on
SERVICES = "lti_services.json"  # beside it, written by the hub
HERE_ALONE = ("127.0.0.1", "localhost", "::1")  # may do without TLS: nothing leaves the machine
NAMES_AND_ROLES = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"


class Refused(RuntimeError):
    """What cannot be done, and why, in a line."""


@dataclass(frozen=True)
class Settings:
    """lti.toml; example.toml says what each line means."""

    hub: str
    issuer: str
    client_id: str
    deployment_ids: list[str]
    authorize_url: str
    jwks_url: str
    token_url: str
    key: Path
    context_id: str = ""
    token_audience: str = ""
    columns: dict[str, str] = field(default_factory=dict)  # assignment -> the LMS's name of its column

    @property
    def secure(self) -> bool:
        """Whether browsers reach the hub by TLS."""
        return self.hub.startswith("https:")


ADDRESSES = ("hub", "authorize_url", "jwks_url", "token_url")
OPTIONAL = ("context_id", "token_audience", "columns")


def read_settings(site: Path) -> Settings:
    """Reads lti.toml of a hub's site.

    Raises:
        Refused: there is none, it is no TOML, a line is missing, unknown or of another kind, or an address has no TLS.
    """
    path = site / FILE
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused(f"there is no {path}: copy deploy/lti/example.toml there and fill it in (docs/lti.md)") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"{path} does not read: {error}") from error
    if fault := fault_of(found):
        raise Refused(f"{path}: {fault}")
    return Settings(**(found | {"key": site / found["key"], "hub": found["hub"].rstrip("/")}))


def fault_of(found: dict[str, Any]) -> str:
    """What is wrong with the lines of lti.toml; empty where nothing is."""
    known = {one.name: one for one in fields(Settings)}
    if unknown := found.keys() - known:
        return f"{', '.join(sorted(unknown))} is no setting; there are {', '.join(known)}"
    if missing := [name for name in known if name not in OPTIONAL and not found.get(name)]:
        return f"{', '.join(missing)} is missing"
    for name, value in found.items():
        wanted = {"deployment_ids": list, "columns": dict}.get(name, str)
        inside = value.values() if isinstance(value, dict) else value
        if not isinstance(value, wanted) or not all(isinstance(one, str) for one in inside):
            return f"{name} is {value!r}; expected text, in quotes" + ("" if wanted is str else f" ({wanted.__name__} of texts)")
    for name in ADDRESSES:
        if not is_safe_address(found[name]):
            return f"{name} is {found[name]!r}; expected an address that begins with https://"
    return ""


def is_safe_address(address: str) -> bool:
    """Whether what is sent to an address is read by nobody on the way."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE_ALONE))


@dataclass(frozen=True)
class Services:
    """Where the LMS answers for this course; an empty address where it does not."""

    memberships_url: str = ""
    lineitems_url: str = ""
    scopes: tuple[str, ...] = ()  # what it lets this tool do with its columns


def services_of(claims: dict[str, Any]) -> Services:
    """The services that a launch names."""
    members, grades = claims.get(NAMES_AND_ROLES) or {}, claims.get(GRADES) or {}
    scopes = tuple(map(str, grades.get("scope") or ()))
    return Services(str(members.get("context_memberships_url") or ""), str(grades.get("lineitems") or ""), scopes)


def keep_services(site: Path, services: Services) -> None:
    """Writes them beside lti.toml, whole or not at all: the commands need them when nobody launches.

    What a launch does not name stays as an earlier one has named it: some links of an LMS come without its columns.
    """
    try:
        before = kept_services(site)
    except Refused:
        before = Services()
    members = services.memberships_url or before.memberships_url
    grades = services if services.lineitems_url else before
    services = Services(members, grades.lineitems_url, grades.scopes)
    beside = site / f".{SERVICES}.{os.getpid()}"
    beside.write_text(json.dumps(vars(services), indent=1), encoding="utf-8")
    beside.chmod(0o644)
    beside.replace(site / SERVICES)


def kept_services(site: Path) -> Services:
    """Reads them again.

    Raises:
        Refused: no instructor has come from the LMS yet, or an address has no TLS.
    """
    try:
        found = json.loads((site / SERVICES).read_text(encoding="utf-8"))
        services = Services(found["memberships_url"], found["lineitems_url"], tuple(found["scopes"]))
    except (OSError, ValueError, KeyError, TypeError):
        again = "open the course from the LMS once, as its instructor, and run this again"
        raise Refused(f"{site / SERVICES} is missing or does not read: {again}") from None
    for address in filter(None, (services.memberships_url, services.lineitems_url)):
        if not is_safe_address(address):
            raise Refused(f"the LMS names {address!r} as a service, which has no TLS")
    return services
