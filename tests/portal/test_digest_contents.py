"""What a weekly mail tells: what is asked, what changed, what is open for input, and news of one's own sectors."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from meetings.models import Attendance, Meeting
from portal.digest_contents import Own, Week, contents, own_of
from tests.factories import (
    ActionItemFactory,
    ActivityParticipantFactory,
    ArticleFactory,
    AttendanceFactory,
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    ContributionFactory,
    JointActivityFactory,
    KnowledgeCircleFactory,
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    PresenterFactory,
    SeatFactory,
    SectorFactory,
    SectorYearFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return SeatFactory(mail="weekly", sector__name="Veiligheid")


def meeting_of(sector, *, days=10, **fields):
    starts = timezone.now() + timedelta(days=days)
    year = sector.years.first() or SectorYearFactory(sector=sector)
    return MeetingFactory(sector_year=year, starts=starts, ends=starts + timedelta(hours=2), **fields)


def asking(meeting):
    today = timezone.localdate()
    days = {"opens_on": today, "input_closes_on": today + timedelta(days=3), "settle_by": today + timedelta(days=4)}
    PreparationFactory(meeting=meeting, **days)
    return meeting


def told(seat, part, *, since=None):
    """Return what a part of the mail says, and of what."""
    week = Week.gather(timezone.now())
    own = own_of([seat.person_id], week)[seat.person_id]
    own.since = since
    return [(each.get("kind") or each.get("change") or "", each["title"]) for each in contents(own, week)[part]]


def test_answer_is_asked_until_it_is_given(seat):
    meeting = meeting_of(seat.sector, title="Archief")
    meeting_of(SectorFactory(), title="Elders")
    meeting_of(seat.sector, title="Ver weg", days=60)
    assert told(seat, "asked") == [("answer", "Archief")]

    AttendanceFactory(meeting=meeting, person=seat.person, response="no", responded_at=timezone.now())

    assert told(seat, "asked") == []


def test_answer_is_not_asked_of_who_stands_in(seat):
    answer = {"response": Attendance.Response.SUBSTITUTE, "responded_at": timezone.now()}
    AttendanceFactory(meeting=meeting_of(seat.sector), substitute=seat.person, **answer)

    assert told(seat, "asked") == []


def test_joint_meeting_is_of_both_sectors(seat):
    meeting = meeting_of(SectorFactory(name="Water"), title="Samen")
    meeting.joint_sectors.add(seat.sector)

    week = Week.gather(timezone.now())

    assert told(seat, "asked") == [("answer", "Samen")]
    assert week.meetings[meeting.pk].names == "Water + Veiligheid"


def test_input_is_asked_until_it_is_given_and_then_still_open(seat):
    meeting = asking(meeting_of(seat.sector, days=40, title="Archief"))
    assert (told(seat, "asked"), told(seat, "topics")) == ([("input", "Archief")], [])

    ContributionFactory(meeting=meeting, person=seat.person)

    assert (told(seat, "asked"), told(seat, "topics")) == ([], [("", "Archief")])


def test_actions_and_presenting_are_asked_whatever_the_sector(seat):
    elsewhere = meeting_of(SectorFactory(), title="Elders")
    ActionItemFactory(meeting=elsewhere, owner=seat.person, text="Bellen", due=date(2020, 1, 1))
    ActionItemFactory(meeting=elsewhere, owner=PersonFactory(), text="Van een ander")
    PresenterFactory(meeting=elsewhere, person=seat.person)
    declined = meeting_of(SectorFactory(), title="Afgezegd")
    PresenterFactory(meeting=declined, person=seat.person, declined_at=timezone.now())

    assert told(seat, "asked") == [("action", "Bellen"), ("present", "Elders")]


def test_seat_without_weekly_mail_adds_nothing(seat):
    other = SeatFactory(person=seat.person, mail="nothing")
    asking(meeting_of(other.sector))
    article = ArticleFactory(published_at=timezone.now())
    article.sectors.add(other.sector)

    assert [told(seat, part) for part in ("asked", "topics", "changes", "news")] == [[], [], [], []]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"starts": timezone.now() + timedelta(days=20), "ends": timezone.now() + timedelta(days=21)}, ["moved"]),
        ({"state": Meeting.State.CANCELLED, "state_reason": "Ziek"}, ["off"]),
        ({"place": "Raadzaal"}, ["place"]),
        ({"summary": "Anders gezegd"}, []),
    ],
)
def test_change_since_the_last_mail_is_told(seat, change, expected):
    meeting = meeting_of(seat.sector, title="Archief")
    since = timezone.now()
    assert told(seat, "changes", since=since) == []

    Meeting.objects.filter(pk=meeting.pk).update(**change)

    assert told(seat, "changes", since=since) == [(each, "Archief") for each in expected]


def test_change_that_was_undone_is_no_change(seat):
    meeting = meeting_of(seat.sector)
    since = timezone.now()

    for place in ("Raadzaal", meeting.place):
        Meeting.objects.filter(pk=meeting.pk).update(place=place)

    assert told(seat, "changes", since=since) == []


def test_meeting_is_new_once_it_is_planned(seat):
    meeting = meeting_of(seat.sector, title="Archief", state=Meeting.State.DRAFT)
    since = timezone.now()
    assert told(seat, "changes", since=since) == []

    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.SCHEDULED)

    assert told(seat, "changes", since=since) == [("new", "Archief")]
    assert told(seat, "changes", since=timezone.now()) == []


def test_meeting_for_the_invited_only_is_left_out(seat):
    asking(meeting_of(seat.sector, visibility=Meeting.Visibility.INVITED))

    assert [told(seat, part) for part in ("asked", "topics", "changes")] == [[], [], []]


def test_news_is_of_the_own_sectors_or_of_the_network_since_the_last_mail(seat):
    now = timezone.now()
    ArticleFactory(title="Voor allen", published_at=now - timedelta(days=1))
    ArticleFactory(title="Van ons", published_at=now - timedelta(days=2)).sectors.add(seat.sector)
    ArticleFactory(title="Van anderen", published_at=now).sectors.add(SectorFactory())
    ArticleFactory(title="Oud", published_at=now - timedelta(days=9))
    ArticleFactory(title="Straks", published_at=now + timedelta(hours=1))
    ArticleFactory(title="Ingetrokken", published_at=now, withdrawn_at=now)

    assert told(seat, "news") == [("", "Voor allen"), ("", "Van ons")]
    assert told(seat, "news", since=now - timedelta(days=1, hours=1)) == [("", "Voor allen")]
    assert ("", "Oud") in told(seat, "news", since=now - timedelta(days=14))


def test_nothing_belongs_to_who_has_nothing():
    week = Week.gather(timezone.now())

    assert not any(contents(Own(), week).values())


def closing(circle, title, *, days, **fields):
    day = timezone.localdate() + timedelta(days=days)
    return JointActivityFactory(circle=circle, title=title, state="open", join_before=day, **fields)


def test_what_closes_soon_is_told_to_who_is_in_the_circle(seat):
    seat.person.organisation = OrganisationFactory()
    seat.person.save()
    circle = CircleParticipantFactory(person=seat.person).circle
    closing(circle, "Samen testen", days=10)
    closing(circle, "Ver weg", days=40)
    closing(circle, "Voorbij", days=-1)
    closing(KnowledgeCircleFactory(), "Elders", days=10)

    assert told(seat, "joinable") == [("", "Samen testen")]


def test_what_ones_organisation_joined_is_left_out(seat):
    seat.person.organisation = OrganisationFactory()
    seat.person.save()
    circle = CircleCoordinatorFactory(person=seat.person).circle
    ActivityParticipantFactory(activity=closing(circle, "Samen testen", days=10))
    joined = closing(circle, "Samen ruilen", days=10)
    ActivityParticipantFactory(activity=joined, organisation=seat.person.organisation)

    assert told(seat, "joinable") == [("", "Samen testen")]
