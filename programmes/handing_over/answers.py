"""What a receiver answers: yes, or no with a reason. By the link in the mail or on his own page, once."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person
from programmes.handing_over.checks import check_destination, has_left
from programmes.handing_over.locks import hold_handover
from programmes.handing_over.mails import tell_answered
from programmes.handing_over.tokens import stamp_of
from programmes.models import Handover


@transaction.atomic
def accept_handover(*, handover: Handover, by: Person) -> Handover:
    """Say yes to what `handover` asked when it was read. Saying so again changes and tells nothing.

    Raises ValidationError when something else is asked by now, nothing any more, or of somebody else.
    """
    held = _hold_asked(handover, by)
    if held.is_accepted:
        return held
    _check_is_open(held)
    check_destination(held)
    held.accepted_at, held.accepted_by = timezone.now(), by
    with pghistory.context(user=by.account_id):
        held.save(update_fields=["accepted_at", "accepted_by"])
    tell_answered(held, by=by)
    return held


@transaction.atomic
def decline_handover(*, handover: Handover, reason: str, by: Person) -> Handover:
    """Say no, and why; as above. Raises ValidationError, also without a reason."""
    held = _hold_asked(handover, by)
    if held.declined_at:
        return held
    _check_is_open(held)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why not: then the programme can look for another place.")})
    held.declined_at, held.declined_by, held.decline_reason = timezone.now(), by, reason
    with pghistory.context(user=by.account_id):
        held.save(update_fields=["declined_at", "declined_by", "decline_reason"])
    tell_answered(held, by=by)
    return held


def why_no_answer(handover: Handover, by: Person) -> str:
    """Say why somebody is not asked to answer a handover; nothing when he is, or answered."""
    if handover.contact_id != by.pk:
        return _("Somebody else is asked to take over this work by now, so no answer of yours is needed.")
    if has_left(by):
        return _("You have left the network, so you can no longer answer for it.")
    if handover.asked_at is None:
        return _("The question has been withdrawn, so no answer is needed.")
    return ""


def _hold_asked(handover: Handover, by: Person) -> Handover:
    held = hold_handover(handover)
    person = Person.objects.get(pk=by.pk)
    if reason := why_no_answer(held, person):
        raise ValidationError(reason, code="closed")
    if stamp_of(held) != stamp_of(handover):
        raise ValidationError(_("The question changed while you read it. Read it again, please."), code="changed")
    return held


def _check_is_open(handover: Handover) -> None:
    if handover.is_accepted:
        raise ValidationError(_("This is accepted already."), code="answered")
    if handover.declined_at:
        raise ValidationError(_("This was declined already. Who leads the programme can ask again."), code="answered")
