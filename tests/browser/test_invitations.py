"""Invitations, calendars and mail on a phone, in a real browser: asked for, mailed, answered, read and stopped."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.mailbox import calendar_of, text_of
from tests.browser.newcomers import path_of, press
from tests.browser.year import told
from tests.browser.year_data import WAYS

MEMBER, FOLLOWER = "post-lid@example.org", "post-volger@example.org"
ANSWERING = re.compile(r"https?://\S+/antwoord/\S+keuze=yes")
STOPPING = re.compile(r"https?://\S+/afmelden/\S+")
ways = pytest.mark.parametrize("way", WAYS)


@pytest.fixture(scope="module")
def keys(in_shell):
    """The keys of the meetings that are laid for these tests, by name."""
    laid = in_shell("from tests.browser.invitations_data import lay; lay()")
    yield json.loads(laid.splitlines()[-1])
    in_shell("from tests.browser.invitations_data import take_away; take_away()")


@pytest.fixture
def phone(on_phone, keys):
    """Return a function that opens a page on a phone, once there are meetings."""
    return on_phone


@pytest.fixture
def invite(phone, keys):
    """Return a function that has the invitations of a meeting mailed at once and gives the manager's page."""

    def invited(name: str):
        page = phone("post-manager", path=f"/bijeenkomsten/{keys[name]}/uitnodigingen/")
        press(page, "Mail the invitations")
        press(page, "Send now")
        return page

    return invited


@ways
def test_manager_moves_a_meeting_and_mails_once_he_asks(phone, keys, mailbox, way):
    manager = phone("post-manager", way, f"/bijeenkomsten/{keys[f'asked {way}']}/wijzigen/")
    manager.get_by_label(re.compile(r"^Place\b(?!s)")).fill("Dorpshuis, Postdam")
    press(manager, "Save")
    expect(told(manager)).to_contain_text("Nobody is mailed yet.")
    assert path_of(manager).endswith("/uitnodigingen/")
    expect(manager.locator("#ask")).to_have_text("This mails 2 people at 2 organisations.")
    manager.locator("summary", has_text="Who gets what").click()
    expect(manager.get_by_role("row", name="Gemeente Postdam")).to_contain_text("Liesje Landweg")

    press(manager, "Mail the invitations")
    expect(told(manager)).to_contain_text("until then you can undo it")
    press(manager, "Undo")
    expect(told(manager)).to_contain_text("Withdrawn: this mail does not go out.")
    press(manager, "Mail the invitations")
    press(manager, "Send now")

    expect(told(manager)).to_contain_text("The mail goes out now.")
    mail = mailbox.mail(MEMBER, re.compile(f"Gevraagd {way}"))
    assert calendar_of(mail, "REQUEST").count("LOCATION:Dorpshuis\\, Postdam") == 1
    manager.reload()
    expect(manager.get_by_role("row", name="Liesje Landweg")).to_contain_text("Up to date")
    expect(manager.locator("main")).to_contain_text("All invitations are up to date.")


@ways
def test_answer_from_a_mail_counts_once_its_button_is_pressed(phone, invite, mailbox, way):
    manager, reader = invite(f"answered {way}"), phone("visitor", way)
    answer = manager.get_by_role("row", name="Liesje Landweg").locator("td").last
    mail = mailbox.mail(MEMBER, re.compile(f"Beantwoord {way}"))
    reader.goto(ANSWERING.search(text_of(mail))[0])
    expect(reader.locator("h1")).to_have_text("Do you come?")
    expect(reader.get_by_label("Yes, I come")).to_be_checked()
    manager.reload()
    expect(answer).to_have_text("No answer yet")

    press(reader, "Save my answer")

    expect(told(reader)).to_contain_text("Your answer is noted: Yes, I come.")
    expect(reader.locator("main")).to_contain_text("Your answer now: Yes, I come.")
    manager.reload()
    expect(answer).to_have_text("Comes")


@ways
def test_cancelling_says_whom_it_mails_before_it_does(phone, invite, keys, mailbox, way):
    invite(f"cancelled {way}")
    title = re.compile(f"Afgelast {way}")
    assert "SEQUENCE:0" in calendar_of(mailbox.mail(MEMBER, title), "REQUEST")
    manager = phone("post-manager", way, f"/bijeenkomsten/{keys[f'cancelled {way}']}/afgelasten/")
    expect(manager.locator("main")).to_contain_text("This mails 3 people at 2 organisations.")
    expect(manager.locator("main")).to_contain_text("Plain mail: 1")

    manager.get_by_label("Reason").fill("De zaal staat blank.")
    press(manager, "Cancel the meeting")

    assert "STATUS:CANCELLED" in calendar_of(mailbox.mail(MEMBER, title), "CANCEL")
    assert "De zaal staat blank." in text_of(mailbox.mail(FOLLOWER, title))


@ways
def test_calendar_link_is_read_without_cookies_until_it_is_revoked(phone, open_as, way):
    member, calendar = phone("post-lid", way, "/mijn/agenda/"), open_as().request
    member.get_by_label("Which calendar will read it?").fill(f"Telefoon {way}")
    press(member, "Make the link")
    address = member.get_by_label("Or copy this address into your calendar").input_value()
    read = calendar.get(address)
    assert (read.status, read.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "set-cookie" not in read.headers
    assert read.text().endswith("END:VCALENDAR\r\n")
    member.goto("/mijn/agenda/")
    assert address not in member.content()

    press(member, re.compile(f"^Revoke.*Telefoon {way}$"))

    expect(told(member)).to_contain_text(f"The link “Telefoon {way}” is revoked")
    assert calendar.get(address).status == 404


@pytest.mark.parametrize(("way", "mail"), [("script", "weekly"), ("plain", "nothing")])
def test_choices_about_mail_are_kept(phone, way, mail):
    member = phone("post-volger", way, "/mijn/berichten/")
    member.get_by_label("English").check()
    member.get_by_label("Postkoets").select_option(mail)
    box = member.get_by_label("Minutes are published")
    was_wanted = box.is_checked()
    box.set_checked(not was_wanted)

    press(member, "Save")

    expect(told(member)).to_contain_text("Your choices about mail are saved.")
    member.reload()
    expect(member.get_by_label("English")).to_be_checked()
    expect(member.get_by_label("Postkoets")).to_have_value(mail)
    expect(member.get_by_label("Minutes are published")).to_be_checked(checked=not was_wanted)


@ways
def test_mail_is_stopped_by_its_link_and_wanted_again(phone, keys, mailbox, way):
    manager = phone("post-manager", way, f"/bijeenkomsten/{keys[f'settled {way}']}/voorbereiding/vaststellen/")
    manager.get_by_label("A new topic", exact=True).check()
    manager.get_by_label("Title of a new topic").fill(f"Postduiven {way}")
    press(manager, "Settle the topic")
    mail = mailbox.mail(MEMBER, re.compile(f"Postduiven {way}"))
    reader, address = phone("visitor", way), STOPPING.search(text_of(mail))[0]
    assert mail["List-Unsubscribe"].strip() == f"<{address}>"
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("Stop this mail?")
    reader.reload()
    expect(reader.locator("h1")).to_have_text("Stop this mail?")

    press(reader, "Stop this mail")
    expect(reader.locator("h1")).to_have_text("This mail has stopped")
    press(reader, "Undo")
    expect(reader.locator("h1")).to_have_text("Stop this mail?")

    one_click = reader.request.post(address, form={"List-Unsubscribe": "One-Click"})
    assert one_click.status == 200
    reader.goto(address)
    press(reader, "Undo")


@ways
def test_member_answers_at_once_on_his_own_page(phone, keys, way):
    member, yes = phone("post-lid", way, "/mijn/"), re.compile(f"^Yes, I come.*Vlug {way}$")
    press(member, yes)

    assert path_of(member) == "/mijn/"
    expect(told(member)).to_contain_text("Your answer is noted: Yes, I come.")
    expect(member.get_by_role("button", name=yes)).to_have_count(0)
    meeting = member.locator("ul.meetings li").filter(has_text=f"Vlug {way}").last
    expect(meeting.locator(".badge").first).to_have_attribute("data-kind", "success")
