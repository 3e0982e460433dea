"""Minutes are published once, with one mail each, and become final."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection

from meetings.models import Attendance, Decision, Meeting, Minutes
from meetings.reporting.publishing import finish_minutes, publish_minutes
from members.models import OutboxMessage
from tests.factories import (
    AttendanceFactory,
    CorrectionFactory,
    DecisionFactory,
    MeetingFactory,
    MinutesFactory,
    PersonFactory,
    SectorYearFactory,
    admin_user,
    chair_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

DAY = date(2027, 4, 22)
NOW = moment(DAY, 17)
Presence = Attendance.Presence


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting():
    year = SectorYearFactory(year=2027)
    return MeetingFactory(sector_year=year, title="De dijk", starts=moment(DAY, 14), ends=moment(DAY, 16))


@pytest.fixture
def chair(meeting):
    return chair_user(meeting.sector_year.sector)


def listed(meeting, presence):
    person = member_user().person
    AttendanceFactory(meeting=meeting, person=person, presence=presence)
    return person


def mails():
    return set(OutboxMessage.objects.values_list("kind", "recipient"))


def test_publishing_shows_the_minutes_and_says_until_when_they_can_be_corrected(meeting, chair):
    publish_minutes(meeting=meeting, is_public=True, by=chair)

    minutes = Minutes.objects.get()
    assert (minutes.published_at, minutes.published_by, minutes.is_public) == (NOW, chair.person, True)
    assert minutes.corrections_until == DAY + timedelta(days=14)


def test_minutes_of_a_meeting_for_members_are_for_members(meeting, chair):
    Meeting.objects.update(visibility=Meeting.Visibility.NETWORK)

    assert not publish_minutes(meeting=meeting, is_public=True, by=chair).is_public


def test_publishing_mails_who_was_there_or_excused(meeting, chair):
    told = [listed(meeting, presence) for presence in (Presence.PRESENT, Presence.ONLINE, Presence.EXCUSED)]
    listed(meeting, Presence.ABSENT)
    listed(meeting, "")
    AttendanceFactory(meeting=meeting, presence=Presence.PRESENT)  # nobody knows how to reach him

    publish_minutes(meeting=meeting, is_public=False, by=chair)

    assert mails() == {("minutes_published", person.account.email) for person in told}


def test_publishing_numbers_what_the_admin_left_unnumbered(meeting, chair):
    DecisionFactory(sector_year=meeting.sector_year, number=4)
    DecisionFactory(meeting=meeting, position=2, text="Twee")
    DecisionFactory(meeting=meeting, position=1, text="Een")

    publish_minutes(meeting=meeting, is_public=False, by=chair)

    assert list(Decision.objects.filter(meeting=meeting).values_list("text", "number")) == [("Een", 5), ("Twee", 6)]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"ends": moment(DAY, 18)}, "not ended"),
        ({"starts": moment(DAY, 18), "ends": moment(DAY, 19)}, "not begun"),
        ({"state": Meeting.State.CANCELLED, "state_reason": "Storm"}, "not held"),
    ],
)
def test_minutes_are_not_published_before_the_end_nor_of_what_is_cancelled(meeting, chair, fields, told):
    Meeting.objects.update(**fields)

    with pytest.raises(ValidationError, match=told):
        publish_minutes(meeting=meeting, is_public=False, by=chair)

    assert not Minutes.objects.exists()


def test_minutes_are_published_once(meeting, chair):
    listed(meeting, Presence.PRESENT)
    publish_minutes(meeting=meeting, is_public=False, by=chair)

    with pytest.raises(ValidationError, match="published already"):
        publish_minutes(meeting=meeting, is_public=True, by=chair)

    assert not Minutes.objects.get().is_public
    assert OutboxMessage.objects.count() == 1


def test_account_of_nobody_publishes_nothing(meeting):
    with pytest.raises(ValidationError, match="belongs to no person"):
        publish_minutes(meeting=meeting, is_public=False, by=admin_user())

    assert not Minutes.objects.exists()


def test_minutes_are_made_final(meeting, chair):
    MinutesFactory(meeting=meeting, published_at=moment(DAY, 16), published_by=PersonFactory())

    assert finish_minutes(meeting=meeting, by=chair).final_at == NOW


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"published_at": None, "published_by": None}, "not published"),
        ({"final_at": NOW}, "final already"),
        ({}, "waits for an answer"),
    ],
)
def test_minutes_are_not_made_final_before_their_time(meeting, chair, fields, told):
    known = {"published_at": moment(DAY, 16), "published_by": PersonFactory()}
    CorrectionFactory(minutes=MinutesFactory(meeting=meeting, **(known | fields)))

    with pytest.raises(ValidationError, match=told):
        finish_minutes(meeting=meeting, by=chair)


@pytest.mark.django_db(transaction=True)
def test_publishing_twice_at_once_publishes_once_with_one_mail_each(meeting, chair):
    people = [listed(meeting, Presence.PRESENT), listed(meeting, Presence.EXCUSED)]
    start = Barrier(2)

    def publish(_turn):
        start.wait()
        try:
            publish_minutes(meeting=meeting, is_public=False, by=chair)
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(publish, range(2)))

    assert (told[0], bool(told[1])) == ("", True)
    assert OutboxMessage.objects.count() == len(people)
