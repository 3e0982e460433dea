"""A circle with its coordinator, an activity that one can join, and a member of another organisation."""

from datetime import date

import pytest
import time_machine
from django.utils import translation

from tests.factories import (
    CircleCoordinatorFactory,
    JointActivityFactory,
    KnowledgeCircleFactory,
    OrganisationFactory,
    member_user,
    moment,
)

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False), translation.override("en"):
        yield


@pytest.fixture
def circle(db):
    return KnowledgeCircleFactory(name="Inkoop", slug="inkoop")


@pytest.fixture
def coordinator(circle):
    account = member_user()
    CircleCoordinatorFactory(circle=circle, person=account.person)
    return account


@pytest.fixture
def activity(circle):
    return JointActivityFactory(
        circle=circle, title="Samen testen", state="open", join_before=date(2027, 4, 20), lead=OrganisationFactory()
    )


@pytest.fixture
def member(db):
    return member_user(OrganisationFactory(name="Gemeente Assen", slug="assen"))
