"""/bijeenkomsten/<pk>/agenda/: what a meeting works through and when, and what is still open of earlier ones."""

from datetime import timedelta

import pytest
import time_machine

from meetings.models import Meeting
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AppointmentFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
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
from tests.factories.moments import DAY
from tests.reading import Page

pytestmark = pytest.mark.django_db

SEES_ACTIONS = {"member", "chair", "manager", "editor", "admin"}
EDITS = {"chair", "manager", "admin"}


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(DAY, 8), tick=False):
        yield


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water", slug="water"), year=DAY.year)
    return MeetingFactory(sector_year=year, title="De dijk", place="Raadzaal, Emmen", starts=moment(DAY, 13))


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/agenda/"


def sign_in(client, kind, meeting):
    sector = meeting.sector_year.sector
    makers = {
        "outsider": UserFactory,
        "member": member_user,
        "chair": lambda: chair_user(sector),
        "manager": lambda: manager_user(sector),
        "editor": editor_user,
        "admin": admin_user,
    }
    if kind != "visitor":
        client.force_login(makers[kind]())


def earlier(meeting, *, published=True, **fields):
    """An open action of a meeting of the same sector, three weeks before."""
    starts = meeting.starts - timedelta(days=21)
    before = MeetingFactory(
        sector_year=meeting.sector_year, number=90, starts=starts, ends=starts + timedelta(hours=2), **fields
    )
    if published:
        MinutesFactory(meeting=before, published_at=starts + timedelta(days=3), published_by=PersonFactory())
    return ActionItemFactory(meeting=before, text="Voorstel rondsturen", owner=PersonFactory(name="Oda Open"))


def test_times_follow_from_start_and_minutes(client, meeting):
    for position, (title, minutes) in enumerate(
        [("Opening", 10), ("De dijk", 45), ("Rondvraag", None), ("Sluiting", 5)]
    ):
        AgendaItemFactory(meeting=meeting, position=position, title=title, minutes=minutes)

    page = Page(client.get(url(meeting)).text)

    assert page.together("13:30", "Opening", "10 min", within=40)
    assert page.together("13:40", "De dijk", "45 min", within=40)
    assert page.together("14:25", "Rondvraag", within=40)
    assert not page.together("14:25", "Sluiting", within=40)
    assert page.together("Sluiting", "5 min", within=40)


def test_agenda_says_who_and_where(client, meeting):
    AppointmentFactory(sector=meeting.sector_year.sector, person=PersonFactory(name="Chris Chair"))
    presenter = PersonFactory(name="Pia Praat", organisation=OrganisationFactory(name="Gemeente Emmen"))
    AgendaItemFactory(meeting=meeting, presenter=presenter)

    page = Page(client.get(url(meeting)).text)

    assert page.together("Pia Praat", "Gemeente Emmen", within=60)
    assert page.together("Place", "Raadzaal, Emmen", within=60)
    assert page.together("Chair", "Chris Chair", within=60)


def test_meeting_without_date_and_agenda_says_so(client, meeting):
    Meeting.objects.update(starts=None, ends=None, state="draft")
    client.force_login(admin_user())

    text = Page(client.get(url(meeting)).text).text

    assert "No agenda yet" in text
    assert "The date is still open" in text


@pytest.mark.parametrize("kind", ["visitor", "outsider", "member", "chair", "manager", "editor", "admin"])
def test_open_actions_are_for_members(client, meeting, kind):
    earlier(meeting)
    sign_in(client, kind, meeting)

    html = client.get(url(meeting)).text

    assert ("Voorstel rondsturen" in html, "Oda Open" in html) == (kind in SEES_ACTIONS,) * 2


@pytest.mark.parametrize("kind", ["visitor", "outsider", "member", "chair", "manager", "editor", "admin"])
def test_change_is_offered_to_who_leads(client, meeting, kind):
    sign_in(client, kind, meeting)

    assert ("agenda/wijzigen/" in client.get(url(meeting)).text) == (kind in EDITS)


@pytest.mark.parametrize("fields", [{"published": False}, {"visibility": "invited"}])
def test_actions_of_what_a_member_may_not_read_are_left_out(client, meeting, fields):
    earlier(meeting, **fields)
    sign_in(client, "member", meeting)

    assert "Voorstel rondsturen" not in client.get(url(meeting)).text


def test_actions_that_are_done_later_or_elsewhere_are_left_out(client, meeting):
    done = earlier(meeting)
    done.done_at = moment(DAY, 7)
    done.save()
    elsewhere = MeetingFactory(starts=moment(DAY - timedelta(days=9)), ends=moment(DAY - timedelta(days=9), 16))
    for other in (elsewhere, meeting):
        MinutesFactory(meeting=other, published_at=moment(DAY, 7), published_by=PersonFactory())
        ActionItemFactory(meeting=other)
    sign_in(client, "member", meeting)

    assert "Voorstel rondsturen" not in client.get(url(meeting)).text


def test_action_that_should_have_been_done_is_marked(client, meeting):
    action = earlier(meeting)
    action.due = DAY - timedelta(days=1)
    action.save()
    sign_in(client, "member", meeting)

    assert Page(client.get(url(meeting)).text).together("Voorstel rondsturen", "Too late", within=120)


def test_online_link_is_for_members_while_it_is_held(client, meeting):
    Meeting.objects.update(online_link="https://example.org/call")

    seen = ["example.org/call" in client.get(url(meeting)).text]
    sign_in(client, "member", meeting)
    seen.append("example.org/call" in client.get(url(meeting)).text)
    Meeting.objects.update(state="cancelled", state_reason="Te weinig mensen")
    html = client.get(url(meeting)).text

    assert [*seen, "example.org/call" in html] == [False, True, False]
    assert "Te weinig mensen" in html


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"visibility": "network"}, {"visibility": "invited"}])
def test_hidden_meeting_is_not_found(client, meeting, fields):
    Meeting.objects.update(**fields)

    assert client.get(url(meeting)).status_code == 404


def test_wrong_method_is_refused(client, meeting):
    assert client.post(url(meeting)).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, meeting, rows):
    NetworkFactory()
    for row in range(rows):
        AgendaItemFactory(meeting=meeting, presenter=PersonFactory())
        meeting.joint_sectors.add(SectorFactory())
        before = MeetingFactory(
            sector_year=meeting.sector_year, number=50 + row, starts=moment(DAY, 9), ends=moment(DAY, 10)
        )
        MinutesFactory(meeting=before, published_at=moment(DAY, 7), published_by=PersonFactory())
        ActionItemFactory(meeting=before)
    sign_in(client, "member", meeting)

    with django_assert_num_queries(6):
        client.get(url(meeting))


def test_visitor_costs_two_queries(client, django_assert_num_queries, meeting):
    NetworkFactory()

    with django_assert_num_queries(2):
        client.get(url(meeting))
