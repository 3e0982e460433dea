"""What happened in a sector's year: its meetings, who took part, who was there and who gave input."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from meetings.looking_back.turns import Turn, turns
from meetings.models import Attendance, Contribution, Meeting
from members.lineage import heir_key, with_heirs
from members.models import User
from sectors.models import Sector, SectorMembership, SectorYear

Presence = Attendance.Presence
THERE = frozenset({Presence.PRESENT, Presence.ONLINE})
MEETING_COLUMNS = (
    *("pk", "number", "title", "starts", "ends", "place", "state", "state_reason", "stage", "guest_count"),
    *("preparation__opens_on", "preparation__settled_at", "preparation__waived_at"),
)
MEMBER_COLUMNS = ("organisation", "organisation__name", "organisation__slug", "since", "until", "is_new", "heir")


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A numbered meeting: when it was, what became of it, and how many were there in which way."""

    pk: int
    number: int
    title: str
    url: str
    day: date | None
    place: str
    stage: str
    reason: str
    is_held: bool
    prepared_on: date | None
    settled_on: date | None
    is_waived: bool
    guests: int
    presence: Counter[str] = field(default_factory=Counter)

    @property
    def is_recorded(self) -> bool:
        """Whether someone wrote down who was there."""
        return bool(self.presence) or self.guests > 0

    @property
    def lead_days(self) -> int | None:
        """How many days before the meeting its topic was settled."""
        return (self.day - self.settled_on).days if self.day and self.settled_on else None


@dataclass(slots=True)
class OrganisationFacts:
    """An organisation that took part in the year, and the meetings at which it was there and for which it was heard.

    What organisations did that merged into it since counts as its own; `merged` names them.
    """

    pk: int
    name: str
    url: str
    periods: list[tuple[date | None, date | None]] = field(default_factory=list)
    joined: date | None = None
    left: date | None = None
    there: set[int] = field(default_factory=set)
    inputs: Counter[int] = field(default_factory=Counter)
    merged: list[str] = field(default_factory=list)

    def took_part_on(self, day: date) -> bool:
        """Whether it took part in the sector on a day."""
        return any((not since or since <= day) and (not until or day < until) for since, until in self.periods)


@dataclass(frozen=True)
class YearFacts:
    """All of it, in the order of the year and of the alphabet; `day` is the last day that is looked at."""

    sector_year: SectorYear
    day: date
    meetings: list[MeetingFacts]
    organisations: list[OrganisationFacts]
    turns: list[Turn]

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.sector_year.year

    @cached_property
    def held(self) -> list[MeetingFacts]:
        """The meetings that took place."""
        return [meeting for meeting in self.meetings if meeting.is_held]

    @cached_property
    def recorded(self) -> list[MeetingFacts]:
        """The meetings of which it is written down who was there."""
        return [meeting for meeting in self.held if meeting.is_recorded]

    @property
    def is_current(self) -> bool:
        """Whether it is this year."""
        return self.year == timezone.localdate().year

    def open_to(self, organisation: OrganisationFacts) -> list[MeetingFacts]:
        """The recorded meetings while an organisation took part; where it was all the same counts as well."""
        return [
            meeting
            for meeting in self.recorded
            if meeting.pk in organisation.there or (meeting.day and organisation.took_part_on(meeting.day))
        ]


def facts_of(sector_year: SectorYear, user: User) -> YearFacts:
    """Return a year as far as `user` may know of its meetings, in six queries whatever their number."""
    sector, year = sector_year.sector, sector_year.year
    today = timezone.localdate()
    meetings = _meetings(sector_year, user)
    organisations = _organisations(sector, year, today)
    _add_presence(meetings, organisations)
    _add_input(meetings, organisations)
    day = min(max(today, date(year, 1, 1)), date(year, 12, 31))
    return YearFacts(sector_year, day, list(meetings.values()), list(organisations.values()), turns(sector, day))


def _meetings(sector_year: SectorYear, user: User) -> dict[int, MeetingFacts]:
    known = Meeting.objects.visible_to(user).exclude(state=Meeting.State.DRAFT).with_stage()
    own = known.filter(sector_year__sector=sector_year.sector, sector_year__year=sector_year.year)
    found = own.annotate(guest_count=Count("guests")).order_by("number").values(*MEETING_COLUMNS)
    now = timezone.now()
    return {values["pk"]: _meeting(values, is_over=bool(values["ends"] and values["ends"] <= now)) for values in found}


def _meeting(values: dict[str, Any], *, is_over: bool) -> MeetingFacts:
    settled, starts = values["preparation__settled_at"], values["starts"]
    return MeetingFacts(
        pk=values["pk"],
        number=values["number"],
        title=values["title"],
        url=reverse("meeting-detail", args=[values["pk"]]),
        day=timezone.localdate(starts) if starts else None,
        place=values["place"],
        stage=values["stage"],
        reason=values["state_reason"],
        is_held=is_over and values["state"] == Meeting.State.SCHEDULED,
        prepared_on=values["preparation__opens_on"],
        settled_on=timezone.localdate(settled) if settled else None,
        is_waived=values["preparation__waived_at"] is not None,
        guests=values["guest_count"],
    )


def _organisations(sector: Sector, year: int, today: date) -> dict[int, OrganisationFacts]:
    """Return who took part on any day of the year up to today, with when they joined for the first time, or left."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = SectorMembership.objects.filter(sector=sector).overlapping(first, min(last, max(first, today)))
    rows = with_heirs(rows.marking_new_in(year)).order_by(
        "organisation__sort_key", F("since").asc(nulls_first=True), "pk"
    )
    found: dict[int, OrganisationFacts] = {}
    listed = sorted(rows.values_list(*MEMBER_COLUMNS), key=_has_merged)  # heirs keep their places in the alphabet
    for pk, name, slug, since, until, is_new, heir in listed:
        known = _facts(found, heir or {"pk": pk, "name": name, "slug": slug})
        if known.pk != pk and name not in known.merged:
            known.merged.append(name)
        known.joined = since if is_new else known.joined
        known.periods.append((since, until))
    for known in found.values():
        known.left = _left(known.periods, min(today, date(year + 1, 1, 1)))
    return found


def _has_merged(row: tuple[Any, ...]) -> bool:
    organisation, heir = row[0], row[-1]
    return heir is not None and heir["pk"] != organisation


def _facts(found: dict[int, OrganisationFacts], organisation: dict[str, Any]) -> OrganisationFacts:
    url = f"{reverse('organisation-list')}{organisation['slug']}/"
    return found.setdefault(organisation["pk"], OrganisationFacts(organisation["pk"], organisation["name"], url))


def _left(periods: list[tuple[date | None, date | None]], day: date) -> date | None:
    """Return the day on which the last of some periods ended; None when one lasts on a day."""
    ends = [until for _since, until in periods if until and until <= day]
    return max(ends) if len(ends) == len(periods) else None


def _add_presence(meetings: dict[int, MeetingFacts], organisations: dict[int, OrganisationFacts]) -> None:
    rows = Attendance.objects.filter(meeting__in=meetings).exclude(presence="").annotate(who=heir_key("organisation"))
    counted = rows.order_by().values_list("meeting", "who", "presence").annotate(count=Count("pk"))
    for meeting, organisation, presence, count in counted:
        meetings[meeting].presence[presence] += count
        if organisation in organisations and presence in THERE:
            organisations[organisation].there.add(meeting)


def _add_input(meetings: dict[int, MeetingFacts], organisations: dict[int, OrganisationFacts]) -> None:
    rows = Contribution.objects.filter(meeting__in=meetings).annotate(who=heir_key("organisation"))
    for meeting, organisation, count in rows.order_by().values_list("meeting", "who").annotate(count=Count("pk")):
        if organisation in organisations:
            organisations[organisation].inputs[meeting] += count
