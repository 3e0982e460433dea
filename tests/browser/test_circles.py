"""Knowledge circles run themselves, on a phone: started, joined, gathering, writing, passed on, at rest and back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.filling_in import fill_in
from tests.browser.mailbox import calendar_of
from tests.browser.newcomers import path_of, press
from tests.browser.programme_steps import named
from tests.browser.year import told
from tests.browser.year_data import WAYS

OTHER, TOWN = "Dieuwke Deelnemer", "Gemeente Kringstad"
ways = pytest.mark.parametrize("way", WAYS)


@pytest.fixture(scope="module", autouse=True)
def circles(in_shell):
    """Lay people and a circle for each flow, and take them away again with what the tests started."""
    in_shell("from tests.browser.programme_data import lay_circles; lay_circles()")
    yield
    gone = "organisations=['kringdorp', 'kringstad'], circles='Kring '"
    in_shell(f"from tests.browser.programme_data import take_away; take_away({gone})")


@pytest.fixture
def keeper(on_phone):
    """Return a function that opens a page as who keeps the circles going."""
    return lambda way, path: on_phone("kring-trekker", way, path)


@pytest.fixture
def other(on_phone):
    """Return a function that opens a page as who takes part in them, of another organisation."""
    return lambda way, path: on_phone("kring-deelnemer", way, path)


@pytest.fixture
def outsider(on_phone):
    """Return a function that opens a page as a member who takes part in none of them."""
    return lambda way, path: on_phone("kring-buitenstaander", way, path)


@ways
def test_member_starts_a_circle_and_lets_another_in(keeper, other, mailbox, way):
    starter, name = keeper(way, "/kenniskringen/starten/"), f"Kring Nieuw {way}"
    fill_in(starter, "Start this circle", name=name, why="Iedereen vraagt het zich af.", joining="on_request")
    expect(told(starter)).to_contain_text("Your circle is there.")
    circle = path_of(starter)
    asker = other(way, circle)
    asker.get_by_role("link", name="Ask to join").click()
    fill_in(asker, "Ask to join", text="Ik <b>wil</b> graag.")
    expect(told(asker)).to_contain_text("You asked to join.")
    mailbox.mail("kring-trekker@example.org", re.compile(name))

    decide(starter, circle)

    mailbox.mail("kring-deelnemer@example.org", re.compile(name))
    asker.goto(circle)
    expect(asker.get_by_role("heading", name="You take part")).to_be_visible()


def decide(starter: Page, circle: str) -> None:
    """Let in who asked; refusing without a reason is not possible."""
    starter.goto(circle)
    starter.get_by_role("link", name=OTHER).click()
    expect(starter.locator("main")).to_contain_text("Ik <b>wil</b> graag.")
    starter.get_by_label("Refuse").check()
    press(starter, "Save the decision")
    expect(starter.locator("[data-invalid]")).to_contain_text("Say why this person cannot join.")
    fill_in(starter, "Save the decision", decision="admit")
    expect(told(starter)).to_contain_text("It is decided")


@ways
def test_gathering_is_planned_and_its_invitations_arrive(keeper, outsider, mailbox, way):
    title, day = f"Kringgesprek {way}", timezone.localdate() + timedelta(days=40 + WAYS.index(way))
    page = keeper(way, f"/kenniskringen/kring-vergaderen-{way}/")
    page.get_by_role("link", name="Plan a gathering").click()
    given = {"title": title, "day": day.isoformat(), "begin": "10:00", "end": "12:00", "place": "Kringhuis"}
    fill_in(page, "Schedule the meeting", **given)
    expect(told(page)).to_contain_text("The gathering is scheduled. Nobody is mailed yet.")
    press(page, "Mail the invitations")
    press(page, "Send now")

    mail = mailbox.mail("kring-deelnemer@example.org", re.compile(title))
    calendar = calendar_of(mail, "REQUEST")
    assert f"SUMMARY:{title}" in calendar
    assert "LOCATION:Kringhuis" in calendar
    meeting = path_of(page).removesuffix("uitnodigingen/")
    assert outsider(way, "/").request.get(meeting).status == 404


@ways
def test_page_of_a_circle_is_read_by_who_takes_part_only(keeper, other, outsider, way):
    circle, title = f"/kenniskringen/kring-opschrijven-{way}/", "Wat we leerden"
    page = keeper(way, f"{circle}paginas/nieuw/")
    fill_in(page, "Save", title=title, text="- Eerst vragen\n- Dan <b>doen</b>", visibility="circle")
    expect(told(page)).to_contain_text("The page is there.")
    expect(page.locator("main .prose li").last).to_have_text("Dan <b>doen</b>")
    written = path_of(page)

    reader = other(way, circle)
    reader.get_by_role("link", name=title).click()
    expect(reader.locator("main")).to_contain_text("Eerst vragen")
    stranger = outsider(way, circle)
    expect(stranger.locator("main")).not_to_contain_text(title)
    assert stranger.request.get(written).status == 404


@ways
def test_coordinator_hands_over_and_leaves(keeper, other, mailbox, way):
    circle = f"/kenniskringen/kring-doorgeven-{way}/"
    old = keeper(way, f"{circle}stoppen/")
    expect(old.locator("main")).to_contain_text("Hand that over first")
    old.get_by_role("link", name="Hand over the coordinator’s role").click()
    fill_in(old, "Hand over", to=f"{OTHER} ({TOWN})")
    expect(told(old)).to_contain_text(f"{OTHER} keeps this circle going from today")
    mailbox.mail("kring-deelnemer@example.org", re.compile(f"Kring Doorgeven {way}"))
    old.goto(circle)
    old.get_by_role("link", name="Stop taking part").click()
    press(old, "Stop taking part")

    expect(told(old)).to_contain_text("You no longer take part in this circle.")
    assert old.request.get(f"{circle}bewerken/").status == 403
    expect(other(way, circle).locator("main")).to_contain_text("You keep this circle going.")


@ways
def test_tender_is_opened_and_joined_by_another_organisation(keeper, other, mailbox, way):
    page = keeper(way, f"/kenniskringen/kring-inkopen-{way}/activiteiten/nieuw/?soort=tender")
    title, last_day = f"Schermen inkopen {way}", timezone.localdate() + timedelta(days=20)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Organisations can join at once").check()
    press(page, "Save")
    expect(page.locator("[data-invalid]")).to_contain_text("Say who leads the tender")
    fill_in(page, "Save", lead="Gemeente Kringdorp", join_before=last_day.isoformat())
    activity = path_of(page)
    mailbox.mail("kring-deelnemer@example.org", re.compile(title))

    joiner = other(way, activity)
    fill_in(joiner, "Join", note="Veertig <b>stuks</b>.")

    expect(told(joiner)).to_contain_text(f"{TOWN} takes part now.")
    page.goto(activity)
    expect(page.locator("#participants")).to_contain_text(TOWN)
    expect(page.locator("#participants")).to_contain_text("Veertig <b>stuks</b>.")


@ways
def test_staff_is_offered_in_a_pool_and_the_offer_closed(keeper, other, on_phone, way):
    page = keeper(way, f"/kenniskringen/kring-uitlenen-{way}/activiteiten/nieuw/?soort=staff_pool")
    fill_in(page, "Save", title=f"Kringpool {way}", is_open="yes")
    pool = path_of(page)
    lender = other(way, pool)
    fill_in(lender, "Join")
    lender.get_by_role("link", name="Offer or ask for staff").click()
    fill_in(lender, "Save", kind="offer", title="Gegevensmaker", skills="tellen, meten", hours="8")
    expect(told(lender)).to_contain_text("It is in the pool now.")
    page.goto(pool)
    expect(page.locator("#pool-entries")).to_contain_text("Gegevensmaker")
    expect(on_phone("visitor", way, pool).locator("main")).not_to_contain_text("Gegevensmaker")

    press(lender, named("Close", "Gegevensmaker"))

    expect(told(lender)).to_contain_text("“Gegevensmaker” is closed.")
    page.reload()
    expect(page.locator("#pool-entries")).not_to_contain_text("Gegevensmaker")


@ways
def test_sleeping_circle_is_opened_again_by_another_member(keeper, outsider, mailbox, way):
    circle = f"/kenniskringen/kring-slapen-{way}/"
    fill_in(keeper(way, f"{circle}toestand/"), "Save", step="sleep")
    mailbox.mail("kring-deelnemer@example.org", re.compile(f"Kring Slapen {way}"))
    member = outsider(way, circle)
    expect(member.locator("main")).to_contain_text("This circle is asleep.")

    member.get_by_role("link", name="Open it again").click()
    press(member, "Save")

    expect(told(member)).to_contain_text("It is noted.")
    member.goto(circle)
    expect(member.locator("main")).not_to_contain_text("This circle is asleep.")
    expect(member.get_by_role("heading", name="You take part")).to_be_visible()
