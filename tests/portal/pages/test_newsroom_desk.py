"""The desk of who writes news: what stands where, for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import (
    ArticleFactory,
    NetworkFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    editor_user,
    member_user,
)

pytestmark = pytest.mark.django_db

DESK = "/nieuws/schrijven/"


@pytest.fixture(autouse=True)
def house(settings):
    settings.MFA_REQUIRED = "none"
    NetworkFactory()


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def leader(programme):
    person = member_user().person
    ProgrammeLeaderFactory(programme=programme, person=person)
    return person.account


def draft(**given):
    return ArticleFactory(published_at=None, **given)


def test_desk_of_an_editor_sorts_by_where_articles_stand(client):
    editor, now = editor_user(), timezone.now()
    draft(title="Mijn concept", written_by=editor)
    draft(title="Concept van een ander", written_by=editor_user())
    draft(title="Aangeboden", proposed_at=now)
    ArticleFactory(title="Gepland", published_at=now + timedelta(days=1))
    ArticleFactory(title="Pas", published_at=now - timedelta(days=1))
    ArticleFactory(title="Lang geleden", published_at=now - timedelta(days=100))
    ArticleFactory(title="Terug", published_at=now - timedelta(days=100), withdrawn_at=now)
    client.force_login(editor)

    desk = client.get(DESK).context["desk"]

    names = ("drafts", "offered", "scheduled", "published", "withdrawn")
    titles = {name: [line.title for line in getattr(desk, name)] for name in names}
    assert titles == {
        "drafts": ["Mijn concept"],
        "offered": ["Aangeboden"],
        "scheduled": ["Gepland"],
        "published": ["Pas"],
        "withdrawn": ["Terug"],
    }


def test_desk_of_a_leader_shows_the_own_articles_only(client, leader, programme):
    draft(title="Van mij", written_by=leader)
    draft(title="Sluitstuk", closes=programme)
    draft(title="Van een ander", proposed_at=timezone.now())
    client.force_login(leader)

    desk = client.get(DESK).context["desk"]

    assert {line.title for line in (*desk.drafts, *desk.offered)} == {"Van mij", "Sluitstuk"}


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_desk_queries_do_not_grow(client, django_assert_num_queries, leader, rows):
    ArticleFactory.create_batch(rows, written_by=leader, published_at=None, author=leader.person)
    client.force_login(leader)

    with django_assert_num_queries(7):
        client.get(DESK)
