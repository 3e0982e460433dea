"""Dates and times in words, in the language of the reader and the time of the region.

Own tables of names instead of Django's date filter: a list of sixty meetings prints two hundred dates, and a
look-up costs a hundredth of a format string. Aware moments are shown in the current time zone.
"""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import get_language

Day = date | datetime

WEEKDAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
WEEKDAYS_SHORT = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
MONTHS_SHORT = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def date_long(day: Day) -> str:
    """Write "donderdag 22 april 2027"."""
    language, local = _language(), _local_day(day)
    return f"{WEEKDAYS[language][local.weekday()]} {local.day} {MONTHS[language][local.month - 1]} {local.year}"


def date_short(day: Day) -> str:
    """Write "do 22 apr", for lists where the year is known."""
    language, local = _language(), _local_day(day)
    return f"{WEEKDAYS_SHORT[language][local.weekday()]} {local.day} {MONTHS_SHORT[language][local.month - 1]}"


def date_plain(day: Day) -> str:
    """Write "22 april 2027"."""
    local = _local_day(day)
    return f"{local.day} {MONTHS[_language()][local.month - 1]} {local.year}"


def month_year(day: Day) -> str:
    """Write "april 2027"."""
    local = _local_day(day)
    return f"{MONTHS[_language()][local.month - 1]} {local.year}"


def month_short(day: Day) -> str:
    """Write "apr"."""
    return MONTHS_SHORT[_language()][_local_day(day).month - 1]


def time_of(moment: datetime | time) -> str:
    """Write "13.30" in Dutch, "13:30" in English."""
    local = _local(moment) if isinstance(moment, datetime) else moment
    separator = "." if _language() == "nl" else ":"
    return f"{local.hour:02}{separator}{local.minute:02}"


def time_span(start: datetime, end: datetime | None = None) -> str:
    """Write "13.30–16.30 uur"; without an end "13.30 uur". English has no word for the hour."""
    text = time_of(start) if end is None else f"{time_of(start)}–{time_of(end)}"
    return f"{text} uur" if _language() == "nl" else text


def moment_long(start: datetime, end: datetime | None = None) -> str:
    """Write "donderdag 22 april 2027, 13.30–16.30 uur"; a span over midnight names both days."""
    if end is None or _local_day(start) == _local_day(end):
        return f"{date_long(start)}, {time_span(start, end)}"
    return f"{date_long(start)}, {time_span(start)} – {date_long(end)}, {time_span(end)}"


def date_machine(moment: Day) -> str:
    """Write the value of <time datetime>: 2027-04-22, or with time and offset, never with microseconds.

    HTML allows at most three digits for parts of a second, so they are left out (HTML Living Standard, 2.3.5).
    """
    if isinstance(moment, datetime):
        return _local(moment).isoformat(timespec="minutes")
    return moment.isoformat()


def _language() -> str:
    return "nl" if get_language() == "nl" else "en"


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _local_day(day: Day) -> date:
    return _local(day).date() if isinstance(day, datetime) else day
