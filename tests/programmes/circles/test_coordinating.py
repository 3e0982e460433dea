"""Handing over who keeps a circle going, also when two do so at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programmes.circles.coordinating import hand_over_coordinator, take_on
from programmes.circles.joining import leave_circle
from programmes.circles.locks import coordination_of
from programmes.models import CircleCoordinator
from tests.factories import (
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    KnowledgeCircleFactory,
    PersonFactory,
    editor_user,
    member_user,
)
from tests.programmes.circles.people import at_once, joined, keeps, mailed, refusal


def seen(circle):
    return coordination_of(circle).pk


def test_hand_over_ends_one_period_and_begins_the_next_on_the_same_day(circle, coordinator, participant):
    today = timezone.localdate()

    hand_over_coordinator(circle=circle, to=participant.person, seen=seen(circle), by=coordinator)

    periods = CircleCoordinator.objects.order_by("pk").values_list("person", "since", "until")
    assert list(periods) == [(coordinator.person.pk, None, today), (participant.person.pk, today, None)]
    assert coordinator.person in joined(circle)
    assert mailed("circle_coordinator") == ["bo@example.org"]


def test_hand_over_and_back_on_one_day(circle, coordinator, participant):
    hand_over_coordinator(circle=circle, to=participant.person, seen=seen(circle), by=coordinator)
    hand_over_coordinator(circle=circle, to=coordinator.person, seen=seen(circle), by=participant)

    assert keeps(circle) == [coordinator.person]


@pytest.mark.parametrize("left", [True, False])
def test_only_who_takes_part_and_is_present_becomes_coordinator(circle, coordinator, left):
    person = PersonFactory(left_on=timezone.localdate() if left else None)
    if left:
        CircleParticipantFactory(circle=circle, person=person)

    refused = refusal(hand_over_coordinator, circle=circle, to=person, seen=seen(circle), by=coordinator)

    assert refused == "Choose someone who takes part in the circle today."
    assert keeps(circle) == [coordinator.person]


def test_coordinator_is_not_followed_by_himself(circle, coordinator):
    given = {"circle": circle, "to": coordinator.person, "seen": seen(circle), "by": coordinator}

    assert "already" in refusal(hand_over_coordinator, **given)


def test_who_takes_part_takes_on_what_nobody_keeps(circle, participant):
    take_on(circle=circle, by=participant)
    take_on(circle=circle, by=participant)

    assert keeps(circle) == [participant.person]
    assert mailed("circle_coordinator") == []


def test_taking_on_needs_a_free_place_and_taking_part(circle, participant):
    assert "Take part in the circle first" in refusal(take_on, circle=circle, by=member_user())

    CircleCoordinatorFactory(circle=circle, person__name="Dirk")
    assert refusal(take_on, circle=circle, by=participant) == "Dirk became the coordinator meanwhile."


def test_editor_appoints_where_there_is_nobody(circle, participant):
    hand_over_coordinator(circle=circle, to=participant.person, seen=0, by=editor_user())

    assert keeps(circle) == [participant.person]


@pytest.fixture
def ring(transactional_db):
    """A circle with a coordinator and two who take part."""
    circle = KnowledgeCircleFactory()
    accounts = [member_user() for _person in range(3)]
    CircleCoordinatorFactory(circle=circle, person=accounts[0].person, since=timezone.localdate() - timedelta(days=9))
    for account in accounts:
        CircleParticipantFactory(circle=circle, person=account.person)
    return circle, accounts


def test_two_hand_overs_at_once_leave_one_coordinator(ring):
    circle, (first, *others) = ring
    before = seen(circle)

    refused = at_once(
        *(lambda to=to: hand_over_coordinator(circle=circle, to=to.person, seen=before, by=first) for to in others)
    )

    assert len(refused) == len(keeps(circle)) == 1
    assert "became the coordinator meanwhile" in refused[0]


def test_coordinator_who_leaves_while_handing_over_leaves_a_coordinator(ring):
    circle, (first, other, _third) = ring
    before = seen(circle)

    at_once(
        lambda: hand_over_coordinator(circle=circle, to=other.person, seen=before, by=first),
        lambda: leave_circle(circle=circle, by=first),
    )

    assert keeps(circle) == [other.person]


def test_receiver_who_leaves_at_that_moment_does_not_coordinate_from_outside(ring):
    circle, (first, other, _third) = ring
    before = seen(circle)

    refused = at_once(
        lambda: hand_over_coordinator(circle=circle, to=other.person, seen=before, by=first),
        lambda: leave_circle(circle=circle, by=other),
    )

    assert len(refused) == 1
    assert set(keeps(circle)) <= joined(circle)
