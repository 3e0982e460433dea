"""Rows of lists that only print: url, date texts and labels are added once, templates run no queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from members.dates import date_machine, date_plain
from portal.models import ArticleQuerySet


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as the card shows it."""

    title: str
    url: str
    lead: str
    day_text: str
    day_machine: str
    image: str
    image_alt: str


def article_rows(articles: ArticleQuerySet) -> list[ArticleRow]:
    """Shape published articles for cards: one query."""
    return [
        ArticleRow(
            title=article.title,
            url=f"/nieuws/{timezone.localtime(article.published_at).year}/{article.slug}/",
            lead=article.lead,
            day_text=date_plain(article.published_at),
            day_machine=date_machine(timezone.localdate(article.published_at)),
            image=article.image.url_as("card"),
            image_alt=article.image_alt,
        )
        for article in articles.only("title", "slug", "lead", "published_at", "image", "image_alt")
        if article.published_at is not None
    ]
