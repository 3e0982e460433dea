"""Steps through the year of eight that are taken more than once, or are long."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.newcomers import press

THIS_YEAR = date.today().year  # noqa: DTZ011 - as the site itself counts
PRESENTER = "Eelke Eikenlaan, Gemeente Achtveld"


def told(page: Page) -> Locator:
    """What the site says at the top of the page."""
    return page.locator("main > .messages, #agenda .messages")


def press_last(page: Page, name: str) -> None:
    """Press the last of buttons that do the same."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).last.click()


def tab_to(page: Page, target: Locator, key: str) -> None:
    """Walk on with Tab until the focus is there, and press a key."""
    expect(target).to_be_visible()
    for _stop in range(200):
        page.keyboard.press("Tab")
        if target.evaluate("it => it === document.activeElement"):
            return page.keyboard.press(key)
    return pytest.fail(f"Tab never comes to {target}")


def settle(chair: Page, title: str) -> None:
    """Choose the topic on the page of the preparation, and who presents it."""
    chair.get_by_role("link", name=re.compile(f"^Choose.*{title}")).click()
    expect(chair.get_by_role("radio", name=title)).to_be_checked()
    chair.get_by_label("Somebody else").select_option(label=PRESENTER)
    press(chair, "Settle the topic")
    expect(told(chair)).to_contain_text("The topic is settled.")
    expect(chair.locator("main .kicker").first).to_have_text(title)


def make_agenda(page: Page) -> None:
    """Put two items on the agenda and turn them round, by keyboard alone."""
    for title in ("Kennismaking", "Rondleiding"):
        page.get_by_label("Title").focus()
        page.keyboard.type(title)
        page.get_by_label("Length in minutes").focus()
        page.keyboard.type("20")
        page.keyboard.press("Enter")
        expect(told(page)).to_contain_text(f"On the agenda: {title}")
        page.wait_for_load_state()  # until then the address, which ends in #add, still takes the focus away
    items = page.locator("ol.agenda b")
    names = items.all_inner_texts()
    assert names.index("Kennismaking") < names.index("Rondleiding")
    tab_to(page, page.get_by_role("button", name="Rondleiding: up"), "Enter")
    place = names.index("Kennismaking")
    expect(items.nth(place)).to_have_text("Rondleiding")
    expect(items.nth(place + 1)).to_have_text("Kennismaking")


def record_presence(page: Page) -> None:
    """Note on the phone who was there, and a guest."""
    for summary in page.locator("details.disclosure:not([open]) > summary").all():
        summary.click()
    page.get_by_role("group", name="Eelke Eikenlaan").get_by_label("Present").check()
    page.get_by_role("group", name="Tjitske Turfvaart").get_by_label("Online").check()
    press(page, "Save, and mark the rest absent")
    expect(page.locator("#counts")).to_contain_text("Absent: 2")
    page.get_by_label("Name", exact=True).fill("Gijs Gast")
    press(page, "Add guest")
    expect(page.locator("main")).to_contain_text("Gijs Gast")


def write_minutes(page: Page) -> None:
    """Write a note, a decision and an action with an owner, and publish."""
    page.get_by_label("Kennismaking").fill("Iedereen is <b>welkom</b>.")
    page.get_by_label("New decision").fill("We gaan door.")
    page.get_by_label("New action").fill("Zaal bespreken")
    page.get_by_label("Owner").select_option(label=PRESENTER)
    page.get_by_label("To be done by").fill("2020-01-01")
    press_last(page, "Save")
    expect(page.locator(".error-summary")).to_contain_text("This is before the meeting.")
    page.get_by_label("To be done by").fill(f"{THIS_YEAR + 1}-12-31")
    press_last(page, "Save")
    expect(told(page)).to_contain_text("3 changes are saved.")
    page.get_by_role("link", name="To the minutes").click()
    page.get_by_role("link", name="Publish").click()
    page.get_by_label("Members of the network").check()
    press(page, "Publish")
    expect(page.locator("#decisions + ul")).to_contain_text("We gaan door.")
    expect(page.locator("#actions + ul")).to_contain_text("Eelke Eikenlaan")
