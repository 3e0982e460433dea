"""News: lists by year, one article, feeds."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import (
    ArticleFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    SectorFactory,
    member_user,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = datetime(2024, 5, 14, 10, tzinfo=UTC)


def shown(client: Client, url: str) -> list[str]:
    return [article.title for article in client.get(url).context["articles"]]


def test_article_list_shows_published_newest_first(client):
    ArticleFactory(title="Ouder", published_at=MOMENT)
    ArticleFactory(title="Nieuwer", published_at=MOMENT + timedelta(days=1))
    ArticleFactory(title="Concept", published_at=None)
    ArticleFactory(title="Gepland", published_at=timezone.now() + timedelta(hours=1))
    ArticleFactory(title="Ingetrokken", published_at=MOMENT, withdrawn_at=timezone.now())

    assert shown(client, "/nieuws/") == ["Nieuwer", "Ouder"]


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_article_list_queries_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    ArticleFactory.create_batch(rows, published_at=MOMENT)

    with django_assert_num_queries(4):
        client.get("/nieuws/")


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_article_list_queries_do_not_grow_for_a_member(client, django_assert_num_queries, rows):
    NetworkFactory()
    ArticleFactory.create_batch(rows, published_at=MOMENT)
    client.force_login(member_user())

    with django_assert_num_queries(6):
        client.get("/nieuws/")


def test_article_list_without_articles_says_who_adds_them(client):
    response = client.get("/nieuws/")

    assert "No news yet" not in response.text
    assert 'class="empty"' in response.text


def test_article_list_pages_hold_twelve(client):
    ArticleFactory.create_batch(13, published_at=MOMENT)

    assert len(shown(client, "/nieuws/")) == 12
    assert len(shown(client, "/nieuws/?pagina=2")) == 1


@pytest.mark.parametrize("number", ["0", "3", "-1", "abc", "1.5", "²", "9" * 40, "", "%00"])
def test_article_list_page_out_of_range_is_a_house_page(client, number):
    ArticleFactory.create_batch(13, published_at=MOMENT)

    response = client.get(f"/nieuws/?pagina={number}")

    assert response.status_code in {400, 404}
    assert "<h1>" in response.text


def test_article_year_shows_that_year_in_amsterdam(client):
    ArticleFactory(title="Oud en nieuw", published_at=datetime(2023, 12, 31, 23, 30, tzinfo=UTC))
    ArticleFactory(title="Oudjaar", published_at=datetime(2023, 12, 31, 22, 30, tzinfo=UTC))

    assert shown(client, "/nieuws/2024/") == ["Oud en nieuw"]
    assert shown(client, "/nieuws/2023/") == ["Oudjaar"]


def test_article_list_counts_what_readers_see_by_year_in_amsterdam(client):
    ArticleFactory(published_at=datetime(2023, 12, 31, 23, 30, tzinfo=UTC))
    ArticleFactory(published_at=MOMENT)
    ArticleFactory(published_at=datetime(2022, 5, 1, tzinfo=UTC))
    ArticleFactory(published_at=MOMENT, withdrawn_at=timezone.now())

    assert list(client.get("/nieuws/").context["years"].items()) == [(2024, 2), (2022, 1)]


@pytest.mark.parametrize("year", ["2019", "0000", "9999", "20240"])
def test_article_year_without_articles_is_not_found(client, year):
    ArticleFactory(published_at=MOMENT)

    assert client.get(f"/nieuws/{year}/").status_code == 404


def test_article_detail_shows_author_organisation_and_date(client):
    author = PersonFactory(
        name="Janna Jetstroom", job_title="redacteur", organisation=OrganisationFactory(name="Gemeente Lichtpad")
    )
    article = ArticleFactory(title="Glasvezel ligt", published_at=MOMENT, author=author, text="<p>Alles werkt.</p>")

    text = client.get(article.get_absolute_url()).text

    assert "<h1>Glasvezel ligt</h1>" in text
    assert "<p>Alles werkt.</p>" in text
    byline = text.split('class="byline">')[1].split("</p>")[0]
    assert ("Janna Jetstroom" in byline, "redacteur" in byline, "Gemeente Lichtpad" in byline) == (True, True, True)
    assert '<time datetime="2024-05-14T12:00+02:00">dinsdag 14 mei 2024</time>' in text


def test_article_detail_links_what_it_is_about(client):
    article = ArticleFactory(published_at=MOMENT)
    sector = SectorFactory()
    article.sectors.add(sector)

    assert f'href="{sector.get_absolute_url()}"' in client.get(article.get_absolute_url()).text


def test_article_detail_queries(client, django_assert_num_queries):
    NetworkFactory()
    article = ArticleFactory(published_at=MOMENT)
    article.sectors.set(SectorFactory.create_batch(10))

    with django_assert_num_queries(6):
        client.get(article.get_absolute_url())


def test_article_detail_sanitises_what_was_stored_behind_its_back(client):
    article = ArticleFactory(published_at=MOMENT)
    type(article).objects.update(text='<p onclick="x()">Tekst</p><script>alert(1)</script>')

    text = client.get(article.get_absolute_url()).text

    assert "alert(1)" not in text
    assert "onclick" not in text


def test_article_detail_of_a_draft_or_scheduled_one_is_not_found(client):
    article = ArticleFactory(published_at=timezone.now() + timedelta(hours=1))

    assert client.get(article.get_absolute_url()).status_code == 404


def test_article_detail_of_a_withdrawn_one_is_gone(client):
    article = ArticleFactory(title="Fout bericht", published_at=MOMENT, withdrawn_at=timezone.now())

    response = client.get(article.get_absolute_url())

    assert response.status_code == 410
    assert "Fout bericht" not in response.text


def test_article_detail_under_another_year_is_not_found(client):
    article = ArticleFactory(published_at=MOMENT)

    assert client.get(f"/nieuws/2023/{article.slug}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_article_list_other_methods_are_refused(client, method):
    assert getattr(client, method)("/nieuws/").status_code == 405


def test_article_feed_entries_keep_their_identity_when_renamed(client):
    article = ArticleFactory(title="Voor", published_at=MOMENT)
    before = ET.fromstring(client.get("/nieuws/feed.atom").content)
    article.title, article.slug = "Na", "na"
    article.save()

    after = ET.fromstring(client.get("/nieuws/feed.atom").content)

    assert after.find(f"{ATOM}entry/{ATOM}title").text == "Na"
    assert after.find(f"{ATOM}entry/{ATOM}id").text == before.find(f"{ATOM}entry/{ATOM}id").text


def test_article_feed_is_cacheable_and_answers_304(client):
    ArticleFactory(published_at=MOMENT)
    first = client.get("/nieuws/feed.atom")

    again = client.get("/nieuws/feed.atom", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not first.cookies


def test_article_feed_without_articles_is_valid(client):
    feed = ET.fromstring(client.get("/nieuws/feed.atom").content)

    assert feed.findall(f"{ATOM}entry") == []
    assert feed.find(f"{ATOM}updated").text


def test_sector_feed_holds_only_articles_of_the_sector(client, django_assert_num_queries):
    sector = SectorFactory(slug="water")
    ours, _other = ArticleFactory.create_batch(2, published_at=MOMENT)
    ours.sectors.add(sector)

    with django_assert_num_queries(3):
        feed = ET.fromstring(client.get("/sectoren/water/feed.atom").content)

    assert [entry.text for entry in feed.findall(f"{ATOM}entry/{ATOM}title")] == [ours.title]


def test_sector_feed_of_an_unknown_sector_is_not_found(client):
    assert client.get("/sectoren/bestaat-niet/feed.atom").status_code == 404
