"""Factories of the programmes app."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from meetings.models import Meeting
from programmes.models import (
    ActivityParticipant,
    CircleCoordinator,
    CirclePage,
    CircleParticipant,
    CircleRequest,
    Gathering,
    Handover,
    Hosting,
    JointActivity,
    KnowledgeCircle,
    LifeSign,
    LinkCheck,
    Outcome,
    Platform,
    PoolEntry,
    Programme,
    ProgrammeDecision,
    ProgrammeLeader,
    ProgrammeParticipant,
    StageChange,
    Workstream,
)
from tests.factories.meetings import MeetingFactory
from tests.factories.members import OrganisationFactory, PersonFactory
from tests.factories.moments import DAY


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


class StageChangeFactory(DjangoModelFactory):
    workstream = factory.SubFactory(WorkstreamFactory)
    stage = Workstream.Stage.BUILDING

    class Meta:
        model = StageChange


class LifeSignFactory(DjangoModelFactory):
    handover = factory.SubFactory(HandoverFactory)
    months = 6

    class Meta:
        model = LifeSign


class LinkCheckFactory(DjangoModelFactory):
    url = factory.Sequence(lambda n: f"https://example.org/{n}")
    checked_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = LinkCheck


class CircleRequestFactory(DjangoModelFactory):
    circle = factory.SubFactory(KnowledgeCircleFactory)
    person = factory.SubFactory(PersonFactory)

    class Meta:
        model = CircleRequest


class CirclePageFactory(DjangoModelFactory):
    circle = factory.SubFactory(KnowledgeCircleFactory)
    title = factory.Sequence(lambda n: f"Bladzijde {n}")
    slug = factory.Sequence(lambda n: f"bladzijde-{n}")

    class Meta:
        model = CirclePage


class ActivityParticipantFactory(DjangoModelFactory):
    activity = factory.SubFactory(JointActivityFactory)
    organisation = factory.SubFactory(OrganisationFactory)

    class Meta:
        model = ActivityParticipant


class PoolEntryFactory(DjangoModelFactory):
    activity = factory.SubFactory(JointActivityFactory, kind=JointActivity.Kind.STAFF_POOL)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = PoolEntry.Kind.OFFER
    title = factory.Sequence(lambda n: f"Aanbod {n}")

    class Meta:
        model = PoolEntry
