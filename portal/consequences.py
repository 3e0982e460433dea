"""What a move or a departure brings about, as pages show it beforehand: plain values, one query for each list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meetings.departures import open_actions_of
from members.dates import date_plain
from members.models import MemberRequest, Organisation, Person
from programmes.departures import coordinations_of, leaderships_of, participations_of
from programmes.models import CircleCoordinator, CircleParticipant, ProgrammeLeader
from sectors.departures import roles_of_people, seats_lost, seats_of
from sectors.models import Appointment, Seat
from sectors.rows import Link


class ActionLine(NamedTuple):
    """An open action, of which meeting, and in words when it is due."""

    text: str
    meeting: str
    url: str
    due: str
    owner: str


@dataclass(frozen=True, slots=True)
class Consequences:
    """What ends, and what somebody else has to take over."""

    seats: tuple[Link, ...]
    roles: tuple[str, ...]
    circles: tuple[Link, ...]
    coordinated: tuple[Link, ...]
    actions: tuple[ActionLine, ...]

    def __bool__(self) -> bool:
        return any((self.seats, self.roles, self.circles, self.coordinated, self.actions))


def of_request(request: MemberRequest) -> Consequences:
    """Return what a request to move brings about, for who decides on it."""
    person = Person.objects.filter(account=request.account_id).first()
    if person is None or request.moves_on is None:
        return Consequences((), (), (), (), ())
    return of_moving(person, to=request.organisation, on=request.moves_on)


def of_moving(person: Person, *, to: Organisation, on: date) -> Consequences:
    """Return what ends when someone goes over to another organisation; circles go along with the person."""
    people = Person.objects.filter(pk=person.pk)
    return Consequences(
        seats=_sectors(seats_lost(people, to=to, on=on)),
        roles=_roles(people, on),
        circles=(),
        coordinated=(),
        actions=action_lines(people),
    )


def of_leaving(people: QuerySet[Person], *, on: date) -> Consequences:
    """Return what ends when people leave the network."""
    return Consequences(
        seats=_sectors(seats_of(people, on=on)),
        roles=_roles(people, on),
        circles=circle_links(participations_of(people, on=on)),
        coordinated=circle_links(coordinations_of(people, on=on)),
        actions=action_lines(people),
    )


def _sectors(seats: QuerySet[Seat]) -> tuple[Link, ...]:
    found = {seat.sector for seat in seats.select_related("sector").order_by("sector__position", "sector__name")}
    return tuple(sorted({Link(sector.name, sector.get_absolute_url()) for sector in found}))


def _roles(people: QuerySet[Person], on: date) -> tuple[str, ...]:
    roles = roles_of_people(people, on=on).select_related("sector").order_by("sector__name", "pk")
    leading = leaderships_of(people, on=on).select_related("programme").order_by("programme__name", "pk")
    return tuple(dict.fromkeys([*map(role_text, roles), *map(_leading_text, leading)]))


def role_text(role: Appointment) -> str:
    """Write "Chair of sector Overheden"."""
    return _("%(role)s of sector %(name)s") % {"role": role.get_role_display(), "name": role.sector.name}


def _leading_text(leader: ProgrammeLeader) -> str:
    pattern = _("Deputy leader of programme %(name)s") if leader.is_deputy else _("Leader of programme %(name)s")
    return pattern % {"name": leader.programme.name}


def circle_links(rows: QuerySet[CircleParticipant] | QuerySet[CircleCoordinator]) -> tuple[Link, ...]:
    """Return the circles of dated rows, each once, by name."""
    return tuple(sorted({Link(row.circle.name, row.circle.get_absolute_url()) for row in _with_circle(rows)}))


def _with_circle(
    rows: QuerySet[CircleParticipant] | QuerySet[CircleCoordinator],
) -> Iterable[CircleParticipant | CircleCoordinator]:
    return rows.select_related("circle")


def action_lines(people: QuerySet[Person]) -> tuple[ActionLine, ...]:
    """Return what people still have to do, the most urgent first."""
    return tuple(
        ActionLine(
            text=action.text,
            meeting=str(action.meeting),
            url=action.meeting.get_absolute_url(),
            due=_("by %(day)s") % {"day": date_plain(action.due)} if action.due else _("no date"),
            owner=str(action.owner),
        )
        for action in open_actions_of(people)
    )
