"""A staff pool: organisations that take part offer staff and ask for it."""

from __future__ import annotations

from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from programmes.activities.rules import Kind, State, hold, refuse_stale, signer
from programmes.activities.telling import tell_entry
from programmes.models import JointActivity, KnowledgeCircle, PoolEntry

LIVE = frozenset({State.OPEN, State.RUNNING})


def takes_entries(activity: JointActivity) -> bool:
    """Whether an activity, fetched with its circle, is a staff pool that lives."""
    is_pool = activity.kind == Kind.STAFF_POOL and activity.state in LIVE
    return is_pool and activity.circle.state != KnowledgeCircle.State.ARCHIVED


@transaction.atomic
def create_entry(*, activity: JointActivity, by: User, **facts: Any) -> PoolEntry:
    """Offer staff of the account's own organisation, or ask for it; the same one still open is found, not doubled.

    Raises ValidationError when the pool is not open or running, or the organisation takes no part in it.
    """
    held = hold(activity)
    if not takes_entries(held):
        raise ValidationError(_("This staff pool takes no offers and requests now."), code="closed")
    person, organisation = signer(by)
    if not held.joined.filter(organisation=organisation).exists():
        raise ValidationError(_("Your organisation does not take part in this pool yet."), code="outside")
    if same := held.pool.open().filter(organisation=organisation, **facts).first():
        return same
    with pghistory.context(user=by.pk):
        entry = held.pool.create(organisation=organisation, person=person, **facts)
    tell_entry(entry, by=by)
    return entry


@transaction.atomic
def change_entry(*, entry: PoolEntry, seen: int, by: User, **facts: Any) -> PoolEntry:
    """Change an offer or request. Raises ValidationError when it is closed, or changed since the version `seen`."""
    held = _hold_entry(entry)
    if held.closed_at:
        raise ValidationError(_("This is closed and no longer changes."), code="closed")
    refuse_stale(held, seen)
    for name, value in facts.items():
        setattr(held, name, value)
    with pghistory.context(user=by.pk):
        held.save(update_fields=list(facts))
    return held


@transaction.atomic
def close_entry(*, entry: PoolEntry, by: User) -> PoolEntry:
    """Close an offer or request; what is closed stays as it is."""
    held = _hold_entry(entry)
    if held.closed_at is None:
        held.closed_at = timezone.now()
        with pghistory.context(user=by.pk):
            held.save(update_fields=["closed_at"])
    return held


def _hold_entry(entry: PoolEntry) -> PoolEntry:
    hold(entry.activity)
    return PoolEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
