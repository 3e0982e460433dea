"""/bijeenkomsten/<pk>/verslag/wijzigen/: writing minutes on one page."""

from datetime import date

import pytest
import time_machine

from meetings.models import ActionItem, Decision, Minutes
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorYearFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

DAY = date(2027, 4, 22)


@pytest.fixture(autouse=True)
def now(client):
    NetworkFactory()
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(DAY, 15), tick=False):
        yield


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water", slug="water"), year=2027)
    return MeetingFactory(sector_year=year, title="De dijk", starts=moment(DAY, 14), ends=moment(DAY, 16))


@pytest.fixture
def chair(client, meeting):
    account = chair_user(meeting.sector_year.sector)
    client.force_login(account)
    return account


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/verslag/wijzigen/"


def filled(client, meeting, **changed):
    """Return the page as a browser sends it, with some fields changed."""
    sheet = client.get(url(meeting)).context["sheet"]
    forms = [*sheet.forms.values(), sheet.remark]
    values = {field.html_name: field.value() for form in forms for field in form}
    values = {name: "" if value is None else value for name, value in values.items() if value is not False}
    return values | changed


def send(client, meeting, **changed):
    return client.post(url(meeting), filled(client, meeting, **changed))


@pytest.mark.parametrize(
    ("maker", "status"),
    [
        (lambda _sector: UserFactory(), 403),
        (lambda _sector: member_user(), 403),
        (lambda _sector: editor_user(), 403),
        (lambda _sector: chair_user(SectorFactory()), 403),
        (chair_user, 200),
        (manager_user, 200),
        (lambda _sector: admin_user(), 200),
    ],
)
def test_writers(client, meeting, maker, status):
    client.force_login(maker(meeting.sector_year.sector))

    assert client.get(url(meeting)).status_code == status


def test_visitor_signs_in(client, meeting):
    assert client.get(url(meeting)).headers["Location"].startswith("/account/login/")


def test_everything_is_saved_at_once(client, meeting, chair):
    item = AgendaItemFactory(meeting=meeting, title="Opening")
    owner = SeatFactory(sector=meeting.sector_year.sector).person
    sent = {"text-text": "Kort.", f"note-{item.pk}-note": "Iedereen is er.", "decision-new-text": "We doen mee."}
    sent |= {"action-new-text": "Bellen", "action-new-owner": owner.pk, "action-new-due": "2027-05-01"}

    response = send(client, meeting, part="decisions", **sent)

    item.refresh_from_db()
    assert response.headers["Location"] == f"{url(meeting)}#decisions"
    assert (Minutes.objects.get().text, item.note) == ("<p>Kort.</p>", "Iedereen is er.")
    assert list(Decision.objects.values_list("text", "number")) == [("We doen mee.", 1)]
    assert list(ActionItem.objects.values_list("text", "owner", "due")) == [("Bellen", owner.pk, date(2027, 5, 1))]


def test_page_sent_twice_is_stored_once(client, meeting, chair):
    values = filled(client, meeting, **{"decision-new-text": "We doen mee.", "action-new-text": "Bellen"})

    client.post(url(meeting), values)
    response = client.post(url(meeting), values, follow=True)

    assert (Decision.objects.count(), ActionItem.objects.count()) == (1, 1)
    assert "There was nothing to save." in Page(response.text).text


def test_second_writer_is_told_keeps_his_words_and_saves_them_next(client, meeting, chair):
    item = AgendaItemFactory(meeting=meeting, title="Opening", note="Oud")
    values = filled(client, meeting, **{f"note-{item.pk}-note": "Van mij", "decision-new-text": "We doen mee."})
    item.note = "Van een ander"
    item.save()

    response = client.post(url(meeting), values)

    sheet = response.context["sheet"]
    again = {field.html_name: field.value() or "" for form in sheet.forms.values() for field in form}
    assert Page(response.text).together("Opening", "It now says: “Van een ander”")
    assert not Decision.objects.exists()
    assert client.post(url(meeting), again).status_code == 302
    item.refresh_from_db()
    assert (item.note, Decision.objects.count()) == ("Van mij", 1)


def test_note_of_a_hundred_thousand_characters_is_refused_and_kept(client, meeting, chair):
    item = AgendaItemFactory(meeting=meeting, title="Opening")
    words = "x" * 100_000

    response = send(client, meeting, **{f"note-{item.pk}-note": words})

    item.refresh_from_db()
    assert (response.status_code, item.note) == (200, "")
    assert words in response.text
    assert "at most 10000 characters" in response.text


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("action-new-due", "2027-04-21", "This is before the meeting."),
        ("action-new-due", "morgen", "Enter a valid date."),
        ("action-new-owner", "999999", "Select a valid choice."),
        ("action-new-text", "x" * 301, "at most 300 characters"),
        ("decision-new-text", "x" * 2001, "at most 2000 characters"),
    ],
)
def test_wrong_value_is_told_on_its_field_and_nothing_is_stored(client, meeting, chair, field, value, told):
    response = send(client, meeting, **({"action-new-text": "Bellen", "decision-new-text": "Ja."} | {field: value}))

    assert told in Page(response.text).text
    assert not ActionItem.objects.exists()
    assert not Decision.objects.exists()


def test_new_action_without_words_is_asked_for_them(client, meeting, chair):
    response = send(client, meeting, **{"action-new-due": "2027-05-01"})

    assert "Say what is to be done." in Page(response.text).text


def test_decision_is_emptied_only_by_removing_it(client, meeting, chair):
    decision = DecisionFactory(meeting=meeting)

    assert send(client, meeting, **{f"decision-{decision.pk}-text": ""}).status_code == 200
    assert Decision.objects.exists()
    send(client, meeting, **{f"decision-{decision.pk}-text": "", f"decision-{decision.pk}-remove": "on"})
    assert not Decision.objects.exists()


def test_note_of_an_item_that_left_the_agenda_is_kept_on_the_page(client, meeting, chair):
    item = AgendaItemFactory(meeting=meeting)
    values = filled(client, meeting, **{f"note-{item.pk}-note": "Mijn woorden"})
    item.delete()

    response = client.post(url(meeting), values)

    assert "Mijn woorden" in response.text
    assert "Someone removed this meanwhile." in Page(response.text).text


def test_row_of_another_meeting_is_out_of_reach(client, meeting, chair):
    decision = DecisionFactory(text="Van een ander")

    response = send(
        client,
        meeting,
        **{
            f"decision-{decision.pk}-text": "Weg",
            f"decision-{decision.pk}-base": "x",
            f"decision-{decision.pk}-position": "1",
        },
    )

    decision.refresh_from_db()
    assert (response.status_code, decision.text) == (200, "Van een ander")


def test_role_lost_between_opening_and_sending_is_refused(client, meeting, chair):
    values = filled(client, meeting, **{"decision-new-text": "We doen mee."})
    chair.person.appointments.all().delete()

    assert client.post(url(meeting), values).status_code == 403
    assert not Decision.objects.exists()


def test_nothing_is_written_before_the_meeting(client, meeting, chair):
    values = filled(client, meeting, **{"decision-new-text": "We doen mee."})

    with time_machine.travel(moment(DAY, 10), tick=False):
        shown, sent = client.get(url(meeting)), client.post(url(meeting), values)

    assert "The meeting has not begun yet." in Page(shown.text).text
    assert "The meeting has not begun yet." in Page(sent.text).text
    assert "We doen mee." in sent.text
    assert not Decision.objects.exists()


def test_published_minutes_ask_what_changed(client, meeting, chair):
    MinutesFactory(meeting=meeting, published_at=moment(DAY, 15), published_by=PersonFactory())

    asked = send(client, meeting, **{"decision-new-text": "We doen mee."})
    send(client, meeting, **{"decision-new-text": "We doen mee.", "remark": "Besluit toegevoegd"})

    assert "Say what you changed" in Page(asked.text).text
    assert Decision.objects.count() == 1
    assert Minutes.objects.get().corrections == "22 april 2027: Besluit toegevoegd"


def test_page_takes_the_same_queries_whatever_it_holds(client, meeting, chair, django_assert_num_queries):
    def fill():
        AgendaItemFactory(meeting=meeting)
        DecisionFactory(meeting=meeting, sector_year=meeting.sector_year, number=meeting.decisions.count() + 1)
        ActionItemFactory(meeting=meeting, owner=PersonFactory())
        SeatFactory(sector=meeting.sector_year.sector)

    fill()
    with django_assert_num_queries(10):
        client.get(url(meeting))
    fill()
    fill()
    with django_assert_num_queries(10):
        client.get(url(meeting))
