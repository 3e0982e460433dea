"""Corrections of published minutes: who was there proposes one, who leads the meeting answers it."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Correction, Meeting
from meetings.reporting.mails import tell_handled, tell_proposed
from meetings.reporting.standing import hold, signer, why_not_corrected
from meetings.reporting.writing import note_correction
from members.models import User


@transaction.atomic
def propose_correction(*, meeting: Meeting, text: str, by: User) -> Correction:
    """Store what someone who was there wants changed, and mail who leads the meeting.

    Raises ValidationError outside the time for corrections, and when he proposed the same already.
    """
    minutes = hold(meeting).minutes
    if closed := why_not_corrected(minutes):
        raise ValidationError(closed, code="closed")
    given = {"minutes": minutes, "person": signer(by), "text": text}
    if Correction.objects.filter(**given).exists():
        raise ValidationError({"text": _("You proposed this correction already.")}, code="twice")
    with pghistory.context(user=by.pk):
        correction = Correction.objects.create(**given)
    tell_proposed(correction)
    return correction


@transaction.atomic
def handle_correction(*, correction: Correction, is_accepted: bool, answer: str, by: User) -> Correction:
    """Answer a proposed correction and mail the proposer; of one that is taken over the minutes keep a line.

    Raises ValidationError when it was answered already, and when the minutes are final.
    """
    minutes = hold(correction.minutes.meeting).minutes
    held = Correction.objects.get(pk=correction.pk)
    if held.handled_at:
        raise ValidationError(_("This correction is answered already."), code="twice")
    if minutes.final_at:
        raise ValidationError(_("These minutes are final and no longer change."), code="closed")
    held.handled_at, held.handled_by, held.answer = timezone.now(), signer(by), answer
    with pghistory.context(user=by.pk):
        held.save()
        if is_accepted:
            note_correction(minutes, answer)
    tell_handled(held, is_accepted=is_accepted)
    return held
