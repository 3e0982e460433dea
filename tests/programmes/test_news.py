"""What the floor of programmes shows of the news about them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import ArticleFactory, NetworkFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    NetworkFactory()
    return ProgrammeFactory(slug="ssnt")


def news(client):
    return [link.name for link in client.get("/programmas/ssnt/").context["page"].news]


def article(programme, title, days, **given):
    made = ArticleFactory(title=title, published_at=timezone.now() - timedelta(days=days), **given)
    made.programmes.add(programme)
    return made


def test_programme_shows_its_closing_article_and_then_the_newest(client, programme):
    for days, title in enumerate(["Nieuw", "Ouder", "Oudst"], start=1):
        article(programme, title, days)
    article(programme, "Gestopt", 400, closes=programme)
    article(ProgrammeFactory(), "Van een ander", 1)

    assert news(client) == ["Gestopt", "Nieuw", "Ouder"]


def test_article_shows_from_its_minute_on_and_not_once_withdrawn(client, programme, time_machine):
    article(programme, "Straks", -1)
    article(programme, "Terug", 2, withdrawn_at=timezone.now())
    assert news(client) == []

    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))

    assert news(client) == ["Straks"]


def test_link_leads_to_the_article(client, programme):
    made = article(programme, "Nieuw", 1)

    (link,) = client.get("/programmas/ssnt/").context["page"].news

    assert link.url == made.get_absolute_url()
