"""A programme manager and the news: articles on pages of his own sectors only."""

import pytest
from django.urls import reverse

from portal.models import Article
from tests.factories import ArticleFactory, KnowledgeCircleFactory, ProgrammeFactory, SectorFactory, manager_user
from tests.filling import errors_of, filled


@pytest.fixture
def sector(db, settings):
    settings.MFA_REQUIRED = "none"
    return SectorFactory()


@pytest.fixture
def desk(client, sector):
    client.force_login(manager_user(sector))
    return client


ADD = reverse("admin:portal_article_add")


def page(row, name="change"):
    return reverse(f"admin:portal_article_{name}", args=[row.pk])


def article_on(*sectors, **given):
    article = ArticleFactory(**given)
    article.sectors.set(sectors)
    return article


def test_own_article_is_edited(desk, sector):
    article = article_on(sector)
    data = filled(desk.get(page(article)), "article_form") | {"title": "Nieuw"}

    assert desk.post(page(article), data).status_code == 302

    assert Article.objects.get().title == "Nieuw"


def test_article_shared_with_another_sector_is_only_looked_at(desk, sector):
    article = article_on(sector, SectorFactory())

    assert desk.get(page(article)).status_code == 200
    assert desk.post(page(article), {"title": "Nieuw"}).status_code == 403


@pytest.mark.parametrize(("name", "make"), [("programmes", ProgrammeFactory), ("circles", KnowledgeCircleFactory)])
def test_article_on_another_page_is_only_looked_at(desk, sector, name, make):
    article = article_on(sector)
    getattr(article, name).add(make())

    assert desk.post(page(article), {"title": "Nieuw"}).status_code == 403


@pytest.mark.parametrize("name", ["change", "delete", "history", "preview"])
def test_article_of_others_is_closed(desk, name):
    article = article_on(SectorFactory(), title="Van anderen")

    response = desk.get(page(article, name))

    assert response.status_code in {302, 404}
    assert b"Van anderen" not in response.content


@pytest.mark.parametrize("whose", ["nobody's", "another's", "both"])
def test_new_article_names_own_sectors_only(desk, sector, whose):
    foreign = SectorFactory()
    sectors = {"nobody's": [], "another's": [foreign.pk], "both": [sector.pk, foreign.pk]}[whose]
    data = filled(desk.get(ADD), "article_form") | {"title": "Nieuw", "slug": "nieuw", "sectors": sectors}

    assert errors_of(desk.post(ADD, data))

    assert not Article.objects.exists()


def test_new_article_on_an_own_page_is_stored(desk, sector):
    data = filled(desk.get(ADD), "article_form") | {"title": "Nieuw", "slug": "nieuw", "sectors": [sector.pk]}
    data["programmes"] = [ProgrammeFactory().pk]

    assert desk.post(ADD, data).status_code == 302

    article = Article.objects.get()
    assert (list(article.sectors.all()), list(article.programmes.all())) == ([sector], [])


def test_article_cannot_be_published_in_bulk_by_others(desk):
    article = article_on(SectorFactory(), published_at=None)
    data = {"action": "publish_now", "_selected_action": [article.pk], "confirmed": "1"}

    desk.post(reverse("admin:portal_article_changelist"), data)

    assert Article.objects.get().published_at is None
