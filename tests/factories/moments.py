"""The day around which everything happens: Thursday 22 April 2027."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = date(2027, 4, 22)


def moment(day: date = DAY, hour: int = 13, minute: int = 30) -> datetime:
    """A moment as the clock in Amsterdam shows it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)
