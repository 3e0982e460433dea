"""Factories of the sectors app."""

import factory
from factory.django import DjangoModelFactory

from sectors.models import Appointment, FocusPoint, Seat, SeatWish, Sector, SectorMembership, SectorYear
from tests.factories.members import MemberRequestFactory, OrganisationFactory, PersonFactory
from tests.factories.moments import DAY


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
