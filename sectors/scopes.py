"""What programme managers and deputies keep right in the admin: all that belongs to their own sectors."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from members.models import NetworkMembership, Organisation, Person, User
from members.scopes import Rows, all_of, keep, reach, show
from sectors.models import Appointment, FocusPoint, Seat, Sector, SectorMembership, SectorYear
from sectors.permissions import managed_organisations, manages, roles_of


def within(model: type[Model], path: str) -> Rows:
    """Return how to find the rows of a model that a path leads from to a sector someone manages."""

    def rows(user: User) -> QuerySet[Any]:
        return all_of(model).filter(**{f"{path}__in": roles_of(user).managed})

    return rows


def everything(model: type[Model]) -> Rows:
    """Return how to find all rows of a model: what everyone may know of and any row may name."""

    return lambda _user: all_of(model)


def people(user: User) -> QuerySet[Person]:
    """Return people of organisations in the sectors someone manages, without those who may do more than he.

    Whoever signs up with the address of a person without account becomes that person, roles and all. So who could
    put his own address there would inherit what the person is: people with an appointment in another sector, now or
    later, are left to editors, and so are accounts of editors. Programmes withhold those with a role there.
    """
    lasting = Q(until__isnull=True) | Q(until__gt=timezone.localdate())
    elsewhere = Appointment.objects.filter(lasting).exclude(sector__in=roles_of(user).managed)
    own = Person.objects.filter(organisation__in=managed_organisations(user), erased_at__isnull=True)
    staff = Q(account__is_staff=True) | Q(account__is_superuser=True)
    return own.exclude(pk__in=elsewhere.values("person")).exclude(pk__in=Person.objects.filter(staff).values("pk"))


def people_around(user: User) -> QuerySet[Person]:
    """Return whom rows of the sectors someone manages may name: people of its organisations, and who lead or sit."""
    managed = roles_of(user).managed
    leading = Appointment.objects.filter(sector__in=managed).values("person")
    sitting = Seat.objects.filter(sector__in=managed).values("person")
    found = Q(organisation__in=managed_organisations(user)) | Q(pk__in=leading) | Q(pk__in=sitting)
    return Person.objects.filter(found)


def memberships_of_network(user: User) -> QuerySet[NetworkMembership]:
    """Return the terms of the organisations in the sectors someone manages."""
    return NetworkMembership.objects.filter(organisation__in=managed_organisations(user))


keep(
    Sector,
    manages,
    within(Sector, "pk"),
    adds=False,
    deletes=False,
    fixed=["slug", "position", "is_active"],  # how the sector stands among the others
)
show(Appointment, manages, within(Appointment, "sector"))
keep(SectorMembership, manages, within(SectorMembership, "sector"))
keep(Seat, manages, within(Seat, "sector"))
keep(SectorYear, manages, within(SectorYear, "sector"))
keep(FocusPoint, manages, within(FocusPoint, "sector_year__sector"))
keep(
    Organisation,
    manages,
    managed_organisations,
    adds=False,
    deletes=False,
    # an address on a domain opens the door to the whole network
    fixed=["slug", "email_domains", "succeeded_by", "dissolved_on"],
)
show(NetworkMembership, manages, memberships_of_network)
keep(Person, manages, people, deletes=False, fixed=["account", "left_on"], required=["organisation"])

reach(Organisation, everything(Organisation))
reach(Person, people_around)
reach(FocusPoint, everything(Sector), field="shared_with")
