"""Rows of portal's lists: addresses and texts are made once."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from portal.models import Article
from portal.rows import article_rows
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def test_article_rows_are_ready_to_print():
    ArticleFactory(title="Kop", slug="kop", lead="Intro", published_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))

    with translation.override("nl"):
        (row,) = article_rows(Article.objects.published())

    assert (row.title, row.lead, row.image) == ("Kop", "Intro", "")
    assert (row.url, row.day_text, row.day_machine) == ("/nieuws/2026/kop/", "1 januari 2026", "2026-01-01")


def test_article_row_knows_where_its_image_is():
    ArticleFactory(image="news/foto.png", image_alt="Een foto", published_at=datetime(2026, 1, 1, tzinfo=UTC))

    (row,) = article_rows(Article.objects.published())

    assert (row.image, row.image_alt) == ("/media/news/foto.png", "Een foto")


@pytest.mark.parametrize("rows", [1, 10])
def test_article_rows_take_one_query(django_assert_num_queries, rows):
    ArticleFactory.create_batch(rows)

    with django_assert_num_queries(1):
        assert len(article_rows(Article.objects.published())) == rows
