"""Which circle or page an account may act on: what may not be known of gets 404, who lacks the right 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from programmes.models import CirclePage, CircleRequest, KnowledgeCircle
from programmes.permissions import can_edit_circle, can_join_circles, can_read_circle_pages

Crumb = tuple[str, str]


def get_joinable_circle(request: HttpRequest, slug: str) -> KnowledgeCircle:
    """Return a circle for who may join circles, also one that can no longer be joined."""
    circle = get_object_or_404(KnowledgeCircle, slug=slug)
    if not can_join_circles(request.user):
        raise PermissionDenied
    return circle


def get_edited_circle(request: HttpRequest, slug: str) -> KnowledgeCircle:
    """Return a circle for its coordinator or an editor."""
    circle = get_object_or_404(KnowledgeCircle, slug=slug)
    if not can_edit_circle(request.user, circle):
        raise PermissionDenied
    return circle


def get_request(request: HttpRequest, slug: str, pk: int) -> CircleRequest:
    """Return a request to join for who decides on it."""
    asked = CircleRequest.objects.select_related("person__organisation", "decided_by")
    circle = get_edited_circle(request, slug)
    found = get_object_or_404(asked, pk=pk, circle=circle)
    found.circle = circle
    return found


def get_page(request: HttpRequest, slug: str, page: str) -> CirclePage:
    """Return a page of a circle for who may read it; nobody else may know of it."""
    found = get_object_or_404(CirclePage.objects.select_related("circle", "author"), circle__slug=slug, slug=page)
    if not can_read_circle_pages(request.user, found.circle, found.visibility):
        raise Http404
    return found


def get_edited_page(request: HttpRequest, slug: str, page: str) -> CirclePage:
    """Return a page of a circle for who may change it."""
    found = get_page(request, slug, page)
    if not can_edit_circle(request.user, found.circle):
        raise PermissionDenied
    return found


def below_circle(circle: KnowledgeCircle, title: str, *between: Crumb) -> list[Crumb]:
    """Return the breadcrumb of a page below a circle's; `between` are pages on the way, with their addresses."""
    return [
        (_("Knowledge circles"), reverse("circle-list")),
        (circle.name, circle.get_absolute_url()),
        *between,
        (title, ""),
    ]
