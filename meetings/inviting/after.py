"""What follows on a change of a meeting: whoever changed it is led to where he has it mailed."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from meetings.inviting.audience import plan_of
from meetings.inviting.page import Round, round_of
from meetings.inviting.words import NOBODY_YET, moment_short
from meetings.models import Meeting


def lead_to_invitations(request: HttpRequest, meeting: Meeting, done: Any) -> HttpResponse:
    """Say what was done; if people ought to hear of it, that nobody did yet, where one has it mailed."""
    waiting = meeting.mailings.waiting().first()
    if waiting:
        text = _("The mail that waits takes this along, at %(moment)s.") % {"moment": moment_short(waiting.due_at)}
    elif plan_of(meeting).people:
        text = str(NOBODY_YET)
    else:
        messages.success(request, done)
        return redirect(meeting)
    messages.success(request, f"{done} {text}")
    return redirect("meeting-invitations", meeting.pk)


def round_when_off(meeting: Meeting) -> Round:
    """Return whom it mails at once when a meeting is called off."""
    called_off = copy(meeting)
    called_off.state = Meeting.State.CANCELLED
    called_off.ical_sequence += 1  # as calling off does, so that feeds which lag behind count too
    return round_of([plan_of(called_off)])
