"""Who opens the pages of joint activities, and the way to them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from members.gates import account_of
from members.models import User
from programmes.activities.page import fetch_activity
from programmes.models import ActivityParticipant, JointActivity, KnowledgeCircle, PoolEntry
from programmes.permissions import can_edit_circle, can_join_circles

Crumb = tuple[str, str]


def get_activity(pk: int) -> JointActivity:
    """Return an activity to anyone."""
    activity = fetch_activity(pk)
    if activity is None:
        raise Http404
    return activity


def get_activity_to_edit(request: HttpRequest, pk: int) -> JointActivity:
    """Return an activity to who edits its circle; 403 for others."""
    activity = get_activity(pk)
    _require(is_allowed=can_edit_circle(request.user, activity.circle))
    return activity


def get_activity_to_join(request: HttpRequest, pk: int) -> JointActivity:
    """Return an activity to who may sign up an organisation; 403 for others."""
    _require(is_allowed=can_join_circles(request.user))
    return get_activity(pk)


def get_circle_to_edit(request: HttpRequest, slug: str) -> KnowledgeCircle:
    """Return a circle to who edits it; 403 for others."""
    circle = get_object_or_404(KnowledgeCircle, slug=slug)
    _require(is_allowed=can_edit_circle(request.user, circle))
    return circle


def get_participation(request: HttpRequest, pk: int) -> ActivityParticipant:
    """Return a participation to who edits the circle; 403 for others."""
    found = ActivityParticipant.objects.select_related("activity__circle", "organisation")
    joined = get_object_or_404(found, pk=pk)
    _require(is_allowed=can_edit_circle(request.user, joined.activity.circle))
    return joined


def get_entry(request: HttpRequest, pk: int, *, to_close: bool = False) -> PoolEntry:
    """Return an offer or request to people of its organisation; who edits the circle may close it too."""
    account = account_of(request)
    entry = get_object_or_404(PoolEntry.objects.select_related("activity__circle", "organisation"), pk=pk)
    _require(is_allowed=is_of(account, entry) or (to_close and can_edit_circle(account, entry.activity.circle)))
    return entry


def is_of(account: User, entry: PoolEntry) -> bool:
    """Whether an offer or request is one of the account's own organisation."""
    return can_join_circles(account) and entry.organisation.people.present().filter(account=account).exists()


def way_to(activity: JointActivity, last: str = "") -> list[Crumb]:
    """Return the breadcrumb of an activity's page, or of one below it."""
    top = [(_("Knowledge circles"), reverse("circle-list")), (_("Joint activities"), reverse("activity-list"))]
    if not last:
        return [*top, (activity.title, "")]
    return [*top, (activity.title, activity.get_absolute_url()), (last, "")]


def way_from(circle: KnowledgeCircle, last: str) -> list[Crumb]:
    """Return the breadcrumb of a page below a circle's."""
    return [(_("Knowledge circles"), reverse("circle-list")), (circle.name, circle.get_absolute_url()), (last, "")]


def _require(*, is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied
