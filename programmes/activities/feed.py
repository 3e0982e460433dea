"""What one can still join, as an Atom feed, and when each activity last changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import DateTimeField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from members.dates import date_long
from members.history import event_model
from members.limits import limited
from members.models import Network
from programmes.models import JointActivity, KnowledgeCircle

FEED_SIZE = 30
LONG_AGO = datetime(2026, 1, 1, tzinfo=timezone.get_default_timezone())


def changed_at() -> Coalesce:
    """Return, as a column of activities, when each last changed; a fixed moment where its history is gone."""
    versions = event_model(JointActivity).objects.filter(id=OuterRef("pk")).order_by("-pgh_id")
    field: DateTimeField[Any, Any] = DateTimeField()
    return Coalesce(Subquery(versions.values("pgh_created_at")[:1]), Value(LONG_AGO), output_field=field)


@require_safe
@limited("feeds", per_minute=120)
@cache_control(public=True, max_age=900)
def activity_feed(request: HttpRequest) -> HttpResponse:
    """Give the activities that one can still join as Atom (RFC 4287), those made last first."""
    with translation.override("nl"):  # one copy for all readers
        feed = _written(request.path)
    return HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)


def _written(own: str) -> Atom1Feed:
    network, title = Network.objects.first(), _("Joint activities you can still join")
    feed = Atom1Feed(
        title=f"{title} · {network}" if network else title,
        link=settings.PUBLIC_URL + reverse("activity-list"),
        description="",
        language="nl",
        author_name=str(network or "Brink"),
        feed_url=settings.PUBLIC_URL + own,
    )
    joinable = JointActivity.objects.joinable().exclude(circle__state=KnowledgeCircle.State.ARCHIVED)
    found = joinable.annotate(changed_at=changed_at()).select_related("circle").order_by("-pk")
    for activity in found[:FEED_SIZE]:
        _add(feed, activity)
    return feed


def _add(feed: Atom1Feed, activity: Any) -> None:
    """Add an entry whose identity survives a change of title or address (tag URI, RFC 4151)."""
    told = [f"{activity.get_kind_display()}, {activity.circle.name}"]
    if day := activity.join_before:
        told.append(_("Join until %(day)s") % {"day": date_long(day)})
    if activity.text:
        told.append(activity.text)
    feed.add_item(
        title=activity.title,
        link=settings.PUBLIC_URL + activity.get_absolute_url(),
        description=". ".join(told),
        unique_id=f"tag:{urlsplit(settings.PUBLIC_URL).hostname},2026:activity/{activity.pk}",
        updateddate=activity.changed_at,
        categories=(activity.get_kind_display(),),
    )
