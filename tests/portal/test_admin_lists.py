from datetime import timedelta

import pytest
from django.urls import reverse

from portal.models import Article
from tests.factories import ArticleFactory, editor_user, moment

NOW = moment()
LIST = reverse("admin:portal_article_changelist")
LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(days=1)


@pytest.fixture
def editor(client, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(editor_user())
    return client


def confirm(editor, act, *articles):
    data = {"action": act, "index": "0", "confirmed": "1", "_selected_action": [article.pk for article in articles]}
    return editor.post(LIST, data)


@pytest.mark.parametrize(
    ("published_at", "withdrawn_at", "answers"),
    [
        (None, None, {"drafts"}),
        (LATER, None, {"scheduled"}),
        (NOW, None, {"published"}),
        (EARLIER, NOW, {"withdrawn"}),
    ],
)
def test_article_is_draft_scheduled_published_or_withdrawn(editor, published_at, withdrawn_at, answers):
    ArticleFactory(published_at=published_at, withdrawn_at=withdrawn_at)
    questions = ("drafts", "scheduled", "published", "withdrawn")

    found = {name for name in questions if getattr(Article.objects, name)().exists()}

    assert found == answers
    assert editor.get(f"{LIST}?question={answers.pop()}").context["cl"].result_count == 1


@pytest.mark.parametrize(("image", "text", "asked"), [("", "", False), ("a.png", " ", True), ("a.png", "Plein", False)])
def test_image_needs_a_text_that_says_something(db, image, text, asked):
    ArticleFactory(image=image, image_alt=text)

    assert Article.objects.without_image_text().exists() is asked


@pytest.mark.parametrize(("published_at", "withdrawn_at"), [(None, None), (LATER, None), (EARLIER, EARLIER)])
def test_articles_are_published_now(editor, published_at, withdrawn_at):
    article = ArticleFactory(published_at=published_at, withdrawn_at=withdrawn_at)

    response = confirm(editor, "publish_now", article)

    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.published_at, article.withdrawn_at) == (NOW, None)


def test_published_article_is_withdrawn(editor):
    article = ArticleFactory(published_at=EARLIER)

    confirm(editor, "withdraw", article)

    article.refresh_from_db()
    assert (article.published_at, article.withdrawn_at) == (EARLIER, NOW)


@pytest.mark.parametrize(("act", "published_at"), [("publish_now", EARLIER), ("withdraw", None), ("withdraw", LATER)])
def test_article_that_cannot_is_named_and_nothing_happens(editor, act, published_at):
    refused = ArticleFactory(published_at=published_at)
    willing = ArticleFactory(published_at=None if act == "publish_now" else EARLIER)
    before = list(Article.objects.order_by("pk").values_list("published_at", "withdrawn_at"))

    response = confirm(editor, act, refused, willing)

    assert [row for row, reasons in response.context["rows"] if reasons] == [refused]
    assert list(Article.objects.order_by("pk").values_list("published_at", "withdrawn_at")) == before
