"""Who may do what in sectors. Roles follow from appointments that hold today; an admin may do whatever a role may."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from members.models import MemberRequest, Organisation, User
from members.permissions import can_administer, can_edit_content
from sectors.models import Appointment, Sector, SectorMembership

MANAGING = frozenset({Appointment.Role.PROGRAMME_MANAGER, Appointment.Role.DEPUTY})

Account = User | AnonymousUser | None


@dataclass(frozen=True)
class Roles:
    """The sectors, by key, that someone manages (as programme manager or deputy) and chairs today."""

    managed: frozenset[int] = frozenset()
    chaired: frozenset[int] = frozenset()

    @property
    def led(self) -> frozenset[int]:
        """The sectors in which someone has any role."""
        return self.managed | self.chaired


def roles_of(user: Account) -> Roles:
    """Return the roles of an account's person; one query, kept with the account object for the rest of the request."""
    if not isinstance(user, User) or not user.is_active:
        return Roles()
    kept = user.__dict__.get("sector_roles")
    if kept is None:
        kept = user.__dict__["sector_roles"] = _roles(user)
    return kept


def _roles(user: User) -> Roles:
    held = Appointment.objects.current().filter(person__account=user).values_list("sector", "role")
    found = list(held)
    return Roles(
        managed=frozenset(sector for sector, role in found if role in MANAGING),
        chaired=frozenset(sector for sector, role in found if role == Appointment.Role.CHAIR),
    )


def manages(user: Account) -> bool:
    """Whether the account is the programme manager or a deputy of any sector."""
    return bool(roles_of(user).managed)


def holds_a_role(user: Account) -> bool:
    """Whether the account is a chair, a programme manager or a deputy of any sector."""
    return bool(roles_of(user).led)


def can_manage_sector(user: Account, sector: Sector) -> bool:
    """Whether the account plans the sector's year: its programme manager, a deputy or an admin."""
    return can_administer(user) or sector.pk in roles_of(user).managed


def can_lead_sector(user: Account, sector: Sector) -> bool:
    """Whether the account settles topics, moderates input and publishes minutes: as above, or a chair."""
    return can_administer(user) or sector.pk in roles_of(user).led


def can_edit_sector(user: Account, sector: Sector) -> bool:
    """Whether the account edits the sector's memberships, years, focus points and texts."""
    return can_edit_content(user) or can_manage_sector(user, sector)


def can_appoint(user: Account) -> bool:
    """Whether the account appoints chairs and programme managers."""
    return can_edit_content(user)


def managed_organisations(user: Account) -> QuerySet[Organisation]:
    """Return the organisations that take part today in a sector that the account manages."""
    taking_part = SectorMembership.objects.current().filter(sector__in=roles_of(user).managed)
    return Organisation.objects.filter(pk__in=taking_part.values("organisation"))


def can_invite_people(user: Account, organisation: Organisation | None = None) -> bool:
    """Whether the account invites and approves people of an organisation (None: the office, editors only)."""
    if can_edit_content(user):
        return True
    return organisation is not None and managed_organisations(user).filter(pk=organisation.pk).exists()


def can_decide_requests(user: Account) -> bool:
    """Whether the account has a list of requests at all."""
    return can_edit_content(user) or manages(user)


def can_decide_request(user: Account, request: MemberRequest) -> bool:
    """Whether the account approves or refuses a request: never its own."""
    return request.account_id != getattr(user, "pk", None) and can_invite_people(user, request.organisation)


def can_take_seat(user: Account, sector: Sector) -> bool:
    """Whether the account's person may take a seat: he is of an organisation in the sector, or of the office."""
    person = getattr(user, "person", None)
    if not isinstance(user, User) or person is None or not user.belongs_to_network:
        return False
    return Sector.objects.open_to(person.organisation).filter(pk=sector.pk).exists()
