"""Search in the browser: results while typing, the key that leads to the field, the way back."""

from playwright.sync_api import expect


def test_search_shows_results_while_typing(open_as):
    page = open_as()
    page.goto("/zoeken/")

    page.locator("#id_q").press_sequentially("waterschap")

    page.wait_for_url("**/zoeken/?q=waterschap")
    page.locator(".hits mark").first.wait_for()
    assert page.title().startswith("waterschap")
    assert page.evaluate("document.activeElement.id") == "id_q"


def test_search_narrows_when_a_kind_is_chosen(open_as):
    page = open_as()
    page.goto("/zoeken/?q=waterschap")
    everything = page.locator(".hits > li").count()

    page.locator("#id_soort").select_option("organisation")

    page.wait_for_url("**soort=organisation*")
    assert 0 < page.locator(".hits > li").count() < everything


def test_search_goes_back_to_what_was_asked_before(open_as):
    page = open_as()
    page.goto("/zoeken/?q=glasvezel")
    page.locator("#id_q").fill("waterschap")
    page.wait_for_url("**/zoeken/?q=waterschap&*")

    page.go_back()

    expect(page.locator("#id_q")).to_have_value("glasvezel")


def test_search_key_leads_to_the_field(open_as):
    page = open_as()
    page.goto("/sectoren/")

    page.keyboard.press("/")
    page.keyboard.type("a/b")
    page.keyboard.press("Enter")

    page.wait_for_url("**/zoeken/?q=a%2Fb")


def test_search_key_can_be_switched_off(open_as):
    page = open_as()
    page.goto("/zoeken/")
    page.locator(".shortcut input").uncheck()
    page.goto("/sectoren/")

    page.keyboard.press("/")

    assert page.evaluate("document.activeElement === document.body")


def test_search_works_without_script(open_as):
    page = open_as(java_script_enabled=False)
    page.goto("/")

    page.locator("#search").fill("waterschap")
    page.locator("#search").press("Enter")
    page.locator("#id_soort").select_option("organisation")
    page.locator("main form button").click()

    assert page.locator(".hits mark").count() > 0
    assert page.locator(".shortcut").is_hidden()
