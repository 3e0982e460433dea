"""Who may do what with meetings and what belongs to them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from meetings.audience import held_sectors, may_take_part, shared_sectors
from meetings.models import ActionItem, Attendance, Document, Meeting, Minutes, Topic
from members.models import User
from members.permissions import can_administer, can_edit_content, can_see_member_details, is_member
from sectors.models import Sector
from sectors.permissions import can_lead_sector, manages, roles_of

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


def can_answer_year(user: User | AnonymousUser | None, sector: Sector) -> bool:
    """Whether the account's person answers to a sector's meetings: of its organisations, or with a seat or role."""
    return can_propose_topic(user, sector)


def can_give_input(user: User | AnonymousUser | None, meeting: Meeting) -> bool:
    """Whether the account's person may give input for a meeting: who may come may contribute."""
    return can_answer(user, meeting)


def can_lead_meeting(user: User | AnonymousUser | None, meeting: Meeting) -> bool:
    """Whether the account leads one of the meeting's sectors, as chair, programme manager or deputy; or is an admin.

    The gathering of another group is led by who organises it.
    """
    if can_administer(user) or organises(user, meeting):
        return True
    led = roles_of(user).led
    if led and meeting.sector_year and meeting.sector_year.sector_id in led:
        return True
    return bool(led) and meeting.joint_sectors.filter(pk__in=led).exists()


def organises(user: User | AnonymousUser | None, meeting: Meeting) -> bool:
    """Whether the account's person arranges the meeting of a group that is no sector, and takes part today.

    A gathering has no programme manager beside him; editors, who look after such groups, may do what he may.
    """
    if meeting.sector_year_id is not None:
        return False
    if meeting.kind == Meeting.Kind.GATHERING and can_edit_content(user):
        return True
    organiser = meeting.organiser
    return organiser is not None and is_member(user) and organiser.account_id == getattr(user, "pk", None)


def can_finish_action(user: User | AnonymousUser | None, action: ActionItem) -> bool:
    """Whether the account says that an action is done, or is not: who took it up, or who leads the meeting."""
    if not isinstance(user, User):
        return False
    owns = action.owner is not None and action.owner.account_id == user.pk and is_member(user)
    return owns or can_lead_meeting(user, action.meeting)


def can_manage_meeting(user: User | AnonymousUser | None, meeting: Meeting) -> bool:
    """Whether the account schedules, moves and cancels it and records who was there.

    That is the programme manager, a deputy of its own sector or an admin; of an event without a sector of its own,
    whoever manages one of the sectors that it is for; of the gathering of another group who organises it.
    """
    if can_administer(user) or organises(user, meeting):
        return True
    managed = roles_of(user).managed
    if managed and meeting.sector_year:
        return meeting.sector_year.sector_id in managed
    return bool(managed) and not meeting.sector_year_id and meeting.joint_sectors.filter(pk__in=managed).exists()


def can_propose_topic(user: User | AnonymousUser | None, sector: Sector) -> bool:
    """Whether the account proposes and supports topics of the sector: of its organisations, or with a seat or role."""
    if not isinstance(user, User) or not is_member(user):
        return False
    if can_administer(user):
        return True
    return shared_sectors(user).filter(pk=sector.pk).exists() or held_sectors(user).filter(pk=sector.pk).exists()


def can_lead_topic(user: User | AnonymousUser | None, topic: Topic) -> bool:
    """Whether the account schedules, parks, declines and merges the topic."""
    return can_lead_sector(user, topic.sector)


def can_withdraw_topic(user: User | AnonymousUser | None, topic: Topic) -> bool:
    """Whether the account's person proposed the topic, and takes part today."""
    proposer = topic.proposed_by
    return isinstance(user, User) and proposer is not None and proposer.account_id == user.pk and is_member(user)


def can_edit_topic(user: User | AnonymousUser | None, topic: Topic) -> bool:
    """Whether the account changes what the topic says: its proposer, or who leads its sector."""
    return can_withdraw_topic(user, topic) or can_lead_topic(user, topic)


def was_there(user: User | AnonymousUser | None, meeting: Meeting) -> bool:
    """Whether the account's person was at the meeting, in the room or online, and takes part today."""
    if not isinstance(user, User) or not is_member(user):
        return False
    there = Attendance.objects.filter(presence__in=[Attendance.Presence.PRESENT, Attendance.Presence.ONLINE])
    return there.filter(meeting=meeting, person__account=user).exists()


def can_correct_minutes(user: User | AnonymousUser | None, minutes: Minutes) -> bool:
    """Whether the account's person was there and the minutes are published and not final."""
    return minutes.is_published and not minutes.final_at and was_there(user, minutes.meeting)


def can_look_back(user: User | AnonymousUser | None) -> bool:
    """Whether the account sees how a sector's year went, organisation by organisation: members of the network."""
    return can_see_member_details(user)


def can_see_office(user: User | AnonymousUser | None) -> bool:
    """Whether the account sees all sectors side by side: programme managers, deputies and editors."""
    return can_edit_content(user) or manages(user)
