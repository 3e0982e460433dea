"""The year of eight on a phone, in a real browser: planned, prepared, answered, held and reported."""

import json
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.newcomers import path_of, press
from tests.browser.year import (
    PRESENTER,
    THIS_YEAR,
    make_agenda,
    press_last,
    record_presence,
    settle,
    tab_to,
    told,
    write_minutes,
)
from tests.browser.year_data import WAYS

PRESENTING = re.compile(r"https?://\S+/sprekers/\d+/")
ways = pytest.mark.parametrize("way", WAYS)


@pytest.fixture(scope="module")
def keys(in_shell):
    """The keys of the meetings that are laid for these tests, by name."""
    laid = in_shell("from tests.browser.year_data import lay; lay()")
    yield json.loads(laid.splitlines()[-1])
    in_shell("from tests.browser.year_data import take_away; take_away()")


@pytest.fixture
def phone(on_phone, keys):
    """Return a function that opens a page on a phone, once there are meetings."""
    return on_phone


@ways
def test_manager_plans_a_year_and_everyone_sees_it(phone, way):
    year = THIS_YEAR + 2 + WAYS.index(way)
    manager, visitor = phone("jaar-manager", way, f"/sectoren/proeftuin/planning/{year}/"), phone("visitor", way)
    press(manager, "Propose dates for open meetings")
    expect(told(manager)).to_contain_text("8 dates are proposed")
    second = manager.get_by_label("Meeting 2", exact=True)
    proposed = date.fromisoformat(second.input_value())
    manager.get_by_role("button", name="Meeting 2 a week later").click()
    moved = proposed + timedelta(days=7)
    expect(second).to_have_value(moved.isoformat())

    press_last(manager, "Save as draft")
    expect(told(manager)).to_contain_text("Only programme managers see it")
    visitor.goto(f"/sectoren/proeftuin/{year}/")
    expect(visitor.locator(f"time[datetime^='{moved}']")).to_have_count(0)
    press(manager, "Save, and go on to confirm")
    expect(manager.locator("main")).to_contain_text("They concern 4 people at 2 organisations")
    press(manager, "Schedule these meetings")

    expect(told(manager)).to_contain_text("8 meetings are scheduled.")
    visitor.reload()
    expect(visitor.locator(f"time[datetime^='{moved}']").first).to_be_attached()
    expect(visitor.locator(".year-columns li, .year-columns tr").filter(has=visitor.locator("time"))).to_have_count(8)


def test_keyboard_alone_plans_a_year(phone):
    page = phone("jaar-manager", path=f"/sectoren/proeftuin/planning/{THIS_YEAR + 4}/")
    tab_to(page, page.get_by_role("button", name="Propose dates for open meetings"), "Enter")
    expect(told(page)).to_contain_text("8 dates are proposed")
    second = page.get_by_label("Meeting 2", exact=True)
    moved = date.fromisoformat(second.input_value()) + timedelta(days=8)

    tab_to(page, page.get_by_role("button", name="Meeting 2 a day later"), "Enter")
    expect(second).to_have_value((moved - timedelta(days=7)).isoformat())
    expect(page.get_by_role("button", name="Meeting 2 a day later")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Meeting 2 a week later"), "Space")
    expect(second).to_have_value(moved.isoformat())
    tab_to(page, page.get_by_role("button", name="Save, and go on to confirm"), "Enter")
    tab_to(page, page.get_by_role("button", name="Schedule these meetings"), "Enter")

    expect(told(page)).to_contain_text("8 meetings are scheduled.")


@ways
def test_manager_makes_an_event(phone, way):
    manager = phone("jaar-manager", way, "/sectoren/proeftuin/bijeenkomsten/nieuw/")
    manager.get_by_label("Title").fill("Zomerborrel")
    manager.get_by_label("Kind").select_option(label="Event")
    manager.get_by_label("Date").fill(f"{THIS_YEAR + 1}-06-0{3 + WAYS.index(way)}")
    manager.get_by_label(re.compile("^From")).fill("15:00")
    manager.get_by_label("Until").fill("14:00")
    press(manager, "Schedule the meeting")
    expect(manager.locator("[data-invalid] .errors")).to_be_visible()
    expect(manager.get_by_label("Title")).to_have_value("Zomerborrel")
    manager.get_by_label("Until").fill("17:00")
    press(manager, "Schedule the meeting")

    expect(told(manager)).to_contain_text("The meeting is scheduled.")
    expect(told(manager)).to_contain_text("Nobody is mailed yet.")
    page = path_of(manager).removesuffix("uitnodigingen/")
    expect(phone("visitor", way, page).locator("h1")).to_contain_text("Zomerborrel")


@ways
def test_manager_moves_cancels_and_brings_back_a_meeting(phone, keys, way):
    path = f"/bijeenkomsten/{keys[f'moved {way}']}/"
    manager, visitor = phone("jaar-manager", way, f"{path}wijzigen/"), phone("visitor", way)
    day = manager.get_by_label("Date")
    day.fill((date.fromisoformat(day.input_value()) + timedelta(days=3)).isoformat())
    press(manager, "Save")
    visitor.goto(path)
    expect(visitor.locator("aside")).to_contain_text("moved from")

    manager.goto(f"{path}afgelasten/")
    manager.get_by_label("Reason").fill("  ")
    press(manager, "Cancel the meeting")
    expect(manager.locator("[data-invalid]")).to_contain_text("Say why, in a sentence.")
    manager.get_by_label("Reason").fill("De zaal is <b>dicht</b>.")
    press(manager, "Cancel the meeting")
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("De zaal is <b>dicht</b>.")

    manager.goto(f"{path}herstellen/")
    manager.get_by_label("Scheduled").check()
    press(manager, "Bring it back")
    visitor.reload()
    expect(visitor.locator("main")).not_to_contain_text("De zaal is")


@ways
def test_second_of_two_windows_is_told_and_keeps_what_was_typed(phone, keys, way):
    path = f"/bijeenkomsten/{keys[f'shared {way}']}/wijzigen/"
    first, second = phone("jaar-manager", way, path), phone("jaar-manager", way, path)
    first.get_by_label(re.compile(r"^Place\b(?!s)")).fill("Dorpshuis")
    press(first, "Save")

    second.get_by_label("Title").fill("Nieuwe titel")
    press(second, "Save")

    expect(second.locator("main")).to_contain_text("Someone else changed this meeting meanwhile")
    expect(second.get_by_role("row", name="Place")).to_contain_text("Dorpshuis")
    expect(second.get_by_label("Title")).to_have_value("Nieuwe titel")
    second.get_by_label(re.compile(r"^Place\b(?!s)")).fill("Dorpshuis")
    press(second, "Save")
    expect(second.locator("h1")).to_have_text("Nieuwe titel")
    expect(second.locator("aside").first).to_contain_text("Dorpshuis")


@ways
def test_topic_goes_from_proposal_to_presenter(phone, keys, mailbox, way):
    title = f"Digitale post {way}"
    member = phone("jaar-lid", way, "/sectoren/proeftuin/onderwerpen/nieuw/")
    member.get_by_label("Title").fill(title)
    press(member, "Propose this topic")
    expect(member.locator("[data-invalid]")).to_contain_text("Write a few sentences")
    member.get_by_label("What do you want to talk about").fill("Hoe pakken anderen dit aan?")
    press(member, "Propose this topic")
    neighbour = phone("jaar-buur", way, path_of(member))
    press(neighbour, "Support this topic")
    expect(neighbour.locator("#support")).to_contain_text("2 organisations support this")

    settle(phone("jaar-voorzitter", way, f"/bijeenkomsten/{keys[f'prepared {way}']}/voorbereiding/"), title)

    member.goto(mailbox.take("jaar-lid@example.org", PRESENTING))
    expect(member.locator("main")).to_contain_text(title)
    press(member, "Yes, present")
    expect(told(member)).to_contain_text("Noted: yes.")
    member.goto(f"/bijeenkomsten/{keys[f'prepared {way}']}/voorbereiding/")
    expect(member.locator("aside").first).to_contain_text(re.compile("Eelke Eikenlaan.*confirmed", re.DOTALL))


@ways
def test_member_gives_input_that_others_read(phone, keys, way):
    path = f"/bijeenkomsten/{keys[f'input {way}']}/voorbereiding/"
    reader, giver = phone("jaar-voorzitter", way), phone("jaar-lid", way, path)
    if way == "script":
        reader.clock.install()
    reader.goto(path)
    reader.get_by_label("Your input").fill("Half getypt")
    giver.get_by_label("Question").check()
    giver.get_by_label("Your input").fill("  ")
    press(giver, "Send my input")
    expect(giver.locator("[data-invalid]")).to_contain_text("Write your input.")
    giver.get_by_label("Your input").fill("Wie heeft <i>ervaring</i>?")
    press(giver, "Send my input")
    expect(told(giver)).to_contain_text("Your input is there.")

    if way == "script":
        reader.clock.fast_forward("00:16")
        expect(reader.locator("#inputs")).to_contain_text("Wie heeft <i>ervaring</i>?")
        expect(reader.get_by_label("Your input")).to_have_value("Half getypt")
    else:
        reader.reload()
    expect(reader.locator("#inputs")).to_contain_text(PRESENTER)
    expect(reader.locator("#inputs")).to_contain_text("1 of 2")


@ways
def test_member_answers_one_meeting_then_the_year(phone, keys, way):
    year = THIS_YEAR + 1 + WAYS.index(way)
    first, third = (f"/bijeenkomsten/{keys[f'answer {number} {way}']}/aanmelden/" for number in (1, 3))
    member = phone("jaar-lid", way, first)
    member.get_by_label("No, a colleague comes in my place").check()
    press(member, "Save my answer")
    expect(member.locator("[data-invalid]")).to_contain_text("Say who comes in your place.")
    member.get_by_label("Reason, or who comes instead").fill("Collega Kees")
    press(member, "Save my answer")
    expect(told(member)).to_contain_text("No, a colleague comes in my place")

    member.goto(f"/sectoren/achterhoek/aanmelden/{year}/")
    member.get_by_label("Answer all that are still open with").select_option(label="Yes, I come")
    press(member, "Save my answers")
    expect(told(member)).to_contain_text("1 answer is noted.")
    expect(member.get_by_role("region", name="Vraag 2").get_by_label("Your answer")).to_have_value("yes")
    expect(member.get_by_role("region", name="Vraag 3")).to_contain_text("You can stand on the waiting list.")
    member.goto(third)
    member.get_by_label("Put me on the waiting list").check()
    press(member, "Save my answer")
    expect(told(member)).to_contain_text("You are number 1 on the waiting list.")


@ways
def test_meeting_is_held_and_reported(phone, keys, way):
    path = f"/bijeenkomsten/{keys[f'held {way}']}"
    manager = phone("jaar-manager", way, f"{path}/agenda/wijzigen/")
    make_agenda(manager)
    manager.goto(f"{path}/aanwezigheid/")
    record_presence(manager)
    chair = phone("jaar-voorzitter", way, f"{path}/verslag/wijzigen/")
    write_minutes(chair)
    member = phone("jaar-lid", way, f"{path}/verslag/")
    member.get_by_role("link", name="Propose a correction").click()
    member.get_by_label("What is not right?").fill("Het waren <b>vier</b> gemeenten.")
    press(member, "Send my correction")
    expect(member.locator("#corrections")).to_be_visible()
    member.emulate_media(media="print")
    expect(member.locator("h1")).to_be_visible()
    expect(member.get_by_role("link", name="Propose a correction")).to_be_hidden()


@ways
def test_renamed_program_is_refused_on_its_field(phone, keys, way):
    page = phone("jaar-voorzitter", way, f"/bijeenkomsten/{keys[f'shared {way}']}/documenten/")
    page.get_by_label("Title").fill("Handreiking")
    page.get_by_label("Members").check()
    program = {"name": "handreiking.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(2000)}
    page.get_by_label("File").set_input_files(program)
    press(page, "Add document")

    refused = page.locator("[data-invalid]").filter(has=page.get_by_label("File"))
    expect(refused).to_contain_text("What is inside this file is not pdf")
    expect(page.get_by_label("Title")).to_have_value("Handreiking")
    expect(page.locator("main")).to_contain_text("No documents yet.")
