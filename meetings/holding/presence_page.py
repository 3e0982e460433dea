"""Who is asked at a meeting, who answered, and who was recorded as being there: in one query, by organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Attendance, Invitation, Meeting
from members.models import Person
from sectors.models import Appointment, Seat, Sector

Response = Attendance.Response
COMING = frozenset({Response.YES, Response.ONLINE})
OPEN = 8  # organisations at most, or those with nothing left to record are folded away
FOUND = 10  # people of the network shown at most


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """A person on the list: what he answered, and how he is recorded; nothing while he is not."""

    pk: int
    name: str
    organisation: str
    answer: str
    is_coming: bool
    presence: str


@dataclass(frozen=True, slots=True)
class OrganisationGroup:
    """The people of an organisation, who said that they come first; open or folded away."""

    name: str
    rows: list[PresenceRow]
    is_open: bool

    @property
    def recorded(self) -> int:
        """How many of them are recorded."""
        return sum(1 for row in self.rows if row.presence)


def people_asked(meeting: Meeting) -> QuerySet[Person]:
    """Return the meeting's audience on its day, who was invited or answered, and who comes for a colleague."""
    day = meeting.day or timezone.localdate()
    own = Q(pk=meeting.sector_year.sector_id) if meeting.sector_year else Q(pk=None)
    sectors = Sector.objects.filter(own | Q(joint_meetings=meeting)).values("pk")
    held = {"sector__in": sectors, "person": OuterRef("pk")}
    listed = Attendance.objects.filter(meeting=meeting)
    return Person.objects.filter(
        Exists(Seat.objects.current(day).filter(**held))
        | Exists(Appointment.objects.current(day).filter(**held))
        | Exists(Invitation.objects.filter(meeting=meeting, person=OuterRef("pk")))
        | Exists(listed.filter(person=OuterRef("pk")))
        | Exists(listed.filter(substitute=OuterRef("pk")))
    )


def presence_rows(meeting: Meeting) -> list[PresenceRow]:
    """Return everybody on the list, by organisation and name."""
    comes_for = meeting.attendances.filter(substitute=OuterRef("pk")).order_by("pk").values("person__name")[:1]
    people = (
        people_asked(meeting)
        .alias(own=FilteredRelation("attendances", condition=Q(attendances__meeting=meeting)))
        .annotate(
            response=F("own__response"),
            recorded=F("own__presence"),
            at=Coalesce("own__organisation__name", "organisation__name"),
            at_key=Coalesce("own__organisation__sort_key", "organisation__sort_key"),
            comes_for=Subquery(comes_for),
        )
        .order_by("at_key", "sort_key", "pk")
    )
    return [_row(values) for values in people.values("pk", "name", "response", "recorded", "at", "comes_for")]


def by_organisation(rows: Iterable[PresenceRow], *, is_narrowed: bool) -> list[OrganisationGroup]:
    """Group rows that stand in order of organisation.

    Where few are shown they are open; of many only those of whom someone said to come and is not recorded yet.
    """
    found = [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.organisation)]
    is_open, office = is_narrowed or len(found) <= OPEN, _("Office of the network")
    return [
        OrganisationGroup(
            name or office,
            sorted(group, key=lambda row: not row.is_coming),
            is_open or any(row.is_coming and not row.presence for row in group),
        )
        for name, group in found
    ]


def named_like(rows: Iterable[PresenceRow], words: str) -> list[PresenceRow]:
    """Return who or whose organisation is called so, in part."""
    wanted = words.casefold()
    return [row for row in rows if wanted in row.name.casefold() or wanted in row.organisation.casefold()]


def others_called(words: str, *, besides: Iterable[int]) -> QuerySet[Person]:
    """Return people of the network who are called so and stand not on the list."""
    found = Person.objects.taking_part().filter(name__icontains=words).exclude(pk__in=list(besides))
    return found.select_related("organisation").by_name()[:FOUND]


def _row(values: Mapping[str, Any]) -> PresenceRow:
    response = Response(values["response"] or Response.NONE)
    return PresenceRow(
        pk=values["pk"],
        name=values["name"],
        organisation=values["at"] or "",
        answer=_answer(response, values["comes_for"]),
        is_coming=response in COMING or bool(values["comes_for"]),
        presence=values["recorded"] or "",
    )


def _answer(response: Response, comes_for: str | None) -> str:
    if comes_for:
        return _("Comes in place of %(name)s") % {"name": comes_for}
    return str(response.label)
