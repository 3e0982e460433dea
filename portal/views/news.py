"""News: the newest first, by year, one article, and Atom feeds."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Count, prefetch_related_objects
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from members.limits import limited
from members.models import Network
from members.paging import page_of
from members.permissions import can_edit_content
from portal.models import Article, ArticleQuerySet
from portal.newsroom.related import related_rows
from portal.rows import ArticleRow, article_rows
from portal.structured_data import article_data
from sectors.models import Sector

PAGE_SIZE = 12
FEED_SIZE = 30


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """Show the newest articles, twelve to a page."""
    context = {
        "years": _years(),
        "may_write": can_edit_content(request.user),
        "breadcrumb": [(_("News"), "")],
        **_page(request, Article.objects.published()),
    }
    return render(request, "portal/article_list.html", context)


@require_safe
def article_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the articles of a year; a year without any is no page."""
    years = _years()
    if year not in years:
        raise Http404
    articles = Article.objects.published().filter(published_at__year=year)
    context = {
        "year": year,
        "years": years,
        "breadcrumb": [(_("News"), reverse("article-list")), (str(year), "")],
        **_page(request, articles),
    }
    return render(request, "portal/article_list.html", context)


@require_safe
def article_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show an article. One that was withdrawn is gone (410); drafts and scheduled ones do not exist for readers."""
    article = get_object_or_404(
        Article.objects.select_related("author__organisation"),
        slug=slug,
        published_at__year=year,
        published_at__lte=timezone.now(),
    )
    if not article.is_published:
        breadcrumb = _breadcrumb(year)
        return render(request, "portal/article_withdrawn.html", {"breadcrumb": breadcrumb}, status=410)
    return article_page(request, article)


def article_page(request: HttpRequest, article: Article) -> HttpResponse:
    """Show an article, published or not: who may see it was asked before. A draft stands under today."""
    article.published_at = article.published_at or timezone.now()
    prefetch_related_objects([article], "sectors", "programmes", "circles")
    breadcrumb = [*_breadcrumb(timezone.localtime(article.published_at).year), (article.title, "")]
    context = {
        "article": article,
        "related": related_rows(article),
        "may_edit": can_edit_content(request.user),
        "about": article_data(article),
        "breadcrumb": breadcrumb,
    }
    return render(request, "portal/article_detail.html", context)


@require_safe
@limited("feeds", per_minute=120)
@cache_control(public=True, max_age=900)
def article_feed(request: HttpRequest) -> HttpResponse:
    """Give the newest articles of the network as Atom (RFC 4287)."""
    return atom_feed(Article.objects.published(), title=_("News"), page=reverse("article-list"), own=request.path)


@require_safe
@limited("feeds", per_minute=120)
@cache_control(public=True, max_age=900)
def sector_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the newest articles of a sector as Atom (RFC 4287)."""
    sector = get_object_or_404(Sector.objects.active(), slug=slug)
    articles = Article.objects.published().filter(sectors=sector)
    return atom_feed(articles, title=sector.name, page=sector.get_absolute_url(), own=request.path)


def _breadcrumb(year: int) -> list[tuple[str, str]]:
    return [(_("News"), reverse("article-list")), (str(year), reverse("article-year", args=[year]))]


def _years() -> dict[int, int]:
    """Years with articles and how many there are, the latest first."""
    years = Article.objects.published().order_by().annotate(year=ExtractYear("published_at")).values("year")
    return dict(years.annotate(number=Count("pk")).order_by("-year").values_list("year", "number"))


def _page(request: HttpRequest, articles: ArticleQuerySet) -> dict[str, Page[Article] | list[ArticleRow]]:
    page = page_of(request, articles, size=PAGE_SIZE)
    return {"page": page, "articles": article_rows(cast("ArticleQuerySet", page.object_list))}


def atom_feed(articles: ArticleQuerySet, *, title: str, page: str, own: str) -> HttpResponse:
    """Give articles as Atom; `page` is what they are about, `own` the address of the feed itself."""
    network = Network.objects.first()
    feed = Atom1Feed(
        title=f"{title} · {network}" if network else title,
        link=settings.PUBLIC_URL + page,
        description="",
        language="nl",
        feed_url=settings.PUBLIC_URL + own,
    )
    for article in articles.select_related("author")[:FEED_SIZE]:
        _add(feed, article, article.published_at)
    return HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)


def _add(feed: Atom1Feed, article: Article, published_at: datetime | None) -> None:
    """Add an entry whose identity survives a change of title or address (tag URI, RFC 4151)."""
    feed.add_item(
        title=article.title,
        link=settings.PUBLIC_URL + article.get_absolute_url(),
        description=article.lead,
        unique_id=f"tag:{urlsplit(settings.PUBLIC_URL).hostname},2026:article/{article.pk}",
        author_name=article.author.name if article.author else None,
        pubdate=published_at,
        updateddate=article.modified_at,
    )
