"""Who presents at a meeting: chosen, asked, and what they answer."""

from __future__ import annotations

from typing import NamedTuple

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Meeting, Presenter
from meetings.preparing.mails import ask_presenter, release_presenter, tell_presenter_answered
from meetings.preparing.standing_items import lay_standing_items
from members.models import Organisation, Person, User


class Choice(NamedTuple):
    """Who is to present: a person, with the organisation of this moment, or only an organisation."""

    person: Person | None
    organisation: Organisation | None


def place_presenters(meeting: Meeting, chosen: list[Choice], *, by: User) -> None:
    """Make these the presenters: who is new is asked, who is no longer among them is told, who stays keeps his answer.

    Who declined and is chosen again is asked again. Call it in a transaction that holds the meeting.
    """
    wanted = {_key(choice.person, choice.organisation): choice for choice in chosen}
    for presenter in meeting.presenters.select_related("person", "organisation", "meeting"):
        key = _key(presenter.person, presenter.organisation)
        if key in wanted and not presenter.declined_at:
            del wanted[key]
        else:
            release_presenter(presenter, by=by)
            presenter.delete()
    for choice in wanted.values():
        given = {"meeting": meeting, "person": choice.person, "organisation": choice.organisation}
        ask_presenter(Presenter.objects.create(**given), topic=meeting.title)


@transaction.atomic
def change_presenters(*, meeting: Meeting, presenters: list[Choice], by: User) -> None:
    """Choose others to present at a meeting to come. Raises ValidationError once it has begun or falls through."""
    held = _hold_coming(meeting)
    with pghistory.context(user=by.pk):
        place_presenters(held, presenters, by=by)
        lay_standing_items(held)


@transaction.atomic
def answer_presenter(*, presenter: Presenter, confirms: bool, by: User) -> Presenter:
    """Note whether a presenter will present, and tell who leads; the same answer again changes and tells nothing.

    Raises ValidationError once the meeting has begun or falls through.
    """
    meeting = _hold_coming(presenter.meeting)
    held = Presenter.objects.select_for_update().get(pk=presenter.pk)
    if confirms == bool(held.confirmed_at) and confirms != bool(held.declined_at):
        return held
    held.confirmed_at, held.declined_at = (timezone.now(), None) if confirms else (None, timezone.now())
    with pghistory.context(user=by.pk):
        held.save(update_fields=["confirmed_at", "declined_at"])
        lay_standing_items(meeting)
    tell_presenter_answered(held, by=by)
    return held


def why_not_answered(meeting: Meeting) -> str:
    """Say why presenters of a meeting can no longer answer; nothing when they can."""
    if meeting.state not in (Meeting.State.DRAFT, Meeting.State.SCHEDULED):
        return _("This meeting does not take place, so no answer is needed.")
    if meeting.starts and meeting.starts <= timezone.now():
        return _("This meeting has begun, so answers can no longer change.")
    return ""


def _hold_coming(meeting: Meeting) -> Meeting:
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if closed := why_not_answered(held):
        raise ValidationError(closed, code="closed")
    return held


def _key(person: Person | None, organisation: Organisation | None) -> tuple[str, int]:
    return ("person", person.pk) if person else ("organisation", organisation.pk if organisation else 0)
