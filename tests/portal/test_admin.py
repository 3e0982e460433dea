import pytest
from django.urls import reverse

from portal.models import Article
from tests.factories import (
    ArticleFactory,
    KnowledgeCircleFactory,
    PersonFactory,
    ProgrammeFactory,
    SectorFactory,
    editor_user,
)
from tests.filling import errors_of, filled

ADD = reverse("admin:portal_article_add")


@pytest.fixture
def editor(client, db):
    client.force_login(editor_user())
    return client


def form_of(editor, article=None):
    address = reverse("admin:portal_article_change", args=[article.pk]) if article else ADD
    return filled(editor.get(address), "article_form")


def test_article_is_written_in_the_admin(editor):
    data = form_of(editor) | {
        "title": "Nieuws",
        "slug": "nieuws",
        "text": '<p onclick="x()">Samen</p>',
        "author": PersonFactory().pk,
        "sectors": [SectorFactory().pk],
        "programmes": [ProgrammeFactory().pk],
        "circles": [KnowledgeCircleFactory().pk],
    }

    response = editor.post(ADD, data)

    article = Article.objects.get()
    assert response.status_code == 302
    assert article.text == "<p>Samen</p>"
    assert [each.count() for each in (article.sectors, article.programmes, article.circles)] == [1, 1, 1]
    assert not article.is_published


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"withdrawn_at_0": "2019-01-01", "withdrawn_at_1": "12:00"}, "withdrawn_after_publication"),
        ({"slug": "bezet"}, "slug"),
    ],
)
def test_article_against_the_rules_is_refused_in_words(editor, changes, rule):
    ArticleFactory(slug="bezet")
    article = ArticleFactory(title="Nieuws")
    expected = next(each for each in Article._meta.constraints if each.name == f"portal_article_{rule}")

    response = editor.post(
        reverse("admin:portal_article_change", args=[article.pk]), form_of(editor, article) | changes
    )

    assert errors_of(response) == [str(expected.get_violation_error_message())]


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "\0"), ("lead", "x" * 401), ("published_at_0", "2027-02-30"), ("sectors", ["abc"]), ("author", "x")],
)
def test_impossible_value_is_refused(editor, field, value):
    response = editor.post(ADD, form_of(editor) | {"title": "Nieuws", "slug": "nieuws", field: value})

    assert response.status_code == 200
    assert not Article.objects.exists()


def test_articles_are_searched_with_odd_characters(editor):
    ArticleFactory(title="100% “samen”")

    response = editor.get(reverse("admin:portal_article_changelist"), {"q": "100% “samen”"})

    assert response.context["cl"].result_count == 1
