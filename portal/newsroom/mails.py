"""Mails about news: that an article waits for an editor, and what became of it."""

from __future__ import annotations

from django.urls import reverse

from members.models import User
from members.telling import tell_accounts
from portal.models import Article


def tell_offered(article: Article, *, by: User) -> None:
    """Tell the editors that an article waits for them; not who offered it."""
    editors = User.objects.filter(is_staff=True, is_active=True).exclude(pk=by.pk)
    told = _told(article, who=_name_of(by), path=reverse("article-publish", args=[article.pk]))
    tell_accounts("article_offered", editors, key=f"{article.pk}:{article.version}", context=told)


def tell_decided(article: Article, *, step: str, by: User) -> None:
    """Tell the writer what became of it, unless he did it himself."""
    path = article.get_absolute_url() if step == "published" else reverse("article-write")
    path = reverse("article-edit", args=[article.pk]) if step == "returned" else path
    moment = article.published_at.isoformat() if article.published_at else ""
    told = _told(article, step=step, reason=article.returned_reason, on=moment, path=path)
    writer = User.objects.filter(written_articles=article, is_active=True).exclude(pk=by.pk)
    tell_accounts("article_decided", writer, key=f"{article.pk}:{article.version}", context=told)


def _told(article: Article, **told: object) -> dict[str, object]:
    return {"title": article.title, **told}


def _name_of(user: User) -> str:
    person = getattr(user, "person", None)
    return person.name if person else user.email
