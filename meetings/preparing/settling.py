"""How a meeting gets its topic: settled, opened again, or waived."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.backlog.acts import propose_topic, return_to_backlog
from meetings.backlog.feedback import tell_proposer
from meetings.backlog.words import why_closed
from meetings.locks import hold_meeting
from meetings.models import Meeting, Preparation, Topic
from meetings.models.topic import OPEN
from meetings.preparing.mails import tell_settled
from meetings.preparing.presenting import Choice, place_presenters
from meetings.preparing.standing_items import MEANT_TO_BE_HELD, lay_standing_items
from meetings.reporting.plain import to_rich_text
from members.dates import date_long
from members.models import Person, User
from sectors.models import Sector


@transaction.atomic
def settle_topic(*, meeting: Meeting, topic: Topic, presenters: list[Choice], by: User) -> Preparation:
    """Settle what a meeting is about and who presents; its title and summary follow, and those concerned are told.

    A topic that was to be its subject before goes back to the backlog. Raises ValidationError when somebody else
    settled or waived meanwhile, when the meeting is over or falls through, and when the topic is no longer open.
    """
    preparation = hold_undecided(meeting)
    with pghistory.context(user=by.pk):
        _schedule(preparation.meeting, topic, by)
        preparation.settled_at, preparation.settled_by = timezone.now(), _person(by)
        preparation.save(update_fields=["settled_at", "settled_by"])
        place_presenters(preparation.meeting, presenters, by=by)
        lay_standing_items(preparation.meeting)
        tell_settled(preparation.meeting, topic, by=by)
    return preparation


@transaction.atomic
def settle_new_topic(
    *, meeting: Meeting, sector: Sector, title: str, summary: str, presenters: list[Choice], by: User
) -> Preparation:
    """Settle a topic that is not on the backlog yet. Raises ValidationError as settling does, or for a double title."""
    hold_undecided(meeting)
    topic = propose_topic(sector=sector, title=title, summary=summary, by=by)
    return settle_topic(meeting=meeting, topic=topic, presenters=presenters, by=by)


@transaction.atomic
def reopen_preparation(*, meeting: Meeting, by: User) -> Preparation:
    """Open the choice again: the topic goes back to the backlog and presenters are told that they need not present.

    What is open already stays so. Raises ValidationError when the meeting is over or falls through.
    """
    preparation = hold_preparation(meeting)
    with pghistory.context(user=by.pk):
        if preparation.settled_at:
            _unschedule(preparation.meeting, by)
        preparation.settled_at = preparation.settled_by = preparation.waived_at = preparation.waived_by = None
        preparation.waived_reason = ""
        preparation.save()
        lay_standing_items(preparation.meeting)
        _lay_where_discussed(preparation)
    return preparation


@transaction.atomic
def waive_preparation(*, meeting: Meeting, reason: str, by: User) -> Preparation:
    """Say that a meeting needs no preparation, and why. Raises ValidationError as settling does."""
    preparation = hold_undecided(meeting)
    preparation.waived_at, preparation.waived_by, preparation.waived_reason = timezone.now(), _person(by), reason
    with pghistory.context(user=by.pk):
        preparation.save(update_fields=["waived_at", "waived_by", "waived_reason"])
        _lay_where_discussed(preparation)
    return preparation


def why_closed_for_good(meeting: Meeting) -> str:
    """Say why there is nothing left to prepare; nothing while there is."""
    if meeting.state not in MEANT_TO_BE_HELD:
        return _("This meeting does not take place, so there is nothing to prepare.")
    if meeting.starts and meeting.starts <= timezone.now():
        return _("This meeting has begun, so there is nothing left to prepare.")
    return ""


def hold_preparation(meeting: Meeting) -> Preparation:
    """Lock a meeting with its preparation; refuse when there is nothing left to prepare."""
    held = hold_meeting(meeting.pk)
    if closed := why_closed_for_good(held):
        raise ValidationError(closed, code="closed")
    preparation = Preparation.objects.select_for_update().get(meeting=held)
    preparation.meeting = held
    return preparation


def hold_undecided(meeting: Meeting) -> Preparation:
    """Lock it for who settles or waives; refuse when somebody did so already, and say who."""
    preparation = hold_preparation(meeting)
    held = preparation.meeting
    if preparation.settled_at:
        known = {"name": preparation.settled_by, "day": date_long(preparation.settled_at), "title": held.title}
        raise ValidationError(_("%(name)s settled the topic already, on %(day)s: %(title)s.") % known, code="settled")
    if preparation.waived_at:
        text = _("%(name)s said already that this meeting needs no preparation: %(reason)s")
        known = {"name": preparation.waived_by, "reason": preparation.waived_reason}
        raise ValidationError(text % known, code="waived")
    return preparation


def _schedule(meeting: Meeting, topic: Topic, by: User) -> None:
    for other in Topic.objects.filter(meeting=meeting, state=Topic.State.SCHEDULED).exclude(pk=topic.pk):
        return_to_backlog(topic=other, by=by)
    held = Topic.objects.select_for_update().get(pk=topic.pk)
    if held.state not in OPEN and held.meeting_id != meeting.pk:
        raise ValidationError({"topic": why_closed(held)}, code="closed")
    held.state, held.state_reason, held.meeting = Topic.State.SCHEDULED, "", meeting
    held.save(update_fields=["state", "state_reason", "meeting"])
    tell_proposer(topic=held, by=by)
    _write(meeting, held.title, to_rich_text(held.summary) or meeting.summary)


def _unschedule(meeting: Meeting, by: User) -> None:
    """Leave what somebody wrote about the meeting himself; what came from the topic goes with it."""
    summary = meeting.summary
    for topic in Topic.objects.filter(meeting=meeting, state=Topic.State.SCHEDULED):
        summary = "" if summary == to_rich_text(topic.summary) else summary
        return_to_backlog(topic=topic, by=by)
    place_presenters(meeting, [], by=by)
    _write(meeting, "", summary)


def _write(meeting: Meeting, title: str, summary: str) -> None:
    """Give the meeting its title and summary; who has a form of it open is told that it changed."""
    meeting.title, meeting.summary = title, summary
    meeting.version = F("version") + 1
    meeting.save(update_fields=["title", "summary", "version", "modified_at"])
    meeting.refresh_from_db(fields=["version"])


def _lay_where_discussed(preparation: Preparation) -> None:
    if preparation.discussed_in:
        lay_standing_items(preparation.discussed_in)


def _person(by: User) -> Person:
    return Person.objects.get(account=by)
