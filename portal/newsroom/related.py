"""Articles that a reader of one may want next: those about the same programmes, circles and sectors."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from portal.models import Article, ArticleQuerySet
from portal.rows import ArticleRow, article_rows

SHOWN = 3
SUBJECTS = {"sectors": "sector", "programmes": "programme", "circles": "knowledgecircle"}


def related_rows(article: Article) -> list[ArticleRow]:
    """Return what readers see and shares most with an article, the newest first; nothing for want of anything shared.

    One query; its sectors, programmes and circles were fetched before.
    """
    subjects = {name: [each.pk for each in getattr(article, name).all()] for name in SUBJECTS}
    if not any(subjects.values()):
        return []
    return article_rows(_sharing(Article.objects.published().exclude(pk=article.pk), subjects)[:SHOWN])


def _sharing(articles: ArticleQuerySet, subjects: dict[str, list[int]]) -> ArticleQuerySet:
    shared = sum((_count(name, keys) for name, keys in subjects.items() if keys), Value(0))
    return articles.annotate(shared=shared).filter(shared__gt=0).order_by("-shared", "-published_at", "-pk")


def _count(name: str, keys: list[int]) -> Coalesce:
    links: QuerySet = getattr(Article, name).through.objects.filter(article=OuterRef("pk"))
    same = links.filter(**{f"{SUBJECTS[name]}__in": keys}).order_by().values("article").annotate(number=Count("pk"))
    return Coalesce(Subquery(same.values("number"), output_field=IntegerField()), 0)
