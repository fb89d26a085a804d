"""What a person does in the hub's pages: log in, work in JupyterLab, grade in the formgrader."""

import re
from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.hub.running import Hub

COURSE = "feature_attribution"
FORMGRADER = f"/services/{COURSE}/formgrader"
ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1)")  # nothing leaves this machine, and nothing is waited for
FILE_CHANGED = "File Changed"
MENU = '.lm-MenuBar-item:has(.lm-MenuBar-itemLabel:text-is("{}"))'

expect.set_options(timeout=180_000)  # long, for busy machines; nothing waits longer than it must


class Person:
    """Somebody who has logged in, with a browser window of their own."""

    def __init__(self, browser: Browser, hub: Hub, name: str, pictures: Path):
        self.hub, self.name, self.pictures = hub, name, pictures
        self.errors: list[str] = []  # of scripts and of servers
        self.window = browser.new_context(viewport={"width": 1440, "height": 900})
        self.window.route(ELSEWHERE, lambda route: route.abort())
        self.page: Page = self.window.new_page()
        self.page.set_default_timeout(180_000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("response", lambda answer: self.errors.append(answer.url) if answer.status >= 500 else None)
        self.page.goto(f"{hub.url}/hub/login?next=/hub/home")
        self.page.fill("#username_input", name)
        self.page.fill("#password_input", hub.password)
        self.page.click("#login_submit")
        self.page.wait_for_url("**/hub/home")

    def open(self, path: str) -> int:
        """Goes to a page of the hub; the status that it answers."""
        answer = self.page.goto(f"{self.hub.url}{path}")
        assert answer is not None
        return answer.status

    def picture(self, name: str) -> None:
        """A picture of the window, among those of the round."""
        self.page.screenshot(path=self.pictures / f"{name}.png")

    def leave(self) -> None:
        self.window.close()


class Student(Person):
    """Somebody in JupyterLab."""

    def __init__(self, browser: Browser, hub: Hub, name: str, pictures: Path):
        super().__init__(browser, hub, name, pictures)
        self.open("/hub/user-redirect/lab?reset")  # without what was open the last time
        self.page.wait_for_selector("#jp-main-dock-panel", timeout=150_000)
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        self.cells = self.page.locator(".jp-NotebookPanel:visible .jp-Cell")
        # JupyterLab saves by itself, too; where it does while a person saves, it asks whose is to stay
        asked = self.page.locator(".jp-Dialog", has_text=FILE_CHANGED)
        self.page.add_locator_handler(asked, lambda dialog: dialog.locator("button", has_text="Overwrite").click())

    def choose(self, menu: str, command: str) -> None:
        """Takes an entry of a menu, which may be open already; again, where the page was too busy to open it."""
        entry = self.page.locator(f'.lm-Menu li[data-command="{command}"]')
        for _ in range(20):
            if not entry.is_visible():
                self.page.click(MENU.format(menu))
            try:
                entry.click(timeout=5_000)
                return
            except TooLate:
                continue
        raise AssertionError(f"no entry {command} in the menu {menu}")

    def entries(self, menu: str) -> list[str]:
        """What a menu offers; it stays open."""
        self.page.click(MENU.format(menu))
        shown = self.page.locator(".lm-Menu-item:not([data-type=separator])")
        shown.first.wait_for()
        return [text.strip() for text in shown.all_inner_texts() if text.strip()]

    def assignments(self, state: str) -> Locator:
        """part1's line in nbgrader's list of released, fetched or submitted assignments."""
        return self.page.locator(f"#{state}_assignments_list > .list_item:has-text('part1'):not(:has-text('homework'))")

    def fetch(self, notebook: str) -> None:
        """Takes part1 from the exchange and opens a notebook of it."""
        self.choose("Nbgrader", "nbgrader:open-assignment-list")
        self.assignments("released").locator("button").click()
        self.assignments("fetched").locator("a.assignment-notebooks-link").click()
        self.assignments("fetched").locator(f'.nested_list_item a:has-text("{notebook}")').click()
        # the circle in the toolbar says idle before there is a kernel, and what is run then is lost
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=120_000)

    def write(self, number: int, text: str) -> None:
        """Replaces what a cell says."""
        cell = self.cells.nth(number)
        cell.scroll_into_view_if_needed()
        if "jp-MarkdownCell" in (cell.get_attribute("class") or ""):
            cell.locator(".jp-RenderedMarkdown").dblclick()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)  # typed letter by letter it would be indented twice

    def run_all(self) -> None:
        """Starts all cells; it does not wait."""
        self.choose("Run", "runmenu:run-all")

    def wait_for_cell(self, number: int) -> None:
        """Until a code cell has its number: it has run."""
        expect(self.cells.nth(number).locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"), timeout=600_000)

    def said(self, number: int) -> str:
        """What a check shows below its cell."""
        self.cells.nth(number).scroll_into_view_if_needed()  # what is out of sight is not drawn
        shown = self.cells.nth(number).locator(".jp-OutputArea")
        expect(shown).to_contain_text(re.compile("[✓✗]"))
        return (shown.text_content() or "").strip()  # inner_text leaves out what is scrolled away

    def save(self) -> None:
        self.page.keyboard.press("ControlOrMeta+s")
        expect(self.page.locator(".jp-mod-dirty")).to_have_count(0)  # two that save at once get a "File Changed"

    def validate(self, picture: str) -> str:
        """What nbgrader's Validate button answers."""
        self.page.locator(".jp-NotebookPanel:visible .validate-button").click()
        dialog = self.page.locator(".jp-Dialog", has_not_text=FILE_CHANGED)
        expect(dialog).to_be_visible(timeout=300_000)
        self.picture(picture)
        said = dialog.inner_text()
        dialog.locator("button").last.click()
        expect(dialog).to_have_count(0)
        return said

    def submit(self) -> None:
        self.page.click('.lm-TabBar-tab:has-text("Assignments")')
        self.assignments("fetched").locator("button:text-is('Submit')").click()
        expect(self.assignments("submitted")).to_be_visible()

    def open_feedback(self, page: str) -> FrameLocator:
        """Fetches the feedback and opens a page of it."""
        self.assignments("submitted").locator("button:text-is('Fetch Feedback')").click()
        self.assignments("submitted").locator("a:has-text('view feedback')").click()
        self.page.locator(f'.jp-DirListing-item:has-text("{page}")').dblclick()
        return self.page.frame_locator(".jp-HTMLViewer iframe, .jp-IFrame iframe")


class Formgrader(Person):
    """An instructor in the formgrader."""

    def __init__(self, browser: Browser, hub: Hub, name: str, pictures: Path, at: str = FORMGRADER):
        super().__init__(browser, hub, name, pictures)
        self.open(at)
        self.row = self.page.locator("tr:has(td.name a:text-is('part1'))")
        self.row.wait_for()

    def press(self, button: Locator, expected: str, seconds: int = 60) -> None:
        """Presses a button, waits until nbgrader says that it is done, and closes its window."""
        button.click()
        said = self.page.locator(".modal.in")
        expect(said).to_contain_text(expected, timeout=seconds * 1000)
        said.locator(".modal-footer .btn-primary").click()
        expect(self.page.locator(".modal, .modal-backdrop")).to_have_count(0)

    def fill(self, box: Locator, text: str, api: str) -> None:
        """Fills a box of the grading page until it is stored: what is typed before its data has come is lost."""
        for _ in range(8):
            try:
                with self.page.expect_response(lambda r: api in r.url and r.request.method == "PUT", timeout=5_000):
                    box.fill("")
                    box.fill(text)
                    box.press("Tab")
                return
            except TooLate:
                continue
        raise AssertionError(f"{api}: never stored")
