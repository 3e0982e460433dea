"""Work that a programme handed over moves on: its platform loses its host, gets another, and ends in its turn."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.filling_in import fill_in
from tests.browser.mailbox import Mailbox
from tests.browser.newcomers import press
from tests.browser.programme_steps import (
    arrange,
    named,
    propose,
    record,
    row_of,
    take_step,
    write_down_platform,
    write_down_work,
)
from tests.browser.year import told

PROGRAMME, WORK, PLATFORM = "Zwerfsteen", "Stenen tellen", "Steenatlas (proef)"
HOST, NEXT_HOST, CONTACT, ADDRESS = (
    "Gemeente Thuishaven",
    "Gemeente Ankerplaats",
    "Anke Ankerman",
    "anke@ankerplaats.example.org",
)
ANSWERING = re.compile(r"https?://\S+/overdracht/(?!leeft/)\S+/")
STEERING = "The steering of the programme"


@pytest.fixture
def homes(in_shell):
    """Lay the organisations, and have the site as it was when the test is over."""
    in_shell("from tests.browser.programme_data import lay_homes; lay_homes()")
    yield
    gone = f"organisations=('thuishaven', 'ankerplaats'), programmes={PROGRAMME!r}"
    in_shell(f"from tests.browser.programme_data import take_away; take_away({gone})")


@pytest.mark.usefixtures("homes")
def test_work_moves_on_when_its_platform_loses_its_host_and_ends(open_as, in_english, mailbox):
    editor, visitor = in_english("editor", java_script_enabled=False), in_english()
    today, lately = (str(timezone.localdate() - timedelta(days=days)) for days in (0, 60))
    programme = propose(editor, PROGRAMME, "2021-02-03")
    write_down_work(editor, programme, "Alle stenen zijn bekend", WORK)
    platform = write_down_platform(open_as("editor"), PLATFORM, programme=PROGRAMME, host=HOST)
    take_step(editor, f"{programme}verloop/overdragen/", decided_on="2024-02-03")
    hand_over(editor, programme, today)
    accept(visitor, mailbox)
    end(editor, programme, today)
    expect_at(visitor, programme, PLATFORM)

    dissolve(editor, HOST, lately)
    name_host(editor, platform, lately)
    end_platform(editor, platform, today)
    find_home(editor, today)

    expect_at(visitor, programme, NEXT_HOST, "Before:", PLATFORM)
    visitor.goto(platform)
    expect(visitor.locator("main")).to_contain_text("De atlas is af.")
    editor.goto("/overdrachten/")
    expect(editor.locator("main")).not_to_contain_text(WORK)


def hand_over(editor: Page, programme: str, today: str) -> None:
    """Ask the platform to take the work, and record who steers from now on."""
    arrange(editor, programme, WORK, kind="transferred", destination=PLATFORM, contact=CONTACT)
    row_of(editor, programme, WORK).get_by_role("link", name=named("Ask", WORK)).click()
    press(editor, "Send the question")
    expect(row_of(editor, programme, WORK)).to_contain_text("waiting for the answer")
    arrange(editor, programme, STEERING, outside_body="overleg van directeuren")
    record(editor, programme, STEERING, today)


def accept(receiver: Page, mailbox: Mailbox) -> None:
    """Say yes by the link in the mail, without an account."""
    receiver.goto(mailbox.take(ADDRESS, ANSWERING))
    expect(receiver.locator("h1")).to_have_text(WORK)
    receiver.get_by_label("Yes, we take it over").check()
    press(receiver, "Send my answer")
    expect(receiver.locator("main")).to_contain_text("The answer is yes")


def end(editor: Page, programme: str, today: str) -> None:
    """End the programme, now that nothing holds it up."""
    editor.goto(f"{programme}overdracht/beeindigen/")
    expect(editor.locator("main")).to_contain_text("nothing holds up the end")
    fill_in(editor, "End the programme", decided_on=today)


def expect_at(visitor: Page, programme: str, *places: str) -> None:
    """See on the page of the programme where the work lives now, and the way there."""
    visitor.goto(programme)
    expect(visitor.locator("#homes h2")).to_have_text("Where it lives now")
    row = visitor.locator("#homes tbody tr", has=visitor.get_by_role("rowheader", name=WORK))
    expect(row).to_contain_text(re.compile(".*".join(map(re.escape, places)), re.DOTALL))


def dissolve(editor: Page, name: str, day: str) -> None:
    """Dissolve the host; its platform stays as it is for now, and is listed."""
    editor.goto("/leden/thuishaven/opvolging/")
    fill_in(editor, "Continue", wat="opheffing", dag=day)
    expect(editor.get_by_role("region", name="Host of platforms")).to_contain_text(PLATFORM)
    press(editor, "See what happens")
    fill_in(editor, "Carry this out", reason="Opgegaan in de regio.", confirmed="yes")
    expect(told(editor)).to_contain_text(f"{name} exists no more")
    editor.goto("/overdrachten/")
    expect(editor.locator("#platforms").get_by_role("row", name=PLATFORM)).to_contain_text(name)


def name_host(editor: Page, platform: str, day: str) -> None:
    """Name another host; then the platform needs none any more."""
    editor.get_by_role("link", name=named("Name another host", PLATFORM)).click()
    fill_in(editor, "Note this host", organisation=NEXT_HOST, since=day)
    expect(told(editor)).to_contain_text(f"{NEXT_HOST} is noted as host.")
    editor.goto(platform)
    expect(editor.locator("main")).to_contain_text(NEXT_HOST)
    editor.goto("/overdrachten/")
    expect(editor.locator("main")).not_to_contain_text(PLATFORM)


def end_platform(editor: Page, platform: str, today: str) -> None:
    """End the platform; then its work needs a home."""
    editor.goto(f"{platform}einde/")
    fill_in(editor, "End this platform", until=today, reason="De atlas is af.")
    editor.goto("/overdrachten/")
    expect(editor.locator("#work").get_by_role("row", name=WORK)).to_contain_text("Its place ended")


def find_home(editor: Page, today: str) -> None:
    """Hand the work on to the organisation that was host in the end."""
    editor.get_by_role("link", name=named("Find a new home", WORK)).click()
    fill_in(
        editor,
        "Arrange this home",
        kind="transferred",
        destination=NEXT_HOST,
        then="record",
        accepted_on=today,
        source="besluit van het college",
    )
    expect(told(editor)).to_contain_text("A new home is arranged.")
