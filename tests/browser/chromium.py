"""A headless Chromium that opens pages and tells what they did: which payloads ran, what was asked for, where it ended.

It is driven by the DevTools protocol over a websocket, so every request is seen, also one that the network never sees.
"""

import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import websocket

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = [
    "--headless=new",
    "--no-sandbox",  # it has none where tests run as root; the pages are our own
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--remote-debugging-port=0",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # whatever a page asks for, nothing leaves this machine
]
LISTEN = "window.ran = []; window.pwned = name => window.ran.push(String(name));"  # before a page's own scripts
# all that a reader might do; links that are allowed are left alone, for they lead elsewhere
PROVOKE = """
for (const part of document.querySelectorAll('body *')) {
  for (const kind of ['mouseover', 'mouseenter', 'focus', 'toggle', 'input', 'click', 'pointerdown'])
    if (kind !== 'click' || !/^(https:|#)/.test(part.getAttribute('href') || '')) part.dispatchEvent(new Event(kind));
  if (part.matches('a') && !/^(https:|#)/.test(part.getAttribute('href') || '')) part.click();
}
"""


@dataclass
class Visit:
    """What happened while a page was open."""

    ran: list[str]  # payloads that ran
    requests: list[str]  # addresses that were asked for, also where nothing came
    blocked: list[str]  # of these, what the page's own policy did not let through
    ended: str  # the address in the end
    measured: Any  # what the caller's expression gave


class Browser:
    """One running Chromium."""

    def __init__(self, wire: websocket.WebSocket):
        self.socket = wire
        self.number = 0
        self.events: list[dict] = []

    def ask(self, method: str, session: str | None = None, **params: Any) -> dict:
        """One command and its answer; events that come meanwhile are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]
            self.events.append(answer)

    def listen(self, seconds: float, until: str = "") -> None:
        """Collects events for a while, or until one comes."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                self.events.append(json.loads(self.socket.recv()))
            except websocket.WebSocketTimeoutException:
                break
            if self.events[-1].get("method") == until:
                break
        self.socket.settimeout(30)

    def visit(self, url: str, act: str = PROVOKE, measure: str = "null") -> Visit:
        """Opens a page, does what a reader might do there, and says what happened."""
        self.events.clear()
        tab = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.ask(f"{domain}.enable", session)
        self.ask("Page.addScriptToEvaluateOnNewDocument", session, source=LISTEN)
        self.ask("Page.navigate", session, url=url)
        self.listen(30, until="Page.loadEventFired")
        self.listen(1.5)
        self.value(session, act)
        self.listen(1)
        measured = self.value(session, measure)
        ran, ended = self.value(session, "window.ran"), self.value(session, "location.href")
        self.ask("Target.closeTarget", targetId=tab)
        asked = {one["requestId"]: one["request"]["url"] for one in self.all("Network.requestWillBeSent")}
        asked = {key: address for key, address in asked.items() if address != url and not address.startswith("data:")}
        blocked = {one["requestId"] for one in self.all("Network.loadingFailed") if one.get("blockedReason") == "csp"}
        return Visit(ran or [], list(asked.values()), [asked[key] for key in blocked & set(asked)], ended, measured)

    @contextmanager
    def opened(self, url: str, width: int, height: int = 900) -> Iterator["Page"]:
        """A page in a window of a size, as a reader has it before doing anything."""
        self.events.clear()
        tab = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable", session)
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.ask("Emulation.setDeviceMetricsOverride", session, **size)
        self.ask("Page.navigate", session, url=url)
        self.listen(60, until="Page.loadEventFired")
        try:
            yield Page(self, session, url)
        finally:
            self.ask("Target.closeTarget", targetId=tab)

    def all(self, method: str) -> list[dict]:
        """What the events of one kind tell."""
        return [event["params"] for event in self.events if event.get("method") == method]

    def value(self, session: str, expression: str) -> Any:
        """What an expression gives in the page."""
        return self.ask("Runtime.evaluate", session, expression=expression, returnByValue=True)["result"].get("value")


@dataclass
class Page:
    """A page that is open."""

    browser: Browser
    session: str
    url: str

    def value(self, expression: str) -> Any:
        """What an expression, or what it promises, gives in the page."""
        asked = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        answer = self.browser.ask("Runtime.evaluate", self.session, **asked)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def requests(self) -> list[str]:
        """What the page has asked for beside itself."""
        asked = [one["request"]["url"] for one in self.browser.all("Network.requestWillBeSent")]
        return [address for address in asked if address != self.url and not address.startswith("data:")]

    def complaints(self) -> list[str]:
        """Errors of scripts, and what the page's own policy has held back."""
        thrown = [str(one["exceptionDetails"].get("text")) for one in self.browser.all("Runtime.exceptionThrown")]
        return thrown + [one["entry"]["text"] for one in self.browser.all("Log.entryAdded") if one["entry"]["level"] == "error"]

    def picture(self) -> bytes:
        """The whole page as a PNG file."""
        told = self.browser.ask("Page.captureScreenshot", self.session, captureBeyondViewport=True)
        return base64.b64decode(told["data"])


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium with a profile of its own, which ends with the block."""
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [PROGRAM, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stderr is not None
                for line in process.stderr:
                    if found := re.search(r"DevTools listening on (ws://\S+)", line):
                        with closing(websocket.create_connection(found[1], timeout=30, suppress_origin=True)) as wire:
                            yield Browser(wire)
                        break
                else:
                    raise RuntimeError("Chromium ended before it could be driven")
            finally:
                process.terminate()
