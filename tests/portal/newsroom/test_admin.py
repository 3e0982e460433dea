"""Articles changed in the admin while somebody works on them on the site."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import Article
from tests.factories import ArticleFactory, editor_user
from tests.filling import filled

LIST = reverse("admin:portal_article_changelist")


@pytest.fixture
def editor(client, db, settings):
    settings.MFA_REQUIRED = "none"
    client.force_login(editor_user())
    return client


def test_change_in_the_admin_is_a_new_version(editor):
    article = ArticleFactory(published_at=None)
    url = reverse("admin:portal_article_change", args=[article.pk])

    editor.post(url, filled(editor.get(url), "article_form") | {"title": "Nieuw"})

    assert Article.objects.values_list("title", "version").get() == ("Nieuw", 2)


def test_publishing_in_the_admin_takes_the_article_off_the_desk(editor):
    article = ArticleFactory(published_at=None, proposed_at=timezone.now())
    data = {"action": "publish_now", "index": "0", "confirmed": "1", "_selected_action": [article.pk]}

    editor.post(LIST, data)

    assert Article.objects.published().values_list("proposed_at", "version").get() == (None, 2)


def test_offered_articles_are_asked_for_by_name(editor):
    ArticleFactory(published_at=None)
    ArticleFactory(published_at=None, proposed_at=timezone.now())

    assert editor.get(f"{LIST}?question=offered").context["cl"].result_count == 1
