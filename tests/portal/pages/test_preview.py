"""Previews: editors see a page before visitors do, and nothing of it stays."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from portal.models import Article
from tests.factories import (
    ArticleFactory,
    MeetingFactory,
    NetworkFactory,
    ProgrammeFactory,
    SectorFactory,
    UserFactory,
)
from tests.filling import errors_of, filled

NOTICE = "This is a preview."
NOON = datetime(2027, 3, 11, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english(db, client):
    client.cookies["brink_language"] = "en"
    NetworkFactory()


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(is_staff=True))
    return client


def preview_of(row):
    options = row._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_preview", args=[row.pk])


def edited(client, row, **changes):
    """Open the form of a row, change fields and press the button for a preview."""
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    form = filled(client.get(page), f"{row._meta.model_name}_form")
    return client.post(page, form | changes | {"_preview": "1"})


@pytest.fixture
def draft():
    return ArticleFactory(title="Nog niet af", text="<p>Wat er komt.</p>", published_at=None)


@pytest.mark.parametrize("account", [None, {}, {"is_active": False, "is_staff": True}])
def test_preview_does_not_exist_for_others(client, draft, account):
    if account is not None:
        client.force_login(UserFactory(**account))

    assert client.get(preview_of(draft)).status_code == 404


def test_preview_of_no_article_does_not_exist(editor, draft):
    address = preview_of(draft)
    draft.delete()

    assert editor.get(address).status_code == 404
    assert editor.get(address.replace(str(draft.pk), "geen-getal")).status_code == 404


def test_draft_is_shown_as_visitors_will_see_it(editor, draft):
    response = editor.get(preview_of(draft))

    assert response.status_code == 200
    assert "portal/article_detail.html" in [template.name for template in response.templates]
    text = response.content.decode()
    assert NOTICE in text
    assert "<p>Wat er komt.</p>" in text
    assert reverse("account_login") in text
    assert reverse("account_logout") not in text


def test_preview_is_kept_from_caches_and_search_engines(editor, draft):
    response = editor.get(preview_of(draft))

    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_pages_for_visitors_say_nothing_of_previews(client):
    article = ArticleFactory()

    text = client.get(article.get_absolute_url()).content.decode()

    assert NOTICE not in text
    assert "noindex" not in text


def test_inactive_sector_and_other_pages_have_previews(editor):
    for row in (SectorFactory(is_active=False), ProgrammeFactory(state="proposed"), MeetingFactory(state="draft")):
        response = editor.get(preview_of(row))

        assert response.status_code == 200
        assert NOTICE in response.content.decode()


def test_form_offers_previews_and_the_site_only_to_what_is_there(editor, draft):
    article = ArticleFactory()

    texts = [
        editor.get(reverse("admin:portal_article_change", args=[each.pk])).content.decode() for each in (draft, article)
    ]

    assert [preview_of(each) in text for each, text in zip((draft, article), texts, strict=True)] == [True, True]
    assert ["viewsitelink" in text for text in texts] == [False, True]
    assert ['name="_preview"' in text for text in texts] == [True, True]


def test_edits_are_shown_and_not_kept(editor, draft):
    response = edited(editor, draft, title="Anders", text="<p>Nieuw</p><script>boos()</script>")

    text = response.content.decode()
    assert "<h1>Anders</h1>" in text
    assert "<p>Nieuw</p>" in text
    assert "boos()" not in text
    draft.refresh_from_db()
    assert draft.title == "Nog niet af"
    assert not LogEntry.objects.exists()


def test_edits_of_a_sector_are_shown_and_not_kept(editor):
    sector = SectorFactory(introduction="<p>Zoals het was.</p>")

    response = edited(editor, sector, introduction="<p>Zoals het wordt.</p>")

    assert "<p>Zoals het wordt.</p>" in response.content.decode()
    sector.refresh_from_db()
    assert sector.introduction == "<p>Zoals het was.</p>"


def test_new_article_can_be_seen_before_it_is_stored(editor):
    page = reverse("admin:portal_article_add")
    form = filled(editor.get(page), "article_form")

    response = editor.post(page, form | {"title": "Vers", "slug": "vers", "_preview": "1"})

    assert "<h1>Vers</h1>" in response.content.decode()
    assert not Article.objects.exists()


def test_edits_that_are_wrong_show_the_form_again(editor, draft):
    response = edited(editor, draft, title="", slug="geen slug")

    assert response.status_code == 200
    assert len(errors_of(response)) == 2


def test_scheduled_article_says_when_it_will_be_there(client):
    with time_machine.travel(NOON, tick=False):
        client.force_login(UserFactory(is_staff=True))
        article = ArticleFactory(published_at=NOON + timedelta(hours=3))

        for page in ("changelist", "change"):
            arguments = [article.pk] if page == "change" else []
            text = client.get(reverse(f"admin:portal_article_{page}", args=arguments)).content.decode()
            assert "Will be published on 11 March 2027 16:00" in text


def places(sector):
    yield from ("/", "/nieuws/", "/nieuws/2027/", "/nieuws/feed.atom", "/sitemap.xml", "/zoeken/?q=vlonder")
    yield from (sector.get_absolute_url(), f"{sector.get_absolute_url()}feed.atom")


def showing(sector):
    return {place for place in places(sector) if "/2027/vlonder/" in Client().get(place).content.decode()}


def test_scheduled_article_appears_everywhere_at_its_minute(db):
    sector = SectorFactory()
    with time_machine.travel(NOON - timedelta(seconds=1), tick=False) as clock:
        ArticleFactory(published_at=NOON - timedelta(days=1))
        ArticleFactory(title="De vlonder ligt er", slug="vlonder", published_at=NOON).sectors.add(sector)
        before = showing(sector)

        clock.move_to(NOON)
        after = showing(sector)

    assert (before, after) == (set(), set(places(sector)))
