"""Accounts of the kinds that the rights table knows."""

from members.models import Organisation, User
from sectors.models import Appointment, Sector
from tests.factories.members import NetworkMembershipFactory, OrganisationFactory, PersonFactory, UserFactory
from tests.factories.sectors import AppointmentFactory, SectorMembershipFactory


def member_user(organisation: Organisation | None = None, **person: object) -> User:
    """An account whose person works at an organisation that belongs to the network, a new one if none is given."""
    organisation = organisation or OrganisationFactory()
    if not organisation.network_memberships.current().exists():
        NetworkMembershipFactory(organisation=organisation)
    return PersonFactory(organisation=organisation, account=UserFactory(), **person).account


def editor_user() -> User:
    """An account that edits content."""
    return UserFactory(is_staff=True)


def admin_user() -> User:
    """An account that may do everything."""
    return UserFactory(is_staff=True, is_superuser=True)


def role_user(sector: Sector, role: Appointment.Role, organisation: Organisation | None = None) -> User:
    """An account of a member organisation that takes part in the sector, whose person holds a role there today."""
    user = member_user(organisation)
    if not sector.memberships.current().filter(organisation=user.person.organisation).exists():
        SectorMembershipFactory(sector=sector, organisation=user.person.organisation)
    AppointmentFactory(sector=sector, person=user.person, role=role)
    return user


def manager_user(sector: Sector, organisation: Organisation | None = None) -> User:
    """The programme manager of a sector."""
    return role_user(sector, Appointment.Role.PROGRAMME_MANAGER, organisation)


def chair_user(sector: Sector, organisation: Organisation | None = None) -> User:
    """A chair of a sector."""
    return role_user(sector, Appointment.Role.CHAIR, organisation)
