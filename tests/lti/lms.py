"""A small LMS of our own, as LTI 1.3 has it: logs people in, signs launches, says who is in the course, keeps columns of points.

It answers on this machine, in a thread, and is as strict as a platform should be: a token for each service, tools known by
their key, an assertion taken once.
"""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.lti.packages import MISSING

if MISSING:
    pytest.skip(MISSING, allow_module_level=True)

import jwt
from jwt.algorithms import RSAAlgorithm

CLAIM = "https://purl.imsglobal.org/spec/lti/claim"
SCOPES = "https://purl.imsglobal.org/spec"
MEMBERS = f"{SCOPES}/lti-nrps/scope/contextmembership.readonly"
LINE_ITEM, SCORE, RESULT = (f"{SCOPES}/lti-ags/scope/{name}" for name in ("lineitem", "score", "result.readonly"))
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
PAGE = 2  # members, columns and results to a page
NEXT = "CaseMatters"  # part of the next page's address


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def own_key() -> rsa.RSAPrivateKey:
    """The LMS's; one for all tests, since it takes a while to make."""
    return new_key()


class Lms:
    """One that runs, with one course in it.

    Attributes:
        people: the course's members, by user_id: what LTI's roster says of each.
        columns: line items, by number; scores: number -> user_id -> score as it was sent.
        fails: (method, path's end) -> answers to give instead, each once: status and text.
        asked: (method, path) of all that was asked.
    """

    client, deployment, context = "tool-7", "1:dep", "course-42"

    def __init__(self) -> None:
        self.key, self.kid = own_key(), "lms-1"
        self.tool_key: Any = None  # the tool's public key, once it is registered
        self.redirect = ""  # where launches go, likewise
        self.slow = 0.0  # seconds until its keys come
        self.people: dict[str, dict[str, Any]] = {}
        self.columns: dict[str, dict[str, Any]] = {}
        self.scores: dict[str, dict[str, dict[str, Any]]] = {}
        self.results: dict[str, dict[str, dict[str, Any]]] = {}
        self.fails: dict[tuple[str, str], list[tuple[int, str]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.scopes = [LINE_ITEM, SCORE, RESULT]
        self._tokens: dict[str, set[str]] = {}
        self._assertions: set[str] = set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def enrol(self, user: str, name: str, *roles: str, **more: Any) -> None:
        self.people[user] = {"user_id": user, "name": name, "status": "Active", "roles": list(roles or [LEARNER]), **more}

    # --- launches ----------------------------------------------------------------------------------------------------

    def claims(self, user: str, nonce: str) -> dict[str, Any]:
        """What a launch says of somebody."""
        now = int(time.time())
        person = self.people[user]
        return {
            **{"iss": self.url, "aud": self.client, "sub": user, "iat": now, "exp": now + 300, "nonce": nonce},
            **{"name": person["name"], "email": person.get("email", "")},
            f"{CLAIM}/message_type": "LtiResourceLinkRequest",
            f"{CLAIM}/version": "1.3.0",
            f"{CLAIM}/deployment_id": self.deployment,
            f"{CLAIM}/target_link_uri": "http://hub/hub/home",
            f"{CLAIM}/resource_link": {"id": "link-1"},
            f"{CLAIM}/roles": person["roles"],
            f"{CLAIM}/context": {"id": self.context, "label": "FA", "title": "Feature attribution"},
            f"{SCOPES}/lti-nrps/claim/namesroleservice": {
                "context_memberships_url": f"{self.url}/members",
                "service_versions": ["2.0"],
            },
            f"{SCOPES}/lti-ags/claim/endpoint": {"scope": self.scopes, "lineitems": f"{self.url}/columns"},
        }

    def authorize(self, query: dict[str, str]) -> tuple[int, Any]:
        """The form that a browser posts to the tool: who is meant by login_hint has logged in here before."""
        as_registered = {"client_id": self.client, "response_type": "id_token", "response_mode": "form_post", "scope": "openid"}
        if any(query.get(name) != value for name, value in as_registered.items()) or query.get("redirect_uri") != self.redirect:
            return 400, {"error": "invalid_request"}
        return 200, {"id_token": self.sign(self.claims(query["login_hint"], query["nonce"])), "state": query["state"]}

    def sign(self, claims: dict[str, Any], key: Any = None, algorithm: str = "RS256") -> str:
        return jwt.encode(claims, self.key if key is None else key, algorithm, headers={"kid": self.kid})

    def jwks(self) -> dict[str, Any]:
        public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    # --- services ----------------------------------------------------------------------------------------------------

    def register(self, pem: str) -> None:
        """Takes a tool's public key."""
        self.tool_key = serialization.load_pem_public_key(pem.encode())

    def token(self, form: dict[str, str]) -> tuple[int, Any]:
        """A token for what a tool asks, if it can sign that it is the tool."""
        try:
            assertion = jwt.decode(form["client_assertion"], self.tool_key, ["RS256"], audience=f"{self.url}/token")
        except (jwt.PyJWTError, KeyError) as error:
            return 400, {"error": "invalid_client", "error_description": str(error)}
        if {assertion["iss"], assertion["sub"]} != {self.client} or assertion["jti"] in self._assertions:
            return 400, {"error": "invalid_client"}
        self._assertions.add(assertion["jti"])
        wanted = set(form["scope"].split())
        if not wanted <= {MEMBERS, *self.scopes}:
            return 400, {"error": "invalid_scope"}
        token = secrets.token_urlsafe()
        self._tokens[token] = wanted
        return 200, {"access_token": token, "token_type": "bearer", "expires_in": 3600, "scope": form["scope"]}

    def may(self, header: str, *scopes: str) -> bool:
        return bool(self._tokens.get(header.removeprefix("Bearer "), set()) & set(scopes))

    def members(self) -> list[dict[str, Any]]:
        return list(self.people.values())

    def add_column(self, column: dict[str, Any]) -> dict[str, Any]:
        number = str(len(self.columns) + 1)
        self.columns[number] = {**column, "id": f"{self.url}/columns/{number}?type_id=7"}  # as Moodle's are
        return self.columns[number]

    def give(self, number: str, score: dict[str, Any]) -> tuple[int, Any]:
        """Takes a score, as AGS 2.0 says: of a member, and never an older one in place of a newer."""
        if score.get("userId") not in self.people:
            return 404, {"error": "no such user in this course"}
        before = self.scores.setdefault(number, {}).get(score["userId"])
        if before and before["timestamp"] >= score["timestamp"]:
            return 409, {"error": "a newer score is there"}
        self.scores[number][score["userId"]] = score
        self.overwrite(number, score["userId"], score["scoreGiven"], score["scoreMaximum"])
        return 200, {}

    def overwrite(self, number: str, user: str, points: float, maximum: float) -> None:
        """Sets a mark as a teacher does by hand, or a score."""
        column = self.columns[number]
        held = {"userId": user, "resultScore": points / maximum * column["scoreMaximum"], "resultMaximum": column["scoreMaximum"]}
        self.results.setdefault(number, {})[user] = held


def handler_of(lms: Lms) -> type[BaseHTTPRequestHandler]:
    """What answers for it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *words: Any) -> None:
            """Says nothing."""

        def do_GET(self) -> None:
            self.respond(*(self.failing("GET") or self.got(urlsplit(self.path))))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            self.respond(*(self.failing("POST") or self.posted(urlsplit(self.path).path, body)))

        def failing(self, method: str) -> tuple[int, Any] | None:
            path = urlsplit(self.path).path
            lms.asked.append((method, path))
            waiting = next((lms.fails[key] for key in lms.fails if key[0] == method and path.endswith(key[1])), [])
            return waiting.pop(0) if waiting else None

        def got(self, url: Any) -> tuple[int, Any]:
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            if url.path == "/jwks":
                time.sleep(lms.slow)
                return 200, lms.jwks()
            if url.path == "/authorize":
                return lms.authorize(query)
            held = self.headers.get("Authorization", "")
            if url.path == "/members":
                if not lms.may(held, MEMBERS):
                    return 401, {"error": "no token for members"}
                context = {"id": lms.context}
                return self.page(lms.members(), query, lambda part: {"id": url.path, "context": context, "members": part})
            if url.path == "/columns":
                allowed = lms.may(held, LINE_ITEM)
                return self.page(list(lms.columns.values()), query, list) if allowed else (401, {"error": "no token for columns"})
            if url.path.endswith("/results"):
                found = list(lms.results.get(url.path.split("/")[2], {}).values())
                return self.page(found, query, list) if lms.may(held, RESULT) else (401, {"error": "no token for results"})
            return 404, {"error": f"no {url.path}"}

        def posted(self, path: str, body: str) -> tuple[int, Any]:
            if path == "/token":
                return lms.token({name: values[0] for name, values in parse_qs(body).items()})
            held = self.headers.get("Authorization", "")
            if path == "/columns" and lms.may(held, LINE_ITEM):
                return 201, lms.add_column(json.loads(body))
            if path.endswith("/scores") and lms.may(held, SCORE):
                return lms.give(path.split("/")[2], json.loads(body))
            return 401, {"error": f"no token for {path}"}

        def page(self, whole: list, query: dict[str, str], wrap: Any) -> tuple[int, Any]:
            begin = int(query.get("page", f"{NEXT}0").removeprefix(NEXT))
            if begin + PAGE < len(whole):
                path = urlsplit(self.path).path
                self.next_page = f'<{lms.url}{path}?{urlencode({"page": f"{NEXT}{begin + PAGE}"})}>; rel="next"'
            return 200, wrap(whole[begin : begin + PAGE])

        def respond(self, status: int, answer: Any) -> None:
            body = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", str(answer))
            if link := vars(self).pop("next_page", ""):
                self.send_header("Link", link)
            self.end_headers()
            self.wfile.write(body)

    return Handler


@contextmanager
def running() -> Iterator[Lms]:
    """An LMS that answers until the block ends."""
    lms = Lms()
    thread = threading.Thread(target=lms.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield lms
    finally:
        lms.server.shutdown()
        lms.server.server_close()
        thread.join()
