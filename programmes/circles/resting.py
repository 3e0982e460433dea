"""Whether a circle lives: saying so, letting it rest, archiving it and opening it again."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from programmes.circles.coordinating import place_coordinator
from programmes.circles.joining import take_part
from programmes.circles.locks import coordination_of, hold_circle, person_of
from programmes.circles.telling import tell_state
from programmes.models import KnowledgeCircle

State = KnowledgeCircle.State


@transaction.atomic
def say_alive(*, circle: KnowledgeCircle, by: User) -> KnowledgeCircle:
    """Note that an active circle lives, so that it is not asked again for half a year.

    Raises ValidationError when it is asleep or archived: then it is opened again.
    """
    held = hold_circle(circle.pk)
    if held.state != State.ACTIVE:
        raise ValidationError(_("This circle fell asleep or was archived meanwhile. Open it again."), code="resting")
    held.alive_at, held.asked_at = timezone.now(), None
    with pghistory.context(user=by.pk):
        held.save(update_fields=["alive_at", "asked_at"])
    return held


@transaction.atomic
def put_to_sleep(*, circle: KnowledgeCircle, by: User) -> KnowledgeCircle:
    """Let a circle rest until somebody opens it again; one that sleeps goes on. Raises ValidationError if archived."""
    held = hold_circle(circle.pk)
    if held.state == State.ARCHIVED:
        raise ValidationError(_("This circle is archived."), code="archived")
    return held if held.state == State.ASLEEP else _bring_to_rest(held, State.ASLEEP, by=by)


@transaction.atomic
def archive_circle(*, circle: KnowledgeCircle, by: User) -> KnowledgeCircle:
    """Archive a circle: it stays to be found and can be opened again. One that is archived stays as it is."""
    held = hold_circle(circle.pk)
    return held if held.state == State.ARCHIVED else _bring_to_rest(held, State.ARCHIVED, by=by)


@transaction.atomic
def reopen_circle(*, circle: KnowledgeCircle, by: User) -> KnowledgeCircle:
    """Open a circle that rests: who does so takes part, and keeps it going when nobody else does.

    A circle that is active stays as it is. An account of nobody, an editor's, opens it without taking part.
    """
    held = hold_circle(circle.pk)
    if held.state == State.ACTIVE:
        return held
    held.state, held.alive_at, held.asked_at = State.ACTIVE, timezone.now(), None
    with pghistory.context(user=by.pk):
        held.save(update_fields=["state", "alive_at", "asked_at"])
    if hasattr(by, "person"):
        _take_up(held, by=by)
    tell_state(held, by=by)
    return held


def rest(circle: KnowledgeCircle, state: str) -> None:
    """Bring a held circle to rest; `asked_at` says from then on since when it rests."""
    circle.state, circle.asked_at = state, timezone.now()
    circle.save(update_fields=["state", "asked_at"])


def _bring_to_rest(circle: KnowledgeCircle, state: str, *, by: User) -> KnowledgeCircle:
    with pghistory.context(user=by.pk):
        rest(circle, state)
    tell_state(circle, by=by)
    return circle


def _take_up(circle: KnowledgeCircle, *, by: User) -> None:
    person = person_of(by)
    take_part(circle, person, by=by)
    if coordination_of(circle) is None:
        place_coordinator(circle, person, by=by)
