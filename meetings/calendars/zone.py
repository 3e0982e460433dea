"""The time zone of the region as calendars read it (RFC 5545 §3.6.5): two rules that hold since 1996, never a list."""

from __future__ import annotations

from typing import cast
from zoneinfo import ZoneInfo

from icalendar import Timezone

NAME = "Europe/Amsterdam"
AMSTERDAM = ZoneInfo(NAME)
RULES = f"""\
BEGIN:VTIMEZONE
TZID:{NAME}
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
ZONE = cast("Timezone", Timezone.from_ical(RULES))
