"""Arranging where work goes: plan a handover, change it, ask its receiver, and record what was accepted long ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.dates import date_plain
from members.models import Organisation, Person, User
from programmes.chains import has_ended
from programmes.handing_over.checks import (
    SETTLED_BY_DECISION,
    check_day,
    check_destination,
    check_note,
    why_unreachable,
)
from programmes.handing_over.locks import hold_handover, hold_programmes
from programmes.handing_over.mails import tell_asked, tell_undone, tell_withdrawn
from programmes.models import Handover, KnowledgeCircle, Platform, Programme, Workstream

NOON = time(12)
ANSWER = ("accepted_at", "accepted_by", "acceptance_source", "declined_at", "declined_by", "decline_reason")
QUESTION = ("asked_at", "asked_round")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a leader arranges for a piece of work: what becomes of it, where it goes, whom to call, and from when."""

    kind: str
    platform: Platform | None = None
    circle: KnowledgeCircle | None = None
    to_programme: Programme | None = None
    organisation: Organisation | None = None
    outside_body: str = ""
    contact: Person | None = None
    effective_from: date | None = None
    note: str = ""

    def write_to(self, handover: Handover) -> None:
        """Put all of it in a row, without storing that."""
        for name in self.__slots__:
            setattr(handover, name, getattr(self, name))


@transaction.atomic
def plan_handover(
    *, programme: Programme, workstream: Workstream | None, terms: Terms, by: User, follows: Handover | None = None
) -> Handover:
    """Arrange where a piece of work goes; without a workstream it is the steering. Nobody is asked yet.

    What stops or is archived is settled at once, by the decision of the programme. `follows` is the handover after
    which this one became needed. Raises ValidationError by field; without a field when there is a handover already.
    """
    held = hold_programmes(programme, terms.to_programme)
    if held.state == Programme.State.PROPOSED:
        raise ValidationError(_("This programme has not begun, so it has nothing to hand over."), code="state")
    handover = Handover(programme=held, workstream=workstream, follows=follows)
    terms.write_to(handover)
    _check(handover)
    standing = Handover.objects.filter(programme=held, workstream=workstream, follows=follows)
    if standing.exists():
        raise ValidationError(_("Somebody has arranged this already. Look at it and change it there."), code="there")
    _settle_by_decision(handover)
    with pghistory.context(user=by.pk):
        handover.save()
    return handover


@transaction.atomic
def change_handover(*, handover: Handover, terms: Terms, by: User, confirmed: bool = False) -> Handover:
    """Arrange it otherwise. Another kind, place or contact undoes the question and the answer, once that is confirmed.

    Who was asked or had accepted is told, and when an acceptance lapses the other leaders too. Raises ValidationError.
    """
    hold_programmes(handover.programme, terms.to_programme or handover.to_programme)
    held = hold_handover(handover)
    _check_is_last(held)
    was = Handover.objects.select_related("programme", "workstream", "contact").get(pk=held.pk)
    terms.write_to(held)
    _check(held)
    undoes = is_undone_by(was, held)
    if undoes and not confirmed:
        raise ValidationError({"confirmed": what_lapses(was)}, code="confirm")
    if undoes:
        _forget_answer(held)
        held.asked_at, held.asked_round = None, 0
    _settle_by_decision(held)
    with pghistory.context(user=by.pk):
        held.save()
    if undoes:
        _tell_of_change(was, by=by)
    return held


@transaction.atomic
def ask_receiver(*, handover: Handover, by: User, seen: int | None = None) -> Handover:
    """Ask the contact to accept, by mail with a link that needs no account; who declined is asked anew.

    `seen` is how often he had been asked on the page that was sent: when somebody asked since, nothing happens. Raises
    ValidationError when there is nobody to ask or nothing to accept any more.
    """
    held = hold_handover(handover)
    if seen is not None and seen != held.asked_round:
        return held
    _check_is_last(held)
    if held.is_accepted:
        raise ValidationError(_("This is accepted already, so nobody needs to be asked."), code="accepted")
    check_destination(held)
    if reason := why_unreachable(held.contact):
        raise ValidationError({"contact": reason})
    _forget_answer(held)
    held.asked_at, held.asked_round = timezone.now(), held.asked_round + 1
    with pghistory.context(user=by.pk):
        held.save(update_fields=[*ANSWER, *QUESTION])
    tell_asked(held, by=by)
    return held


@transaction.atomic
def withdraw_question(*, handover: Handover, by: User) -> Handover:
    """Take the question back: its link dies, and who was asked is told. Without a question nothing happens.

    Raises ValidationError once it is accepted.
    """
    held = hold_handover(handover)
    if held.is_accepted:
        raise ValidationError(_("This is accepted meanwhile. Change it, if it has to go elsewhere."), code="accepted")
    if held.asked_at is None:
        return held
    if held.declined_at is None:
        tell_withdrawn(held, by=by)
    _forget_answer(held)
    held.asked_at, held.asked_round = None, 0
    with pghistory.context(user=by.pk):
        held.save(update_fields=[*ANSWER, *QUESTION])
    return held


@transaction.atomic
def record_acceptance(*, handover: Handover, accepted_on: date, source: str, by: User) -> Handover:
    """Note that a handover was accepted on a day, as a source tells; nobody is named. Raises ValidationError."""
    held = hold_handover(handover)
    _check_is_last(held)
    if held.is_accepted:
        raise ValidationError(_("This is accepted already."), code="accepted")
    today = timezone.localdate()
    if accepted_on > today:
        raise ValidationError({"accepted_on": _("This day lies ahead. Record an acceptance once it has been given.")})
    check_day(held.programme, accepted_on, field="accepted_on")
    if has_ended(held.destination, accepted_on):
        raise ValidationError({"accepted_on": _("Where it goes had ended by then. Arrange another place first.")})
    _forget_answer(held)
    held.accepted_at, held.acceptance_source = _moment_on(accepted_on), source
    with pghistory.context(user=by.pk):
        held.save(update_fields=ANSWER)
    return held


def is_undone_by(was: Handover, planned: Handover) -> bool:
    """Whether a question or answer that stands no longer fits what is planned now.

    An acceptance that only a source tells of named no contact, so another contact leaves it as it is.
    """
    if was.asked_at is None and was.accepted_at is None:
        return False
    columns = ["kind", "platform_id", "circle_id", "to_programme_id", "organisation_id", "outside_body"]
    columns += [] if was.acceptance_source else ["contact_id"]
    return any(getattr(was, column) != getattr(planned, column) for column in columns)


def what_lapses(handover: Handover) -> str:
    """Say what a change would undo."""
    if handover.accepted_at:
        told = _("It was accepted on %(day)s. With this change that lapses: tick that you want it.")
        return told % {"day": date_plain(handover.accepted_at)}
    if handover.asked_at is None:
        return ""
    told = _("The contact was asked on %(day)s. With this change that question lapses: tick that you want it.")
    return told % {"day": date_plain(handover.asked_at)}


def _check(handover: Handover) -> None:
    check_destination(handover)
    check_note(handover)
    check_day(handover.programme, handover.effective_from, field="effective_from")


def _check_is_last(handover: Handover) -> None:
    if Handover.objects.filter(follows=handover).exists():
        raise ValidationError(_("This work has moved on since. Look at where it went from there."), code="followed")


def _settle_by_decision(handover: Handover) -> None:
    """What stops asks no receiver: the programme's own decision settles it."""
    if handover.kind in SETTLED_BY_DECISION and not handover.is_accepted:
        handover.accepted_at = timezone.now()
        handover.acceptance_source = _("the decision of %(programme)s") % {"programme": handover.programme}


def _forget_answer(handover: Handover) -> None:
    handover.accepted_at = handover.accepted_by = handover.declined_at = handover.declined_by = None
    handover.acceptance_source = handover.decline_reason = ""


def _tell_of_change(was: Handover, *, by: User) -> None:
    if was.declined_at is None and not was.acceptance_source:
        tell_withdrawn(was, by=by)
    if was.is_accepted:
        tell_undone(was, by=by)


def _moment_on(day: date) -> datetime:
    """The middle of a day, and of today no later than now."""
    return min(timezone.make_aware(datetime.combine(day, NOON)), timezone.now())
