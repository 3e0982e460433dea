"""Periods of an organisation that another takes over: nothing overlaps, and nothing stands there twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from members.models import Organisation
from members.periods import PeriodQuerySet


def pass_on_terms(rows: PeriodQuerySet[Any], *, to: Organisation, on: date, within: str = "") -> int:
    """End periods on a day, and begin them that day for another organisation; return how many that were.

    `within` names what they are about: a sector, a programme, a platform. What the other has already stays one period,
    with the earlier beginning and the later end.
    """
    found = list(rows)
    rows.end_on(on)
    for row in found:
        _begin(row, to=to, on=on, within=within)
    return len(found)


def _begin(row: Any, *, to: Organisation, on: date, within: str) -> None:
    since = row.since if row.since and row.since > on else on
    own = {f"{within}_id": getattr(row, f"{within}_id")} if within else {}
    model = type(row)
    touching = _touching(model.objects.filter(organisation=to, **own), since, row.until)
    kept, *others = list(touching.order_by("pk")) or [model(organisation=to, **own, since=since, until=row.until)]
    if kept.pk is None:
        kept.save()
        return
    sinces, untils = [since, kept.since], [row.until, kept.until]
    for other in others:
        sinces, untils = [*sinces, other.since], [*untils, other.until]
        other.delete()
    kept.since, kept.until = _earliest(sinces), _latest(untils)
    kept.save(update_fields=["since", "until"])


def _touching(rows: PeriodQuerySet[Any], since: date, until: date | None) -> PeriodQuerySet[Any]:
    """Return the periods that overlap another one, or adjoin it."""
    reaching = rows.filter(Q(until__isnull=True) | Q(until__gte=since))
    return reaching.filter(Q(since__isnull=True) | Q(since__lte=until)) if until else reaching


def _earliest(days: Iterable[date | None]) -> date | None:
    """Return the first day; an unknown one comes before all."""
    known = list(days)
    return None if None in known else min(day for day in known if day)


def _latest(days: Iterable[date | None]) -> date | None:
    known = list(days)
    return None if None in known else max(day for day in known if day)
