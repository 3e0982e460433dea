"""Says to the floor of programmes, which knows no articles, what the news of a programme is."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Value, When
from django.db.models.functions import ExtractYear

from portal.models import Article
from programmes.news import register_news


def articles_of_programmes() -> QuerySet[Any]:
    """Return the published articles about the programme of the outer query: its closing article, then the newest."""
    closing = Case(When(closes=OuterRef("pk"), then=Value(0)), default=Value(1))
    found = Article.objects.published().filter(programmes=OuterRef("pk"))
    return found.annotate(year=ExtractYear("published_at"), place=closing).order_by("place", "-published_at", "-pk")


register_news(articles_of_programmes)
