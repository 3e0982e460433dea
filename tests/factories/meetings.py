"""Factories of the meetings app."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    CalendarEdition,
    ClosedDay,
    Contribution,
    Correction,
    Decision,
    Document,
    Guest,
    Invitation,
    Mailing,
    Meeting,
    Minutes,
    Preparation,
    Presenter,
    Topic,
    TopicOffer,
    TopicSupport,
)
from tests.factories.members import OrganisationFactory, PersonFactory
from tests.factories.moments import DAY, moment
from tests.factories.sectors import SectorFactory, SectorYearFactory


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
    address = factory.Sequence(lambda n: f"invited{n}@example.org")
    method = Invitation.Method.REQUEST
    sequence = 0

    class Meta:
        model = Invitation


class CalendarEditionFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    method = Invitation.Method.REQUEST
    sequence = 0
    facts = factory.LazyFunction(lambda: {"title": "Datagedreven werken"})

    class Meta:
        model = CalendarEdition


class MailingFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    due_at = factory.LazyFunction(moment)

    class Meta:
        model = Mailing


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


class GuestFactory(DjangoModelFactory):
    meeting = factory.SubFactory(MeetingFactory)
    name = factory.Sequence(lambda n: f"Gast {n}")

    class Meta:
        model = Guest


class CorrectionFactory(DjangoModelFactory):
    minutes = factory.SubFactory(MinutesFactory)
    person = factory.SubFactory(PersonFactory)
    text = "Het waren er vier."

    class Meta:
        model = Correction


class TopicOfferFactory(DjangoModelFactory):
    topic = factory.SubFactory(TopicFactory)
    person = factory.SubFactory(PersonFactory)

    class Meta:
        model = TopicOffer
