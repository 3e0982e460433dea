"""Acts on an article: write and change it, offer it, publish it now or at a moment to come, return it, take it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import chain, count
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from members.models import User
from members.rich_text import plain_text
from portal.models import Article
from portal.newsroom.mails import tell_decided, tell_offered

Links = Mapping[str, Collection[int]]
SLUG_LENGTH = 90
SLUGS = 0x6E657773  # the advisory lock under which slugs are given out


class StaleError(Exception):
    """Somebody else changed the article meanwhile; `article` is how it is now."""

    def __init__(self, article: Article) -> None:
        super().__init__(article.pk)
        self.article = article


@transaction.atomic
def write_article(*, values: Mapping[str, Any], links: Links, by: User, **fixed: Any) -> Article:
    """Store a draft. Sent twice, it is stored once: the draft that says the same is given back."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    same = {"written_by": by, "title": values["title"], "text": values["text"]}
    if known := Article.objects.drafts().filter(**same).first():
        return known
    person = getattr(by, "person", None)
    article = Article(written_by=by, **{"author": person, **values, **fixed})
    with pghistory.context(user=by.pk):
        article.slug = _free_slug(article)
        article.save()
        _link(article, links)
    return article


@transaction.atomic
def update_article(*, article: Article, values: Mapping[str, Any], links: Links, version: int, by: User) -> Article:
    """Change an article that is still as it was when its form was made. Raises StaleError when it is not.

    Its address follows the title until readers have seen it once.
    """
    held = _hold(article, version)
    has_new_title = values["title"] != held.title
    for name, value in values.items():
        setattr(held, name, value or "" if name == "image" else value)
    with pghistory.context(user=by.pk):
        if has_new_title and held.published_at is None:
            held.slug = _free_slug(held)
        _store(held)
        _link(held, links)
    return held


@transaction.atomic
def offer_article(*, article: Article, by: User) -> Article:
    """Offer a draft to the editors, and tell them; a second time changes nothing.

    Raises ValidationError when it says nothing yet, or is no draft any more.
    """
    held = _hold(article)
    if held.published_at is not None:
        raise ValidationError(_("It is published already."), code="published")
    _check_words(held)
    if held.proposed_at is None:
        held.proposed_at, held.returned_reason = timezone.now(), ""
        with pghistory.context(user=by.pk):
            _store(held)
        tell_offered(held, by=by)
    return held


@transaction.atomic
def publish_article(*, article: Article, at: datetime | None, version: int, by: User) -> Article:
    """Let readers see an article now, or from a moment to come; of one that was taken back it is a new decision.

    Raises StaleError when it changed meanwhile, ValidationError when readers see it already, or it says nothing yet.
    """
    held = _hold(article)
    if held.is_published:
        raise ValidationError(_("It is published already."), code="published")
    if held.version != version:
        raise StaleError(held)
    _check_words(held)
    now = timezone.now()
    if at is not None and at <= now:
        raise ValidationError(_("This moment is past. Publish it now instead."), code="past")
    held.published_at, held.withdrawn_at = at or now, None
    held.proposed_at, held.returned_reason = None, ""
    with pghistory.context(user=by.pk):
        _store(held)
    tell_decided(held, step="scheduled" if at else "published", by=by)
    return held


@transaction.atomic
def return_article(*, article: Article, reason: str, version: int, by: User) -> Article:
    """Send an offered draft back to its writer, with a reason.

    Raises StaleError when it changed meanwhile, ValidationError when it is not offered any more.
    """
    held = _hold(article)
    if held.published_at is not None or held.proposed_at is None:
        raise ValidationError(_("This article does not wait for an editor any more."), code="decided")
    if held.version != version:
        raise StaleError(held)
    held.proposed_at, held.returned_reason = None, reason
    with pghistory.context(user=by.pk):
        _store(held)
    tell_decided(held, step="returned", by=by)
    return held


@transaction.atomic
def withdraw_article(*, article: Article, by: User) -> Article:
    """Take back an article that readers see; one that is only planned becomes a draft again.

    Raises ValidationError when there is nothing to take back.
    """
    held = _hold(article)
    if held.withdrawn_at is not None:
        raise ValidationError(_("This article was withdrawn already."), code="withdrawn")
    if held.published_at is None:
        raise ValidationError(_("Only a published article can be withdrawn."), code="draft")
    if held.is_published:
        held.withdrawn_at = timezone.now()
    else:
        held.published_at = None
    with pghistory.context(user=by.pk):
        _store(held)
    return held


def _hold(article: Article, version: int | None = None) -> Article:
    held = Article.objects.select_for_update(of=("self",)).select_related("author", "closes").get(pk=article.pk)
    if version is not None and held.version != version:
        raise StaleError(held)
    return held


def _store(held: Article) -> None:
    held.version += 1
    held.save()


def _link(article: Article, links: Links) -> None:
    for name, keys in links.items():
        getattr(article, name).set(keys)


def _check_words(article: Article) -> None:
    if not plain_text(article.text):
        raise ValidationError(_("Write the text first; there is none yet."), code="empty")


def _free_slug(article: Article) -> str:
    """Return the first slug of its title that no other article has; two writers at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SLUGS])
    base = slugify(article.title)[:SLUG_LENGTH].strip("-") or "bericht"
    taken = set(Article.objects.filter(slug__startswith=base).exclude(pk=article.pk).values_list("slug", flat=True))
    candidates = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(slug for slug in candidates if slug not in taken)
