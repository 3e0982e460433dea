"""Reading under other circumstances: larger text, forced colours, on paper, without script."""

import pytest

PAGES = ("/", "/sectoren/overheden/", "/programmas/ssnt/", "/bijeenkomsten/")


@pytest.mark.parametrize("path", PAGES)
def test_page_at_four_times_zoom_does_not_scroll_sideways(open_as, path):
    page = open_as(viewport={"width": 320, "height": 256})

    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_pages_with_twice_the_text_do_not_scroll_sideways(browser_type, browser_type_launch_args, site):
    options = dict(browser_type_launch_args)
    options["args"] = [*options["args"], "--blink-settings=defaultFontSize=32"]
    browser = browser_type.launch(**options)
    page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900})

    widths = {}
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 32
        widths[path] = page.evaluate("document.documentElement.scrollWidth")
    browser.close()

    assert widths == dict.fromkeys(PAGES, 1280)


@pytest.mark.parametrize("path", PAGES)
def test_page_in_forced_colours_keeps_its_words(open_as, path):
    page = open_as(forced_colors="active")

    page.goto(path)

    assert page.locator("h1").is_visible()
    assert page.locator("main a").first.is_visible()


def test_sector_page_prints_without_navigation(open_as):
    page = open_as()
    page.goto("/sectoren/overheden/")

    page.emulate_media(media="print")

    assert not page.locator("header nav").first.is_visible()
    assert page.locator("table").first.is_visible()


def test_meeting_filter_works_without_script(open_as):
    page = open_as(java_script_enabled=False)
    page.goto("/bijeenkomsten/")

    page.locator("main form select").first.select_option(index=1)
    page.locator("main form").get_by_role("button").first.click()

    assert "sector=" in page.url
    assert page.locator("h1").is_visible()


def test_meeting_filter_swaps_only_the_results(open_as):
    page = open_as()
    page.goto("/bijeenkomsten/")
    page.evaluate("window.same = true")

    with page.expect_response(lambda response: "sector=" in response.url):
        page.locator("main form select").first.select_option(index=1)

    page.wait_for_url("**sector=**")
    assert page.evaluate("window.same")


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_admin_lets_an_editor_in_through_the_same_door(open_as, role):
    page = open_as(role)

    page.goto("/beheer/")

    assert page.url.endswith("/beheer/")
    assert page.locator("#site-name").is_visible()
