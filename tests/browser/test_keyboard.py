"""Walking pages with the keyboard: everything reachable, focus visible, no trap."""

import pytest
from playwright.sync_api import Page

PAGES = (
    "/",
    "/sectoren/overheden/",
    "/bijeenkomsten/",
    "/programmas/ssnt/",
    "/leden/",
    "/zoeken/?q=waterschap",
    "/account/login/",
    "/weergave/",
)
# The one link of a card shows its focus around the card, by what covers it.
FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const own = getComputedStyle(it), cover = getComputedStyle(it, '::after');
  return {index: [...document.querySelectorAll('*')].indexOf(it), name: it.outerHTML.slice(0, 90),
          seen: [own.outlineStyle, cover.outlineStyle].some(style => style !== 'none') || own.boxShadow !== 'none'};
}"""
REACHABLE = """() => [...document.querySelectorAll(`a[href], button, input:not([type=hidden]), select, textarea,
  summary, [tabindex="0"]`)].filter(it => it.checkVisibility({visibilityProperty: true}) && !it.disabled
  && !(it.type === 'radio' && !it.checked)).length"""


@pytest.mark.parametrize("path", PAGES)
def test_keyboard_walks_through_a_page(open_as, path):
    page = open_as()
    page.goto(path)
    page.evaluate("document.activeElement.blur()")

    stops = walk(page)

    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    assert len({stop["index"] for stop in stops}) >= page.evaluate(REACHABLE)


def walk(page: Page) -> list[dict]:
    """Press Tab until the focus leaves the page; a trap would keep it inside for ever."""
    stops: list[dict] = []
    for _press in range(600):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (stops and stop["index"] == stops[0]["index"]):
            return stops
        stops.append(stop)
    pytest.fail(f"The focus never left the page; last at {stops[-1]['name']}")


def test_keyboard_skip_link_leads_to_the_content(open_as):
    page = open_as()
    page.goto("/sectoren/overheden/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_keyboard_opens_the_navigation_on_a_phone_without_script(open_as):
    page = open_as(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page.goto("/")

    page.locator("header summary").first.focus()
    page.keyboard.press("Enter")

    assert page.get_by_role("link", name="Bijeenkomsten").first.is_visible()


def test_keyboard_chooses_dark_and_english(open_as, site):
    page = open_as()
    page.goto("/weergave/")

    page.get_by_label("Engels").focus()
    page.keyboard.press("Space")
    page.get_by_label("Donker").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("html").get_attribute("data-scheme") == "dark"
