"""What one writes, what waits for an editor, what is planned and what was published lately: one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.dates import date_plain, moment_long
from members.models import User
from members.permissions import can_edit_content
from portal.models import Article
from programmes.permissions import led_programmes

LATELY = timedelta(days=60)
LIMIT = 200


@dataclass(frozen=True, slots=True)
class Line:
    """An article on the desk; `note` says where it stands."""

    title: str
    url: str
    who: str
    note: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The articles by where they stand."""

    drafts: tuple[Line, ...]
    offered: tuple[Line, ...]
    scheduled: tuple[Line, ...]
    published: tuple[Line, ...]
    withdrawn: tuple[Line, ...]
    decides: bool

    @property
    def is_empty(self) -> bool:
        return not (self.drafts or self.offered or self.scheduled or self.published or self.withdrawn)


def desk_of(user: User) -> Desk:
    """Gather what an account wrote; an editor sees beside it what waits for him and what others publish."""
    now, decides = timezone.now(), can_edit_content(user)
    own = Q(written_by=user) if decides else Q(written_by=user) | Q(closes__in=led_programmes(user))
    recent = Q(published_at__isnull=True) | Q(published_at__gt=now - LATELY) | Q(withdrawn_at__gt=now - LATELY)
    others = Q(proposed_at__isnull=False) | Q(published_at__isnull=False) if decides else Q()
    found = Article.objects.filter(recent, own | others if decides else own).order_by(
        F("published_at").desc(nulls_first=True), "-modified_at"
    )
    columns = ("title", "slug", "published_at", "withdrawn_at", "proposed_at", "returned_reason", "modified_at")
    rows = found.select_related("author").only(*columns, "author__name")[:LIMIT]
    return _sorted(rows, now, decides=decides)


def standing_of(article: Article, now: datetime) -> str:
    """Return the name of the part of the desk where an article lies."""
    if article.withdrawn_at is not None:
        return "withdrawn"
    if article.published_at is not None:
        return "published" if article.published_at <= now else "scheduled"
    return "offered" if article.proposed_at is not None else "drafts"


def _sorted(articles: Iterable[Article], now: datetime, *, decides: bool) -> Desk:
    parts: dict[str, list[Line]] = {name: [] for name in ("drafts", "offered", "scheduled", "published", "withdrawn")}
    for article in articles:
        standing = standing_of(article, now)
        parts[standing].append(_line(article, standing, decides=decides))
    parts["scheduled"].reverse()
    return Desk(**{name: tuple(lines) for name, lines in parts.items()}, decides=decides)


def _line(article: Article, standing: str, *, decides: bool) -> Line:
    edit = reverse("article-edit", args=[article.pk])
    who = article.author.name if article.author else ""
    published = article.published_at or timezone.now()
    if standing == "published":
        return Line(article.title, article.get_absolute_url(), who, date_plain(published))
    if standing == "scheduled":
        note = _("from %(moment)s") % {"moment": moment_long(published)}
        return Line(article.title, reverse("article-publish", args=[article.pk]) if decides else "", who, note)
    if standing == "withdrawn":
        note = _("withdrawn on %(day)s") % {"day": date_plain(article.withdrawn_at or published)}
        return Line(article.title, reverse("article-publish", args=[article.pk]) if decides else "", who, note)
    if standing == "offered":
        note = _("offered on %(day)s") % {"day": date_plain(article.proposed_at or published)}
        return Line(article.title, reverse("article-publish", args=[article.pk]) if decides else edit, who, note)
    note = _("changed on %(day)s") % {"day": date_plain(article.modified_at)}
    return Line(article.title, edit, who, note, article.returned_reason)
