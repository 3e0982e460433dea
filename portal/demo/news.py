"""Loads the news, each article with the sectors, programmes and circles it is about."""

from datetime import date, time

from django.db import transaction

from portal.demo.articles import ARTICLES
from portal.demo.cast import Cast
from portal.demo.dated import moment_of
from portal.demo.shapes import Story
from portal.demo.ssnt import ARTICLE
from portal.demo.store import link, store
from portal.models import Article
from programmes.models import KnowledgeCircle, Programme
from sectors.models import Sector

STORIES = (ARTICLE, *ARTICLES)
SUBJECTS: dict[str, type[Sector] | type[Programme] | type[KnowledgeCircle]] = {
    "sectors": Sector,
    "programmes": Programme,
    "circles": KnowledgeCircle,
}


@transaction.atomic
def load_news(today: date) -> None:
    """Load all articles, dated from a day. Sectors, programmes, circles and people are there already."""
    cast = Cast()
    articles = store([_article(story, cast, today) for story in STORIES], key=["slug"])
    for field, model in SUBJECTS.items():
        known = {row.slug: row for row in model.objects.all()}
        about = [[known[slug] for slug in getattr(story, field)] for story in STORIES]
        link(field, zip(articles, about, strict=True))


def _article(story: Story, cast: Cast, today: date) -> Article:
    return Article(
        slug=story.slug,
        title=story.title,
        lead=story.lead,
        text=story.text,
        author=cast.person(story.author, story.slug),
        published_at=moment_of(today, story.on, story.at),
        withdrawn_at=moment_of(today, story.withdrawn, time(17)),
    )
