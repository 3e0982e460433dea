from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from members import dates

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = date(2027, 4, 22)
START = datetime(2027, 4, 22, 13, 30, tzinfo=AMSTERDAM)
END = datetime(2027, 4, 22, 16, 30, tzinfo=AMSTERDAM)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("write", "dutch", "english"),
    [
        (dates.date_long, "donderdag 22 april 2027", "Thursday 22 April 2027"),
        (dates.date_short, "do 22 apr", "Thu 22 Apr"),
        (dates.date_plain, "22 april 2027", "22 April 2027"),
        (dates.month_year, "april 2027", "April 2027"),
        (dates.month_short, "apr", "Apr"),
    ],
)
def test_date_in_both_languages(write, dutch, english):
    with translation.override("nl"):
        assert write(DAY) == write(START) == dutch
    with translation.override("en"):
        assert write(DAY) == write(START) == english


@pytest.mark.parametrize(
    ("language", "with_end", "without_end"),
    [("nl", "13.30–16.30 uur", "13.30 uur"), ("en", "13:30–16:30", "13:30")],
)
def test_time_span_with_and_without_end(language, with_end, without_end):
    with translation.override(language):
        assert dates.time_span(START, END) == with_end
        assert dates.time_span(START) == without_end


def test_time_span_on_whole_hours_keeps_the_minutes():
    with translation.override("nl"):
        assert dates.time_span(START.replace(minute=0), END.replace(minute=0)) == "13.00–16.00 uur"


def test_time_of_a_bare_time():
    with translation.override("nl"):
        assert dates.time_of(time(9, 5)) == "09.05"


def test_moment_long_on_one_day():
    with translation.override("nl"):
        assert dates.moment_long(START, END) == "donderdag 22 april 2027, 13.30–16.30 uur"


def test_moment_long_over_midnight_names_both_days():
    with translation.override("nl"):
        text = dates.moment_long(START, END + timedelta(days=1))

    assert text == "donderdag 22 april 2027, 13.30 uur – vrijdag 23 april 2027, 16.30 uur"


def test_date_of_a_moment_just_before_midnight_utc_is_the_next_day_here():
    with translation.override("nl"):
        assert dates.date_short(datetime(2027, 4, 22, 22, 30, tzinfo=UTC)) == "vr 23 apr"


def test_date_machine_has_no_microseconds():
    assert dates.date_machine(START.replace(microsecond=7)) == "2027-04-22T13:30+02:00"
    assert dates.date_machine(DAY) == "2027-04-22"


def test_unknown_language_falls_back_to_english():
    with translation.override(None):
        assert dates.date_plain(DAY) == "22 April 2027"


@given(DAYS)
def test_date_long_agrees_with_django(day):
    with translation.override("nl"):
        assert dates.date_long(day) == date_format(day, "l j F Y")
    with translation.override("en"):
        assert dates.date_long(day) == date_format(day, "l j F Y")


@given(MOMENTS)
def test_date_machine_reads_back_as_the_same_minute(moment):
    text = dates.date_machine(moment)

    assert datetime.fromisoformat(text) == moment.replace(second=0, microsecond=0)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(hours=12)))
def test_moment_long_begins_with_its_local_day(start, length):
    with translation.override("nl"):
        text = dates.moment_long(start, start + length)

    assert text.startswith(dates.date_long(start.astimezone(AMSTERDAM).date()))
