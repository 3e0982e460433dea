"""The dates of the demonstration: whatever the day, every stage is there and the order of the year holds."""

from datetime import date, time, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from portal.demo.timing import Habits, Stage, is_free, plan, spread, third_wednesday_of_march

DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 31))
HABITS = st.builds(
    Habits,
    weekday=st.integers(0, 4),
    start=st.just(time(13, 30)),
    minutes=st.just(180),
    months_without=st.sampled_from([(), (8,), (7, 8)]),
    shift=st.integers(0, 2),
)
USUAL = Habits(weekday=3, start=time(13, 30), minutes=180, months_without=(7, 8))
BEHIND = {Stage.HELD, Stage.MINUTES_PUBLISHED, Stage.NOT_HELD}
AHEAD = {Stage.SETTLED, Stage.IN_PREPARATION, Stage.PLANNED}


@given(DAYS, HABITS)
@example(date(2027, 1, 1), USUAL)
@example(date(2028, 2, 29), USUAL)
@example(date(2027, 6, 30), USUAL)
@example(date(2027, 12, 31), USUAL)
def test_plan_holds_every_stage(today, habits):
    slots = plan(today, habits)

    assert {slot.stage for slot in slots} == set(Stage)


@given(DAYS, HABITS)
def test_plan_numbers_eight_in_last_year_and_this_year(today, habits):
    numbers = [(slot.year - today.year, slot.number) for slot in plan(today, habits)]

    assert numbers == [(year, number) for year in (-1, 0) for number in range(1, 9)] + [(1, n) for n in range(1, 6)]


@given(DAYS, HABITS)
def test_plan_keeps_each_stage_on_its_side_of_today(today, habits):
    dated = [slot for slot in plan(today, habits) if slot.day]

    assert all(slot.day < today for slot in dated if slot.stage in BEHIND)
    assert all(slot.day > today for slot in dated if slot.stage in AHEAD)
    assert all(slot.day.year == slot.year for slot in dated)


@given(DAYS, HABITS)
def test_plan_orders_days_on_which_people_work(today, habits):
    days = [slot.day for slot in plan(today, habits) if slot.day]

    assert days == sorted(set(days))
    assert all(is_free(day) for day in days)


@given(DAYS, HABITS)
def test_plan_leaves_days_for_input_while_in_preparation(today, habits):
    (day,) = (slot.day for slot in plan(today, habits) if slot.stage == Stage.IN_PREPARATION)

    assert timedelta(days=16) < day - today <= timedelta(days=28)


def test_spread_leaves_out_the_months_without_meetings():
    days = spread(date(2027, 1, 4), date(2027, 12, 6), 8, USUAL)

    assert len(days) == 8
    assert not {day.month for day in days} & {7, 8}


def test_is_free_knows_feasts_and_closed_days():
    busy = [date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17), date(2027, 4, 27)]
    busy += [date(2027, 12, 24), date(2027, 1, 1), date(2027, 6, 5), third_wednesday_of_march(2027)]

    assert not [day for day in busy if is_free(day)]
    assert third_wednesday_of_march(2027) == date(2027, 3, 17)
    assert is_free(date(2027, 3, 18))
