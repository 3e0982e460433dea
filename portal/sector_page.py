"""The sector page in the shape that its templates print: slots of the year, the planner, members by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Meeting, MeetingQuerySet
from meetings.pictures import Planner, PlannerSlot, planner
from meetings.rows import MeetingRow, mark_next, meeting_rows
from members.dates import date_machine, date_short, month_short
from members.models import Organisation, User
from members.rows import OrganisationRow, organisation_rows
from sectors.models import Appointment, Sector, SectorMembership, SectorQuerySet, SectorYear
from sectors.rows import LeaderRow, SectorRow, SectorTag, sector_rows, sector_years

PICTURE_STATES = {
    Meeting.Stage.HELD: "done",
    Meeting.Stage.MINUTES_PUBLISHED: "done",
    Meeting.Stage.CANCELLED: "cancelled",
    Meeting.Stage.NOT_HELD: "not_held",
    Meeting.Stage.OPEN: "open",
}
MEMBER_COLUMNS = ("organisation__name", "organisation__slug", "organisation__kind", "is_new")
DROPPED = frozenset({Meeting.Stage.CANCELLED, Meeting.Stage.NOT_HELD, Meeting.Stage.OPEN})


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the year's meetings; without a row it is still to be planned, without a number it is someone else's.

    `others` are the sectors it is held with, as seen from the page's own sector.
    """

    number: int | None
    meeting: MeetingRow | None = None
    others: tuple[SectorTag, ...] = ()

    @property
    def prepared_text(self) -> str:
        """The day its preparation opens: "ma 22 mrt"."""
        day = self.meeting.prepared_on if self.meeting else None
        return date_short(day) if day else ""

    @property
    def prepared_machine(self) -> str:
        """The same day for <time datetime>."""
        day = self.meeting.prepared_on if self.meeting else None
        return date_machine(day) if day else ""

    @property
    def is_planned(self) -> bool:
        """Whether it has a date that stands: held meetings count, cancelled and skipped ones and drafts do not."""
        return self.meeting is not None and not self.meeting.is_draft and self.meeting.stage not in DROPPED

    @property
    def picture_state(self) -> str:
        """What the planner calls its state; a draft is as open as a slot without a date."""
        if self.meeting is None or self.meeting.is_draft:
            return "open"
        if self.meeting.state == "next":
            return "next"
        return PICTURE_STATES.get(Meeting.Stage(self.meeting.stage), "planned")


@dataclass(frozen=True, slots=True)
class YearOfMeetings:
    """The meetings of a sector's year, joint ones of others included, and the next one, in this year or after it."""

    slots: list[Slot]
    next: MeetingRow | None
    picture: Planner
    is_past: bool

    @property
    def planned(self) -> int:
        """How many of the sector's own slots have a date that stands."""
        return sum(slot.is_planned for slot in self.slots if slot.number)

    @property
    def is_recorded(self) -> bool:
        """Whether any of its meetings is known here; of years before the portal they may not be."""
        return any(slot.meeting for slot in self.slots)


@dataclass(frozen=True, slots=True)
class SectorCard:
    """A sector in a list with the next meeting that it takes part in."""

    sector: SectorRow
    next: MeetingRow | None


def sector_cards(sectors: SectorQuerySet, coming: Sequence[MeetingRow]) -> list[SectorCard]:
    """Return sectors as cards, in one query; `coming` are the meetings ahead, the first one first."""
    first = {tag.url: row for row in reversed(coming) for tag in row.sectors}
    return [SectorCard(row, first.get(row.url)) for row in sector_rows(sectors)]


def year_of(sector: Sector, year: int) -> SectorYear:
    """Return what is written down for a year of a sector fetched `with_years`, or the house's usual eight and two."""
    known = (each for each in sector_years(sector) if each.year == year)
    return next(known, SectorYear(sector=sector, year=year))


def meetings_of_year(sector_year: SectorYear, user: User | AnonymousUser) -> YearOfMeetings:
    """Return a year's meetings as far as `user` may know of them, in one query."""
    sector, year = sector_year.sector, sector_year.year
    own = (sector.get_absolute_url(), year)
    rows = mark_next(meeting_rows(_meetings(sector, year).visible_to(user)))
    numbered = {row.number: row for row in rows if (row.sector_url, row.year) == own}
    joined = [row for row in rows if row.day and row.day.year == year and row not in numbered.values()]
    numbers = sorted({*range(1, sector_year.meeting_target + 1), *filter(None, numbered)})
    slots = [_slot(number, numbered.get(number), sector) for number in numbers]
    slots += [_slot(None, row, sector) for row in joined]
    slots.sort(key=lambda slot: (slot.meeting and slot.meeting.day) or date.max)
    coming = next((row for row in rows if row.state == "next"), None)
    return YearOfMeetings(slots, coming, _picture(slots, year), is_past=year < timezone.localdate().year)


def _slot(number: int | None, row: MeetingRow | None, sector: Sector) -> Slot:
    return Slot(number, row, tuple(tag for tag in row.sectors if tag.name != sector.name) if row else ())


def _meetings(sector: Sector, year: int) -> MeetingQuerySet:
    """Everything of the year, joint meetings of others included, and what is still to come after it."""
    own = Q(sector_year__sector=sector, sector_year__year=year)
    coming = Q(ends__gt=timezone.now())
    return Meeting.objects.of_sector(sector).filter(own | Q(starts__year=year) | coming).by_date()


def _picture(slots: Sequence[Slot], year: int) -> Planner:
    months = tuple(month_short(date(year, month, 1)) for month in range(1, 13))
    drawn = tuple(_picture_slot(slot) for slot in slots)
    return planner(drawn, year=year, today=timezone.localdate(), month_names=months)


def _picture_slot(slot: Slot) -> PlannerSlot:
    row, number = slot.meeting, slot.number or 0
    if row is None:
        return PlannerSlot(number, None, None, "open")
    town = row.place.rpartition(",")[2].strip()
    return PlannerSlot(number, row.day, row.prepared_on, slot.picture_state, town)


def members_of_sector(sector: Sector, year: int, leaders: Sequence[LeaderRow]) -> list[OrganisationRow]:
    """Return who takes part today, in one query, with a note for chairs and for who is new in the year."""
    chairs = {leader.url for leader in leaders if leader.role == Appointment.Role.CHAIR}
    current = SectorMembership.objects.filter(sector=sector).current().marking_new_in(year)
    prefix, chair, new = reverse("organisation-list"), _("chair"), _("new")
    rows = []
    for name, slug, kind, is_new in current.order_by("organisation__sort_key").values_list(*MEMBER_COLUMNS):
        url = f"{prefix}{slug}/"
        notes = [chair] * (url in chairs) + [new] * is_new
        rows.append(OrganisationRow(name, url, kind, note=", ".join(notes), is_new=is_new))
    return rows


def new_members(sector: Sector, year: int) -> list[OrganisationRow]:
    """Return who joined a sector in a year and was never in it before, in one query."""
    joined = SectorMembership.objects.filter(sector=sector).new_in(year)
    return organisation_rows(Organisation.objects.filter(pk__in=joined.values("organisation")).by_name())
