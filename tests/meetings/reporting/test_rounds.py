"""What the day asks of minutes."""

from datetime import date, timedelta

import pytest
import time_machine

from meetings.models import Minutes
from meetings.reporting.rounds import finish_due_minutes
from tests.factories import CorrectionFactory, MinutesFactory, PersonFactory, moment

pytestmark = pytest.mark.django_db

DAY = date(2027, 5, 6)
NOW = moment(DAY, 3)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def minutes(until, **fields):
    published = {"published_at": moment(until - timedelta(days=14)), "published_by": PersonFactory()}
    return MinutesFactory(**(published | {"corrections_until": until} | fields))


def test_minutes_become_final_once_the_time_for_corrections_is_over():
    due = minutes(DAY - timedelta(days=1))
    minutes(DAY)

    finish_due_minutes()

    assert list(Minutes.objects.filter(final_at=NOW)) == [due]


def test_minutes_become_final_late_as_well_and_only_once():
    due = minutes(DAY - timedelta(days=9))
    finish_due_minutes()

    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        finish_due_minutes()

    due.refresh_from_db()
    assert due.final_at == NOW


def test_minutes_wait_for_a_correction_that_nobody_answered():
    waiting, answered = minutes(DAY - timedelta(days=1)), minutes(DAY - timedelta(days=1))
    CorrectionFactory(minutes=waiting)
    CorrectionFactory(minutes=answered, handled_at=NOW, handled_by=PersonFactory())

    finish_due_minutes()

    assert list(Minutes.objects.filter(final_at=NOW)) == [answered]


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": None, "published_by": None},
        {"published_at": NOW + timedelta(days=1)},
        {"corrections_until": None},
    ],
)
def test_minutes_without_a_time_for_corrections_stay_open(fields):
    minutes(DAY - timedelta(days=1), **fields)

    finish_due_minutes()

    assert not Minutes.objects.filter(final_at__isnull=False).exists()
