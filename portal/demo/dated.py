"""Days of the demonstration: known dates where it is history, distances from today where it has to look alive."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet

from members.periods import Period
from portal.demo.store import store
from portal.demo.timing import moment

When = date | relativedelta | None


def months(number: int) -> relativedelta:
    """Write the first day of the month that lies a number of months from today."""
    return relativedelta(months=number, day=1)


def days(number: int) -> relativedelta:
    """Write the day that lies a number of days from today."""
    return relativedelta(days=number)


def day_of(today: date, when: When) -> date | None:
    """Work out the day; None stays unknown."""
    return today + when if isinstance(when, relativedelta) else when


def moment_of(today: date, when: When, at: time) -> datetime | None:
    """Work out the moment on a day, on the clock of the region."""
    day = day_of(today, when)
    return moment(day, at) if day else None


def period_of(today: date, span: tuple[When, When]) -> dict[str, date | None]:
    """Work out both ends of a period, as the columns of a dated row."""
    return {"since": day_of(today, span[0]), "until": day_of(today, span[1])}


def store_periods(rows: Sequence[Period], stored: QuerySet[Any], *, owner: str, who: str) -> None:
    """Store dated rows of some owners, such as the leaders of programmes, and no others of them.

    Periods move with the day of loading, and two may not overlap on the way: those of another day go first.
    """
    columns = (f"{owner}_id", f"{who}_id", "since", "until")
    wanted = {tuple(getattr(row, column) for column in columns) for row in rows}
    kept = stored.filter(**{f"{owner}__in": {row[0] for row in wanted}})
    stale = [pk for pk, *facts in kept.values_list("pk", *columns) if tuple(facts) not in wanted]
    stored.filter(pk__in=stale).delete()
    store(rows, key=(owner, who, "since", "until"))
