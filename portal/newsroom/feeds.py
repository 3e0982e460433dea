"""News of one programme or circle as Atom (RFC 4287), as a sector's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from members.limits import limited
from portal.models import Article
from portal.views.news import atom_feed
from programmes.models import KnowledgeCircle, Programme


@require_safe
@limited("feeds", per_minute=120)
@cache_control(public=True, max_age=900)
def programme_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the newest articles about a programme."""
    programme = get_object_or_404(Programme.objects.only("name", "acronym", "slug"), slug=slug)
    articles = Article.objects.published().filter(programmes=programme)
    return atom_feed(articles, title=str(programme), page=programme.get_absolute_url(), own=request.path)


@require_safe
@limited("feeds", per_minute=120)
@cache_control(public=True, max_age=900)
def circle_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the newest articles about a circle."""
    circle = get_object_or_404(KnowledgeCircle.objects.only("name", "slug"), slug=slug)
    articles = Article.objects.published().filter(circles=circle)
    return atom_feed(articles, title=circle.name, page=circle.get_absolute_url(), own=request.path)
