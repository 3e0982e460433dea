"""Who may do what with meetings and what belongs to them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from meetings.audience import may_take_part, of_sectors
from meetings.models import ActionItem, Document, Meeting, Minutes
from members.models import User
from members.permissions import can_administer, can_see_member_details, is_member
from sectors.models import Sector
from sectors.permissions import roles_of

__all__ = ["can_read_minutes", "can_see_document", "can_see_member_details"]


def can_see_document(user: User | AnonymousUser | None, document: Document) -> bool:
    """Whether the account may open a document of a meeting that it may see."""
    return document.visibility == Document.Visibility.PUBLIC or can_see_member_details(user)


def can_read_minutes(user: User | AnonymousUser | None, minutes: Minutes) -> bool:
    """Whether the account may read the minutes of a meeting that it may see, and its decisions and actions."""
    return minutes.is_published and (minutes.is_public or can_see_member_details(user))


def can_answer(user: User | AnonymousUser | None, meeting: Meeting) -> bool:
    """Whether the account's person may say whether it comes: of the sectors' organisations, with a seat, or invited."""
    if not isinstance(user, User) or not is_member(user):
        return False
    return can_administer(user) or Meeting.objects.filter(may_take_part(user), pk=meeting.pk).exists()


def can_give_input(user: User | AnonymousUser | None, meeting: Meeting) -> bool:
    """Whether the account's person may give input for a meeting: who may come may contribute."""
    return can_answer(user, meeting)


def can_lead_meeting(user: User | AnonymousUser | None, meeting: Meeting) -> bool:
    """Whether the account leads one of the meeting's sectors, as chair, programme manager or deputy; or is an admin."""
    if can_administer(user):
        return True
    led = roles_of(user).led
    own = of_sectors(Sector.objects.filter(pk__in=led))
    return bool(led) and Meeting.objects.filter(own, pk=meeting.pk).exists()


def can_finish_action(user: User | AnonymousUser | None, action: ActionItem) -> bool:
    """Whether the account says that an action is done, or is not: who took it up, or who leads the meeting."""
    if not isinstance(user, User):
        return False
    owns = action.owner is not None and action.owner.account_id == user.pk and is_member(user)
    return owns or can_lead_meeting(user, action.meeting)
