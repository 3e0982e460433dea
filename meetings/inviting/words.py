"""What a mailing does, in words: for the pages on which somebody asks for it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.inviting.audience import What
from meetings.models import Meeting
from members.dates import date_short, time_span

WHAT = {
    What.NEW: gettext_lazy("Invitation"),
    What.UPDATE: gettext_lazy("New version"),
    What.CANCEL: gettext_lazy("Cancellation"),
    None: gettext_lazy("Plain mail"),
}
NOBODY_YET = gettext_lazy("Nobody is mailed yet.")
KINDS = {What.NEW: "success", What.UPDATE: "warning", What.CANCEL: "error", None: "outline"}


def people_text(people: int, organisations: int) -> str:
    """Write "214 people at 38 organisations"; people of the office alone are at none."""
    number = ngettext("%(number)s person", "%(number)s people", people) % {"number": people}
    if not organisations:
        return number
    told = ngettext("%(people)s at %(number)s organisation", "%(people)s at %(number)s organisations", organisations)
    return told % {"people": number, "number": organisations}


def mails_text(people: int, organisations: int) -> str:
    """Say whom a mailing reaches."""
    return _("This mails %(whom)s.") % {"whom": people_text(people, organisations)}


def moment_short(moment: datetime) -> str:
    """Write "14.32 uur", of another day than today "do 22 apr, 14.32 uur"."""
    local = timezone.localtime(moment)
    return time_span(local) if local.date() == timezone.localdate() else f"{date_short(local)}, {time_span(local)}"


def why_nobody(meeting: Meeting) -> str:
    """Say why no invitations go out whatever happens; nothing when they can."""
    if meeting.state == Meeting.State.DRAFT:
        return _(
            "This meeting is a draft, so nobody is invited. Once it is scheduled, you have the invitations mailed."
        )
    if meeting.starts and meeting.starts <= timezone.now():
        return _("This meeting has begun, so its invitations no longer change.")
    return ""
