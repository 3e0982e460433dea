"""Factories of the members app."""

import factory
from factory.django import DjangoModelFactory

from members.models import (
    BouncedAddress,
    CalendarLink,
    IdentityProvider,
    MailPreferences,
    MemberRequest,
    Network,
    NetworkMembership,
    Notification,
    Organisation,
    OutboxMessage,
    Person,
    PersonInvitation,
    SecurityEvent,
    SecurityOrigin,
    User,
)
from tests.factories.moments import DAY


class NetworkFactory(DjangoModelFactory):
    name = "Samenwerking Voorbeeld"

    class Meta:
        model = Network


class OrganisationFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Organisatie {n}")
    slug = factory.Sequence(lambda n: f"organisatie-{n}")
    kind = Organisation.Kind.MUNICIPALITY

    class Meta:
        model = Organisation


class NetworkMembershipFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = NetworkMembership


class UserFactory(DjangoModelFactory):
    email = factory.Sequence(lambda n: f"account{n}@example.org")

    class Meta:
        model = User

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, **kwargs)


class PersonFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Persoon {n}")

    class Meta:
        model = Person


class NotificationFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    kind = "input_asked"
    key = factory.Sequence(lambda n: f"input_asked:{n}")

    class Meta:
        model = Notification


class OutboxMessageFactory(DjangoModelFactory):
    recipient = factory.Sequence(lambda n: f"recipient{n}@example.org")
    kind = "digest"
    key = factory.Sequence(lambda n: f"digest:{n}")
    template = "digest"
    message_id = factory.Sequence(lambda n: f"<{n}@brink.example>")

    class Meta:
        model = OutboxMessage


class BouncedAddressFactory(DjangoModelFactory):
    address = factory.Sequence(lambda n: f"bounced{n}@example.org")
    count = 1

    class Meta:
        model = BouncedAddress


class CalendarLinkFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)
    name = "Outlook werk"
    token_hash = factory.Sequence(lambda n: f"{n:064x}")

    class Meta:
        model = CalendarLink


class MailPreferencesFactory(DjangoModelFactory):
    person = factory.SubFactory(PersonFactory)

    class Meta:
        model = MailPreferences


class MemberRequestFactory(DjangoModelFactory):
    account = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Nieuwkomer {n}")
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = MemberRequest


class PersonInvitationFactory(DjangoModelFactory):
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    invited_by = factory.SubFactory(UserFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064x}")

    class Meta:
        model = PersonInvitation


class IdentityProviderFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Organisatie {n}")
    slug = factory.Sequence(lambda n: f"organisatie-{n}")
    issuer = "https://login.example.org"
    client_id = factory.Sequence(lambda n: f"client-{n}")
    client_secret = "a secret"

    class Meta:
        model = IdentityProvider


class SecurityEventFactory(DjangoModelFactory):
    kind = SecurityEvent.Kind.SIGNED_IN

    class Meta:
        model = SecurityEvent


class SecurityOriginFactory(DjangoModelFactory):
    event = factory.SubFactory(SecurityEventFactory)
    ip = "192.0.2.1"
    expires_on = DAY

    class Meta:
        model = SecurityOrigin
