"""Who writes about what: editors about anything, others about what they keep going."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from members.models import User
from members.permissions import can_edit_content
from portal.models import Article
from portal.scopes import own_articles
from programmes.models import CircleCoordinator, KnowledgeCircle
from programmes.permissions import led_programmes
from sectors.permissions import roles_of

Account = User | AnonymousUser | None


@dataclass(frozen=True, slots=True)
class Beat:
    """The sectors, programmes and circles, by key, that someone who is no editor may write about."""

    sectors: frozenset[int] = frozenset()
    programmes: frozenset[int] = frozenset()
    circles: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.sectors or self.programmes or self.circles)


def beat_of(user: Account) -> Beat:
    """Return what an account manages, leads and coordinates today; asked once per request."""
    if not isinstance(user, User) or not user.is_active:
        return Beat()
    kept: Beat | None = user.__dict__.get("news_beat")
    if kept is None:
        kept = user.__dict__["news_beat"] = Beat(roles_of(user).managed, led_programmes(user), _coordinated(user))
    return kept


def can_write_news(user: Account) -> bool:
    """Whether the account writes news at all."""
    return can_edit_content(user) or not beat_of(user).is_empty


def can_publish_article(user: Account, article: Article) -> bool:
    """Whether the account decides when readers see an article, and takes it back.

    An editor does, and a programme manager for what stands on pages of his own sectors only, as in the admin.
    """
    if can_edit_content(user):
        return True
    return isinstance(user, User) and bool(beat_of(user).sectors) and own_articles(user).filter(pk=article.pk).exists()


def can_edit_article(user: Account, article: Article) -> bool:
    """Whether the account changes an article: a draft by its writer, or by who leads the programme that it closes."""
    if can_publish_article(user, article):
        return True
    is_draft = article.published_at is None
    return isinstance(user, User) and is_draft and is_of(user, article) and can_write_news(user)


def is_of(user: User, article: Article) -> bool:
    """Whether the account wrote an article, or leads the programme that it closes."""
    return article.written_by_id == user.pk or article.closes_id in led_programmes(user)


def _coordinated(user: User) -> frozenset[int]:
    current = CircleCoordinator.objects.current().filter(person__account=user)
    alive = current.exclude(circle__state=KnowledgeCircle.State.ARCHIVED)
    return frozenset(alive.values_list("circle", flat=True))
