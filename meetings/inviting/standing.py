"""Whether the invitations of meetings are up to date, as far as one query for many of them can tell."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.inviting.differences import is_invited
from meetings.inviting.words import moment_short
from meetings.models import Invitation, Mailing, Meeting, MeetingQuerySet
from meetings.permissions import can_manage_meeting
from members.models import User


def not_up_to_date() -> Q:
    """Return the condition that a meeting ahead was never mailed, or that people hold what is no longer right.

    Who came, left or has another address is mailed without being asked for, so that makes no difference.
    """
    held = Invitation.objects.filter(meeting=OuterRef("pk"), method=Invitation.Method.REQUEST)
    stands = Q(state=Meeting.State.SCHEDULED)
    old = Q(Exists(held.filter(sequence__lt=OuterRef("ical_sequence"))))
    fallen = Q(state__in=[Meeting.State.CANCELLED, Meeting.State.NOT_HELD]) & Q(Exists(held))
    return Q(starts__gt=timezone.now()) & (stands & (~is_invited() | old) | fallen)


def with_standing(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Annotate `mailing_due`, when the mailing that waits goes out, and `is_uninvited`, whether one is needed."""
    waiting = Mailing.objects.waiting().filter(meeting=OuterRef("pk"))
    needs = Meeting.objects.filter(not_up_to_date(), pk=OuterRef("pk"))
    return meetings.annotate(mailing_due=Subquery(waiting.values("due_at")[:1]), is_uninvited=Exists(needs))


def standing_text(meeting: Meeting, user: User | AnonymousUser) -> str:
    """Say to who manages a meeting, found with its standing, that a mailing waits or is needed; else nothing."""
    known = vars(meeting)
    due, is_uninvited = known.get("mailing_due"), known.get("is_uninvited")
    if not (due or is_uninvited) or not can_manage_meeting(user, meeting):
        return ""
    if due and due <= timezone.now():
        return _("The mail goes out now.")
    if due:
        return _("The invitations are mailed at %(moment)s. Until then you can undo it.") % {
            "moment": moment_short(due)
        }
    return _("The invitations are not up to date. Nobody is mailed before you ask for it.")
