"""Meetings as rows for lists: plain values with urls, date texts and labels made once, so that templates only print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.groups import group_of, group_tags
from meetings.models import Meeting, MeetingQuerySet
from members.dates import date_machine, date_plain, date_short, moment_long, time_of, time_span
from sectors.rows import SectorTag, sector_tags

COLUMNS = (
    *("pk", "title", "number", "kind", "stage", "starts", "ends", "place", "host__name", "host__short_name"),
    *("sector_year__sector__name", "sector_year__sector__slug", "sector_year__sector__band", "sector_year__year"),
    *("state", "preparation__opens_on", "minutes__published_at", "moved_from", "joint", "group"),
)
COMING = frozenset({Meeting.Stage.PLANNED, Meeting.Stage.IN_PREPARATION, Meeting.Stage.SETTLED})
DROPPED = frozenset({Meeting.Stage.CANCELLED, Meeting.Stage.NOT_HELD})
STATES = {
    Meeting.Stage.HELD: "past",
    Meeting.Stage.MINUTES_PUBLISHED: "past",
    Meeting.Stage.CANCELLED: "cancelled",
    Meeting.Stage.NOT_HELD: "cancelled",
}


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as a list shows it; `state` is next, past, cancelled or nothing, `band` a colour or nothing."""

    pk: int
    url: str
    title: str
    number: int | None
    year: int | None
    kind_label: str
    stage: str
    stage_label: str
    starts: datetime | None
    ends: datetime | None
    day: date | None
    place: str
    host: str
    sector_name: str
    sector_url: str
    band: str
    joint: tuple[SectorTag, ...]
    has_minutes: bool
    is_draft: bool
    prepared_on: date | None
    moved_from: datetime | None
    state: str = ""

    @property
    def when_long(self) -> str:
        """When it is: "donderdag 22 april 2027, 13.30–16.30 uur", made when printed, as are the texts below."""
        return moment_long(self.starts, self.ends) if self.starts else str(Meeting.Stage.OPEN.label)

    @property
    def when_short(self) -> str:
        """The day: "do 22 apr"."""
        return date_short(self.day) if self.day else str(Meeting.Stage.OPEN.label)

    @property
    def when_machine(self) -> str:
        """The start for <time datetime>, or nothing."""
        return date_machine(self.starts) if self.starts else ""

    @property
    def time_text(self) -> str:
        """From when to when: "13.30–16.30 uur", or nothing."""
        return time_span(self.starts, self.ends) if self.starts else ""

    @property
    def moved_text(self) -> str:
        """From when it moved, while it is to come: "moved from do 3 jun"."""
        return moved_text(self.starts, self.moved_from) if self.state in ("", "next") else ""

    @property
    def sectors(self) -> tuple[SectorTag, ...]:
        """The sector itself and those it meets with; the group whose gathering it is."""
        own = SectorTag(self.sector_name, self.sector_url, self.band)
        return (own, *self.joint) if self.sector_name else self.joint


def moved_text(starts: datetime | None, moved_from: datetime | None) -> str:
    """Say from which day a meeting moved, or from what time on the same day; nothing when it did not."""
    if starts is None or moved_from is None:
        return ""
    old, new = timezone.localtime(moved_from), timezone.localtime(starts)
    day = date_short(old) if old.year == new.year else date_plain(old)
    return _("moved from %(moment)s") % {"moment": time_of(old) if old.date() == new.date() else day}


def meeting_rows(meetings: MeetingQuerySet) -> list[MeetingRow]:
    """Shape meetings, in their own order, in one query whatever their number."""
    shape = _Shaper()
    found = meetings.with_stage(shape.now).annotate(joint=joint_sectors(), group=group_of())
    return [shape.row(values) for values in found.values(*COLUMNS)]


def mark_next(rows: Sequence[MeetingRow]) -> list[MeetingRow]:
    """Mark the first coming meeting as the next one; the rows are in order of date."""
    first = next((row.pk for row in rows if row.stage in COMING and not row.is_draft), None)
    return [replace(row, state="next") if row.pk == first else row for row in rows]


@cache
def joint_sectors() -> ArraySubquery:
    """Return for each meeting the other sectors that meet along, as dictionaries for `sector_tags`; made once."""
    links = Meeting.joint_sectors.through.objects.filter(meeting=OuterRef("pk"))
    tag = JSONObject(name="sector__name", slug="sector__slug", band="sector__band")
    return ArraySubquery(links.order_by("sector__position", "sector__name").values(tag=tag))


class _Shaper:
    """Makes rows in one language; what is the same for all rows is looked up once."""

    def __init__(self) -> None:
        self.meetings = reverse("meeting-list")
        self.sectors = reverse("sector-list")
        self.kinds = {value: str(label) for value, label in Meeting.Kind.choices}
        self.stages = {value: str(label) for value, label in Meeting.Stage.choices}
        self.untitled = _("Topic to follow")
        self.now = timezone.now()
        self.zone = timezone.get_current_timezone()
        self.draft = str(Meeting.State.DRAFT.label)

    def row(self, values: dict[str, Any]) -> MeetingRow:
        starts, ends, slug = values["starts"], values["ends"], values["sector_year__sector__slug"]
        joint = (*sector_tags(values["joint"], self.sectors), *group_tags(values["group"]))
        is_draft = values["state"] == Meeting.State.DRAFT
        published = values["minutes__published_at"]
        return MeetingRow(
            pk=values["pk"],
            url=f"{self.meetings}{values['pk']}/",
            title=values["title"] or self.untitled,
            number=values["number"],
            year=values["sector_year__year"],
            kind_label=self.kinds[values["kind"]],
            stage=values["stage"],
            stage_label=self.draft if is_draft else self.stages[values["stage"]],
            starts=starts,
            ends=ends,
            day=starts.astimezone(self.zone).date() if starts else None,
            place=values["place"],
            host=values["host__short_name"] or values["host__name"] or "",
            sector_name=values["sector_year__sector__name"] or "",
            sector_url=f"{self.sectors}{slug}/" if slug else "",
            band=values["sector_year__sector__band"] or (joint[0].band if joint else ""),
            joint=joint,
            has_minutes=published is not None and published <= self.now,
            is_draft=is_draft,
            prepared_on=values["preparation__opens_on"],
            moved_from=values["moved_from"],
            state=STATES.get(values["stage"], ""),
        )
