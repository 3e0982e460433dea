"""People who come to the site for the first time, and what tests do as them."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page

from tests.browser.mailbox import Mailbox

OWN_PAGE = re.compile(r"https?://\S+/mijn/")


def new_address(organisation: str = "gemeente-assen") -> str:
    """An address nobody used before, on the domain of a member organisation of the demonstration."""
    return f"nieuwkomer-{uuid4().hex[:8]}@{organisation}.example.org"


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button of the page's own part and wait for what follows."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_up(page: Page, mailbox: Mailbox, address: str, name: str = "Nienke Nieuwkomer") -> None:
    """Sign up, with the code from the mail; the next page is the waiting page or one's own."""
    page.goto("/account/signup/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(address)
    press(page, "Go on")
    confirm(page, mailbox, address)


def confirm(page: Page, mailbox: Mailbox, address: str) -> None:
    """Type the code that was mailed."""
    page.get_by_label("Code").fill(mailbox.code(address))
    press(page, "Go on")


def sign_out(page: Page) -> None:
    """Sign out on the page for it."""
    page.goto("/account/logout/")
    press(page, "Sign out")


def ask_code(page: Page, address: str) -> None:
    """Ask for a code by mail, as who has no password does."""
    page.goto("/account/login/code/")
    page.get_by_label("E-mail address").fill(address)
    press(page, "Mail me a sign-in code")


def path_of(page: Page) -> str:
    """Where the page is, without host and query."""
    return re.sub(r"^https?://[^/]+", "", page.url).partition("?")[0]


def become_member(page: Page, manager: Page, mailbox: Mailbox, address: str, name: str) -> None:
    """Sign up and be approved by the manager; ends on one's own page."""
    sign_up(page, mailbox, address, name=name)
    manager.goto("/aanvragen/")
    press(manager, f"Approve {name}")
    page.goto(mailbox.take(address, OWN_PAGE))


def prove_by_code(page: Page, mailbox: Mailbox, address: str, path: str) -> None:
    """Open a page that asks once more who one is, by a mailed code."""
    page.goto(path)
    assert path_of(page) == "/account/reauthenticate/code/"
    press(page, "Mail me a code")
    confirm(page, mailbox, address)
    assert path_of(page) == path
