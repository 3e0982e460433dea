"""A day and two times of day as moments of the region, or words on why they are none."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from sectors.models import Sector

LONGEST = timedelta(hours=12)
YEARS_AHEAD = 3


def local_parts(starts: datetime | None, ends: datetime | None) -> tuple[date | None, time | None, time | None]:
    """Return the day and the two times of day that a form shows; nothing while the date is open."""
    if starts is None or ends is None:
        return None, None, None
    begin, end = timezone.localtime(starts), timezone.localtime(ends)
    return begin.date(), begin.time().replace(second=0, microsecond=0), end.time().replace(second=0, microsecond=0)


def usual_end(sector: Sector) -> time | None:
    """Return when a meeting at the sector's usual time ends; None when it has none, or ends after midnight."""
    if sector.usual_start is None:
        return None
    begin = datetime.combine(date.min, sector.usual_start)
    end = begin + timedelta(minutes=sector.usual_minutes)
    return end.time() if end.date() == begin.date() else None


def span(day: date, begin: time, end: time) -> tuple[datetime, datetime]:
    """Return start and end on a day to come. Raises ValidationError on the field (day, begin, end) that is wrong."""
    today = timezone.localdate()
    if not today <= day <= today.replace(year=today.year + YEARS_AHEAD, day=1):
        raise ValidationError({"day": _past() if day < today else _far(YEARS_AHEAD)})
    if end <= begin:
        raise ValidationError({"end": _("The meeting ends before it starts. Choose a later time.")})
    starts, ends = single_moment(day, begin, "begin"), single_moment(day, end, "end")
    if starts <= timezone.now():
        raise ValidationError({"begin" if day == today else "day": _past()})
    if ends - starts > LONGEST:
        raise ValidationError({"end": _("A meeting lasts at most 12 hours.")})
    return starts, ends


def _past() -> str:
    return _("This moment is past. Choose one to come.")


def _far(years: int) -> str:
    return _("This is more than %(number)s years ahead. Look at the year.") % {"number": years}


def single_moment(day: date, clock: time, field: str) -> datetime:
    """Return a moment that exists once: the clock skips an hour in March and has one twice in October."""
    moment = datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())
    if moment.utcoffset() == moment.replace(fold=1).utcoffset():
        return moment
    exists = moment.astimezone(UTC).astimezone(moment.tzinfo).time() == clock
    raise ValidationError({field: _twice() if exists else _skipped()})


def _twice() -> str:
    return _("This hour comes twice in the night that the clock goes back. Choose another time.")


def _skipped() -> str:
    return _("This hour does not exist: the clock goes forward in that night. Choose another time.")
