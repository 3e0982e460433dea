"""The network itself: organisations, people, their accounts, how they come in, and what the network tells them."""

from members.models.accounts import IdentityProvider, User, UserManager
from members.models.calendars import CalendarLink
from members.models.entry import MemberRequest, PersonInvitation
from members.models.mail import BouncedAddress, MailPreferences, Notification, OutboxMessage
from members.models.network import Network
from members.models.organisations import NetworkMembership, Organisation, OrganisationQuerySet
from members.models.people import Person, PersonQuerySet
from members.models.security import SecurityEvent, SecurityOrigin

__all__ = [
    "BouncedAddress",
    "CalendarLink",
    "IdentityProvider",
    "MailPreferences",
    "MemberRequest",
    "Network",
    "NetworkMembership",
    "Notification",
    "Organisation",
    "OrganisationQuerySet",
    "OutboxMessage",
    "Person",
    "PersonInvitation",
    "PersonQuerySet",
    "SecurityEvent",
    "SecurityOrigin",
    "User",
    "UserManager",
]
