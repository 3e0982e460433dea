"""What time does to a quiet circle: asked once, asleep, archived; twice, late, and whenever something happens."""

from datetime import date, timedelta

import pytest
import time_machine

from meetings.models import Meeting
from programmes.circles.resting import say_alive
from programmes.circles.rounds import silent, tend_quiet_circles
from tests.factories import (
    CirclePageFactory,
    CircleParticipantFactory,
    GatheringFactory,
    KnowledgeCircleFactory,
    editor_user,
    moment,
)
from tests.programmes.circles.people import addressed, mailed

START = moment(date(2027, 4, 1), 10)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def tend(clock, circle, *, days=0):
    clock.shift(timedelta(days=days))
    for _run in range(2):
        tend_quiet_circles()
    circle.refresh_from_db()


def test_quiet_circle_is_asked_then_sleeps_then_is_archived(clock, circle, coordinator):
    tend(clock, circle)
    assert (circle.state, circle.asked_at, mailed("circle_quiet")) == ("active", START, ["an@example.org"])

    tend(clock, circle, days=29)
    assert circle.state == "active"

    tend(clock, circle, days=1)
    assert (circle.state, mailed("circle_state")) == ("asleep", ["an@example.org"])

    tend(clock, circle, days=182)
    assert circle.state == "asleep"

    tend(clock, circle, days=1)
    assert (circle.state, len(mailed("circle_state")), len(mailed("circle_quiet"))) == ("archived", 2, 1)


def test_job_that_comes_very_late_takes_one_step_at_a_time(clock, circle, coordinator):
    tend(clock, circle)

    tend(clock, circle, days=900)

    assert circle.state == "asleep"


def test_answer_counts_for_half_a_year(clock, circle, coordinator):
    tend(clock, circle)
    say_alive(circle=circle, by=coordinator)

    tend(clock, circle, days=182)
    assert circle.asked_at is None

    tend(clock, circle, days=2)
    assert (circle.state, len(mailed("circle_quiet"))) == ("active", 2)


def test_without_coordinator_all_who_take_part_and_the_editors_are_asked(clock, circle, participant):
    addressed(editor_user(), "redactie@example.org")

    tend(clock, circle)

    assert mailed("circle_quiet") == ["bo@example.org", "redactie@example.org"]


@pytest.mark.parametrize(
    "happen",
    [
        lambda circle: GatheringFactory(circle=circle, meeting=_meeting(-30)),
        lambda circle: GatheringFactory(circle=circle, meeting=_meeting(30)),
        lambda circle: CirclePageFactory(circle=circle),
        lambda circle: CircleParticipantFactory(circle=circle, since=date(2027, 3, 1)),
        lambda circle: type(circle).objects.filter(pk=circle.pk).update(started_on=date(2027, 3, 1)),
    ],
)
def test_circle_in_which_something_happened_is_not_asked(clock, circle, happen):
    assert set(silent()) == {circle}

    happen(circle)

    tend(clock, circle)
    assert (circle.state, circle.asked_at) == ("active", None)


def _meeting(days):
    starts = START + timedelta(days=days)
    given = {"sector_year": None, "number": None, "kind": Meeting.Kind.GATHERING, "state": "scheduled"}
    return Meeting.objects.create(title="Samen", starts=starts, ends=starts + timedelta(hours=1), **given)


def test_question_is_forgotten_when_life_comes_back(clock, circle, coordinator):
    tend(clock, circle)
    CirclePageFactory(circle=circle)

    tend(clock, circle, days=40)

    assert (circle.state, circle.asked_at) == ("active", None)


def test_circle_that_an_editor_put_to_sleep_gets_its_half_year(clock, db):
    circle = KnowledgeCircleFactory(state="asleep")

    tend(clock, circle)
    assert (circle.state, circle.asked_at) == ("asleep", START)

    tend(clock, circle, days=183)
    assert circle.state == "archived"
