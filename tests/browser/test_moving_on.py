"""Going over to another organisation and leaving, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.newcomers import new_address, path_of, press, sign_up
from tests.browser.test_axe import look

OWN_PAGE = re.compile(r"https?://\S+/mijn/")
NARROW_AND_WIDE = (1280, 360)
NEW_EMPLOYER = "Veiligheidsregio Drenthe"


@pytest.fixture
def colleague(in_english, mailbox):
    """Somebody of Gemeente Assen with a seat in Overheden, signed in."""
    page, manager, address = in_english(), in_english("manager"), new_address()
    sign_up(page, mailbox, address, name="Olga Overstap")
    page.get_by_label("Overheden").check()
    press(page, "Save")
    manager.goto("/aanvragen/")
    press(manager, "Approve Olga Overstap")
    page.goto(mailbox.take(address, OWN_PAGE))
    return page


def test_colleague_goes_over_to_another_organisation_and_then_leaves(in_english, colleague):
    colleague.goto("/mijn/werkgever/")
    colleague.get_by_label("New organisation").select_option(label=NEW_EMPLOYER)
    press(colleague, "Continue")
    expect(colleague.locator("#ends + h3 + ul")).to_have_text("Overheden")
    findings = look(colleague, "mine-employer", NARROW_AND_WIDE)
    colleague.get_by_label("Job title there").fill("Adviseur <b>veiligheid</b>")
    colleague.get_by_label("Veiligheid").check()
    press(colleague, "Send the request")
    expect(colleague.get_by_role("heading", name="Your request waits for a decision")).to_be_visible()

    manager = in_english("manager")
    manager.goto("/aanvragen/")
    press(manager, "Approve Olga Overstap")

    colleague.goto("/mijn/zetels/")
    expect(colleague.locator("main")).to_contain_text("Veiligheid")
    expect(colleague.locator("main")).not_to_contain_text("Overheden")
    findings += leave(colleague)
    assert findings == []


def leave(page):
    """Leave from today, and find the doors closed; return what axe found on the way."""
    page.goto("/mijn/vertrek/")
    findings = look(page, "mine-leave", NARROW_AND_WIDE)
    page.get_by_label("I have read what happens").check()
    press(page, "Leave the network")
    expect(page.locator(".messages")).to_contain_text("Olga Overstap leaves the network")
    assert path_of(page) == "/"
    page.go_back()
    page.reload()
    assert path_of(page) == "/account/login/"
    return findings
