"""The dates of preparations: what they are, and how they follow the meetings of a sector."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Meeting, Preparation
from meetings.preparation_dates import lay_preparations, preparation_dates
from tests.factories import MeetingFactory, PersonFactory, SectorYearFactory, moment

TODAY = moment(date(2027, 1, 4))
FIRST, SECOND = date(2027, 3, 11), date(2027, 4, 22)


@pytest.fixture
def year(db):
    with time_machine.travel(TODAY, tick=False):
        yield SectorYearFactory(year=2027)


def meet(year, number, day, **own):
    return MeetingFactory(sector_year=year, number=number, starts=moment(day), ends=moment(day, 16), **own)


def dates_of(meeting):
    found = Preparation.objects.get(meeting=meeting)
    return found.opens_on, found.input_closes_on, found.settle_by, found.discussed_in


@given(st.dates(date(2020, 2, 1), date(2040, 12, 31)), st.none() | st.integers(1, 120))
def test_dates_are_in_order_and_open_at_the_meeting_before_at_the_latest(day, distance):
    before = day - timedelta(days=distance) if distance else None

    dates = preparation_dates(day, before)

    assert dates.opens_on < dates.input_closes_on < dates.settle_by < day
    assert before is None or dates.opens_on <= before
    assert dates.in_previous == (distance is not None and distance >= 21)


def test_preparations_are_laid_for_coming_meetings(year):
    first, second = meet(year, 1, FIRST), meet(year, 2, SECOND)

    lay_preparations(year.sector)

    assert dates_of(first) == (date(2027, 2, 11), date(2027, 2, 23), date(2027, 2, 25), None)
    assert dates_of(second) == (FIRST, date(2027, 4, 6), date(2027, 4, 8), first)


def test_preparation_follows_when_the_meeting_before_falls_through(year):
    first, second = meet(year, 1, FIRST), meet(year, 2, SECOND)
    lay_preparations(year.sector)
    Meeting.objects.filter(pk=first.pk).update(state="cancelled", state_reason="Geen zaal")

    lay_preparations(year.sector)

    assert dates_of(second) == (date(2027, 3, 22), date(2027, 4, 6), date(2027, 4, 8), None)


def test_first_meeting_of_a_year_is_prepared_in_the_last_one_before(year):
    last = meet(SectorYearFactory(sector=year.sector, year=2026), 8, date(2027, 1, 14))
    first = meet(year, 1, FIRST)

    lay_preparations(year.sector)

    assert dates_of(first)[::3] == (date(2027, 1, 14), last)


def test_dates_set_by_hand_stay(year):
    meeting = meet(year, 1, FIRST)
    lay_preparations(year.sector)
    Preparation.objects.update(dates_set_by_hand=True)
    Meeting.objects.update(starts=moment(SECOND), ends=moment(SECOND, 16))

    lay_preparations(year.sector)

    assert dates_of(meeting)[0] == date(2027, 2, 11)


def test_preparation_without_a_day_ends_unless_it_was_decided_on(year):
    waived, undecided = meet(year, 1, FIRST), meet(year, 2, SECOND)
    lay_preparations(year.sector)
    given = {"waived_at": TODAY, "waived_by": PersonFactory(), "waived_reason": "Een werkbezoek"}
    Preparation.objects.filter(meeting=waived).update(**given)
    Meeting.objects.update(starts=None, ends=None, state="draft")

    lay_preparations(year.sector)

    assert list(Preparation.objects.values_list("meeting", flat=True)) == [waived.pk]
    assert undecided.pk != waived.pk


def test_events_and_what_is_not_held_get_none(year):
    meet(year, 1, FIRST, state="not_held", state_reason="Te weinig aanmeldingen")
    meet(None, None, SECOND, kind="event").joint_sectors.add(year.sector)

    lay_preparations(year.sector)

    assert Preparation.objects.count() == 0


def test_laying_again_changes_and_asks_little(year, django_assert_num_queries):
    for number in range(1, 4):
        meet(year, number, FIRST + timedelta(days=35 * number))
    lay_preparations(year.sector)
    versions = Preparation.pgh_event_model.objects.count()

    with django_assert_num_queries(2):
        lay_preparations(year.sector)

    assert Preparation.pgh_event_model.objects.count() == versions


def test_unsettled_topic_of_a_meeting_that_moves_may_be_raised_again(year):
    meeting = meet(year, 1, FIRST)
    lay_preparations(year.sector)
    Preparation.objects.update(raised_at=TODAY)
    Meeting.objects.update(starts=moment(SECOND), ends=moment(SECOND, 16))

    lay_preparations(year.sector)

    assert Preparation.objects.get(meeting=meeting).raised_at is None
