"""Outcomes and workstreams are kept in place, on one page; work that was declined is asked for once more."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.newcomers import press
from tests.browser.programme_steps import named, row_of
from tests.browser.year import tab_to, told

PROGRAMME = "/programmas/stapsteen/"
PAGE, OUTCOME = f"{PROGRAMME}wensbeelden/", "Iedereen komt droog over"
OTHER, LAID, KEPT, ASKED = "Iedereen vindt de weg", "Stenen leggen", "Borden plaatsen", "Brug bouwen"
ANSWERING = re.compile(rf"{ASKED}.*https?://\S+/overdracht/(?!leeft/)\S+/", re.DOTALL)
SEND = re.compile("^Save$")


@pytest.fixture(scope="module", autouse=True)
def programme(in_shell):
    """Lay a programme with outcomes and work of which each test has its own, and take it away again."""
    in_shell("from tests.browser.programme_data import lay_outcomes; lay_outcomes()")
    yield
    in_shell("from tests.browser.programme_data import take_away; take_away(programmes='Stapsteen')")


@pytest.fixture
def leader(in_english):
    """The page of the leader, marked so that it is known whether it was loaded anew."""
    page = in_english("manager")
    page.goto(PAGE)
    page.evaluate("document.body.dataset.first = 'yes'")
    yield page
    expect(page.locator("body")).to_have_attribute("data-first", "yes")


def test_outcome_changes_in_place(leader, in_english):
    leader.get_by_role("link", name=named("Change", OUTCOME)).click()
    leader.get_by_label("Title").fill(" ")
    still_open = leader.get_by_role("textbox", name=re.compile("^What is still open"))
    still_open.fill("Wie onderhoudt de stenen?")
    leader.get_by_role("button", name=SEND).click()
    expect(leader.locator("[data-invalid]").filter(has=leader.get_by_label("Title"))).to_be_visible()
    expect(still_open).to_have_value("Wie onderhoudt de stenen?")

    leader.get_by_label("Title").fill("Iedereen komt <b>veilig</b> over")
    leader.get_by_role("button", name=SEND).click()

    card = leader.locator("article.panel").first
    expect(card.locator("h2")).to_have_text("Iedereen komt <b>veilig</b> over")
    expect(card).to_contain_text("Wie onderhoudt de stenen?")
    visitor = in_english()
    visitor.goto(PROGRAMME)
    expect(visitor.locator("#outcomes")).to_contain_text("Iedereen komt <b>veilig</b> over")


def test_keyboard_alone_adds_a_workstream_in_place(leader):
    tab_to(leader, leader.get_by_role("link", name=named("Add a workstream", OTHER)), "Enter")
    title = leader.get_by_label("Title")
    tab_to(leader, title, "Control+A")
    leader.keyboard.type("Leuning maken")
    tab_to(leader, leader.get_by_role("button", name=SEND), "Enter")

    expect(leader.locator("article.panel").get_by_role("heading", name="Leuning maken")).to_be_visible()
    expect(title).to_have_count(0)


def test_stage_of_a_workstream_is_noted_in_place(leader):
    leader.get_by_role("link", name=named("Note a stage", LAID)).click()
    leader.get_by_label("Stage").select_option("in_operation")
    leader.get_by_label("Reached on").fill("2999-01-01")
    leader.get_by_role("textbox", name=re.compile("^Note")).fill("Bij laag water gelegd.")
    leader.get_by_role("button", name=SEND).click()
    expect(leader.locator("[data-invalid]").filter(has=leader.get_by_label("Reached on"))).to_be_visible()
    leader.get_by_label("Reached on").fill("2024-05-06")
    leader.get_by_role("button", name=SEND).click()

    row = leader.locator("li[id^=stream-]").filter(has=leader.get_by_role("heading", name=LAID))
    expect(row.locator(".badge")).to_have_text("In operation")
    row.locator("summary").click()
    expect(row.locator("details")).to_contain_text("Bij laag water gelegd.")


def test_cancelled_change_leaves_all_as_it_was(leader):
    leader.get_by_role("link", name=named("Change", KEPT)).click()
    leader.get_by_label("Title").fill("Iets anders")
    leader.get_by_role("link", name="Cancel").click()

    expect(leader.get_by_role("heading", name=KEPT)).to_be_visible()
    expect(leader.get_by_label("Title")).to_have_count(0)


def test_receiver_declines_with_a_reason_and_is_asked_again(in_english, mailbox):
    receiver, leader = in_english("member"), in_english("manager")
    decline(receiver, "Wij hebben geen stenen.")
    leader.goto("/mijn/")
    leader.get_by_role("link", name=named("Look at it", ASKED)).click()
    row = leader.locator("main tbody tr", has=leader.get_by_role("rowheader", name=ASKED))
    expect(row).to_contain_text("Wij hebben geen stenen.")

    row.get_by_role("link", name=named("Ask again", ASKED)).click()
    press(leader, "Send the question")

    expect(row_of(leader, PROGRAMME, ASKED)).to_contain_text("waiting for the answer")
    mailbox.mail("member@example.org", ANSWERING)
    open_question(receiver)
    receiver.get_by_label("Yes, we take it over").check()
    press(receiver, "Send my answer")
    leader.reload()
    expect(row_of(leader, PROGRAMME, ASKED)).to_contain_text("Accepted")


def open_question(receiver: Page) -> None:
    """Open what is asked of the receiver, on the page of his own."""
    receiver.goto("/mijn/")
    receiver.get_by_role("link", name=named("Say yes or no", ASKED)).click()
    expect(receiver.locator("h1")).to_have_text(ASKED)


def decline(receiver: Page, reason: str) -> None:
    """Say no, first without a reason."""
    open_question(receiver)
    receiver.get_by_label("No, we do not").check()
    press(receiver, "Send my answer")
    expect(receiver.locator("[data-invalid]")).to_contain_text("Say why not")
    receiver.get_by_label("Why not?").fill(reason)
    press(receiver, "Send my answer")
    expect(told(receiver)).to_contain_text("Your answer is noted.")
