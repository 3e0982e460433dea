"""Whose turn it is to present: who never did, then who did longest ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting, Presenter
from members.lineage import heir_key
from sectors.models import Sector, SectorMembership


@dataclass(frozen=True, slots=True)
class Turn:
    """An organisation's turns at a sector's meetings: how often it presented, when last, and when it will."""

    organisation: int
    name: str
    url: str
    times: int
    last: date | None
    coming: date | None


def turns(sector: Sector, on: date | None = None) -> list[Turn]:
    """Return the turns of every organisation that takes part on a day (today), whose turn it is first, in two queries.

    Who never presented comes first, who takes part longest ahead of the others; then who presented longest ago.
    Who is to present at a coming meeting comes last. A presenter who declined does not count.
    """
    day = on or timezone.localdate()
    presented = {values["who"]: values for values in _presented(sector, day)}
    members = SectorMembership.objects.filter(sector=sector).current(day).order_by("organisation__sort_key", "pk")
    columns = ("who", "organisation__name", "organisation__slug", "since")
    prefix, found = reverse("organisation-list"), []
    for pk, name, slug, since in members.annotate(who=heir_key("organisation")).values_list(*columns):
        turn = presented.get(pk, {"times": 0, "last": None, "coming": None})
        last, coming = _day(turn["last"]), _day(turn["coming"])
        found.append((since or date.min, Turn(pk, name, f"{prefix}{slug}/", turn["times"], last, coming)))
    found.sort(key=lambda each: (each[1].coming is not None, each[1].last or date.min, each[0]))
    return [turn for _since, turn in found]


def suggested_presenters(sector: Sector, on: date | None = None) -> list[Turn]:
    """Return who can be asked to present at the next meeting, in order: whoever is not to present already."""
    return [turn for turn in turns(sector, on) if turn.coming is None]


def _presented(sector: Sector, day: date) -> Any:
    """Count per organisation, that of the person where no other is named, up to the end of a day and after it.

    What one did that merged counts for where it lives on.
    """
    end = timezone.make_aware(datetime.combine(day, time.max))
    past, ahead = Q(meeting__starts__lte=end), Q(meeting__starts__gt=end)
    meetings = Meeting.objects.of_sector(sector).filter(state=Meeting.State.SCHEDULED)
    presenters = Presenter.objects.filter(meeting__in=meetings.order_by(), declined_at__isnull=True)
    return (
        presenters.annotate(who=heir_key(Coalesce("organisation", "person__organisation")))
        .values("who")
        .annotate(
            times=Count("meeting", filter=past, distinct=True),
            last=Max("meeting__starts", filter=past),
            coming=Min("meeting__starts", filter=ahead),
        )
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
