import re
from datetime import date, timedelta
from itertools import pairwise

import brotli
import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from meetings.pictures import PlannerSlot, planner

MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
TODAY = date(2027, 3, 29)
STATES = ("done", "next", "planned", "cancelled", "not_held")


def draw(*slots, today=TODAY):
    return planner(slots, year=2027, today=today, month_names=MONTHS)


def slot(number, meeting=None, *, state="planned", place=""):
    preparation = meeting - timedelta(days=30) if meeting else None
    return PlannerSlot(number, meeting, preparation, state if meeting else "open", place)


SLOTS = st.lists(
    st.builds(
        slot,
        st.integers(1, 8),
        st.none() | st.dates(date(2027, 1, 1), date(2028, 1, 31)),
        state=st.sampled_from(STATES),
        place=st.text(max_size=40),
    ),
    max_size=8,
)


def edges(dots, axis):
    return sorted((getattr(dot, axis) - dot.radius, getattr(dot, axis) + dot.radius) for dot in dots)


@given(SLOTS, st.dates(date(2026, 6, 1), date(2028, 6, 1)))
def test_planner_circles_never_cover_each_other_and_stay_inside(slots, today):
    picture = draw(*slots, today=today)

    for drawing, axis, size in ((picture.wide, "x", 960), (picture.tall, "y", 600)):
        assert len(drawing.meetings) == len(slots)
        for lane in (drawing.meetings, drawing.preparations):
            marks = edges(lane, axis)
            assert all(low >= 0 and high <= size for low, high in marks)
            assert all(before[1] < after[0] for before, after in pairwise(marks))


@given(SLOTS)
def test_planner_circles_stand_in_the_order_of_their_dates(slots):
    drawing = draw(*slots).wide

    days = [day.day for day in sorted(item.meeting for item in slots if item.meeting)]
    assert [dot.day for dot in drawing.meetings if dot.day] == days
    assert [dot.x for dot in drawing.meetings] == sorted(dot.x for dot in drawing.meetings)


def test_planner_keeps_eight_meetings_on_one_day_apart():
    drawing = draw(*(slot(number, date(2027, 6, 3)) for number in range(1, 9))).wide

    assert all(after.x - before.x == 42 for before, after in pairwise(drawing.meetings))
    assert {dot.day for dot in drawing.meetings} == {3}


def test_planner_without_any_date_shows_open_slots_evenly():
    drawing = draw(*(slot(number) for number in range(1, 9)), today=date(2026, 11, 1)).wide

    steps = {after.x - before.x for before, after in pairwise(drawing.meetings)}
    assert {dot.state for dot in drawing.meetings} == {"open"}
    assert max(steps) - min(steps) <= 1
    assert (drawing.threads, drawing.preparations) == ((), ())


def test_planner_puts_open_slots_in_the_widest_gap_when_the_year_is_full():
    drawing = draw(slot(1, date(2027, 2, 11)), slot(2), slot(3, date(2027, 12, 20))).wide

    first, waiting, last = sorted(drawing.meetings, key=lambda dot: dot.x)
    assert waiting.state == "open"
    assert waiting.x == pytest.approx((first.x + last.x) / 2, abs=2)


def test_planner_adds_the_neighbouring_months_only_when_a_date_lies_there():
    plain = draw(slot(1, date(2027, 6, 3))).wide
    both = draw(slot(1, date(2027, 1, 14)), slot(8, date(2028, 1, 13))).wide

    assert [tile.label for tile in plain.months] == list(MONTHS)
    assert [tile.label for tile in both.months] == ["dec", *MONTHS, "jan"]
    assert [tile.kind for tile in both.months].count("is-outside") == 2


def test_planner_marks_the_current_month_and_today():
    drawing = draw(slot(1, date(2027, 6, 3))).wide

    assert [tile.label for tile in drawing.months if tile.kind == "is-now"] == ["mrt"]
    assert drawing.today.anchor == "start"


def test_planner_of_another_year_has_no_today():
    picture = draw(slot(1, date(2027, 6, 3)), today=date(2025, 6, 1))

    assert (picture.wide.today, picture.tall.today) == (None, None)


def test_planner_fills_the_preparation_that_is_over():
    drawing = draw(slot(1, date(2027, 4, 22), state="next"), slot(2, date(2027, 6, 3))).wide

    assert [dot.state for dot in drawing.preparations] == ["done", "planned"]


def test_planner_lays_the_next_thread_on_top():
    drawing = draw(slot(1, date(2027, 4, 22), state="next"), slot(2, date(2027, 6, 3))).wide

    assert [thread.state for thread in drawing.threads] == ["planned", "next"]


def test_planner_component_tells_states_by_shape_and_stays_light():
    slots = [slot(n, date(2027, n + 1, 11), state=state, place="Groningen") for n, state in enumerate(STATES, start=1)]

    html = render_to_string("components/planner.html", {"planner": draw(*slots, slot(6), slot(7), slot(8))})

    assert html.count('aria-hidden="true" focusable="false"') == html.count("<svg")
    assert "style=" not in html
    assert len(re.findall(r'planner-dot is-cancelled"[^>]*><circle[^>]*/>(?:<text>\d+</text>)?<path', html)) == 3
    assert html.count(">?</text>") == 6
    assert len(brotli.compress(html.encode())) <= 2500
