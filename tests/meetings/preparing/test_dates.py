"""The dates of a preparation, set by hand and back to following the meeting."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from meetings.models import Preparation
from meetings.preparation_dates import lay_preparations
from meetings.preparing.dates import follow_meeting_again, set_preparation_dates
from tests.factories import MeetingFactory, PreparationFactory, SectorYearFactory, manager_user, moment

pytestmark = pytest.mark.django_db

DATES = {"opens_on": date(2027, 3, 29), "input_closes_on": date(2027, 4, 12), "settle_by": date(2027, 4, 15)}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 3, 10), 10), tick=False):
        yield


@pytest.fixture
def year():
    return SectorYearFactory()


@pytest.fixture
def meeting(year):
    return PreparationFactory(meeting=MeetingFactory(sector_year=year, number=8)).meeting


@pytest.fixture
def before(year):
    return MeetingFactory(
        sector_year=year, number=7, starts=moment(date(2027, 3, 18)), ends=moment(date(2027, 3, 18), 16)
    )


@pytest.fixture
def manager(year):
    return manager_user(year.sector)


def stored():
    return Preparation.objects.filter(meeting__number=8).values(*DATES).get()


def test_dates_set_by_hand_stay_when_dates_are_laid_again(meeting, manager, year):
    set_preparation_dates(meeting=meeting, by=manager, **DATES)

    lay_preparations(year.sector)

    assert stored() == DATES
    meeting.preparation.refresh_from_db()
    assert meeting.preparation.dates_set_by_hand


def test_meeting_in_which_it_is_discussed_gets_the_item_and_loses_it(meeting, before, manager):
    set_preparation_dates(meeting=meeting, by=manager, discussed_in=before, **DATES)
    assert list(before.agenda_items.values_list("kind", flat=True)) == ["next_meeting"]

    set_preparation_dates(meeting=meeting, by=manager, discussed_at=moment(date(2027, 4, 1)), **DATES)

    assert not before.agenda_items.exists()


def test_dates_follow_the_meeting_again(meeting, before, manager):
    set_preparation_dates(meeting=meeting, by=manager, discussed_at=moment(date(2027, 4, 1)), **DATES)

    found = follow_meeting_again(meeting=meeting, by=manager)

    assert (found.dates_set_by_hand, found.discussed_at, found.discussed_in) == (False, None, before)
    assert stored()["settle_by"] == date(2027, 4, 8)


def test_dates_out_of_order_change_nothing(meeting, manager):
    kept = stored()

    with pytest.raises(ValidationError):
        set_preparation_dates(meeting=meeting, by=manager, **DATES | {"settle_by": date(2027, 4, 1)})

    assert stored() == kept
