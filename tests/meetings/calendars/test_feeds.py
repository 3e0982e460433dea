"""What stands in feeds, and when they count as changed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db.models import OuterRef
from icalendar import Calendar

from meetings.calendars.feeds import network_feed, personal_feed, seats_of, sector_feed
from meetings.models import Meeting
from members.models import Person
from sectors.models import Sector
from tests.factories import (
    InvitationFactory,
    MeetingFactory,
    PersonFactory,
    PreparationFactory,
    SeatFactory,
    SectorFactory,
    SectorYearFactory,
    editor_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False) as clock:
        yield clock


@pytest.fixture
def sector():
    return SectorFactory(name="Water", slug="water")


@pytest.fixture
def user(sector):
    account = member_user(name="Wieke Water")
    SeatFactory(sector=sector, person=account.person, calendar="feed")
    return account


def meeting_of(sector, **fields):
    year = sector.years.first() or SectorYearFactory(sector=sector)
    return MeetingFactory(sector_year=year, number=year.meetings.count() + 1, **fields)


def on(day, **fields):
    return {"starts": moment(day, 10), "ends": moment(day, 12), **fields}


def mine(user, language="en"):
    seats = Person.objects.values_list(seats_of(OuterRef("pk")), flat=True).get(account=user)
    return personal_feed(user, seats=seats, network_name="Noord", language=language)


def events(feed):
    return list(Calendar.from_ical(feed.written()).walk("VEVENT"))


def names(feed):
    return [str(event["SUMMARY"]) for event in events(feed)]


# public feeds


def test_public_feed_holds_public_meetings_only(sector):
    meeting_of(sector, title="Open")
    meeting_of(sector, title="For members", visibility="network")
    meeting_of(sector, title="For the invited", visibility="invited")
    meeting_of(sector, title="A draft", state="draft")
    meeting_of(sector, title="Without a day", state="draft", starts=None, ends=None)

    assert names(network_feed("Noord")) == names(sector_feed(sector, "Noord")) == ["Open"]


def test_sector_feed_holds_joint_meetings_and_none_of_others(sector):
    meeting_of(SectorFactory(), title="Joint").joint_sectors.add(sector)
    meeting_of(SectorFactory(), title="Of others")

    assert names(sector_feed(sector, "Noord")) == ["Joint"]


def test_feed_reaches_from_a_year_back_to_eighteen_months_ahead(sector):
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2028, 9, 30), date(2028, 10, 1)]
    for day in days:
        meeting_of(sector, title=str(day), **on(day))

    assert names(network_feed("Noord")) == ["2026-04-01", "2028-09-30"]


def test_cancelled_meeting_stays_for_months(sector, now):
    meeting_of(sector, title="De dijk", state="cancelled", state_reason="Storm")
    now.move_to(moment(TODAY + timedelta(days=120), 10))

    (event,) = events(network_feed("Noord"))

    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert event["SUMMARY"].endswith("De dijk")


def test_public_feed_tells_no_online_link(sector):
    meeting_of(sector, online_link="https://secret.example.org/room")

    assert b"secret" not in network_feed("Noord").written()


def test_feed_calls_nobody_to_answer(sector):
    meeting_of(sector)

    content = network_feed("Noord").written()

    assert not any(word in content for word in (b"METHOD", b"ORGANIZER", b"ATTENDEE", b"VALARM"))


# personal feeds


@pytest.mark.parametrize(("calendar", "shown"), [("feed", True), ("both", True), ("invitation", False)])
def test_personal_feed_follows_the_choice_of_the_seat(sector, user, calendar, shown):
    user.person.seats.update(calendar=calendar)
    meeting_of(sector, title="De dijk", visibility="network")

    assert names(mine(user)) == (["De dijk"] if shown else [])


def test_personal_feed_leaves_out_other_sectors_and_ended_seats(user):
    past, other = SectorFactory(), SectorFactory()
    SeatFactory(sector=past, person=user.person, calendar="feed", until=TODAY)
    for sector in (past, other):
        meeting_of(sector)

    assert names(mine(user)) == []


def test_personal_feed_shows_a_closed_meeting_to_the_invited_only(sector, user):
    closed = meeting_of(sector, title="Closed", visibility="invited")

    before = names(mine(user))
    InvitationFactory(meeting=closed, person=user.person)

    assert (before, names(mine(user))) == ([], ["Closed"])


def test_personal_feed_of_an_editor_has_no_drafts(sector):
    account = PersonFactory(account=editor_user()).account
    SeatFactory(sector=sector, person=account.person, calendar="feed")
    meeting_of(sector, state="draft")
    meeting_of(sector, title="De dijk")

    assert names(mine(account)) == ["De dijk"]


def test_personal_feed_tells_the_online_link(sector, user):
    meeting_of(sector, online_link="https://secret.example.org/room")

    assert "https://secret.example.org/room" in events(mine(user))[0]["DESCRIPTION"]


def test_who_left_the_network_sees_public_meetings_only(sector, user):
    meeting_of(sector, title="Open")
    meeting_of(sector, title="For members", visibility="network")
    user.person.left_on = TODAY
    user.person.save()

    assert names(mine(user)) == ["Open"]


@pytest.mark.parametrize("calendar", ["feed", "invitation"])
def test_last_day_for_input_is_a_day_of_its_own(sector, user, calendar):
    user.person.seats.update(calendar=calendar)
    PreparationFactory(meeting=meeting_of(sector, title="De dijk"), input_closes_on=date(2027, 4, 6))

    event = events(mine(user))[-1]

    assert (event["DTSTART"].dt, event["TRANSP"]) == (date(2027, 4, 6), "TRANSPARENT")
    assert event["SUMMARY"].endswith("De dijk")


@pytest.mark.parametrize("ending", ["settled", "waived"])
def test_input_that_is_no_longer_asked_has_no_day(sector, user, ending):
    preparation = PreparationFactory(meeting=meeting_of(sector, title="De dijk"))
    setattr(preparation, f"{ending}_at", moment(TODAY, 9))
    setattr(preparation, f"{ending}_by", user.person)
    preparation.waived_reason = "Een excursie" if ending == "waived" else ""
    preparation.save()

    assert names(mine(user)) == ["De dijk"]


def test_public_feed_has_no_days_for_input(sector):
    PreparationFactory(meeting=meeting_of(sector, title="De dijk"))

    assert names(network_feed("Noord")) == ["De dijk"]


def test_personal_feed_speaks_the_language_of_its_reader(sector, user):
    PreparationFactory(meeting=meeting_of(sector))

    assert b"Last day for input" in mine(user, "en").written()
    assert mine(user, "nl").etag() != mine(user, "en").etag()


# when a feed counts as changed


def test_etag_is_the_same_until_something_changes(sector):
    meeting_of(sector)

    assert network_feed("Noord").etag() == network_feed("Noord").etag()


def move(meeting, now):
    Meeting.objects.filter(pk=meeting.pk).update(starts=meeting.starts + timedelta(hours=1))


def rename_sector(meeting, now):
    Sector.objects.filter(years__meetings=meeting).update(name="Zee")


def rename_joint_sector(meeting, now):
    meeting.joint_sectors.update(name="Zee")


def delete(meeting, now):
    meeting.delete()


def hide(meeting, now):
    Meeting.objects.filter(pk=meeting.pk).update(visibility="network")


def wait_a_year(meeting, now):
    now.move_to(moment(date(2028, 4, 25), 10))


@pytest.mark.parametrize("change", [move, rename_sector, rename_joint_sector, delete, hide, wait_a_year])
def test_etag_changes_with_all_that_is_shown(sector, now, change):
    meeting = meeting_of(sector)
    meeting.joint_sectors.add(SectorFactory(name="Vuur"))

    before = network_feed("Noord").etag()
    change(meeting, now)

    assert network_feed("Noord").etag() != before


def test_personal_etag_changes_with_the_day_for_input(sector, user):
    preparation = PreparationFactory(meeting=meeting_of(sector), input_closes_on=date(2027, 4, 6))

    before = mine(user).etag()
    preparation.input_closes_on = date(2027, 4, 5)
    preparation.save()

    assert mine(user).etag() != before


def test_moment_of_change_stays_until_the_next_one(now):
    feed = network_feed("Noord")

    first = feed.changed_at('"a"')
    now.shift(3600)

    assert feed.changed_at('"a"') == first == moment(TODAY, 10)
    assert feed.changed_at('"b"') == moment(TODAY, 11)


def test_moment_of_change_never_goes_back():
    feed = network_feed("Noord")

    moments = [feed.changed_at(etag) for etag in ('"a"', '"b"', '"a"')]

    assert moments == sorted(set(moments))


def test_content_is_written_once_for_an_etag(sector, django_assert_num_queries):
    meeting_of(sector)
    feed = network_feed("Noord")
    first = feed.content(feed.etag())

    with django_assert_num_queries(1):
        assert feed.content(feed.etag()) == first
