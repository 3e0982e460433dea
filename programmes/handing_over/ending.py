"""The gate at the end of a programme: it ends once all its work has a home that said yes, or for a reason on record."""

from __future__ import annotations

from typing import NamedTuple

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.dates import date_plain
from members.models import Person, User
from programmes.handing_over.checks import has_left, why_ended
from programmes.handing_over.locks import hold_programmes
from programmes.life.deciding import Decided, check_step, record
from programmes.models import Handover, Programme, ProgrammeDecision, Workstream

LONGEST = 300  # of a title on record
RELATED = ("workstream", "platform", "circle", "to_programme", "organisation__succeeded_by")


class HeldUp(NamedTuple):
    """A piece of work that has no home yet, and why; without a workstream it is the steering."""

    workstream: int | None
    title: str
    why: str


def why_not_end(programme: Programme) -> list[HeldUp]:
    """Return what holds up the end of a programme, in the order of its work; nothing when it can end. Two queries."""
    last = {each.workstream_id: each for each in last_handovers(programme)}
    works: list[tuple[int | None, str]] = [*workstreams_of(programme).values_list("pk", "title")]
    works.append((None, _("The steering of the programme")))
    reasons = ((pk, title, why_held_up(last.get(pk))) for pk, title in works)
    return [HeldUp(pk, title, reason) for pk, title, reason in reasons if reason]


def why_held_up(handover: Handover | None) -> str:
    """Say why a piece of work holds up the end, given its last handover; nothing when it does not."""
    if handover is None:
        return _("nothing is arranged")
    if handover.declined_at:
        return _("the receiver said no")
    if handover.is_accepted:
        return why_ended(handover.destination)
    return _("asked, without an answer yet") if handover.asked_at else _("arranged, but nobody is asked")


def last_handovers(programme: Programme) -> list[Handover]:
    """Return the handover of each piece of work of a programme: the last one where it moved on. One query."""
    return list(Handover.objects.last_of_chain().filter(programme=programme).select_related(*RELATED))


def workstreams_of(programme: Programme) -> QuerySet[Workstream]:
    """Return all work of a programme, in its order."""
    order = ("outcome__position", "outcome", "position", "pk")
    return Workstream.objects.filter(outcome__programme=programme).order_by(*order)


@transaction.atomic
def end_programme(
    *,
    programme: Programme,
    decided: Decided,
    contact: Person | None = None,
    contact_capacity: str = "",
    ending: str | None = None,
    override_reason: str = "",
    by: User,
) -> ProgrammeDecision:
    """End a programme in transition on the day that is decided, with whom to call from then on.

    Leaders and participants end that day. Work keeps its stage: it may live on unfinished. Refused while work has no
    accepted handover, unless a reason is given: that stays on record with what had no home. Raises ValidationError,
    for the second of two people with who was first.
    """
    held = hold_programmes(programme)
    _check_state(held)
    if decided.decided_on is None:
        raise ValidationError({"decided_on": _("Give the day on which the programme ends.")}, code="undated")
    check_step(held, ProgrammeDecision.Kind.END, decided)
    if contact and has_left(contact):
        told = _("%(name)s has left the network. Choose another contact.") % {"name": contact.name}
        raise ValidationError({"contact": told})
    waiting = why_not_end(held)
    if waiting and not override_reason.strip():
        raise ValidationError(_("Not everything has a home yet, so the programme cannot end."), code="held_up")
    held.state, held.ended_on = Programme.State.ENDED, decided.decided_on
    held.contact, held.contact_capacity = contact, contact_capacity
    held.ending = held.ending if ending is None else ending
    with pghistory.context(user=by.pk):
        held.save(update_fields=["state", "ended_on", "contact", "contact_capacity", "ending"])
        _end_periods(held)
        decision = record(held, ProgrammeDecision.Kind.END, decided)
        if waiting:
            decision.override_reason, decision.held_up = override_reason, [each.title[:LONGEST] for each in waiting]
            decision.save(update_fields=["override_reason", "held_up"])
    return decision


def _check_state(held: Programme) -> None:
    if held.state == Programme.State.ENDED:
        raise ValidationError(_already_ended(held), code="ended")
    if held.state != Programme.State.IN_TRANSITION:
        raise ValidationError(_("Begin the transition first: then all work gets its place."), code="state")


def _already_ended(held: Programme) -> str:
    day = date_plain(held.ended_on) if held.ended_on else ""
    decision = held.decisions.filter(kind=ProgrammeDecision.Kind.END).order_by("pk").last()
    if person := _recorded_by(decision) if decision else None:
        told = {"name": person.name, "day": day}
        return _("This programme was already ended by %(name)s, on %(day)s.") % told
    return _("This programme was already ended, on %(day)s.") % {"day": day}


def _recorded_by(decision: ProgrammeDecision) -> Person | None:
    """Return who put a decision on record, from its history."""
    events = ProgrammeDecision.pgh_event_model.objects  # type: ignore[attr-defined]  # made by @tracked
    made = events.filter(id=decision.pk, pgh_label="insert").order_by("pgh_id").first()
    user = (made.pgh_context or {}).get("user") if made else None
    return Person.objects.filter(account=user).first() if user else None


def _end_periods(held: Programme) -> None:
    if held.ended_on:
        held.leaders.all().end_on(held.ended_on)
        held.participants.all().end_on(held.ended_on)
