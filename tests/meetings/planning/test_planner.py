"""The planner as a pure function: what holds for every plan, and the days that were asked for."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.planning.planner import Habits, Kind, Obstacle, propose, weight
from meetings.preparation_dates import preparation_day

YEARS = st.integers(2020, 2040)
MONTHS = st.frozensets(st.integers(1, 12), max_size=11)
HABITS = st.builds(Habits, st.integers(0, 12), st.integers(0, 6), MONTHS)
USUAL = st.builds(Habits, st.integers(1, 12), st.integers(0, 4), MONTHS)
KINDS = st.sampled_from(list(Kind))


def days_of(year):
    return st.dates(date(year, 1, 1), date(year, 12, 31))


@st.composite
def questions(draw):
    """A year, habits, obstacles and some dates that stand already, in the order of their numbers."""
    year, habits = draw(YEARS), draw(HABITS)
    obstacles = draw(st.dictionaries(days_of(year), st.lists(st.builds(Obstacle, KINDS, st.just("x")), max_size=2)))
    numbers = sorted(draw(st.sets(st.integers(1, max(habits.count, 1)), max_size=3)))
    days = sorted(draw(st.sets(days_of(year), min_size=len(numbers), max_size=len(numbers))))
    return year, habits, obstacles, dict(zip(numbers, days, strict=True))


@given(questions())
def test_every_number_gets_a_day_of_its_own_and_fixed_ones_keep_theirs(question):
    year, habits, obstacles, fixed = question

    plan = propose(year, habits, obstacles, fixed)

    assert list(plan) == sorted({*range(1, habits.count + 1), *fixed})
    assert len(set(plan.values())) == len(plan)
    assert fixed.items() <= plan.items()
    assert {day.year for day in plan.values()} <= {year}


@given(questions())
def test_same_question_gives_the_same_plan(question):
    assert propose(*question) == propose(*question)


@given(questions())
def test_proposed_days_are_working_days_in_months_with_meetings(question):
    year, habits, obstacles, fixed = question

    proposed = [day for number, day in propose(year, habits, obstacles, fixed).items() if number not in fixed]

    assert all(day.weekday() < 5 for day in proposed)
    if not fixed and habits.count <= 10:
        assert {day.month for day in proposed} <= habits.months


@given(YEARS, USUAL)
def test_plan_without_obstacles_is_in_order_on_the_usual_weekday(year, habits):
    plan = list(propose(year, habits, {}).values())

    assert plan == sorted(plan)
    if len(habits.months) >= 6:
        assert {day.weekday() for day in plan} == {habits.weekday}


@given(st.integers(2020, 2040), st.integers(0, 4))
def test_eight_meetings_leave_room_to_prepare(year, weekday):
    plan = list(propose(year, Habits(8, weekday, frozenset({7, 8})), {}).values())

    assert all(later - earlier >= timedelta(days=28) for earlier, later in pairwise(plan))


@given(st.dates(date(2020, 2, 1), date(2040, 12, 31)))
def test_preparation_opens_on_a_working_day_at_least_a_month_before(day):
    opens = preparation_day(day)

    assert opens.weekday() < 5
    assert 28 <= (day - opens).days <= 35  # a Sunday, and Easter or a feast before it


@pytest.mark.parametrize(
    ("meeting", "opens"),
    [
        (date(2027, 3, 31), date(2027, 2, 26)),  # the 28th is a Sunday
        (date(2028, 3, 31), date(2028, 2, 29)),
        (date(2026, 3, 30), date(2026, 2, 27)),
        (date(2027, 4, 22), date(2027, 3, 22)),
        (date(2027, 5, 27), date(2027, 4, 26)),  # King's Day is passed over
    ],
)
def test_preparation_a_month_earlier_knows_february_and_holidays(meeting, opens):
    assert preparation_day(meeting, {date(2027, 4, 27)}) == opens


@given(questions(), st.dates(date(2019, 12, 1), date(2041, 2, 1)))
def test_no_day_is_proposed_before_the_first(question, first):
    *_others, fixed = question

    plan = propose(*question, first)

    assert all(day >= first for number, day in plan.items() if number not in fixed)
    assert len(set(plan.values())) == len(plan)


def test_year_without_days_left_leaves_numbers_open():
    plan = propose(2027, Habits(8, 3), {}, {1: date(2027, 2, 4)}, date(2027, 12, 30))

    assert plan == {1: date(2027, 2, 4), 2: date(2027, 12, 30), 3: date(2027, 12, 31)}


@given(YEARS, HABITS, st.data())
def test_open_numbers_lie_in_the_order_of_those_that_stand(year, habits, data):
    whole = propose(year, habits, {})
    kept = data.draw(st.sets(st.sampled_from(sorted(whole)))) if whole else set()

    plan = list(propose(year, habits, {}, {number: whole[number] for number in kept}).values())

    assert plan == sorted(plan)


@pytest.mark.parametrize("months", [frozenset(), frozenset(range(1, 12)), frozenset(range(1, 13))])
def test_meeting_every_week_gets_a_day_each(months):
    plan = list(propose(2027, Habits(52, 3, months), {}).values())

    assert len(set(plan)) == 52
    assert plan == sorted(plan)


def test_rest_of_the_year_is_spread_after_what_stands():
    fixed = {number: date(2027, 1 + number, 4) for number in range(1, 5)}

    plan = list(propose(2027, Habits(8, 3), {}, fixed).values())

    assert all(later - earlier >= timedelta(days=28) for earlier, later in pairwise(plan[3:]))


def test_heavier_obstacles_give_way_to_lighter_ones():
    holidays = {date(2027, 4, day): [Obstacle(Kind.SCHOOL_HOLIDAY, "mei")] for day in range(24, 31)}
    free = propose(2027, Habits(1, 3, frozenset(range(1, 13)) - {4}), {})
    hindered = propose(2027, Habits(1, 3, frozenset(range(1, 13)) - {4}), holidays)

    assert (free[1].month, hindered[1]) == (4, date(2027, 4, 15))


@pytest.mark.parametrize("kind", list(Kind))
def test_meeting_weighs_four_times_its_preparation(kind):
    obstacle = [Obstacle(kind, "x")]

    assert weight(date(2027, 4, 22), {date(2027, 4, 22): obstacle}) == 4 * kind
    assert weight(date(2027, 4, 22), {date(2027, 3, 22): obstacle}) == kind


def test_open_slots_lie_between_the_fixed_ones():
    plan = propose(2027, Habits(3, 3), {}, {1: date(2027, 9, 2), 3: date(2027, 10, 28)})

    assert plan[1] < plan[2] < plan[3]


def test_fixed_dates_out_of_order_still_leave_a_day():
    plan = propose(2027, Habits(3, 3), {}, {1: date(2027, 10, 28), 3: date(2027, 9, 2)})

    assert plan[2] not in {plan[1], plan[3]}
