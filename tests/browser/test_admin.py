"""The admin in a real browser: axe on every kind of screen, quiet consoles, and an editor's daily acts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_axe import check, look
from tests.browser.test_quiet import listen

LISTS = [
    "members/organisation",
    "members/person",
    "sectors/sector",
    "sectors/sectoryear",
    "sectors/seat",
    "meetings/meeting",
    "meetings/actionitem",
    "programmes/programme",
    "programmes/knowledgecircle",
    "portal/article",
]
FORMS = [
    "members/organisation",
    "members/person",
    "sectors/sector",
    "sectors/sectoryear",
    "meetings/meeting",
    "programmes/programme",
    "programmes/outcome",
    "programmes/platform",
    "programmes/knowledgecircle",
    "portal/article",
]
ACCOUNTS = ["members/user", "members/network", "members/notification", "members/outboxmessage"]


def first_of(page: Page, model: str) -> str:
    """The address of the first row of a list."""
    page.goto(f"/beheer/{model}/")
    link = page.locator("#result_list tbody a").first
    return re.sub(r"\?.*", "", str(link.get_attribute("href")))


def test_start_page_has_no_violations(open_as):
    assert check(open_as("editor"), "/beheer/") == []


@pytest.mark.parametrize("model", LISTS)
def test_list_has_no_violations(open_as, model):
    assert check(open_as("editor"), f"/beheer/{model}/") == []


@pytest.mark.parametrize("model", FORMS)
def test_change_page_has_no_violations(open_as, model):
    page = open_as("editor")

    assert check(page, first_of(page, model)) == []


@pytest.mark.parametrize("model", FORMS)
def test_add_page_has_no_violations(open_as, model):
    assert check(open_as("editor"), f"/beheer/{model}/add/") == []


@pytest.mark.parametrize("model", ["portal/article", "sectors/sector"])
def test_delete_and_history_pages_have_no_violations(open_as, model):
    page = open_as("editor")
    row = first_of(page, model).removesuffix("change/")

    assert [*check(page, f"{row}delete/"), *check(page, f"{row}history/")] == []


@pytest.mark.parametrize("model", ACCOUNTS)
def test_lists_for_admins_have_no_violations(open_as, model):
    assert check(open_as("admin"), f"/beheer/{model}/") == []


@pytest.mark.parametrize("path", ["", "members/", "members/user/add/", "members/network/1/change/", "password_change/"])
def test_pages_for_admins_have_no_violations(open_as, path):
    assert check(open_as("admin"), f"/beheer/{path}") == []


def test_confirmation_of_an_act_has_no_violations(open_as):
    page = open_as("editor")
    page.goto("/beheer/sectors/seat/")
    page.locator("#result_list tbody .action-select").first.check()
    page.locator("select[name=action]").select_option("end_on_a_day")
    page.locator("#changelist .actions button").click()

    expect(page.locator(".bulk-act .chosen input")).to_have_count(1)
    assert look(page, "confirmation") == []


@pytest.mark.parametrize("path", ["", "sectors/sector/", "sectors/sector/1/change/", "meetings/meeting/1/change/"])
def test_screen_loads_quietly(open_as, site, path):
    page = open_as("editor")
    heard = listen(page, site)

    page.goto(f"/beheer/{path}", wait_until="networkidle")

    assert heard == []


def test_editor_adds_a_row_by_search(open_as):
    page = open_as("editor")
    page.goto("/beheer/sectors/sector/1/change/", wait_until="networkidle")

    page.locator("#seats-group .add-row a").click()
    row = page.locator("#seats-group tr.form-row:not(.empty-form)").last
    row.get_by_role("combobox").first.click()
    page.locator(".select2-search__field").last.fill("a")
    page.locator(".select2-results__option[aria-selected]").first.click()

    expect(row.locator("select[name$=-person]")).not_to_have_value("")


def test_what_ended_folds_away_and_comes_back(open_as):
    page = open_as("editor")
    page.goto("/beheer/sectors/sectormembership/?question=ended")
    page.goto(f"/beheer/sectors/sector/{sector_with_ended_rows(page)}/change/")
    ended = page.locator("tr:has(.standing.ended)").first

    expect(ended).to_be_hidden()
    page.locator(".show-ended input").check()
    expect(ended).to_be_visible()


def sector_with_ended_rows(page: Page) -> str:
    """The key of the sector of the first membership that ended."""
    page.locator("#result_list tbody th a").first.click()
    return page.locator("#id_sector").input_value()
