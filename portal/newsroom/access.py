"""Which articles an account may work on: a draft of others does not exist for it, a published one it may not touch."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import User
from members.permissions import can_edit_content
from portal.models import Article
from portal.newsroom.rights import can_edit_article, can_publish_article, can_write_news
from programmes.models import Programme
from programmes.permissions import can_lead_programme

Crumb = tuple[str, str]


def check_writer(user: User) -> None:
    """Raise PermissionDenied for who writes no news."""
    if not can_write_news(user):
        raise PermissionDenied


def get_editable(user: User, pk: int) -> Article:
    """Return an article that the account may change."""
    article = _known(user, pk)
    if can_edit_article(user, article):
        return article
    if article.is_published:
        raise PermissionDenied
    raise Http404


def get_publishable(user: User, pk: int) -> Article:
    """Return an article about which the account decides."""
    article = _known(user, pk)
    if can_publish_article(user, article):
        return article
    if article.is_published or can_edit_article(user, article):
        raise PermissionDenied
    raise Http404


def get_returnable(user: User, pk: int) -> Article:
    """Return an article that the account may send back: only editors do."""
    article = get_publishable(user, pk)
    if not can_edit_content(user):
        raise PermissionDenied
    return article


def get_led_programme(user: User, slug: str) -> Programme:
    """Return a programme whose closing article the account writes."""
    programme = get_object_or_404(Programme.objects.select_related("contact__organisation"), slug=slug)
    if not can_lead_programme(user, programme):
        raise PermissionDenied
    return programme


def below_writing(title: str) -> list[Crumb]:
    """Return the breadcrumb of a page below the list of what one writes."""
    return [(_("News"), reverse("article-list")), (_("Write news"), reverse("article-write")), (title, "")]


def _known(user: User, pk: int) -> Article:
    check_writer(user)
    return get_object_or_404(Article.objects.select_related("author", "closes").defer("search"), pk=pk)
