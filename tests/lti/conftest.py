"""An LMS, a hub's site that knows it, and the modules of deploy/lti."""

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
LTI = ROOT / "deploy" / "lti"
MADE: dict[str, bytes] = {}


@pytest.fixture(scope="session")
def tool() -> SimpleNamespace:
    """The modules of deploy/lti, found beside each other as they are when one is run."""
    sys.path.insert(0, str(LTI))
    try:
        names = ("platform_settings", "platform_services", "members", "make_key", "fetch_roster", "send_points", "launch")
        return SimpleNamespace(**{name: importlib.import_module(name) for name in names if (LTI / f"{name}.py").exists()})
    finally:
        sys.path.remove(str(LTI))


@pytest.fixture
def lms() -> Iterator:
    from tests.lti.lms import running

    with running() as found:
        yield found


def made_site(folder: Path, lms, tool, hub: str = "http://127.0.0.1:8000") -> Path:
    """A hub's site whose lti.toml names the LMS, and which the LMS knows by its key."""
    folder.mkdir()
    settings = f"""
hub = "{hub}"
issuer = "{lms.url}"
client_id = "{lms.client}"
deployment_ids = ["{lms.deployment}"]
context_id = "{lms.context}"
authorize_url = "{lms.url}/authorize"
jwks_url = "{lms.url}/jwks"
token_url = "{lms.url}/token"
key = "key.pem"
"""
    (folder / "lti.toml").write_text(settings, encoding="utf-8")
    if "key" not in MADE:  # it takes a while to make
        tool.make_key.make(folder / "key.pem")
        MADE["key"] = (folder / "key.pem").read_bytes()
    (folder / "key.pem").write_bytes(MADE["key"])
    (folder / "key.pem").chmod(0o600)
    lms.register(tool.make_key.public_pem(folder / "key.pem"))
    return folder


@pytest.fixture
def site(tmp_path, lms, tool, monkeypatch) -> Path:
    """One to which an instructor has come once; no pause before a second try."""
    folder = made_site(tmp_path / "site", lms, tool)
    services = {"memberships_url": f"{lms.url}/members", "lineitems_url": f"{lms.url}/columns", "scopes": lms.scopes}
    (folder / "lti_services.json").write_text(json.dumps(services), encoding="utf-8")
    monkeypatch.setattr(tool.platform_services, "PAUSE", 0.0)
    return folder


@pytest.fixture
def course(tmp_path) -> Path:
    folder = tmp_path / "course"
    folder.mkdir()
    return folder
