"""Our time zone against the one of the system, for the years in which meetings can be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr

from meetings.calendars.zone import AMSTERDAM, ZONE

YEARS = range(2020, 2060)
HOUR = timedelta(hours=1)


def rules():
    """Each rule as its recurrence and its two offsets."""
    for part in ZONE.subcomponents:
        starts = part["DTSTART"].dt
        rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=starts)
        yield rule, part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td


def changes_by_our_rules():
    """The moments in UTC at which the clock changes, with the offset from then on."""
    found = []
    for rule, before, after in rules():
        clock = rule.between(datetime(2019, 12, 31), datetime(2060, 1, 1))  # noqa: DTZ001 - by the clock
        found += [((moment - before).replace(tzinfo=UTC), after) for moment in clock]
    return sorted(found)


def changes_by_the_system():
    found, day = [], datetime(2020, 1, 1, tzinfo=UTC)
    while day.year < 2060:
        offset = day.astimezone(AMSTERDAM).utcoffset()
        moment = day + HOUR
        if moment.astimezone(AMSTERDAM).utcoffset() != offset:
            found.append((moment, moment.astimezone(AMSTERDAM).utcoffset()))
        day = moment
    return found


def test_zone_changes_when_the_system_says_so():
    changes = changes_by_our_rules()

    assert len(changes) == 2 * len(YEARS)
    assert changes == changes_by_the_system()


@pytest.mark.parametrize("minutes", [-61, -60, -31, -1, 0, 1, 29, 59, 60, 61, 24 * 60])
def test_zone_has_the_offset_of_the_system_round_every_change(minutes):
    changes = changes_by_our_rules()

    for moment, _after in changes[1:]:
        around = moment + timedelta(minutes=minutes)
        ours = [offset for since, offset in changes if since <= around][-1]
        assert around.astimezone(AMSTERDAM).utcoffset() == ours


def test_zone_has_one_rule_each_way_and_no_list():
    assert [part.name for part in ZONE.subcomponents] == ["STANDARD", "DAYLIGHT"]
    assert not any("RDATE" in part for part in ZONE.subcomponents)
    assert date(2027, 3, 28).weekday() == 6
