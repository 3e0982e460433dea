"""People around one circle."""

import pytest
from django.utils import translation

from tests.factories import (
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    KnowledgeCircleFactory,
    NetworkFactory,
    member_user,
)
from tests.programmes.circles.people import addressed


@pytest.fixture(autouse=True)
def language():
    with translation.override("en"):
        yield


@pytest.fixture
def circle(db):
    NetworkFactory()
    return KnowledgeCircleFactory(name="Inkoop", slug="inkoop")


@pytest.fixture
def coordinator(circle):
    account = addressed(member_user(), "an@example.org")
    CircleCoordinatorFactory(circle=circle, person=account.person)
    CircleParticipantFactory(circle=circle, person=account.person)
    return account


@pytest.fixture
def participant(circle):
    account = addressed(member_user(), "bo@example.org")
    CircleParticipantFactory(circle=circle, person=account.person)
    return account
