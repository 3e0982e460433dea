"""What an organisation takes part in, leads and hosts, for the page on which an editor has it leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from members.models import NetworkMembership, Organisation, Person, PersonQuerySet
from portal.consequences import ActionLine, action_lines, circle_links, role_text
from portal.organisation_page import period_text
from programmes.departures import activities_led_by, coordinations_of, hostings_of, leaderships_of
from sectors.departures import memberships_of, roles_of_people, seats_of
from sectors.rows import Link


class Paged(Protocol):
    """Something with a page."""

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Homes:
    """What needs a home when an organisation has gone, or leaves."""

    platforms: tuple[Link, ...]
    programmes: tuple[Link, ...]
    circles: tuple[Link, ...]
    activities: tuple[Link, ...]

    def __bool__(self) -> bool:
        return any((self.platforms, self.programmes, self.circles, self.activities))


@dataclass(frozen=True, slots=True)
class Standing:
    """What an organisation has in the network from today: its memberships, its people and what it carries."""

    terms: tuple[str, ...]
    sectors: tuple[Link, ...]
    people: tuple[tuple[str, str, str, str], ...]
    actions: tuple[ActionLine, ...]
    homes: Homes


def standing_of(organisation: Organisation, *, today: date) -> Standing:
    """Return what ends when an organisation leaves, and what needs a home; one query for each list."""
    people = Person.objects.filter(organisation=organisation)
    terms = NetworkMembership.objects.reaching(today).filter(organisation=organisation).order_by("since")
    sectors = memberships_of(organisation, on=today).select_related("sector")
    return Standing(
        terms=tuple(period_text(term.since, term.until) or _("yes, since when is not known") for term in terms),
        sectors=_links(membership.sector for membership in sectors),
        people=tuple(_people_lines(people, today)),
        actions=action_lines(people),
        homes=Homes(
            platforms=_links(row.platform for row in hostings_of(organisation, on=today).select_related("platform")),
            programmes=_links(row.programme for row in leaderships_of(people, on=today).select_related("programme")),
            circles=circle_links(coordinations_of(people, on=today)),
            activities=tuple(
                Link(activity.title, activity.circle.get_absolute_url())
                for activity in activities_led_by(organisation).select_related("circle").order_by("title", "pk")
            ),
        ),
    )


def _links(rows: Iterable[Paged]) -> tuple[Link, ...]:
    return tuple(sorted({Link(str(row), row.get_absolute_url()) for row in rows}))


def _people_lines(people: PersonQuerySet, today: date) -> Iterator[tuple[str, str, str, str]]:
    """Give a line for everyone with an open account, a seat or a role: name, account, seats and roles."""
    seats, roles = defaultdict(list), defaultdict(list)
    for seat in seats_of(people, on=today).select_related("sector").order_by("sector__name"):
        seats[seat.person_id].append(seat.sector.name)
    for role in roles_of_people(people, on=today).select_related("sector").order_by("sector__name"):
        roles[role.person_id].append(role_text(role))
    leading = set(leaderships_of(people, on=today).values_list("person_id", flat=True))
    for person in people.present(today).by_name().select_related("account"):
        has_account = person.account is not None and person.account.is_active
        if has_account or person.pk in seats or person.pk in roles:
            account = _account_text(person, leads=person.pk in leading)
            yield person.name, account, ", ".join(seats[person.pk]), ", ".join(roles[person.pk])


def _account_text(person: Person, *, leads: bool) -> str:
    if person.account is None or not person.account.is_active:
        return _("no account")
    if leads:
        return _("stays open: leads a programme")
    return _("stays open: editor") if person.account.is_staff else _("is closed")
