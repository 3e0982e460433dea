"""axe on every kind of page, as every role, at three widths, light and dark: no violations.

What two roles see alike is looked at once.
"""

from collections import defaultdict

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import ROLES, name_of

WIDTHS = (1280, 360, 320)
SCHEMES = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": RULES}
CONTENT = """(document.querySelector("main") ?? document.body).outerHTML
    .replace(/name="csrfmiddlewaretoken" value="[^"]+"/g, "")"""
PER_ROUTE = {"visitor": 3}
NO_PAGES = (".atom", ".csv", ".ics", ".vcf", ".xml", ".txt", ".png")
WITHOUT_LINKS = {
    "visitor": [
        "/account/login/",
        "/account/login/code/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/bijeenkomsten/?maand=13&sector=onbekend",
        "/onderdelen/",
        "/zoeken/",
        "/zoeken/?q=bestaat-niet",
        "/zoeken/?q=waterschap",
    ],
    "member": ["/account/2fa/", "/account/2fa/webauthn/", "/account/sessions/"],
    "admin": ["/account/logout/", "/account/email/", "/account/password/change/"],
}


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing(open_as, walk_as, seen, role):
    page = open_as(role)

    findings = [
        finding
        for path in [*samples(walk_as(role).pages, PER_ROUTE.get(role, 1)), *WITHOUT_LINKS.get(role, [])]
        for finding in check_once(page, path, seen)
    ]

    assert findings == []


def samples(paths: dict[str, int], per_route: int) -> list[str]:
    """Some pages of each route, spread over all that were found."""
    by_route: dict[str | None, list[str]] = defaultdict(list)
    for path in sorted(paths):
        if not path.partition("?")[0].endswith(NO_PAGES) and name_of(path) != "document-detail":
            by_route[name_of(path)].append(path)
    return [path for found in by_route.values() for path in found[:: max(1, len(found) // per_route)]]


@pytest.fixture(scope="session")
def seen() -> set[str]:
    """The contents of pages that were looked at, as any role."""
    return set()


def check(page: Page, path: str) -> list[str]:
    """Load a page once and look at it; also for sideways scrolling."""
    page.goto(path)
    return look(page, path)


def check_once(page: Page, path: str, seen: set[str]) -> list[str]:
    """Do the same, unless another role saw the same content."""
    page.goto(path)
    content = page.evaluate(CONTENT)
    if content in seen:
        return []
    seen.add(content)
    return look(page, path)


def look(page: Page, path: str, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """Look at the page that is open in every width and scheme."""
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            result = Axe().run(page, options=OPTIONS)
            found += [f"{path} {width} {scheme}: {line}" for line in violations(result.response)]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{path} {width}: scrolls sideways")
    return found


def violations(response: dict) -> list[str]:
    """One line for each violation, with where it is."""
    return [
        f"{violation['id']}: {', '.join(str(node['target'][0]) for node in violation['nodes'][:3])}"
        for violation in response["violations"]
    ]
