"""Acts on one meeting: schedule, change and move it, call it off and bring it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.answering.waiting import fill_free_places
from meetings.answers import TAKES_A_PLACE
from meetings.backlog.acts import return_to_backlog
from meetings.inviting.acts import mail_cancellation, withdraw_mailing
from meetings.locks import hold_meeting
from meetings.models import Meeting, Preparation, Topic
from meetings.models.meeting import UID_DOMAIN
from meetings.preparation_dates import lay_preparations
from meetings.scheduling.stages import why_not_cancel, why_not_reinstate, why_not_skip
from members.models import User
from sectors.models import Sector, SectorYear

IN_CALENDARS = ("starts", "ends", "place", "online_link", "state")  # a change of these changes the appointment


class StaleError(Exception):
    """Somebody else changed the meeting meanwhile; `meeting` is how it is now."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting.pk)
        self.meeting = meeting


@transaction.atomic
def create_meeting(
    *,
    sector: Sector,
    values: Mapping[str, Any],
    joint: Collection[Sector],
    year: int,
    key: UUID,
    by: User,
    number: int | None = None,
    schedule: bool = False,
) -> Meeting:
    """Store a meeting of a sector, as a draft or scheduled. A sector meeting gets a number, free by default.

    An event or training stands beside the numbered ones: its sectors are the joint ones, the organising one first.
    The same key gives the same meeting. Raises ValidationError when the number is taken.
    """
    Sector.objects.select_for_update().get(pk=sector.pk)
    uid = f"brink-{key}@{UID_DOMAIN}"
    if known := Meeting.objects.filter(ical_uid=uid).first():
        return known
    meeting = Meeting(ical_uid=uid, **values)
    meeting.state = Meeting.State.SCHEDULED if schedule else Meeting.State.DRAFT
    with pghistory.context(user=by.pk):
        if meeting.kind == Meeting.Kind.SECTOR_MEETING:
            meeting.sector_year, _is_new = SectorYear.objects.get_or_create(sector=sector, year=year)
            meeting.number = _free_number(meeting.sector_year, number)
            meeting.save()
            lay_preparations(sector)
        else:
            meeting.save()
            meeting.joint_sectors.add(sector)
        meeting.joint_sectors.add(*joint)
    return meeting


@transaction.atomic
def update_meeting(
    *,
    meeting: Meeting,
    values: Mapping[str, Any],
    joint: Collection[Sector],
    version: int,
    by: User,
    schedule: bool = False,
) -> Meeting:
    """Change a meeting that is still as it was when its form was made; a new start of a scheduled one moves it.

    Raises StaleError when it changed meanwhile, ValidationError when more people come than there are places.
    """
    held = hold_meeting(meeting.pk)
    if held.version != version:
        raise StaleError(held)
    values = dict(values)
    if schedule and held.state == Meeting.State.DRAFT:
        values["state"] = Meeting.State.SCHEDULED
    elif held.state == Meeting.State.SCHEDULED and values["starts"] != held.starts:
        values["moved_from"] = _moved_from(held, values["starts"])
    _check_capacity(held, values["capacity"])
    with pghistory.context(user=by.pk):
        others = {sector.pk for sector in joint}
        if is_other := others != set(held.joint_sectors.values_list("pk", flat=True)):
            held.joint_sectors.set(joint)
        has_room = values["capacity"] != held.capacity
        _store(held, values, even_so=is_other)
        if has_room:
            fill_free_places(held)
    return held


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User) -> Meeting:
    """Cancel a coming meeting and mail who has it in his calendar; its topic goes back to the backlog.

    Raises ValidationError when it cannot be cancelled.
    """
    return _call_off(hold_meeting(meeting.pk), Meeting.State.CANCELLED, reason, by)


@transaction.atomic
def skip_meeting(*, meeting: Meeting, reason: str, by: User) -> Meeting:
    """Say that a numbered meeting is not held; it keeps its number. Raises ValidationError when it cannot be."""
    return _call_off(hold_meeting(meeting.pk), Meeting.State.NOT_HELD, reason, by)


@transaction.atomic
def reinstate_meeting(*, meeting: Meeting, state: str, by: User) -> Meeting:
    """Bring back what was cancelled or not held, as scheduled or as a draft. Raises ValidationError otherwise.

    A cancellation that was not mailed yet is not mailed any more; nobody is invited again before someone asks for it.
    """
    held = hold_meeting(meeting.pk)
    if reason := why_not_reinstate(held):
        raise ValidationError(reason, code="closed")
    for mailing in held.mailings.waiting():
        withdraw_mailing(mailing=mailing, by=by)
    with pghistory.context(user=by.pk):
        _store(held, {"state": state, "state_reason": ""})
    return held


def _call_off(held: Meeting, state: str, reason: str, by: User) -> Meeting:
    why_not = why_not_cancel if state == Meeting.State.CANCELLED else why_not_skip
    if closed := why_not(held):
        raise ValidationError(closed, code="closed")
    with pghistory.context(user=by.pk):
        for topic in held.topics.filter(state__in=[Topic.State.SCHEDULED, Topic.State.PRESENTED]):
            return_to_backlog(topic=topic, by=by)
        Preparation.objects.filter(meeting=held).update(settled_at=None, settled_by=None)
        _store(held, {"state": state, "state_reason": reason})
    mail_cancellation(meeting=held, by=by)
    return held


def _store(held: Meeting, values: Mapping[str, Any], *, even_so: bool = False) -> None:
    """Write what differs, raise version and calendar sequence, and have the preparations follow."""
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    if not changed and not even_so:
        return
    for name in changed:
        setattr(held, name, values[name])
    held.version += 1
    held.ical_sequence += any(name in IN_CALENDARS for name in changed)
    held.save()
    if held.sector_year is not None:
        lay_preparations(held.sector_year.sector)


def _moved_from(held: Meeting, starts: datetime | None) -> datetime | None:
    """Return the start before the move; none when it moves back to where it was moved from."""
    return None if starts == held.moved_from else held.starts


def _free_number(sector_year: SectorYear, wanted: int | None) -> int:
    taken = set(Meeting.objects.in_year(sector_year).values_list("number", flat=True))
    free = next(number for number in count(1) if number not in taken)
    if wanted in taken:
        text = _("Number %(number)s of %(year)s is taken. The next free one is %(free)s.")
        known = {"number": wanted, "year": sector_year.year, "free": free}
        raise ValidationError({"number": text % known}, code="taken")
    return wanted or free


def _check_capacity(held: Meeting, capacity: int | None) -> None:
    if capacity is None or capacity == held.capacity:
        return
    coming = held.attendances.filter(response__in=TAKES_A_PLACE).count()
    if coming > capacity:
        text = ngettext(
            "%(number)s person comes already. Give at least that many places.",
            "%(number)s people come already. Give at least that many places.",
            coming,
        )
        raise ValidationError({"capacity": text % {"number": coming}}, code="full")
