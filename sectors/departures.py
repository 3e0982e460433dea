"""What ends in sectors when someone moves or leaves: seats, roles and memberships, each on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from members.models import Organisation, Person
from members.periods import PeriodQuerySet
from sectors.models import Appointment, Seat, SectorMembership


def seats_of(people: QuerySet[Person], *, on: date) -> PeriodQuerySet[Seat]:
    """Return the seats that people hold on a day, or will."""
    return Seat.objects.reaching(on).filter(person__in=people)


def seats_lost(people: QuerySet[Person], *, to: Organisation, on: date) -> PeriodQuerySet[Seat]:
    """Return the seats that cannot be kept at an organisation: of sectors in which it takes no part on the day."""
    taking_part = SectorMembership.objects.current(on).filter(organisation=to, sector=OuterRef("sector"))
    return seats_of(people, on=on).filter(~Exists(taking_part))


def roles_of_people(people: QuerySet[Person], *, on: date) -> PeriodQuerySet[Appointment]:
    """Return the roles that people hold in sectors on a day, or will."""
    return Appointment.objects.reaching(on).filter(person__in=people)


def end_seats(seats: PeriodQuerySet[Seat], *, on: date) -> set[int]:
    """End seats on a day and return the sectors, by key, that they were in."""
    sectors = set(seats.values_list("sector", flat=True))
    seats.end_on(on)
    return sectors


def end_roles(people: QuerySet[Person], *, on: date) -> list[Appointment]:
    """End the roles of people on a day and return them as they were."""
    roles = roles_of_people(people, on=on)
    ended = list(roles.select_related("sector", "person"))
    roles.end_on(on)
    return ended


def memberships_of(organisation: Organisation, *, on: date) -> PeriodQuerySet[SectorMembership]:
    """Return the sectors in which an organisation takes part on a day, or will."""
    return SectorMembership.objects.reaching(on).filter(organisation=organisation)


def leaders_of(sectors: Iterable[int]) -> PeriodQuerySet[Appointment]:
    """Return who chairs or manages sectors today, with the addresses to reach them at."""
    return Appointment.objects.current().filter(sector__in=sectors).select_related("person__account")
