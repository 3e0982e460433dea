"""Who keeps a circle going: handing that over, and taking it on where nobody does."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person, User
from programmes.circles.locks import coordination_of, hold_circle, person_of
from programmes.circles.telling import people_of, tell_new_coordinator
from programmes.gatherings.following import follow_circle
from programmes.models import CircleCoordinator, KnowledgeCircle


@transaction.atomic
def hand_over_coordinator(*, circle: KnowledgeCircle, to: Person, seen: int, by: User) -> CircleCoordinator:
    """Let someone who takes part keep a circle going from today, and tell him.

    `seen` is the key of the coordination that the hand-over was made from, 0 when there was none. Raises
    ValidationError when somebody else became coordinator meanwhile, and for who does not take part or left.
    """
    held = hold_circle(circle.pk)
    current = coordination_of(held)
    if (current.pk if current else 0) != seen:
        raise ValidationError(_changed(current), code="stale")
    if current and current.person_id == to.pk:
        refuse_to(_("%(name)s is the coordinator already.") % {"name": to}, code="same")
    if not people_of(held).filter(pk=to.pk).exists():
        refuse_to(_("Choose someone who takes part in the circle today."), code="not_taking_part")
    return place_coordinator(held, to, by=by)


@transaction.atomic
def take_on(*, circle: KnowledgeCircle, by: User) -> CircleCoordinator:
    """Let the account's person keep a circle going that nobody keeps going; a second click changes nothing.

    Raises ValidationError when there is a coordinator, and for who does not take part.
    """
    held, person = hold_circle(circle.pk), person_of(by)
    current = coordination_of(held)
    if current and current.person_id == person.pk:
        return current
    if current:
        raise ValidationError(_changed(current), code="stale")
    if not people_of(held).filter(pk=person.pk).exists():
        raise ValidationError(_("Take part in the circle first; then you can take it on."), code="not_taking_part")
    return place_coordinator(held, person, by=by)


def place_coordinator(circle: KnowledgeCircle, person: Person, *, by: User) -> CircleCoordinator:
    """Make someone the coordinator from today instead of who is. Call it in a transaction that holds the circle."""
    today = timezone.localdate()
    with pghistory.context(user=by.pk):
        CircleCoordinator.objects.filter(circle=circle).end_on(today)
        coordination = CircleCoordinator.objects.create(circle=circle, person=person, since=today)
    follow_circle(circle=circle, by=by)
    tell_new_coordinator(coordination, by=by)
    return coordination


def refuse_to(told: str, *, code: str) -> None:
    """Say on its field why someone cannot become coordinator. Raises ValidationError."""
    raise ValidationError({"to": ValidationError(told, code=code)})


def _changed(current: CircleCoordinator | None) -> str:
    if current is None:
        return _("Meanwhile this circle has no coordinator any more. Look at its page.")
    return _("%(name)s became the coordinator meanwhile.") % {"name": current.person}
