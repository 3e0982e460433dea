"""Who opens the pages of topics, and the way to them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.backlog.page import fetch_topics
from meetings.crumbs import below_sector
from meetings.models import Topic
from meetings.models.topic import TopicQuerySet
from meetings.permissions import can_see_member_details
from members.gates import account_of
from sectors.models import Sector


def get_sector(request: HttpRequest, slug: str) -> Sector:
    """Return a sector to members of the network: topics are theirs to read."""
    if not can_see_member_details(account_of(request)):
        raise PermissionDenied
    return get_object_or_404(Sector.objects.defer("search"), slug=slug)


def get_topic(request: HttpRequest, pk: int, topics: TopicQuerySet | None = None) -> Topic:
    """Return a topic to members of the network; who is none does not learn whether it exists."""
    account = account_of(request)
    if not can_see_member_details(account):
        raise PermissionDenied
    return get_object_or_404(fetch_topics(account) if topics is None else topics, pk=pk)


def way_to_list(sector: Sector, last: str = "") -> list[tuple[str, str]]:
    """Return the breadcrumb of a page below the list of a sector's topics, or of the list itself."""
    if not last:
        return below_sector(sector, _("Topics"))
    return below_sector(sector, last, (_("Topics"), reverse("topic-list", args=[sector.slug])))


def way_to_topic(topic: Topic, last: str) -> list[tuple[str, str]]:
    """Return the breadcrumb of a page below a topic's own."""
    return [*way_to_list(topic.sector, topic.title)[:-1], (topic.title, topic.get_absolute_url()), (last, "")]
