"""What people do to prepare a meeting."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Contribution, Meeting, Preparation
from meetings.preparing.mails import tell_input_removed
from members.models import Person, User


@transaction.atomic
def give_input(*, meeting: Meeting, person: Person, kind: str, text: str, by: User) -> Contribution:
    """Store someone's input for a coming meeting, with the organisation of this moment.

    Raises ValidationError when no input is asked, or when the same input is there already.
    """
    _hold_open(meeting)
    given = {"meeting": meeting, "person": person, "kind": kind, "text": text}
    if Contribution.objects.filter(**given).exists():
        raise ValidationError({"text": _("You gave this input already.")}, code="twice")
    with pghistory.context(user=by.pk):
        return Contribution.objects.create(organisation=person.organisation, **given)


@transaction.atomic
def withdraw_input(*, contribution: Contribution, by: User) -> None:
    """Remove input; the history keeps what it was. Raises ValidationError when input is no longer asked."""
    _hold_open(contribution.meeting)
    with pghistory.context(user=by.pk):
        contribution.delete()


def _hold_open(meeting: Meeting) -> None:
    """Lock the meeting's preparation, so that nobody settles it meanwhile, when input is asked; else refuse."""
    planned = Preparation.objects.filter(meeting=meeting, meeting__state=Meeting.State.SCHEDULED)
    found = planned.select_for_update(of=("self",))
    if not any(preparation.is_open_on(timezone.localdate()) for preparation in found):
        raise ValidationError(_("Input for this meeting is not asked now."), code="closed")


@transaction.atomic
def remove_input(*, contribution: Contribution, reason: str, by: User) -> None:
    """Take away input that does not belong there, and tell its author why; the history keeps what it was.

    What is gone already stays so.
    """
    for held in Contribution.objects.select_for_update().filter(pk=contribution.pk):
        tell_input_removed(held, reason=reason)
        with pghistory.context(user=by.pk, reason=reason):
            held.delete()
