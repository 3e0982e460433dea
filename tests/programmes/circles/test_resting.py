"""A circle that lives, sleeps, is archived and opened again."""

import pytest
from django.utils import timezone

from programmes.circles import resting
from tests.factories import CircleParticipantFactory, editor_user, member_user
from tests.programmes.circles.people import joined, keeps, mailed, refusal


def test_word_of_life_ends_the_question(circle, coordinator):
    circle.asked_at = timezone.now()
    circle.save()

    resting.say_alive(circle=circle, by=coordinator)

    circle.refresh_from_db()
    assert (circle.asked_at, circle.alive_at is not None) == (None, True)


@pytest.mark.parametrize(("act", "state"), [(resting.put_to_sleep, "asleep"), (resting.archive_circle, "archived")])
def test_rest_is_told_once_to_who_takes_part(circle, coordinator, participant, act, state):
    for _click in range(2):
        act(circle=circle, by=coordinator)

    circle.refresh_from_db()
    assert circle.state == state
    assert mailed("circle_state") == ["bo@example.org"]


def test_what_rests_says_no_word_of_life(circle, coordinator):
    resting.archive_circle(circle=circle, by=coordinator)

    assert "Open it again" in refusal(resting.say_alive, circle=circle, by=coordinator)
    assert "archived" in refusal(resting.put_to_sleep, circle=circle, by=coordinator)


@pytest.mark.parametrize("state", ["asleep", "archived"])
def test_who_reopens_takes_part_and_keeps_what_nobody_keeps(circle, state):
    circle.state, circle.asked_at = state, timezone.now()
    circle.save()
    account = member_user()

    resting.reopen_circle(circle=circle, by=account)

    circle.refresh_from_db()
    assert (circle.state, circle.asked_at) == ("active", None)
    assert (keeps(circle), joined(circle)) == ([account.person], {account.person})


def test_coordinator_stays_when_somebody_else_reopens(circle, coordinator):
    resting.archive_circle(circle=circle, by=coordinator)

    resting.reopen_circle(circle=circle, by=member_user())

    assert keeps(circle) == [coordinator.person]
    assert mailed("circle_state") == ["an@example.org"]


def test_editor_of_no_organisation_reopens_without_taking_part(circle):
    circle.state = "asleep"
    circle.save()
    CircleParticipantFactory(circle=circle)

    resting.reopen_circle(circle=circle, by=editor_user())

    circle.refresh_from_db()
    assert (circle.state, keeps(circle), len(joined(circle))) == ("active", [], 1)
