"""When preparations open, close for input and are to be settled: dates that follow the meetings of a sector."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils import timezone

from meetings.free_days import public_holidays
from meetings.models import Meeting, Preparation
from sectors.models import Sector

MONTH = relativedelta(months=1)
INPUT_CLOSES = timedelta(days=16)
SETTLE_BY = timedelta(days=14)
TIME_TO_PREPARE = timedelta(days=21)  # a meeting nearer by comes too late to speak of the next
LOOKS_BACK = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class PreparationDates:
    """The days of one preparation; `in_previous` when the meeting before speaks of it."""

    opens_on: date
    input_closes_on: date
    settle_by: date
    in_previous: bool


def preparation_day(day: date, holidays: Container[date] | None = None) -> date:
    """Return the working day a month before a day, or the last one before that; holidays are no working days.

    A month before 31 March is the last day of February. Without `holidays` the public ones count.
    """
    opens = day - MONTH
    while opens.weekday() > 4 or opens in (public_holidays(opens.year) if holidays is None else holidays):
        opens -= timedelta(days=1)
    return opens


def preparation_dates(day: date, before: date | None) -> PreparationDates:
    """Return the dates of the preparation of a meeting on a day, given the day of the meeting before it, if any.

    It opens a month ahead, or at the meeting before when that is earlier; that one speaks of it while there is time.
    """
    opens = preparation_day(day)
    in_previous = before is not None and before <= day - TIME_TO_PREPARE
    return PreparationDates(min(opens, before or opens), day - INPUT_CLOSES, day - SETTLE_BY, in_previous)


def lay_preparations(sector: Sector) -> None:
    """Give every coming sector meeting with a date its preparation, and have the dates follow, unless set by hand.

    Drafts have one too. A meeting whose date is open has none until it gets a day, unless it was settled or waived.
    Call it inside the transaction that changed a date or a state. Two queries, and one for each preparation changed.
    """
    now = timezone.now()
    planned = Meeting.objects.filter(
        sector_year__sector=sector,
        kind=Meeting.Kind.SECTOR_MEETING,
        state__in=[Meeting.State.DRAFT, Meeting.State.SCHEDULED],
        starts__gt=now - LOOKS_BACK,
    )
    meetings = list(planned.select_related("preparation").order_by("starts", "pk"))
    for previous, meeting in pairwise([None, *meetings]):
        if meeting and meeting.starts and meeting.starts > now:
            _lay(meeting, previous)
    undecided = Q(settled_at__isnull=True, waived_at__isnull=True)
    Preparation.objects.filter(undecided, meeting__sector_year__sector=sector, meeting__starts__isnull=True).delete()


def _lay(meeting: Meeting, previous: Meeting | None) -> None:
    day, before = meeting.day, previous.day if previous else None
    if day is None:
        return
    dates = preparation_dates(day, before)
    wanted: dict[str, object] = {
        "opens_on": dates.opens_on,
        "input_closes_on": dates.input_closes_on,
        "settle_by": dates.settle_by,
        "discussed_in_id": previous.pk if previous and dates.in_previous else None,
    }
    known: Preparation | None = getattr(meeting, "preparation", None)
    if known is None:
        Preparation(meeting=meeting, **wanted).save()
    elif not known.dates_set_by_hand:
        _follow(known, wanted, dates.settle_by)


def _follow(preparation: Preparation, wanted: dict[str, object], settle_by: date) -> None:
    """Write the dates that differ; where there is time again to settle the topic, its leaders may hear of it again."""
    if preparation.discussed_at:
        wanted["discussed_in_id"] = None
    if preparation.raised_at and settle_by > timezone.localdate():
        wanted["raised_at"] = None
    before = {name: getattr(preparation, name) for name in wanted}
    if before != wanted:
        for name, value in wanted.items():
            setattr(preparation, name, value)
        preparation.save(update_fields=list(wanted))
