"""Joining a circle, asking to, and leaving it; each act holds the circle."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person, User
from programmes.circles.locks import coordination_of, hold_circle, is_present, person_of
from programmes.circles.telling import tell_asked, tell_coordinator, tell_decided
from programmes.gatherings.following import follow_circle
from programmes.models import CircleParticipant, CircleRequest, KnowledgeCircle

Joining = KnowledgeCircle.Joining


@transaction.atomic
def join_circle(*, circle: KnowledgeCircle, by: User) -> CircleParticipant:
    """Let the account's person take part in an open circle from today; who takes part already goes on doing so.

    Raises ValidationError when the circle is archived, or people join it on request.
    """
    held, person = _hold_living(circle.pk), person_of(by)
    if held.joining != Joining.OPEN and not _current(held, person):
        raise ValidationError(_("People join this circle on request. Ask its coordinator below."), code="on_request")
    return take_part(held, person, by=by)


@transaction.atomic
def ask_to_join(*, circle: KnowledgeCircle, text: str, by: User) -> CircleRequest:
    """Ask to take part in a circle that people join on request; a request that waits stays as it is.

    Raises ValidationError when the circle is archived or open, and for who takes part already.
    """
    held, person = _hold_living(circle.pk), person_of(by)
    if _current(held, person):
        raise ValidationError(_("You take part in this circle already."), code="takes_part")
    if held.joining == Joining.OPEN:
        raise ValidationError(_("This circle is open now: you can join it at once."), code="open")
    waiting = CircleRequest.objects.waiting().filter(circle=held, person=person).first()
    if waiting:
        return waiting
    with pghistory.context(user=by.pk):
        request = CircleRequest.objects.create(circle=held, person=person, text=text)
    tell_asked(request)
    return request


@transaction.atomic
def withdraw_request(*, request: CircleRequest, by: User) -> None:
    """Take back a request to join; one that is withdrawn stays so. Raises ValidationError once it is decided."""
    hold_circle(request.circle_id)
    held = CircleRequest.objects.select_for_update().get(pk=request.pk)
    if held.decided_at:
        raise ValidationError(_("Your request was decided on meanwhile."), code="decided")
    if held.withdrawn_at:
        return
    held.withdrawn_at = timezone.now()
    with pghistory.context(user=by.pk):
        held.save(update_fields=["withdrawn_at"])


@transaction.atomic
def decide_request(*, request: CircleRequest, admits: bool, reason: str, by: User) -> CircleRequest:
    """Admit who asked to join, or refuse with a reason, and tell him.

    Raises ValidationError when it was decided on or withdrawn, when the circle is archived or the person left, and for
    a refusal without a reason.
    """
    circle = _hold_living(request.circle_id)
    held = CircleRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    _refuse_over(held)
    if not admits and not reason:
        raise ValidationError({"reason": ValidationError(_("Say why this person cannot join."), code="required")})
    if admits and not is_present(held.person):
        raise ValidationError(_("%(name)s left the network.") % {"name": held.person}, code="left")
    held.circle = circle
    held.decided_at, held.is_admitted, held.reason = timezone.now(), admits, reason
    held.decided_by = Person.objects.filter(account=by).first()
    with pghistory.context(user=by.pk):
        held.save(update_fields=["decided_at", "is_admitted", "reason", "decided_by"])
    if admits:
        take_part(circle, held.person, by=by)
    tell_decided(held)
    return held


@transaction.atomic
def leave_circle(*, circle: KnowledgeCircle, by: User) -> None:
    """End today that the account's person takes part; for who does not take part nothing changes.

    Raises ValidationError for the coordinator, who hands over first.
    """
    _end(hold_circle(circle.pk), person_of(by), by=by)


@transaction.atomic
def add_participant(*, circle: KnowledgeCircle, person: Person, by: User) -> CircleParticipant:
    """Let someone take part from today, of whatever organisation; a request of his that waits is admitted by it.

    Raises ValidationError when the circle is archived, and for who left the network.
    """
    held = _hold_living(circle.pk)
    waiting = CircleRequest.objects.waiting().filter(circle=held, person=person).first()
    if waiting:
        decide_request(request=waiting, admits=True, reason="", by=by)
    if not is_present(person):
        raise ValidationError(_("%(name)s left the network.") % {"name": person}, code="left")
    return take_part(held, person, by=by)


@transaction.atomic
def remove_participant(*, circle: KnowledgeCircle, person: Person, by: User) -> None:
    """End today that someone takes part. Raises ValidationError for the coordinator, who hands over first."""
    _end(hold_circle(circle.pk), person, by=by)


def take_part(circle: KnowledgeCircle, person: Person, *, by: User) -> CircleParticipant:
    """Let someone take part from today unless he does. Call it in a transaction that holds the circle."""
    current = _current(circle, person)
    if current:
        return current
    with pghistory.context(user=by.pk):
        participation = _begin(circle, person)
        waiting = CircleRequest.objects.waiting().filter(circle=circle, person=person)
        waiting.update(withdrawn_at=timezone.now())
    follow_circle(circle=circle, by=by)
    tell_coordinator(participation, has_joined=True, by=by)
    return participation


def why_not_joined(circle: KnowledgeCircle) -> str:
    """Say why nobody can join a circle; nothing when people can."""
    if circle.state != KnowledgeCircle.State.ARCHIVED:
        return ""
    return _("This circle is archived. Choose “Open it again” on its page; then you take part in it at once.")


def _hold_living(pk: int) -> KnowledgeCircle:
    held = hold_circle(pk)
    if closed := why_not_joined(held):
        raise ValidationError(closed, code="archived")
    return held


def _refuse_over(request: CircleRequest) -> None:
    if request.withdrawn_at:
        raise ValidationError(_("%(name)s withdrew this request.") % {"name": request.person}, code="withdrawn")
    if request.decided_at:
        raise ValidationError(_("This request was decided on meanwhile."), code="decided")


def _current(circle: KnowledgeCircle, person: Person) -> CircleParticipant | None:
    return CircleParticipant.objects.current().filter(circle=circle, person=person).first()


def _begin(circle: KnowledgeCircle, person: Person) -> CircleParticipant:
    """Let someone take part from today; who would have begun later begins today."""
    today = timezone.localdate()
    own = CircleParticipant.objects.filter(circle=circle, person=person)
    coming = own.to_come(today).order_by("since").first() or CircleParticipant(circle=circle, person=person)
    coming.since = today
    coming.save()
    return coming


def _end(circle: KnowledgeCircle, person: Person, *, by: User) -> None:
    coordination, current = coordination_of(circle), _current(circle, person)
    if coordination and coordination.person_id == person.pk:
        told = _("%(name)s keeps this circle going. Hand that over first; then leaving is possible.")
        raise ValidationError(told % {"name": person}, code="coordinator")
    if current is None:
        return
    with pghistory.context(user=by.pk):
        CircleParticipant.objects.filter(circle=circle, person=person).end_on(timezone.localdate())
    follow_circle(circle=circle, by=by)
    tell_coordinator(current, has_joined=False, by=by)
