"""Numbers of decisions: they run on through a sector's year, and none is ever given twice."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from django.apps import apps
from django.db.models import Max

from meetings.models import Decision
from sectors.models import SectorYear


def number_decisions(decisions: Iterable[Decision], *, sector_year: SectorYear | None) -> None:
    """Give decisions without a number the next ones of the year; those of a meeting without a year have none.

    The year is locked, so that two meetings that record at once take turns.
    """
    waiting = [decision for decision in decisions if decision.number is None]
    if sector_year is None or not waiting:
        return
    held = SectorYear.objects.select_for_update(no_key=True).get(pk=sector_year.pk)
    for number, decision in zip(count(last_number(held) + 1), waiting, strict=False):
        decision.sector_year, decision.number = held, number
        decision.save(update_fields=["sector_year", "number"])


def last_number(sector_year: SectorYear) -> int:
    """Return the highest number given in a year, zero when none is; the history knows those that were removed."""
    tables = (Decision, apps.get_model("meetings", "DecisionEvent"))
    given = (table._default_manager.filter(sector_year=sector_year.pk) for table in tables)
    return max(rows.aggregate(last=Max("number"))["last"] or 0 for rows in given)


def number_text(year: int | None, number: int | None) -> str:
    """Write "2026-07"; nothing for a decision without a number."""
    return f"{year}-{number:02}" if year is not None and number is not None else ""
