"""Habits, drafts and confirming: what is stored, what is refused, and two windows at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from meetings.models import Meeting, Preparation
from meetings.planning.acts import PlanChangedError, change_habits, confirm_plan, copy_habits, mark_of, save_plan
from sectors.models import SectorYear
from tests.factories import MeetingFactory, SectorFactory, SectorYearFactory, UserFactory, moment

pytestmark = pytest.mark.django_db

EMPTY = mark_of([])
APRIL, MAY = date(2027, 4, 22), date(2027, 5, 20)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2026, 11, 2), 10), tick=False):
        yield


@pytest.fixture
def by(db):
    return UserFactory()


@pytest.fixture
def sector(db):
    return SectorFactory(usual_start=time(9, 30), usual_minutes=120, usual_weekday=3)


def save(sector, by, dates, mark=EMPTY):
    save_plan(sector=sector, year=2027, dates=dates, mark=mark, by=by)


def stored():
    return {each.number: each for each in Meeting.objects.order_by("number")}


def mark():
    return mark_of(stored().values())


def test_save_keeps_dates_at_the_usual_time(sector, by):
    save(sector, by, {1: APRIL, 2: None})

    (meeting,) = Meeting.objects.all()
    assert (meeting.number, meeting.state, meeting.sector_year.year) == (1, Meeting.State.DRAFT, 2027)
    assert (meeting.starts, meeting.length) == (moment(APRIL, 9), timedelta(hours=2))


def test_save_gives_each_its_preparation(sector, by):
    save(sector, by, {1: APRIL, 2: MAY})

    assert list(Preparation.objects.order_by("opens_on").values_list("opens_on", "discussed_in__number")) == [
        (date(2027, 3, 22), None),
        (date(2027, 4, 20), 1),
    ]


def test_save_moves_a_draft_and_keeps_its_own_time(sector, by):
    meeting = MeetingFactory(sector_year=SectorYearFactory(sector=sector), number=1, state=Meeting.State.DRAFT)

    save(sector, by, {1: MAY}, mark())

    meeting.refresh_from_db()
    assert (meeting.starts, meeting.ends, meeting.version) == (moment(MAY), moment(MAY, 16), 2)


def test_save_takes_a_date_away_with_its_preparation(sector, by):
    save(sector, by, {1: APRIL})
    save(sector, by, {1: None}, mark())

    assert (stored()[1].starts, Preparation.objects.count()) == (None, 0)


def test_save_without_a_change_writes_nothing(sector, by):
    save(sector, by, {1: APRIL})
    before = mark()

    save(sector, by, {1: APRIL}, before)

    assert mark() == before


@pytest.mark.parametrize("state", [Meeting.State.SCHEDULED, Meeting.State.CANCELLED, Meeting.State.NOT_HELD])
def test_save_leaves_alone_what_is_no_draft(sector, by, state):
    reason = "" if state == Meeting.State.SCHEDULED else "Ziek"
    year = SectorYearFactory(sector=sector)
    meeting = MeetingFactory(sector_year=year, number=1, state=state, state_reason=reason)

    save(sector, by, {1: MAY}, mark())

    assert stored()[1].starts == meeting.starts


def test_save_of_a_stale_plan_changes_nothing(sector, by):
    save(sector, by, {1: APRIL})

    with pytest.raises(PlanChangedError):
        save(sector, by, {1: MAY, 2: MAY})

    assert [timezone.localdate(each.starts) for each in stored().values()] == [APRIL]


def test_meeting_in_the_night_the_clock_skips_lasts_as_long_as_usual(sector, by):
    sector.usual_start, sector.usual_minutes = time(2, 45), 15
    sector.save()

    save(sector, by, {1: date(2027, 3, 28)})

    assert stored()[1].length == timedelta(minutes=15)


def test_confirm_schedules_every_dated_draft(sector, by):
    save(sector, by, {1: APRIL, 2: MAY})
    MeetingFactory(sector_year=SectorYear.objects.get(), number=3, state=Meeting.State.DRAFT, starts=None, ends=None)

    done = confirm_plan(sector=sector, year=2027, mark=mark(), by=by)

    assert [meeting.number for meeting in done] == [1, 2]
    assert [each.state for each in stored().values()] == ["scheduled", "scheduled", "draft"]


def test_confirm_of_a_stale_plan_schedules_nothing(sector, by):
    save(sector, by, {1: APRIL})
    looked_at = mark()
    save(sector, by, {1: MAY}, looked_at)

    with pytest.raises(PlanChangedError):
        confirm_plan(sector=sector, year=2027, mark=looked_at, by=by)

    assert stored()[1].state == Meeting.State.DRAFT


def test_confirm_with_a_day_that_passed_schedules_nothing(sector, by):
    save(sector, by, {1: APRIL, 2: MAY})

    with time_machine.travel(moment(MAY, 8)), pytest.raises(ValidationError, match="22 april 2027"):
        confirm_plan(sector=sector, year=2027, mark=mark(), by=by)

    assert {each.state for each in stored().values()} == {"draft"}


def test_confirm_twice_schedules_once(sector, by):
    save(sector, by, {1: APRIL})
    looked_at = mark()
    confirm_plan(sector=sector, year=2027, mark=looked_at, by=by)

    with pytest.raises(PlanChangedError):
        confirm_plan(sector=sector, year=2027, mark=looked_at, by=by)

    assert stored()[1].version == 2


def test_confirm_of_a_year_without_anything_schedules_nothing(sector, by):
    assert confirm_plan(sector=sector, year=2030, mark=EMPTY, by=by) == []


def habits(**changes):
    usual = {"usual_weekday": 1, "usual_start": time(10), "usual_minutes": 60, "months_without": [7]}
    return usual | changes


def test_changed_habits_take_drafts_at_the_usual_time_along(sector, by):
    save(sector, by, {1: APRIL, 2: MAY})
    Meeting.objects.filter(number=2).update(starts=moment(MAY, 14), ends=moment(MAY, 15))

    change_habits(sector=sector, year=2027, habits=habits(), meeting_target=6, by=by)

    assert [(each.starts, each.ends) for each in stored().values()] == [
        (moment(APRIL, 10, 0), moment(APRIL, 11, 0)),
        (moment(MAY, 14), moment(MAY, 15)),
    ]
    assert SectorYear.objects.get().meeting_target == 6


def test_changed_habits_leave_scheduled_meetings_alone(sector, by):
    save(sector, by, {1: APRIL})
    confirm_plan(sector=sector, year=2027, mark=mark(), by=by)

    change_habits(sector=sector, year=2027, habits=habits(), meeting_target=6, by=by)

    assert stored()[1].starts == moment(APRIL, 9)


def test_copied_habits_are_those_of_most_meetings(sector, by):
    year = SectorYearFactory(sector=sector, year=2026, meeting_target=7)
    tuesdays = [date(2026, month, 3) for month in (2, 3, 11)] + [date(2026, 6, 2), date(2026, 9, 1), date(2026, 10, 7)]
    for number, day in enumerate(tuesdays, 1):
        MeetingFactory(sector_year=year, number=number, starts=moment(day, 10), ends=moment(day, 12))

    assert copy_habits(sector=sector, year=2027, by=by)

    sector.refresh_from_db()
    assert (sector.usual_weekday, sector.usual_start, sector.usual_minutes) == (1, time(10, 30), 120)
    assert sector.months_without == [7, 8]
    assert SectorYear.objects.get(year=2027).meeting_target == 7


def test_copied_habits_skip_what_no_habit_can_be(sector, by):
    year = SectorYearFactory(sector=sector, year=2026)
    saturday = moment(date(2026, 6, 6), 10)
    MeetingFactory(sector_year=year, number=1, starts=saturday, ends=saturday + timedelta(days=2))

    assert copy_habits(sector=sector, year=2027, by=by)

    sector.refresh_from_db()
    assert (sector.usual_weekday, sector.usual_minutes) == (3, 120)


def test_copied_habits_of_a_year_without_meetings_change_nothing(sector, by):
    year = SectorYearFactory(sector=sector, year=2026)
    MeetingFactory(sector_year=year, number=1, state=Meeting.State.CANCELLED, state_reason="Storm")

    assert not copy_habits(sector=sector, year=2027, by=by)
    assert not SectorYear.objects.filter(year=2027).exists()


# two windows at once


def at_once(*acts):
    start = Barrier(len(acts))

    def click(act):
        start.wait()
        try:
            return act()
        except PlanChangedError:
            return "changed"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as clicks:
        return list(clicks.map(click, acts))


@pytest.mark.django_db(transaction=True)
def test_one_slot_filled_twice_at_once_is_one_meeting():
    sector, by = SectorFactory(), UserFactory()

    told = at_once(lambda: save(sector, by, {1: APRIL}), lambda: save(sector, by, {1: MAY}))

    assert sorted(told, key=str) == [None, "changed"]
    assert Meeting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_number_given_away_by_another_page_is_told():
    sector, by = SectorFactory(), UserFactory()
    year = SectorYearFactory(sector=sector)

    told = at_once(
        lambda: save(sector, by, {1: APRIL}),
        lambda: Meeting.objects.bulk_create(
            [Meeting(sector_year=year, number=1, starts=moment(MAY), ends=moment(MAY, 16))], ignore_conflicts=True
        ),
    )

    assert told[0] in {None, "changed"}
    assert Meeting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_plan_confirmed_twice_at_once_is_scheduled_once():
    sector, by = SectorFactory(), UserFactory()
    save(sector, by, {1: APRIL})
    looked_at = mark()

    def confirm():
        return len(confirm_plan(sector=sector, year=2027, mark=looked_at, by=by))

    assert sorted(at_once(confirm, confirm), key=str) == [1, "changed"]
    assert stored()[1].version == 2
