from datetime import date
from hashlib import sha256

from programmes.activities.deadlines import deadlines_to_join
from tests.factories import (
    ActivityParticipantFactory,
    CalendarLinkFactory,
    CircleParticipantFactory,
    JointActivityFactory,
)
from tests.meetings.calendars.strict import faults_in_feed


def names(account):
    return [deadline.name for deadline in deadlines_to_join(account)]


def test_deadline_of_ones_circle_stands_in_ones_calendar(activity, member):
    CircleParticipantFactory(circle=activity.circle, person=member.person)

    (deadline,) = deadlines_to_join(member)

    assert (deadline.name, deadline.day) == ("Last day to join: Samen testen", date(2027, 4, 20))
    assert deadline.path == activity.get_absolute_url()


def test_coordinator_sees_it_too(activity, coordinator):
    assert names(coordinator) == ["Last day to join: Samen testen"]


def test_other_circles_stay_out(activity, member):
    CircleParticipantFactory(person=member.person)
    CircleParticipantFactory(circle=activity.circle, person=member.person, until=date(2027, 4, 1))

    assert names(member) == []


def test_what_was_joined_is_closed_or_has_no_day_stays_out(activity, coordinator):
    ActivityParticipantFactory(activity=activity, organisation=coordinator.person.organisation)
    JointActivityFactory(circle=activity.circle, state="open")
    JointActivityFactory(circle=activity.circle, state="running", join_before=date(2027, 4, 20))
    JointActivityFactory(circle=activity.circle, state="open", join_before=date(2027, 3, 31))

    assert names(coordinator) == []


def test_deadlines_take_one_query(activity, coordinator, django_assert_num_queries):
    JointActivityFactory.create_batch(5, circle=activity.circle, state="open", join_before=date(2027, 4, 9))

    with django_assert_num_queries(1):
        assert len(names(coordinator)) == 6


def test_calendar_shows_the_last_day_and_changes_with_it(client, activity, coordinator):
    CalendarLinkFactory(person=coordinator.person, token_hash=sha256(b"secret").hexdigest(), used_on=date(2027, 4, 1))
    activity.owner = coordinator.person
    activity.save()

    first = client.get("/agenda/secret.ics")
    activity.join_before = date(2027, 4, 22)
    activity.save()
    second = client.get("/agenda/secret.ics", headers={"If-None-Match": first.headers["ETag"]})

    assert faults_in_feed(first.content) == faults_in_feed(second.content) == []
    assert b"DTSTART;VALUE=DATE:20270420" in first.content
    assert b"DTSTART;VALUE=DATE:20270422" in second.content
    ActivityParticipantFactory(activity=activity, organisation=coordinator.person.organisation)
    assert b"BEGIN:VEVENT" not in client.get("/agenda/secret.ics").content
