"""One factory per model: sequences and fixed values, and nothing that the model does not require.

Dates stand still around the meeting of Thursday 22 April 2027; a test that asks what is current freezes the clock or
gives dates of its own.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    ClosedDay,
    Contribution,
    Decision,
    Document,
    Invitation,
    Meeting,
    Minutes,
    Preparation,
    Presenter,
    Topic,
    TopicSupport,
)
from members.models import (
    IdentityProvider,
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
from portal.models import Article, DataExport
from programmes.models import (
    CircleCoordinator,
    CircleParticipant,
    Gathering,
    Handover,
    Hosting,
    JointActivity,
    KnowledgeCircle,
    Outcome,
    Platform,
    Programme,
    ProgrammeDecision,
    ProgrammeLeader,
    ProgrammeParticipant,
    Workstream,
)
from sectors.models import Appointment, FocusPoint, Seat, SeatWish, Sector, SectorMembership, SectorYear

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = date(2027, 4, 22)


def moment(day: date = DAY, hour: int = 13, minute: int = 30) -> datetime:
    """A moment as the clock in Amsterdam shows it."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)


# members


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


# sectors


class SectorFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Sector {n}")
    slug = factory.Sequence(lambda n: f"sector-{n}")
    summary = "Waar collega’s elkaar treffen."

    class Meta:
        model = Sector


class AppointmentFactory(DjangoModelFactory):
    sector = factory.SubFactory(SectorFactory)
    person = factory.SubFactory(PersonFactory)
    role = Appointment.Role.CHAIR

    class Meta:
        model = Appointment


class SectorMembershipFactory(DjangoModelFactory):
    sector = factory.SubFactory(SectorFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = SectorMembership


class SeatFactory(DjangoModelFactory):
    sector = factory.SubFactory(SectorFactory)
    person = factory.SubFactory(PersonFactory)

    class Meta:
        model = Seat


class SeatWishFactory(DjangoModelFactory):
    request = factory.SubFactory(MemberRequestFactory)
    sector = factory.SubFactory(SectorFactory)

    class Meta:
        model = SeatWish


class SectorYearFactory(DjangoModelFactory):
    sector = factory.SubFactory(SectorFactory)
    year = DAY.year

    class Meta:
        model = SectorYear


class FocusPointFactory(DjangoModelFactory):
    sector_year = factory.SubFactory(SectorYearFactory)
    title = factory.Sequence(lambda n: f"Speerpunt {n}")

    class Meta:
        model = FocusPoint


# meetings


class MeetingFactory(DjangoModelFactory):
    sector_year = factory.SubFactory(SectorYearFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Bijeenkomst {n}")
    starts = moment()
    ends = moment(hour=16)
    state = Meeting.State.SCHEDULED

    class Meta:
        model = Meeting


class TopicFactory(DjangoModelFactory):
    sector = factory.SubFactory(SectorFactory)
    title = factory.Sequence(lambda n: f"Onderwerp {n}")

    class Meta:
        model = Topic


class TopicSupportFactory(DjangoModelFactory):
    topic = factory.SubFactory(TopicFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = TopicSupport


class PreparationFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    opens_on = date(2027, 3, 22)
    input_closes_on = date(2027, 4, 6)
    settle_by = date(2027, 4, 8)

    class Meta:
        model = Preparation


class ContributionFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    kind = Contribution.Kind.QUESTION
    text = "Hoe doen anderen dit?"

    class Meta:
        model = Contribution


class PresenterFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = Presenter


class AttendanceFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)

    class Meta:
        model = Attendance


class InvitationFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    method = Invitation.Method.REQUEST
    sequence = 0

    class Meta:
        model = Invitation


class AgendaItemFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Agendapunt {n}")

    class Meta:
        model = AgendaItem


class DecisionFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    text = "We doen het samen."

    class Meta:
        model = Decision


class ActionItemFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    text = "Voorstel rondsturen"

    class Meta:
        model = ActionItem


class MinutesFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    text = "<p>Wat er is besproken.</p>"

    class Meta:
        model = Minutes


class DocumentFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Document {n}")
    link = "https://example.org/document"

    class Meta:
        model = Document


class ClosedDayFactory(DjangoModelFactory):
    day = factory.Sequence(lambda n: date.fromordinal(DAY.toordinal() + n))
    reason = "Verkiezingen"

    class Meta:
        model = ClosedDay


# programmes


class ProgrammeFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Programma {n}")
    slug = factory.Sequence(lambda n: f"programma-{n}")

    class Meta:
        model = Programme


class ProgrammeParticipantFactory(DjangoModelFactory):
    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = ProgrammeParticipant


class ProgrammeLeaderFactory(DjangoModelFactory):
    programme = factory.SubFactory(ProgrammeFactory)
    person = factory.SubFactory(PersonFactory)

    class Meta:
        model = ProgrammeLeader


class ProgrammeDecisionFactory(DjangoModelFactory):
    programme = factory.SubFactory(ProgrammeFactory)
    kind = ProgrammeDecision.Kind.FOUND
    decided_on = DAY

    class Meta:
        model = ProgrammeDecision


class OutcomeFactory(DjangoModelFactory):
    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence(lambda n: f"Wensbeeld {n}")

    class Meta:
        model = Outcome


class WorkstreamFactory(DjangoModelFactory):
    outcome = factory.SubFactory(OutcomeFactory)
    title = factory.Sequence(lambda n: f"Spoor {n}")

    class Meta:
        model = Workstream


class PlatformFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Platform {n}")
    slug = factory.Sequence(lambda n: f"platform-{n}")

    class Meta:
        model = Platform


class HostingFactory(DjangoModelFactory):
    platform = factory.SubFactory(PlatformFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = Hosting


class KnowledgeCircleFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Kenniskring {n}")
    slug = factory.Sequence(lambda n: f"kenniskring-{n}")

    class Meta:
        model = KnowledgeCircle


class CircleCoordinatorFactory(DjangoModelFactory):
    circle = factory.SubFactory(KnowledgeCircleFactory)
    person = factory.SubFactory(PersonFactory)

    class Meta:
        model = CircleCoordinator


class CircleParticipantFactory(DjangoModelFactory):
    circle = factory.SubFactory(KnowledgeCircleFactory)
    person = factory.SubFactory(PersonFactory)

    class Meta:
        model = CircleParticipant


class GatheringFactory(DjangoModelFactory):
    circle = factory.SubFactory(KnowledgeCircleFactory)
    meeting = factory.SubFactory(MeetingFactory, sector_year=None, number=None, kind=Meeting.Kind.GATHERING)

    class Meta:
        model = Gathering


class JointActivityFactory(DjangoModelFactory):
    circle = factory.SubFactory(KnowledgeCircleFactory)
    kind = JointActivity.Kind.TENDER
    title = factory.Sequence(lambda n: f"Gezamenlijke activiteit {n}")

    class Meta:
        model = JointActivity


class HandoverFactory(DjangoModelFactory):
    programme = factory.SubFactory(ProgrammeFactory)
    workstream = factory.SubFactory(WorkstreamFactory, outcome__programme=factory.SelfAttribute("...programme"))
    kind = Handover.Kind.TRANSFERRED
    outside_body = "Regiobureau"

    class Meta:
        model = Handover


# portal


class ArticleFactory(DjangoModelFactory):
    title = factory.Sequence(lambda n: f"Bericht {n}")
    slug = factory.Sequence(lambda n: f"bericht-{n}")
    published_at = moment(date(2020, 1, 2))

    class Meta:
        model = Article


class DataExportFactory(DjangoModelFactory):
    account = factory.SubFactory(UserFactory)

    class Meta:
        model = DataExport


FACTORIES = {each._meta.model: each for each in DjangoModelFactory.__subclasses__()}


# kinds of users


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
