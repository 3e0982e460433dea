"""Whose turn it is to present."""

from datetime import date

import pytest
import time_machine

from meetings.looking_back.turns import suggested_presenters, turns
from meetings.models import Meeting
from tests.factories import (
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    PresenterFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def year():
    return SectorYearFactory(year=2027)


def member(year, name, since=None):
    return SectorMembershipFactory(sector=year.sector, organisation__name=name, since=since).organisation


def meeting(year, day, **fields):
    return MeetingFactory(sector_year=year, starts=moment(day), ends=moment(day, 16), **fields)


def order(year, on=None):
    return [turn.name for turn in turns(year.sector, on)]


def test_never_comes_before_long_ago_before_lately(year):
    lately, long_ago, _never = (member(year, name) for name in ("A", "B", "C"))
    PresenterFactory(meeting=meeting(year, date(2027, 3, 1)), organisation=lately)
    PresenterFactory(meeting=meeting(year, date(2025, 3, 1)), organisation=long_ago)

    assert order(year) == ["C", "B", "A"]


def test_of_those_who_never_did_who_takes_part_longest_is_first(year):
    member(year, "A", since=date(2026, 1, 1))
    member(year, "B", since=date(2020, 1, 1))
    member(year, "C")

    assert order(year) == ["C", "B", "A"]


def test_turns_are_counted_with_the_last_one(year):
    often = member(year, "A")
    for day in (date(2026, 3, 1), date(2027, 2, 1)):
        PresenterFactory(meeting=meeting(year, day), organisation=often)

    [turn] = turns(year.sector)

    assert (turn.times, turn.last, turn.coming) == (2, date(2027, 2, 1), None)


def test_two_people_at_one_meeting_are_one_turn(year):
    organisation = member(year, "A")
    held = meeting(year, date(2027, 2, 1))
    for _person in range(2):
        PresenterFactory(meeting=held, organisation=None, person=PersonFactory(organisation=organisation))

    assert [turn.times for turn in turns(year.sector)] == [1]


def test_who_will_present_is_not_suggested(year):
    coming = member(year, "A")
    member(year, "B")
    PresenterFactory(meeting=meeting(year, date(2027, 6, 1)), organisation=coming)

    assert [turn.name for turn in suggested_presenters(year.sector)] == ["B"]
    assert order(year) == ["B", "A"]


@pytest.mark.parametrize("state", [Meeting.State.CANCELLED, Meeting.State.NOT_HELD, Meeting.State.DRAFT])
def test_meeting_that_was_not_held_is_no_turn(year, state):
    organisation = member(year, "A")
    reason = "" if state == Meeting.State.DRAFT else "Ziek"
    PresenterFactory(
        meeting=meeting(year, date(2027, 3, 1), state=state, state_reason=reason), organisation=organisation
    )

    assert [turn.times for turn in turns(year.sector)] == [0]


def test_declined_is_no_turn(year):
    organisation = member(year, "A")
    PresenterFactory(meeting=meeting(year, date(2027, 3, 1)), organisation=organisation, declined_at=moment())

    assert [turn.times for turn in turns(year.sector)] == [0]


def test_joint_meeting_of_another_sector_counts(year):
    organisation = member(year, "A")
    joint = MeetingFactory(starts=moment(date(2027, 3, 1)), ends=moment(date(2027, 3, 1), 16))
    joint.joint_sectors.add(year.sector)
    PresenterFactory(meeting=joint, organisation=organisation)
    PresenterFactory(
        meeting=MeetingFactory(starts=moment(date(2027, 3, 2)), ends=moment(date(2027, 3, 2), 16)),
        organisation=organisation,
    )

    assert [turn.times for turn in turns(year.sector)] == [1]


def test_only_who_takes_part_that_day_has_a_turn(year):
    SectorMembershipFactory(sector=year.sector, organisation__name="Weg", until=date(2027, 1, 1))
    member(year, "A", since=date(2027, 2, 1))
    SectorMembershipFactory(sector=SectorFactory(), organisation=OrganisationFactory(name="Elders"))

    assert order(year) == ["A"]
    assert order(year, date(2026, 6, 1)) == ["Weg"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(django_assert_num_queries, year, rows):
    for number in range(rows):
        PresenterFactory(meeting=meeting(year, date(2027, 3, 1)), organisation=member(year, f"Lid {number}"))

    with django_assert_num_queries(2):
        assert len(turns(year.sector)) == rows
