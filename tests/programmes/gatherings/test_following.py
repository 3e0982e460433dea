"""Lists and organiser follow who takes part in the circle and who keeps it going."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from meetings.answering.acts import answer_meeting
from meetings.permissions import can_lead_meeting, can_manage_meeting
from programmes.circles.coordinating import place_coordinator
from programmes.circles.joining import join_circle, leave_circle
from programmes.gatherings.following import follow_circle, follow_circles
from programmes.models import CircleCoordinator, CircleParticipant
from tests.factories import member_user

pytestmark = pytest.mark.django_db


def listed(meeting):
    return set(meeting.attendances.values_list("person__name", flat=True))


def test_who_joins_is_listed_and_who_leaves_is_not(ring):
    meeting, bo = ring.plan(), member_user(name="Bo")

    join_circle(circle=ring.circle, by=bo)
    assert listed(meeting) == {"Iris", "Bo"}

    leave_circle(circle=ring.circle, by=bo)
    assert listed(meeting) == {"Iris"}


def test_answers_stay_and_who_answered_without_taking_part_stays(ring):
    meeting, admin = ring.plan(), member_user(name="Ad")
    for account in (ring.account, admin):
        answer_meeting(meeting=meeting, person=account.person, response="yes", by=account)

    follow_circle(circle=ring.circle, by=None)

    assert dict(meeting.attendances.values_list("person__name", "response")) == {"Iris": "yes", "Ad": "yes"}


def test_who_leaves_elsewhere_goes_off_the_list_the_next_day(ring):
    person = ring.join()
    meeting = ring.plan()
    person.left_on = timezone.localdate()
    person.save()

    follow_circles()
    follow_circles()

    assert listed(meeting) == {"Iris"}


def test_new_coordinator_arranges_what_is_to_come(ring):
    meeting, bo = ring.plan(), member_user(name="Bo")
    ring.join(bo.person)

    place_coordinator(ring.circle, bo.person, by=ring.account)

    meeting.refresh_from_db()
    assert meeting.organiser == bo.person
    assert [can_manage_meeting(account, meeting) for account in (ring.account, bo)] == [False, True]
    assert [can_lead_meeting(account, meeting) for account in (ring.account, bo)] == [False, True]


def test_nobody_arranges_for_a_circle_without_coordinator(ring):
    meeting = ring.plan()
    CircleCoordinator.objects.all().delete()

    follow_circles()

    meeting.refresh_from_db()
    assert meeting.organiser is None


def test_what_was_held_keeps_its_list_and_organiser(ring):
    meeting = ring.plan()
    CircleCoordinator.objects.all().delete()
    CircleParticipant.objects.all().delete()

    with time_machine.travel(meeting.ends + timedelta(days=1)):
        follow_circles()

    meeting.refresh_from_db()
    assert (meeting.organiser, listed(meeting)) == (ring.account.person, {"Iris"})


def test_following_takes_as_many_queries_for_many_people(ring, django_assert_num_queries):
    ring.join()
    ring.plan()
    follow_circle(circle=ring.circle, by=None)
    with django_assert_num_queries(12):
        follow_circle(circle=ring.circle, by=None)
    for _each in range(10):
        ring.join()
    follow_circle(circle=ring.circle, by=None)

    with django_assert_num_queries(12):
        follow_circle(circle=ring.circle, by=None)
