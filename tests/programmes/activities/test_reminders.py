from datetime import date

import pytest
import time_machine

from members.models import OutboxMessage
from programmes.activities.reminders import remind_of_deadlines
from tests.factories import (
    ActivityParticipantFactory,
    CircleParticipantFactory,
    JointActivityFactory,
    OrganisationFactory,
    PersonFactory,
    moment,
)


@pytest.fixture
def colleague(circle):
    person = PersonFactory(email="colleague@example.org", organisation=OrganisationFactory())
    return CircleParticipantFactory(circle=circle, person=person).person


def told(kind):
    return [mail.recipient for mail in OutboxMessage.objects.filter(kind=kind).order_by("recipient")]


@pytest.mark.parametrize(
    ("day", "times"), [(date(2027, 4, 12), 0), (date(2027, 4, 13), 1), (date(2027, 4, 20), 1), (date(2027, 4, 21), 0)]
)
def test_last_day_is_told_a_week_before_and_late_but_never_after(activity, colleague, day, times):
    with time_machine.travel(moment(day, 8), tick=False):
        remind_of_deadlines()
        remind_of_deadlines()

    assert told("activity_closing") == ["colleague@example.org"] * times


def test_who_joined_is_not_told_of_the_last_day(activity, colleague):
    ActivityParticipantFactory(activity=activity, organisation=colleague.organisation)
    CircleParticipantFactory(circle=activity.circle, person__email="office@example.org")
    type(activity).objects.update(join_before=date(2027, 4, 5))

    remind_of_deadlines()

    assert told("activity_closing") == ["office@example.org"]


def test_moved_last_day_is_told_again(activity, colleague):
    for day in (date(2027, 4, 5), date(2027, 4, 7)):
        type(activity).objects.update(join_before=day)
        remind_of_deadlines()

    assert told("activity_closing") == ["colleague@example.org"] * 2


@pytest.mark.parametrize(
    ("day", "times"), [(date(2027, 3, 31), 0), (date(2027, 4, 1), 1), (date(2027, 4, 9), 1), (date(2027, 6, 1), 0)]
)
def test_handbook_is_to_be_reviewed_from_its_day_on(circle, coordinator, day, times):
    JointActivityFactory(circle=circle, kind="handbook", state="running", review_by=date(2027, 4, 1), version="2.1")

    with time_machine.travel(moment(day, 8), tick=False):
        remind_of_deadlines()
        remind_of_deadlines()

    assert told("handbook_review") == [coordinator.email] * times


def test_contact_of_a_handbook_is_told_instead_of_the_coordinator(circle, coordinator):
    contact = PersonFactory(email="contact@example.org")
    JointActivityFactory(circle=circle, kind="handbook", state="done", review_by=date(2027, 4, 1), owner=contact)

    remind_of_deadlines()

    assert told("handbook_review") == ["contact@example.org"]


def test_archived_circle_is_told_nothing(activity, colleague, coordinator):
    type(activity).objects.update(join_before=date(2027, 4, 5))
    JointActivityFactory(circle=activity.circle, kind="handbook", state="done", review_by=date(2027, 4, 1))
    type(activity.circle).objects.update(state="archived")

    remind_of_deadlines()

    assert not OutboxMessage.objects.exists()
