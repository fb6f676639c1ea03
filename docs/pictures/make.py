"""Make the pictures of this folder anew, from a fresh demo.

    bin/bootstrap --dev && .venv/bin/python docs/pictures/make.py

Starts Heard with its demo in a data folder of its own on a free port, signs in as its roles, takes
the pictures, and stops and removes everything again. Needs Chromium. Look at each picture after.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
WORK = "/work/family-voices"
LARGEST = 200_000  # bytes of a picture
CARDS = """\
card,who,day,what was written
1,Parents,2026-11-03,They told me I had to sign that night. I asked for a day to read it.
2,Kin caregivers,2026-11-03,"My niece was with me on the Friday, the check came in March."
3,Youth and alumni of care,2026-11-04,ask us before you move us
4,Foster parents,2026-11-05,
5,Parents,2026-11-06,The new worker read our file before she came. It felt like respect.
"""


@contextmanager
def running_demo() -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a fresh demo, and the password of each role."""
    folder = Path(tempfile.mkdtemp(prefix="heard-pictures-"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    environ = os.environ | {"HEARD_DATA": str(folder), "PORT": str(port)}
    command = [sys.executable, "manage.py", "demo"]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout:
            if line.startswith("Ctrl-C stops it"):
                break
        else:
            sys.exit("The demo did not start.")
        rows = json.loads((folder / "demo-sign-ins.json").read_text("utf-8"))
        yield f"http://localhost:{port}", {row["email"]: row["password"] for row in rows}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


class Camera:
    """Opens pages as somebody and takes their pictures."""

    def __init__(self, browser: Browser, address: str, passwords: dict[str, str]):
        self.browser, self.address, self.passwords = browser, address, passwords

    def member(self, role: str) -> Page:
        page = self._page(DESK)
        email = f"{role}@demo.example"
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(email)
        page.locator("[name=password]").fill(self.passwords[email])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/work/**")
        return page

    def anybody(self, size: dict[str, int]) -> Page:
        return self._page(size)

    def _page(self, size: dict[str, int]) -> Page:
        context = self.browser.new_context(viewport=size, base_url=self.address, locale="en-US")
        return context.new_page()

    def take(self, page: Page, name: str, path: str = "") -> None:
        if path:
            answer = page.goto(path)
            if answer is None or answer.status != 200:
                sys.exit(f"{path} did not open.")
        file = HERE / f"{name}.png"
        page.screenshot(path=file)
        if file.stat().st_size > LARGEST:
            sys.exit(f"{file.name} is larger than {LARGEST} bytes.")
        print(file.relative_to(ROOT), file.stat().st_size)


def take_members(camera: Camera) -> None:
    take_coordinator(camera)
    analyst = camera.member("analyst")
    analyst.goto(f"{WORK}/review/")
    pass_over_the_weak(analyst)
    camera.take(analyst, "review")
    camera.take(analyst, "themes", f"{WORK}/themes/")
    analyst.get_by_role("link", name="Kin and caregivers").first.click()
    camera.take(analyst, "theme")
    take_import(camera, analyst)
    approver = camera.member("approver")
    approver.goto(f"{WORK}/approvals/")
    approver.locator("main").get_by_role("link", name="Shifting expectations").first.click()
    camera.take(approver, "approval")
    camera.take(approver, "actions", f"{WORK}/actions/")


def take_coordinator(camera: Camera) -> None:
    """Planning and filling groups, and the day itself on a phone."""
    coordinator = camera.member("coordinator")
    camera.take(coordinator, "home-coordinator", "/work/")
    camera.take(coordinator, "board", f"{WORK}/groups/")
    camera.take(coordinator, "needs", f"{WORK}/needs/")
    coordinator.goto(f"{WORK}/registrations/")
    coordinator.locator("main").get_by_role("link", name="Mothers and fathers").first.click()
    camera.take(coordinator, "registrations")
    coordinator.set_viewport_size(PHONE)
    coordinator.get_by_role("link", name="The day").click()
    camera.take(coordinator, "day-phone")


def pass_over_the_weak(analyst: Page) -> None:
    """Go on to a comment to which something that was coded before is alike."""
    for _ in range(60):
        if not analyst.get_by_text("Nothing yet").count():
            return
        with analyst.expect_navigation():
            analyst.get_by_role("link", name="Skip", exact=True).click()
    sys.exit("No comment that waits is like one that was coded.")


def take_import(camera: Camera, analyst: Page) -> None:
    """A small file that comes with the third page of an import."""
    analyst.goto(f"{WORK}/imports/new/")
    file = {"name": "cards.csv", "mimeType": "text/csv", "buffer": CARDS.encode()}
    analyst.locator("input[type=file]").set_input_files(file)
    analyst.get_by_role("button", name="Upload").click()
    chosen = {"text": "what was written", "id": "card", "segment": "who", "date": "day"}
    for name, column in {**chosen, "voice": "own", "quotable": "no"}.items():
        analyst.locator(f"[name={name}]").select_option(column)
    analyst.get_by_role("button", name="See the first rows").click()
    camera.take(analyst, "import-preview")


def take_participants(camera: Camera) -> None:
    """A family on a phone, from the notice to the receipt."""
    phone = camera.anybody(PHONE)
    camera.take(phone, "survey-notice", "/s/family-voices/")
    go_on(phone, "Start")
    phone.get_by_role("radio", name="Yes").check()
    go_on(phone, "Next")
    camera.take(phone, "survey-question")
    answer(phone)
    camera.take(phone, "receipt")
    camera.take(camera.anybody(PHONE), "what-changed-phone", "/i/family-voices/what-changed/")
    camera.take(camera.anybody(DESK), "what-changed", "/i/family-voices/what-changed/")
    camera.take(camera.anybody(DESK), "initiative", "/i/family-voices/")
    phone.goto("/i/family-voices/")
    phone.get_by_role("link", name="Grandparents").first.click()
    camera.take(phone, "group-phone")


def answer(phone: Page) -> None:
    """Answer each question, look it over, and send it."""
    while phone.get_by_role("button", name="Next").count():
        choices = phone.locator("main input[type=radio], main input[type=checkbox]")
        if choices.count():
            choices.first.check()
        else:
            phone.locator("main textarea, main input[type=text]").first.fill("Call back, please.")
        go_on(phone, "Next")
    go_on(phone, "Send")


def go_on(phone: Page, button: str) -> None:
    with phone.expect_navigation():
        phone.get_by_role("button", name=button).click()


def main() -> None:
    if CHROMIUM is None:
        sys.exit("Chromium is missing. Install chromium.")
    with running_demo() as (address, passwords), sync_playwright() as playwright:
        options = ["--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]
        if os.geteuid() == 0:
            options.append("--no-sandbox")  # Chromium refuses to start as root with it
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        camera = Camera(browser, address, passwords)
        take_members(camera)
        take_participants(camera)
        browser.close()


if __name__ == "__main__":
    main()
