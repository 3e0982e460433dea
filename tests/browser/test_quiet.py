"""What happens while a page loads: no error on the console, no request that leaves the machine, no shift of layout."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ROLES
from tests.browser.test_axe import samples


@pytest.mark.parametrize("role", ROLES)
def test_page_loads_quietly(open_as, walk_as, site, role):
    page = open_as(role)
    heard = listen(page, site)

    for path in samples(walk_as(role).pages, 1):
        page.goto(path, wait_until="networkidle")

    assert heard == []


def listen(page: Page, site: str) -> list[str]:
    """Collect console errors, script errors, failed requests and requests to other hosts."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(f"failed: {request.url}"))
    page.on("request", lambda request: None if at_home(request.url, site) else heard.append(f"away: {request.url}"))
    return heard


def at_home(url: str, site: str) -> bool:
    """Whether a request stays on this site."""
    return url.startswith((site + "/", "data:"))


def test_sector_page_does_not_shift_while_it_loads(open_as):
    page = open_as()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
        " if (!entry.hadRecentInput) window.shift += entry.value; }).observe({type: 'layout-shift', buffered: true});"
    )

    page.goto("/sectoren/overheden/", wait_until="networkidle")

    assert page.evaluate("window.shift") < 0.05
