"""Acts of planning: habits are set, a draft of the year is kept, and it is confirmed as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Meeting
from meetings.preparation_dates import lay_preparations
from members.dates import date_long
from members.models import User
from sectors.models import Sector, SectorYear

USUAL_START = time(13, 30)
SHORTEST, LONGEST = 15, 720  # minutes, as the sector's constraint has it
TELLS_OF_MONTHS = 6  # a year of fewer meetings says nothing of the months without
SUMMER = (7, 8)
HABITS = ("usual_weekday", "usual_start", "usual_minutes", "months_without")
Value = TypeVar("Value")


class PlanChangedError(Exception):
    """Somebody else changed the plan meanwhile."""


def mark_of(meetings: Iterable[Meeting]) -> str:
    """Return what tells whether a plan has changed since it was looked at."""
    return "-".join(["plan", *(f"{meeting.pk}.{meeting.version}" for meeting in sorted(meetings, key=_key))])


def save_plan(*, sector: Sector, year: int, dates: Mapping[int, date | None], mark: str, by: User) -> None:
    """Keep the dates of a year as drafts, by number; meetings that are no drafts are left alone.

    Raises PlanChangedError when the stored plan is not the one that `mark` was taken from; nothing is changed then.
    """
    try:
        _save_plan(sector, year, dates, mark, by)
    except IntegrityError as taken:  # another page gave the number away at the same moment
        raise PlanChangedError from taken


@transaction.atomic
def _save_plan(sector: Sector, year: int, dates: Mapping[int, date | None], mark: str, by: User) -> None:
    held = _lock(sector)
    sector_year, _is_new = SectorYear.objects.get_or_create(sector=held, year=year)
    stored = {meeting.number: meeting for meeting in _unchanged(sector_year, mark)}
    with pghistory.context(user=by.pk):
        for number, day in sorted(dates.items()):
            meeting = stored.get(number) or Meeting(sector_year=sector_year, number=number)
            if meeting.state == Meeting.State.DRAFT and meeting.day != day:
                _set_day(meeting, day, held)
        lay_preparations(held)


@transaction.atomic
def confirm_plan(*, sector: Sector, year: int, mark: str, by: User) -> list[Meeting]:
    """Schedule every draft of a year that has a date, all or none, and return them.

    Raises PlanChangedError as above, and ValidationError when a draft lies in the past.
    """
    held = _lock(sector)
    sector_year = SectorYear.objects.filter(sector=held, year=year).first()
    drafts = [meeting for meeting in _unchanged(sector_year, mark) if is_dated_draft(meeting)]
    if late := [meeting for meeting in drafts if meeting.starts and meeting.starts <= timezone.now()]:
        days = ", ".join(date_long(meeting.starts) for meeting in late if meeting.starts)
        text = _("These days have passed: %(days)s. Give those meetings another date first.")
        raise ValidationError(text, code="past", params={"days": days})
    with pghistory.context(user=by.pk):
        for meeting in drafts:
            meeting.state = Meeting.State.SCHEDULED
            _store(meeting)
        lay_preparations(held)
    return drafts


@transaction.atomic
def change_habits(*, sector: Sector, year: int, habits: Mapping[str, object], meeting_target: int, by: User) -> None:
    """Set what a sector is used to and how many meetings it means to hold in a year.

    Drafts of the year at the usual time go along to the new one, with the usual length.
    """
    held = _lock(sector)
    sector_year, _is_new = SectorYear.objects.get_or_create(sector=held, year=year)
    old_start = held.usual_start or USUAL_START
    with pghistory.context(user=by.pk):
        for name in HABITS:
            setattr(held, name, habits[name])
        held.save(update_fields=HABITS)
        sector_year.meeting_target = meeting_target
        sector_year.save(update_fields=["meeting_target"])
        for meeting in Meeting.objects.in_year(sector_year).filter(state=Meeting.State.DRAFT):
            if meeting.starts and timezone.localtime(meeting.starts).time() == old_start:
                _follow(meeting, held)


@transaction.atomic
def copy_habits(*, sector: Sector, year: int, by: User) -> bool:
    """Take weekday, time, length, free months and number from the meetings of the year before; False without any."""
    before = SectorYear.objects.filter(sector=sector, year=year - 1).first()
    met = Meeting.objects.filter(sector_year=before, state=Meeting.State.SCHEDULED) if before else []
    spans = [(timezone.localtime(each.starts), each.length) for each in met if each.starts and each.length]
    if before is None or not spans:
        return False
    days = [begin.weekday() for begin, _length in spans if begin.weekday() <= 4]
    minutes = [length // timedelta(minutes=1) for _begin, length in spans]
    lengths = [each for each in minutes if SHORTEST <= each <= LONGEST]
    habits = {
        "usual_weekday": _most_common(days, sector.usual_weekday),
        "usual_start": _most_common([begin.time() for begin, _length in spans], USUAL_START),
        "usual_minutes": _most_common(lengths, sector.usual_minutes),
        "months_without": _months_without(sector, {begin.month for begin, _length in spans}, len(spans)),
    }
    change_habits(sector=sector, year=year, habits=habits, meeting_target=before.meeting_target, by=by)
    return True


def is_dated_draft(meeting: Meeting) -> bool:
    """Whether confirming the plan schedules this meeting."""
    return meeting.state == Meeting.State.DRAFT and meeting.starts is not None


def _lock(sector: Sector) -> Sector:
    """Have whoever else plans this sector wait."""
    return Sector.objects.select_for_update().get(pk=sector.pk)


def _unchanged(sector_year: SectorYear | None, mark: str) -> list[Meeting]:
    """Lock the meetings of a year and return them, if they are still as they were looked at."""
    stored = list(Meeting.objects.in_year(sector_year).select_for_update()) if sector_year else []
    if mark != mark_of(stored):
        raise PlanChangedError
    return stored


def _months_without(sector: Sector, met: Collection[int], count: int) -> list[int]:
    """Return the months without meetings: those it said, and the summer of a full year, as far as none was held."""
    silent = {*sector.months_without, *(SUMMER if count >= TELLS_OF_MONTHS else ())}
    return sorted(silent - set(met))


def _most_common(values: Sequence[Value], default: Value) -> Value:
    return max(dict.fromkeys(values), key=values.count, default=default)


def _set_day(meeting: Meeting, day: date | None, sector: Sector) -> None:
    """Put a draft on a day, at its own time of day or at the sector's usual one; None leaves its date open."""
    if day is None:
        meeting.starts = meeting.ends = None
    else:
        begin = timezone.localtime(meeting.starts).time() if meeting.starts else sector.usual_start or USUAL_START
        _set_span(meeting, day, begin, meeting.length or timedelta(minutes=sector.usual_minutes))
    _store(meeting)


def _follow(meeting: Meeting, sector: Sector) -> None:
    day = meeting.day
    span = (meeting.starts, meeting.ends)
    if day:
        _set_span(meeting, day, sector.usual_start or USUAL_START, timedelta(minutes=sector.usual_minutes))
    if (meeting.starts, meeting.ends) != span:
        _store(meeting)


def _set_span(meeting: Meeting, day: date, begin: time, length: timedelta) -> None:
    """Set start and end; the length is of time that passes, also in a night in which the clock changes."""
    starts = timezone.make_aware(datetime.combine(day, begin))
    meeting.starts, meeting.ends = starts, starts.astimezone(UTC) + length


def _store(meeting: Meeting) -> None:
    """Save a meeting whose date or state changed."""
    if meeting.pk:
        meeting.version += 1
        meeting.ical_sequence += 1
    meeting.save()


def _key(meeting: Meeting) -> int:
    return meeting.pk
