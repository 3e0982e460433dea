from datetime import date, timedelta

import pytest

from portal.models import Article
from tests.factories import ArticleFactory, moment

NOW = moment()


@pytest.mark.parametrize(
    ("published_at", "withdrawn_at", "is_published"),
    [
        (None, None, False),
        (NOW, None, True),
        (NOW + timedelta(seconds=1), None, False),
        (NOW - timedelta(days=1), NOW, False),
    ],
)
def test_article_is_published_from_its_moment_until_withdrawn(
    db, time_machine, published_at, withdrawn_at, is_published
):
    time_machine.move_to(NOW, tick=False)
    article = ArticleFactory(published_at=published_at, withdrawn_at=withdrawn_at)

    assert article.is_published is is_published
    assert Article.objects.published().exists() is is_published


def test_published_begins_with_the_newest(db, time_machine):
    time_machine.move_to(NOW)
    old = ArticleFactory(published_at=NOW - timedelta(days=2))
    new = ArticleFactory(published_at=NOW - timedelta(days=1))
    as_new = ArticleFactory(published_at=NOW - timedelta(days=1))

    assert list(Article.objects.published()) == [as_new, new, old]


def test_article_stands_under_the_year_of_amsterdam(db):
    article = ArticleFactory(slug="vuurwerk", published_at=moment(date(2027, 1, 1), 0, 15))

    assert article.get_absolute_url() == "/nieuws/2027/vuurwerk/"


def test_draft_stands_under_this_year(db, time_machine):
    time_machine.move_to("2027-12-31T23:30:00Z")  # half past midnight in Amsterdam

    assert ArticleFactory(slug="concept", published_at=None).get_absolute_url() == "/nieuws/2028/concept/"


def test_article_is_stored_without_unsafe_html(db):
    article = ArticleFactory(title="Nieuws", text='<p>Goed</p><a href="javascript:alert(1)">klik</a>')

    article.refresh_from_db()

    assert "javascript" not in article.text
    assert str(article) == "Nieuws"
