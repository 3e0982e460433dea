"""What the forms of planning take and refuse."""

from datetime import date

import pytest
import time_machine
from django.http import QueryDict

from meetings.planning.forms import HabitsForm, PlanForm, StepForm
from sectors.models import SectorYear
from tests.factories import SectorFactory, moment


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 2, 1), 10), tick=False):
        yield


def form(initial=None, **days):
    return PlanForm({"mark": "plan", **days}, year=2027, numbers=[1, 2, 3], initial=initial or {}, last=3)


def test_plan_takes_days_of_the_year_and_nothing():
    sent = form(day_1="2027-04-22", day_2="", day_3="2028-01-13")

    assert sent.is_valid()
    assert sent.dates() == {1: date(2027, 4, 22), 2: None, 3: date(2028, 1, 13)}


@pytest.mark.parametrize(
    "day",
    ["2027-02-30", "volgende week", "2028-01-13", "2028-02-01", "2026-12-31", "2027-01-31", "0001-01-01", "9" * 5000],
)
def test_plan_refuses_a_day_on_its_field(day):
    sent = form(day_1="2027-03-04", day_2=day)

    assert set(sent.errors) == {"day_2"}


def test_plan_refuses_two_meetings_on_one_day():
    sent = form(day_1="2027-03-04", day_3="2027-03-04")

    assert set(sent.errors) == {"day_3"}


def test_plan_keeps_a_day_that_stands_and_has_passed():
    assert form({"day_1": date(2027, 1, 14)}, day_1="2027-01-14").is_valid()


def test_plan_without_mark_is_refused():
    assert set(form(mark="").errors) == {"mark"}


@pytest.mark.parametrize(
    ("step", "day"),
    [("earlier", "2027-04-15"), ("day-earlier", "2027-04-21"), ("day-later", "2027-04-23"), ("later", "2027-04-29")],
)
def test_step_moves_one_date(step, day):
    sent = StepForm({"step": f"{step}:2"})

    assert sent.is_valid()
    moved = sent.moved(QueryDict("day_1=2027-03-04&day_2=2027-04-22"))
    assert moved.dict() == {"day_1": "2027-03-04", "day_2": day}


@pytest.mark.parametrize("day", ["", "nooit", "9999-12-31"])
def test_step_leaves_what_cannot_move(day):
    sent = StepForm({"step": "later:1"})

    assert sent.is_valid()
    assert sent.moved(QueryDict(f"day_1={day}"))["day_1"] == day


@pytest.mark.parametrize("step", ["", "later", "later:", "later:x", "sideways:1", "later:1\n", "later:1000", "\0"])
def test_step_refuses_what_no_button_sends(step):
    assert not StepForm({"step": step}).is_valid()


HABITS = {"usual_weekday": "3", "usual_start": "13:30", "usual_minutes": "90", "months_without": ["7", "8"]}


def habits(**changes):
    year = SectorYear(sector=SectorFactory.build(), year=2027)
    return HabitsForm({**HABITS, "meeting_target": "8", **changes}, sector_year=year)


@pytest.mark.django_db
def test_habits_take_months_and_number():
    sent = habits()

    assert sent.is_valid()
    assert (sent.cleaned_data["months_without"], sent.cleaned_data["meeting_target"]) == ([7, 8], 8)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("meeting_target", "53"),
        ("meeting_target", "-1"),
        ("meeting_target", "9" * 400),
        ("usual_weekday", "6"),
        ("usual_minutes", "0"),
        ("usual_minutes", "100000"),
        ("usual_start", "25:00"),
        ("months_without", ["13"]),
        ("months_without", [str(month) for month in range(1, 13)]),
    ],
)
def test_habits_refuse_on_the_field(field, value):
    assert set(habits(**{field: value}).errors) == {field}
