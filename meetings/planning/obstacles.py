"""What stands in the way of meetings in a year: holidays, closed days, and the meetings of who should be there.

Days are those of Europe/Amsterdam, from the December before the year (preparations begin there) to the January after
it (the last meeting may slip there).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.free_days import public_holidays, school_holidays
from meetings.models import ClosedDay, Meeting
from meetings.planning.planner import Kind, Obstacle, Obstacles
from members.context_processors import first_network
from sectors.models import Appointment, FocusPoint, Seat, Sector

LEADING = (Appointment.Role.CHAIR, Appointment.Role.PROGRAMME_MANAGER)
COLUMNS = ("pk", "kind", "starts", "state", "number", "sector_year__year", "own", "joint")


@dataclass(frozen=True, slots=True)
class SectorName:
    """A sector as the year view prints it."""

    pk: int
    name: str
    band: str


@dataclass(frozen=True, slots=True)
class YearMeeting:
    """A meeting with a date that did not fall through; `sectors` are all that hold it, its own one first."""

    pk: int
    day: date
    sectors: tuple[SectorName, ...]
    number: int | None
    year: int | None
    kind_label: str
    is_draft: bool

    def is_of(self, sector: Sector) -> bool:
        """Whether a sector holds it, alone or with others."""
        return any(each.pk == sector.pk for each in self.sectors)

    def is_slot_of(self, sector: Sector, year: int) -> bool:
        """Whether it is one of the numbered meetings of a sector's year."""
        return self.number is not None and self.year == year and self.sectors[0].pk == sector.pk

    @property
    def names(self) -> str:
        """The sectors by name: "Overheden, Veiligheid"."""
        return ", ".join(sector.name for sector in self.sectors)


@dataclass(frozen=True)
class Surroundings:
    """All that matters to who plans a sector's year."""

    obstacles: Obstacles
    meetings: list[YearMeeting]


def surroundings(sector: Sector, year: int) -> Surroundings:
    """Gather what stands in the way of a sector's meetings in a year; six queries."""
    span = (date(year - 1, 12, 1), date(year + 1, 1, 31))
    found: defaultdict[date, set[Obstacle]] = defaultdict(set)
    for day, obstacle in _free_days(year, first_network().school_region):
        if span[0] <= day <= span[1]:
            found[day].add(obstacle)
    for closed in ClosedDay.objects.filter(day__range=span):
        found[closed.day].add(Obstacle(Kind.CLOSED_DAY, closed.reason))
    meetings, reasons = _meetings(span), _reasons(sector, year)
    for meeting in meetings:
        if not meeting.is_slot_of(sector, year) and (name := _why_it_matters(meeting, sector, reasons)):
            found[meeting.day].add(Obstacle(Kind.OTHER_MEETING, name))
    ordered = {day: sorted(obstacles, reverse=True) for day, obstacles in found.items()}
    return Surroundings(ordered, [meeting for meeting in meetings if meeting.day.year == year])


@lru_cache(maxsize=32)
def _free_days(year: int, region: str) -> tuple[tuple[date, Obstacle], ...]:
    """Return the public holidays and the school holidays of a region from the year before to the year after."""
    public, school = Kind.PUBLIC_HOLIDAY, Kind.SCHOOL_HOLIDAY
    found: list[tuple[date, Obstacle]] = []
    for each in (year - 1, year, year + 1):
        found += [(day, Obstacle(public, name)) for day, name in public_holidays(each).items()]
        found += [(day, Obstacle(school, name)) for day, name in school_holidays(each, region).items()]
    return tuple(found)


def _meetings(span: tuple[date, date]) -> list[YearMeeting]:
    """Return every meeting of a sector, and what is held for several, with a date in a span of days; one query."""
    tag = {name: f"sector__{name}" for name in ("pk", "name", "band")}
    links = Meeting.joint_sectors.through.objects.filter(meeting=OuterRef("pk"))
    joint = ArraySubquery(links.order_by("sector__position", "sector__name").values(tag=JSONObject(**tag)))
    own = JSONObject(**{name: f"sector_year__{path}" for name, path in tag.items()})
    planned = Meeting.objects.filter(
        Q(sector_year__isnull=False) | Exists(links),
        state__in=[Meeting.State.DRAFT, Meeting.State.SCHEDULED],
        starts__range=(_midnight(span[0]), _midnight(span[1] + timedelta(days=1))),
    )
    rows = planned.annotate(joint=joint, own=own).order_by("starts", "pk").values(*COLUMNS)
    kinds = {value: str(label) for value, label in Meeting.Kind.choices}
    return [_meeting(row, kinds) for row in rows]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _meeting(row: dict[str, Any], kinds: dict[str, str]) -> YearMeeting:
    tags = [row["own"]] * (row["sector_year__year"] is not None) + row["joint"]
    return YearMeeting(
        pk=row["pk"],
        day=timezone.localdate(row["starts"]),
        sectors=tuple(SectorName(**tag) for tag in tags),
        number=row["number"],
        year=row["sector_year__year"],
        kind_label=kinds[row["kind"]],
        is_draft=row["state"] == Meeting.State.DRAFT,
    )


def _reasons(sector: Sector, year: int) -> dict[int, list[str]]:
    """Return why other sectors' meetings matter: who leads this sector takes part there, or a focus point is shared."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    leaders = Appointment.objects.current().filter(sector=sector, role__in=LEADING).values("person")
    for model in (Appointment, Seat):
        elsewhere = model._default_manager.filter(person__in=leaders).exclude(sector=sector)
        for other, name in elsewhere.current().values_list("sector", "person__name"):
            found[other].append(name)
    shared = FocusPoint.objects.of(sector, year).values_list("sector_year__sector", "shared_with", "title")
    for owner, partner, title in shared:
        for other in {owner, partner} - {sector.pk, None}:
            found[other].append(_("focus point “%(title)s”") % {"title": title})
    return found


def _why_it_matters(meeting: YearMeeting, sector: Sector, reasons: dict[int, list[str]]) -> str:
    """Say what a meeting of others, or of ourselves with others, has to do with us; nothing when it has not."""
    told = {"kind": meeting.kind_label, "sectors": meeting.names}
    if meeting.is_of(sector):
        return _("%(kind)s of %(sectors)s") % told
    concerned = sorted({reason for each in meeting.sectors for reason in reasons.get(each.pk, ())})
    told["reasons"] = ", ".join(concerned)
    return _("sector %(sectors)s meets (%(reasons)s)") % told if concerned else ""
