"""Organisations, people, programmes and circles of their own for the flows of programmes, laid and taken away again."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from meetings.models import Meeting
from members.models import NetworkMembership, Organisation, Person, User
from portal.demo import PASSWORD
from portal.models import Article
from programmes.models import Gathering, Handover, KnowledgeCircle, Platform, Programme
from tests.browser.year_data import WAYS
from tests.factories import (
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    HandoverFactory,
    KnowledgeCircleFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    PersonFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    WorkstreamFactory,
    member_user,
)

ON_REQUEST = KnowledgeCircle.Joining.ON_REQUEST
CIRCLES = ("Vergaderen", "Opschrijven", "Doorgeven", "Inkopen", "Uitlenen", "Slapen")


@transaction.atomic
def lay_homes() -> None:
    """Lay the host that is to be dissolved, the one that takes over, and who is asked; the latter has no account."""
    for name in ("Thuishaven", "Ankerplaats"):
        NetworkMembershipFactory(organisation=OrganisationFactory(name=f"Gemeente {name}", slug=name.lower()))
    anchorage = Organisation.objects.get(slug="ankerplaats")
    PersonFactory(organisation=anchorage, name="Anke Ankerman", email="anke@ankerplaats.example.org")


@transaction.atomic
def lay_circles() -> None:
    """Lay two organisations with three people, and a circle for each flow and each way, kept by the first of them."""
    village, town = (
        OrganisationFactory(name=f"Gemeente {name}", slug=name.lower()) for name in ("Kringdorp", "Kringstad")
    )
    keeper = _lay_account("kring-trekker", "Tjalling Trekker", village)
    other = _lay_account("kring-deelnemer", "Dieuwke Deelnemer", town)
    _lay_account("kring-buitenstaander", "Bonne Buiten", town)
    for name in (f"{name} {way}" for name in CIRCLES for way in WAYS):
        circle = KnowledgeCircleFactory(name=f"Kring {name}", slug=f"kring-{name.lower().replace(' ', '-')}")
        CircleCoordinatorFactory(circle=circle, person=keeper)
        for person in (keeper, other):
            CircleParticipantFactory(circle=circle, person=person)


@transaction.atomic
def lay_outcomes() -> None:
    """Lay a programme in transition that the demonstration's manager leads; its member is asked to take work over."""
    manager, member = (Person.objects.get(account__email=f"{role}@example.org") for role in ("manager", "member"))
    programme = ProgrammeFactory(name="Stapsteen", slug="stapsteen", state=Programme.State.IN_TRANSITION)
    ProgrammeLeaderFactory(programme=programme, person=manager)
    OutcomeFactory(programme=programme, title="Iedereen komt droog over")
    outcome = OutcomeFactory(programme=programme, title="Iedereen vindt de weg")
    for title in ("Stenen leggen", "Borden plaatsen", "Brug bouwen"):
        WorkstreamFactory(outcome=outcome, title=title)
    asked = {"organisation": member.organisation, "contact": member, "asked_at": timezone.now(), "asked_round": 1}
    work = outcome.workstreams.get(title="Brug bouwen")
    HandoverFactory(programme=programme, workstream=work, outside_body="", **asked)


@transaction.atomic
def lay_news() -> None:
    """Lay a programme and who leads it, so that there is news to write."""
    leader = _lay_account(
        "nieuws-trekker", "Nynke Nieuws", OrganisationFactory(name="Gemeente Berichtum", slug="berichtum")
    )
    ProgrammeLeaderFactory(programme=ProgrammeFactory(name="Voorpagina", slug="voorpagina"), person=leader)


@transaction.atomic
def take_away(*, organisations: Iterable[str] = (), programmes: str = "", circles: str = "") -> None:
    """Take away what names begin with; people and organisations keep their names, out of sight."""
    if programmes:
        Article.objects.filter(programmes__name__startswith=programmes).delete()
        handovers = Handover.objects.filter(programme__name__startswith=programmes)
        while handovers.filter(followed_by=None).delete()[0]:
            pass  # the last first: what another follows stays
        Platform.objects.filter(programme__name__startswith=programmes).delete()
        Programme.objects.filter(name__startswith=programmes).delete()
    if circles:
        found = Gathering.objects.filter(circle__name__startswith=circles)
        Meeting.objects.filter(pk__in=list(found.values_list("meeting", flat=True))).delete()
        KnowledgeCircle.objects.filter(name__startswith=circles).delete()
    NetworkMembership.objects.filter(organisation__slug__in=organisations).delete()


def _lay_account(login: str, name: str, organisation: Organisation) -> Person:
    address = f"{login}@example.org"
    account = member_user(organisation, name=name, email=address)
    User.objects.filter(pk=account.pk).update(email=address, password=make_password(PASSWORD))
    EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
    return account.person
