"""Acts on articles: writing, offering, publishing at the minute, returning and taking back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.history import event_model
from members.models import OutboxMessage
from portal.models import Article
from portal.newsroom import acts
from tests.factories import (
    ArticleFactory,
    KnowledgeCircleFactory,
    PersonFactory,
    ProgrammeFactory,
    SectorFactory,
    UserFactory,
    editor_user,
    member_user,
)

pytestmark = pytest.mark.django_db

VALUES = {"title": "Glasvezel ligt", "lead": "Kort.", "text": "<p>Alles werkt.</p>"}
NOTHING = {"programmes": [], "circles": [], "sectors": []}


def mails(kind):
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def draft(by=None, **given):
    return ArticleFactory(published_at=None, text="<p>Tekst.</p>", written_by=by, **given)


def offered(by=None, **given):
    return draft(by, proposed_at=timezone.now(), **given)


def test_write_article_stores_a_draft_of_its_writer():
    user, circle = member_user(), KnowledgeCircleFactory()

    article = acts.write_article(values=VALUES, links=NOTHING | {"circles": [circle.pk]}, by=user)

    stored = Article.objects.get()
    assert (stored, stored.slug, stored.published_at) == (article, "glasvezel-ligt", None)
    assert (stored.written_by, stored.author) == (user, user.person)
    assert list(stored.circles.all()) == [circle]


def test_write_article_twice_stores_it_once():
    user = member_user()

    first = acts.write_article(values=VALUES, links=NOTHING, by=user)
    second = acts.write_article(values=VALUES, links=NOTHING, by=user)

    assert (first, Article.objects.count()) == (second, 1)


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Glasvezel ligt", "glasvezel-ligt-3"), ("?!", "bericht"), ("Café", "cafe"), ("x" * 150, "x" * 90)],
)
def test_write_article_makes_its_slug_unique_by_itself(title, slug):
    ArticleFactory(slug="glasvezel-ligt")
    ArticleFactory(slug="glasvezel-ligt-2")

    article = acts.write_article(values=VALUES | {"title": title}, links=NOTHING, by=member_user())

    assert article.slug == slug


def test_update_article_of_another_version_is_refused():
    article, user = draft(), editor_user()
    acts.update_article(article=article, values=VALUES, links=NOTHING, version=1, by=user)

    with pytest.raises(acts.StaleError) as stale:
        acts.update_article(article=article, values=VALUES | {"title": "Ik ook"}, links=NOTHING, version=1, by=user)

    assert (stale.value.article.title, stale.value.article.version) == ("Glasvezel ligt", 2)


def test_update_article_keeps_the_address_that_readers_know():
    article = ArticleFactory(slug="oud")

    acts.update_article(article=article, values=VALUES, links=NOTHING, version=1, by=editor_user())

    article.refresh_from_db()
    assert (article.title, article.slug) == ("Glasvezel ligt", "oud")


def test_offer_article_tells_the_editors_once():
    writer, editor = member_user(), editor_user()
    UserFactory(is_staff=True, is_active=False)
    article = draft(writer)

    acts.offer_article(article=article, by=writer)
    acts.offer_article(article=article, by=writer)

    assert list(Article.objects.offered()) == [article]
    assert mails("article_offered") == [editor.email]


@pytest.mark.parametrize("text", ["", "<p> </p>", "<p><br></p>"])
def test_offer_article_without_text_is_refused(text):
    article = ArticleFactory(published_at=None, text=text)

    with pytest.raises(ValidationError) as refused:
        acts.offer_article(article=article, by=member_user())

    assert refused.value.code == "empty"
    assert not Article.objects.offered().exists()


def test_publish_article_now_tells_its_writer():
    writer = member_user()
    article = offered(writer)

    acts.publish_article(article=article, at=None, version=1, by=editor_user())

    assert list(Article.objects.published()) == [article]
    assert mails("article_decided") == [writer.person.account.email]


def test_publish_article_of_ones_own_tells_nobody():
    editor = PersonFactory(account=UserFactory(is_staff=True)).account
    article = draft(editor)

    acts.publish_article(article=article, at=None, version=1, by=editor)

    assert mails("article_decided") == []


def test_publish_article_by_two_editors_happens_once():
    article = offered()
    acts.publish_article(article=article, at=None, version=1, by=editor_user())
    first = Article.objects.get().published_at

    with pytest.raises(ValidationError) as refused:
        acts.publish_article(article=article, at=None, version=1, by=editor_user())

    assert refused.value.code == "published"
    assert Article.objects.get().published_at == first


def test_publish_article_that_changed_meanwhile_is_refused():
    article, writer = offered(), editor_user()
    acts.update_article(article=article, values=VALUES, links=NOTHING, version=1, by=writer)

    with pytest.raises(acts.StaleError):
        acts.publish_article(article=article, at=None, version=1, by=editor_user())

    assert not Article.objects.published().exists()


def test_publish_article_in_the_past_is_refused():
    article = offered()

    with pytest.raises(ValidationError) as refused:
        acts.publish_article(article=article, at=timezone.now() - timedelta(minutes=1), version=1, by=editor_user())

    assert refused.value.code == "past"
    assert list(Article.objects.drafts()) == [article]


def test_scheduled_article_shows_from_its_minute_on(time_machine):
    time_machine.move_to(datetime(2027, 3, 1, 8, tzinfo=UTC), tick=False)
    article = offered()
    acts.publish_article(article=article, at=datetime(2027, 3, 2, 8, 30, tzinfo=UTC), version=1, by=editor_user())

    time_machine.move_to(datetime(2027, 3, 2, 8, 29, 59, tzinfo=UTC), tick=False)
    before = list(Article.objects.published())
    time_machine.move_to(datetime(2027, 3, 2, 8, 30, tzinfo=UTC), tick=False)

    assert (before, list(Article.objects.published())) == ([], [article])


def test_return_article_gives_it_back_with_the_reason():
    writer = member_user()
    article = offered(writer)

    acts.return_article(article=article, reason="Wie is het contact?", version=1, by=editor_user())

    article.refresh_from_db()
    assert (article.proposed_at, article.returned_reason) == (None, "Wie is het contact?")
    assert mails("article_decided") == [writer.email]


def test_return_article_that_is_published_is_refused():
    article = offered()
    acts.publish_article(article=article, at=None, version=1, by=editor_user())

    with pytest.raises(ValidationError) as refused:
        acts.return_article(article=article, reason="Nee.", version=2, by=editor_user())

    assert refused.value.code == "decided"
    assert Article.objects.published().exists()


def test_withdraw_article_hides_it_and_publishing_again_is_a_new_decision():
    article, editor = ArticleFactory(text="<p>Tekst.</p>"), editor_user()
    first = article.published_at

    gone = acts.withdraw_article(article=article, by=editor)
    back = acts.publish_article(article=article, at=None, version=gone.version, by=editor)

    assert gone.withdrawn_at is not None
    assert (back.withdrawn_at, back.published_at > first) == (None, True)


def test_withdraw_article_twice_is_refused():
    article, editor = ArticleFactory(), editor_user()
    moment = acts.withdraw_article(article=article, by=editor).withdrawn_at

    with pytest.raises(ValidationError) as refused:
        acts.withdraw_article(article=article, by=editor)

    assert refused.value.code == "withdrawn"
    assert Article.objects.get().withdrawn_at == moment


def test_withdraw_article_that_is_scheduled_makes_it_a_draft():
    article = ArticleFactory(published_at=timezone.now() + timedelta(days=1))

    acts.withdraw_article(article=article, by=editor_user())

    assert list(Article.objects.drafts()) == [article]


def test_act_leaves_who_did_it_in_the_history():
    article, editor = offered(), editor_user()

    acts.publish_article(article=article, at=None, version=1, by=editor)

    event = event_model(Article).objects.filter(id=article.pk).order_by("pgh_id").last()
    assert (event.pgh_context["user"], event.version) == (editor.pk, 2)


def test_links_are_stored_with_the_article():
    article = draft()
    sector, programme = SectorFactory(), ProgrammeFactory()
    links = {"sectors": [sector.pk], "programmes": [programme.pk], "circles": []}

    acts.update_article(article=article, values=VALUES, links=links, version=1, by=editor_user())

    assert (list(article.sectors.all()), list(article.programmes.all())) == ([sector], [programme])
