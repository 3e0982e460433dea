"""What is done with an agenda: items come, change, move and go; of two people at once nobody's work is lost."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Meeting
from members.models import User


class AgendaChangedError(ValidationError):
    """Somebody else changed it since the form was made."""


def order_of(items: Iterable[AgendaItem]) -> str:
    """Return a mark of which items there are, in which order."""
    return _mark(*(item.pk for item in items))


def mark_of(item: AgendaItem) -> str:
    """Return a mark of what an item says, wherever it stands."""
    return _mark(item.title, item.minutes, item.presenter_id)


def why_no_agenda(meeting: Meeting) -> str:
    """Say why an agenda does not change any more; nothing while it does."""
    if meeting.state in {Meeting.State.CANCELLED, Meeting.State.NOT_HELD}:
        return _("This meeting is not held, so its agenda does not change.")
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.final_at is not None:
        return _("The minutes of this meeting are final, so its agenda does not change.")
    return ""


@transaction.atomic
def add_item(
    *, meeting: Meeting, title: str, minutes: int | None, presenter: int | None, order: str, by: User
) -> AgendaItem:
    """Put an item at the end, before preparing the next meeting when that is the last one.

    The same item from a form that is out of date is there already: somebody sent it twice.
    """
    items = _hold(meeting)
    given = {"title": title, "minutes": minutes, "presenter_id": presenter}
    if order != order_of(items):
        for item in items:
            if mark_of(item) == _mark(title, minutes, presenter):
                return item
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    with pghistory.context(user=by.pk):
        added = AgendaItem.objects.create(meeting=meeting, position=last + 1, **given)
        if items and items[-1].kind == AgendaItem.Kind.NEXT_MEETING:
            _lay([*items[:-1], added, items[-1]])
    return added


@transaction.atomic
def change_item(
    *, item: AgendaItem, title: str, minutes: int | None, presenter: int | None, mark: str, by: User
) -> AgendaItem:
    """Change what an item says. Raises AgendaChangedError when it no longer says what `mark` stands for."""
    held = _held_item(item)
    if mark_of(held) == _mark(title, minutes, presenter):
        return held
    if mark != mark_of(held):
        raise AgendaChangedError(_("Somebody changed this item meanwhile. It now says: %(now)s") % {"now": _said(held)})
    held.title, held.minutes, held.presenter_id = title, minutes, presenter
    with pghistory.context(user=by.pk):
        held.save(update_fields=["title", "minutes", "presenter"])
    return held


@transaction.atomic
def move_item(*, item: AgendaItem, position: int, order: str, by: User) -> None:
    """Move an item to a place, counted from 1; beyond the ends it stops there.

    Raises AgendaChangedError when the items no longer stand as `order` says.
    """
    items = _hold(item.meeting)
    if order != order_of(items) or item not in items:
        raise AgendaChangedError(_("The agenda changed meanwhile. Here is how it is now; nothing is moved."))
    items.remove(item)
    items.insert(max(0, position - 1), item)
    with pghistory.context(user=by.pk):
        _lay(items)


@transaction.atomic
def remove_item(*, item: AgendaItem, mark: str, by: User) -> None:
    """Take an item off the agenda; the history keeps it.

    Raises ValidationError for what stands there by itself, what has a note, and what somebody changed meanwhile.
    """
    held = _held_item(item)
    if held.kind != AgendaItem.Kind.ORDINARY:
        raise ValidationError(_("This item stands on the agenda by itself. You can move it and change its title."))
    if held.note:
        raise ValidationError(_("There is a note with this item for the minutes, so it stays on the agenda."))
    if mark != mark_of(held):
        raise AgendaChangedError(_("Somebody changed this item meanwhile. It now says: %(now)s") % {"now": _said(held)})
    with pghistory.context(user=by.pk):
        held.delete()


def _hold(meeting: Meeting) -> list[AgendaItem]:
    """Lock the meeting, so that its agenda changes one act at a time, and return the items as they are now."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("minutes").get(pk=meeting.pk)
    if closed := why_no_agenda(held):
        raise ValidationError(closed, code="closed")
    return list(AgendaItem.objects.filter(meeting=held))


def _held_item(item: AgendaItem) -> AgendaItem:
    found = next((held for held in _hold(item.meeting) if held == item), None)
    if found is None:
        raise ValidationError(_("This item is not on the agenda any more."), code="gone")
    return found


def _lay(items: list[AgendaItem]) -> None:
    """Write positions from 1, of those that stand elsewhere only."""
    for position, item in enumerate(items, start=1):
        if item.position != position:
            AgendaItem.objects.filter(pk=item.pk).update(position=position)


def _said(item: AgendaItem) -> str:
    minutes = _("%(number)s minutes") % {"number": item.minutes} if item.minutes else ""
    return ", ".join(filter(None, [f"“{item.title}”", minutes, str(item.presenter or "")]))


def _mark(*values: object) -> str:
    return sha256(repr(values).encode()).hexdigest()[:16]
