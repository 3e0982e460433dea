"""What programme managers and deputies keep right of the news: articles that speak of their own sectors only."""

from __future__ import annotations

from django.db.models import QuerySet

from members.models import User
from members.scopes import keep
from portal.models import Article
from sectors.permissions import manages, roles_of


def articles_around(user: User) -> QuerySet[Article]:
    """Return articles on the page of a sector someone manages, whatever other pages they stand on."""
    links = Article.sectors.through.objects.filter(sector__in=roles_of(user).managed)
    return Article.objects.filter(pk__in=links.values("article"))


def own_articles(user: User) -> QuerySet[Article]:
    """Return those that stand on no page but those of sectors someone manages."""
    foreign = Article.sectors.through.objects.exclude(sector__in=roles_of(user).managed)
    nowhere_else = Article.objects.filter(programmes__isnull=True, circles__isnull=True)
    return articles_around(user).filter(pk__in=nowhere_else.values("pk")).exclude(pk__in=foreign.values("article"))


keep(
    Article,
    manages,
    own_articles,
    seen=articles_around,
    fixed=["programmes", "circles"],
    required=["sectors"],
)
