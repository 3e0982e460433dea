"""Writing the security log."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from members.models import SecurityEvent, SecurityOrigin, User

ORIGIN_KEPT_FOR = timedelta(days=30)


def record(
    kind: SecurityEvent.Kind,
    *,
    actor: User | AnonymousUser | None,
    about: Model | None = None,
    result: SecurityEvent.Result = SecurityEvent.Result.DONE,
    request: HttpRequest | None = None,
) -> SecurityEvent:
    """Add a line: who did what, on what, with which result, and, with a request, from where (kept for a month)."""
    event = SecurityEvent.objects.create(
        kind=kind,
        result=result,
        actor_id=getattr(actor, "pk", None),
        about_model=about._meta.label_lower if about else "",
        about_id=about.pk if about else None,
    )
    if request is not None:
        expires_on = timezone.localdate() + ORIGIN_KEPT_FOR
        SecurityOrigin.objects.create(event=event, ip=get_adapter().get_client_ip(request), expires_on=expires_on)
    return event
