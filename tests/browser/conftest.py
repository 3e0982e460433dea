"""A real site for the browser: `manage.py serve` on a free port with its own data and demonstration content."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from aiosmtpd.controller import Controller
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.mailbox import Mailbox, serving

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
QUIET += ("--disable-component-update", "--disable-sync")
PASSWORD = "welkom-op-de-brink"
ROLES = ("visitor", "outsider", "member", "chair", "manager", "editor", "admin")
PATIENCE = 120
PHONE = {"width": 360, "height": 800}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything below this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Controller]:
    """Start a mail server for everything the site sends."""
    server = serving(Mailbox(), _free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def mailbox(mail_server: Controller) -> Mailbox:
    """What the site has mailed."""
    return mail_server.handler


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory, mail_server: Controller) -> dict[str, str]:
    """The environment of the site, and of what else runs on its data."""
    ours = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "DATA_DIR"}
    others = {name: value for name, value in os.environ.items() if name not in ours}
    own = {"PORT": str(_free_port()), "DATA_DIR": str(tmp_path_factory.mktemp("data"))}
    return others | own | {"EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, surroundings: dict[str, str]) -> Iterator[str]:
    """Start the site as a newcomer does and return its address."""
    log = tmp_path_factory.mktemp("site") / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=ROOT, env=surroundings, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_for("Ctrl-C stops it", process, log)
        yield f"http://localhost:{surroundings['PORT']}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


@pytest.fixture(scope="session")
def in_shell(site: str, surroundings: dict[str, str]) -> Callable[[str], str]:
    """Return a function that runs Python on the data of the site and gives what it printed."""

    def run(code: str) -> str:
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(command, check=False, cwd=ROOT, env=surroundings, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(words: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if words in log.read_text():
            return
        time.sleep(0.2)
    pytest.fail(f"The site did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the system's Chromium, never a downloaded one."""
    if not CHROMIUM.exists():
        pytest.fail("Browser tests need Chromium: install Debian's package chromium or set CHROMIUM.")
    return {"executable_path": str(CHROMIUM), "args": list(QUIET), "headless": True}


@pytest.fixture(scope="session")
def session_of(browser: Browser, site: str):
    """Return a function that logs a role in through the form, once, and gives its storage state."""
    known: dict[str, object] = {"visitor": None}

    def state(role: str) -> object:
        if role not in known:
            context = browser.new_context(base_url=site, locale="nl-NL")
            page = context.new_page()
            page.goto("/account/login/")
            page.get_by_label("E-mailadres").fill(f"{role}@example.org")
            page.get_by_label("Wachtwoord").fill(PASSWORD)
            page.locator("main form").get_by_role("button").first.click()
            page.wait_for_url(f"{site}/mijn/")
            known[role] = context.storage_state()
            context.close()
        return known[role]

    return state


@pytest.fixture
def open_as(browser: Browser, site: str, session_of) -> Iterator:
    """Return a function that gives a page in a fresh context, logged in as a role."""
    contexts: list[BrowserContext] = []

    def opened(role: str = "visitor", **options: object) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "nl-NL", **options}
        contexts.append(browser.new_context(base_url=site, storage_state=session_of(role), **options))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def in_english(open_as, site: str):
    """Return a function like open_as, in English, so that the words of code and pages are the same."""

    def opened(role: str = "visitor", **options: object) -> Page:
        page = open_as(role, **options)
        page.context.add_cookies([{"name": "brink_language", "value": "en", "url": site}])
        return page

    return opened


@pytest.fixture
def on_phone(in_english) -> Iterator:
    """Return a function that opens a page on a phone, with script or without; in the end none is too wide for it."""
    pages: list[Page] = []

    def opened(who: str, way: str = "script", path: str = "/") -> Page:
        page = in_english(who, viewport=PHONE, java_script_enabled=way == "script")
        page.goto(path)
        pages.append(page)
        return page

    yield opened
    assert [page.url for page in pages if page.evaluate(TOO_WIDE)] == []


@dataclass
class Walk:
    """What following the links of the site found."""

    pages: dict[str, int] = field(default_factory=dict)
    linked_from: dict[str, str] = field(default_factory=dict)


LINK = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
MOST_OF_A_ROUTE = 25  # pages that differ in their content only; there are hundreds of some
LEFT_ALONE = ("/beheer/", "/account/", "/static/", "/media/")


@pytest.fixture(scope="session")
def walk_as(site: str, session_of):
    """Return a function that follows the links a role sees, some of each route, and remembers what it found."""
    known: dict[str, Walk] = {}

    def walked(role: str) -> Walk:
        if role not in known:
            state = session_of(role) or {"cookies": []}
            known[role] = _walk(site, "; ".join(f"{c['name']}={c['value']}" for c in state["cookies"]))
        return known[role]

    return walked


def _walk(site: str, cookies: str) -> Walk:
    walk, waiting, opened = Walk(), deque(["/"]), Counter[str | None]()
    while waiting:
        path = waiting.popleft()
        name = name_of(path)
        if path in walk.pages or (name and opened[name] == MOST_OF_A_ROUTE):
            continue
        opened[name] += 1
        walk.pages[path], body = _fetch(site + path, cookies)
        for link in LINK.findall(body):
            target = urldefrag(urljoin(site + path, link.replace("&amp;", "&"))).url
            inside = target.removeprefix(site)
            if target.startswith(f"{site}/") and not inside.startswith(LEFT_ALONE):
                walk.linked_from.setdefault(inside, path)
                waiting.append(inside)
    return walk


def name_of(path: str) -> str | None:
    """The route's name of a path; none for a path that leads nowhere."""
    try:
        return resolve(path.split("?")[0]).url_name
    except Resolver404:
        return None


class StayHome(HTTPRedirectHandler):
    """Follows a redirect within the site; one that leads elsewhere is an answer in itself."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        if urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


OPENER = build_opener(StayHome)


def _fetch(url: str, cookies: str) -> tuple[int, str]:
    request = Request(url, headers={"Cookie": cookies} if cookies else {})
    try:
        with OPENER.open(request, timeout=30) as response:
            return response.status, response.read().decode("utf-8", "replace")
    except HTTPError as error:
        return error.code, ""
