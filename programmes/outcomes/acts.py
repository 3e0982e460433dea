"""What is done with outcomes and workstreams: they come, change, move and go; a workstream reaches stages.

Each act locks the programme first, so that what stands below it changes one act at a time. A change of words names by
a mark what it began from: of two people at once, nobody's work is lost.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from programmes.models import Outcome, Programme, StageChange, Workstream

Row = TypeVar("Row", Outcome, Workstream)

OUTCOME_WORDS = ("title", "text", "still_open")
STREAM_WORDS = ("title", "text", "lead_id")


class ChangedMeanwhileError(ValidationError):
    """Somebody else changed it since the form was made."""


def mark_of(row: Outcome | Workstream) -> str:
    """Return a mark of what an outcome or a workstream says, wherever it stands."""
    names = OUTCOME_WORDS if isinstance(row, Outcome) else STREAM_WORDS
    return _mark(*(getattr(row, name) for name in names))


@transaction.atomic
def add_outcome(*, programme: Programme, title: str, text: str, still_open: str, by: User) -> Outcome:
    """Put an outcome at the end. The same one once more, as long as it is the last, is there already."""
    rows = Outcome.objects.filter(programme=_hold(programme.pk))
    last = rows.last()
    if last and mark_of(last) == _mark(title, text, still_open):
        return last
    with pghistory.context(user=by.pk):
        return rows.create(
            programme_id=programme.pk, title=title, text=text, still_open=still_open, position=_next_place(rows)
        )


@transaction.atomic
def change_outcome(*, outcome: Outcome, title: str, text: str, still_open: str, mark: str, by: User) -> Outcome:
    """Change what an outcome says. Raises ChangedMeanwhileError."""
    _hold(outcome.programme_id)
    held = _again(Outcome.objects.filter(pk=outcome.pk))
    return _rewrite(held, {"title": title, "text": text, "still_open": still_open}, mark, by)


@transaction.atomic
def remove_outcome(*, outcome: Outcome, by: User) -> None:
    """Remove an outcome; the history keeps it. Raises ValidationError while there is work under it."""
    _hold(outcome.programme_id)
    held = Outcome.objects.filter(pk=outcome.pk).first()
    if held is None:
        return
    if held.workstreams.exists():
        raise ValidationError(_("There are workstreams under this outcome. Remove those first."), code="in_use")
    with pghistory.context(user=by.pk):
        held.delete()


@transaction.atomic
def move_outcome(*, outcome: Outcome, place: int, by: User) -> None:
    """Move an outcome to a place among the others, counted from 1; beyond the ends it stops there."""
    _hold(outcome.programme_id)
    _move(list(Outcome.objects.filter(programme=outcome.programme_id)), outcome, place, by)


@transaction.atomic
def add_workstream(
    *, outcome: Outcome, title: str, text: str, lead: int | None, stage: str, reached_on: date | None, by: User
) -> Workstream:
    """Put a workstream at the end, at its first stage. The same one once more is there already."""
    _hold(outcome.programme_id)
    rows = Workstream.objects.filter(outcome=_again(Outcome.objects.filter(pk=outcome.pk)))
    last = rows.last()
    if last and mark_of(last) == _mark(title, text, lead):
        return last
    _check_past(reached_on)
    with pghistory.context(user=by.pk):
        stream = rows.create(
            outcome=outcome, title=title, text=text, lead_id=lead, stage=stage, position=_next_place(rows)
        )
        StageChange.objects.create(workstream=stream, stage=stage, reached_on=reached_on)
    return stream


@transaction.atomic
def change_workstream(
    *, stream: Workstream, title: str, text: str, lead: int | None, mark: str, by: User
) -> Workstream:
    """Change what a workstream says and who leads it. Raises ChangedMeanwhileError."""
    _hold(stream.outcome.programme_id)
    held = _again(Workstream.objects.filter(pk=stream.pk))
    return _rewrite(held, {"title": title, "text": text, "lead_id": lead}, mark, by)


@transaction.atomic
def remove_workstream(*, stream: Workstream, by: User) -> None:
    """Remove a workstream; the history keeps it. Raises ValidationError when it was handed over, or is about to be."""
    _hold(stream.outcome.programme_id)
    held = Workstream.objects.filter(pk=stream.pk).first()
    if held is None:
        return
    if held.handovers.exists():
        raise ValidationError(_("There is a handover of this workstream, so it stays on record."), code="in_use")
    with pghistory.context(user=by.pk):
        held.delete()


@transaction.atomic
def move_workstream(*, stream: Workstream, place: int, by: User) -> None:
    """Move a workstream to a place under its outcome, counted from 1; beyond the ends it stops there."""
    _hold(stream.outcome.programme_id)
    _move(list(Workstream.objects.filter(outcome=stream.outcome_id)), stream, place, by)


@transaction.atomic
def reach_stage(*, stream: Workstream, stage: str, reached_on: date | None, note: str, by: User) -> StageChange:
    """Note that a workstream reached a stage. It shows the stage that is the latest by day.

    The same note once more is there already. Raises ValidationError for a day ahead and for a stage it stands at.
    """
    _hold(stream.outcome.programme_id)
    held = _again(Workstream.objects.filter(pk=stream.pk))
    _check_past(reached_on)
    changes = StageChange.objects.filter(workstream=held)
    if again := changes.filter(stage=stage, reached_on=reached_on, note=note).first():
        return again
    latest = changes.last()
    if stage == held.stage and (latest is None or not _lies_before(reached_on, latest.reached_on)):
        raise ValidationError({"stage": _("The workstream is at this stage already.")}, code="same")
    with pghistory.context(user=by.pk):
        if latest is None:  # the stage it had so far, from an unknown day
            StageChange.objects.create(workstream=held, stage=held.stage)
        made = StageChange.objects.create(workstream=held, stage=stage, reached_on=reached_on, note=note)
        held.stage = (changes.last() or made).stage
        held.save(update_fields=["stage"])
    return made


def _hold(programme: int) -> Programme:
    """Lock the programme, so that what stands below it changes one act at a time."""
    return Programme.objects.select_for_update().get(pk=programme)


def _again(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise ValidationError(_("Somebody removed this meanwhile."), code="gone")
    return found


def _rewrite(held: Row, words: dict[str, Any], mark: str, by: User) -> Row:
    if mark_of(held) == _mark(*words.values()):
        return held
    if mark != mark_of(held):
        told = _("Somebody changed this meanwhile. It is now called “%(title)s”. Save once more to keep your words.")
        raise ChangedMeanwhileError(told % {"title": held.title}, code="changed")
    for name, value in words.items():
        setattr(held, name, value)
    with pghistory.context(user=by.pk):
        held.save(update_fields=[name.removesuffix("_id") for name in words])
    return held


def _move(rows: list[Row], row: Row, place: int, by: User) -> None:
    if row not in rows:
        return
    rows.remove(row)
    rows.insert(max(0, place - 1), row)
    with pghistory.context(user=by.pk):
        for position, each in enumerate(rows, start=1):
            if each.position != position:
                type(each)._default_manager.filter(pk=each.pk).update(position=position)


def _next_place(rows: QuerySet[Any]) -> int:
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _check_past(day: date | None) -> None:
    if day and day > timezone.localdate():
        raise ValidationError({"reached_on": _("This day lies ahead. Note a stage once it is reached.")}, code="ahead")


def _lies_before(day: date | None, other: date | None) -> bool:
    """Whether a day lies before another; an unknown one lies before all."""
    return (day or date.min) < (other or date.min)


def _mark(*values: object) -> str:
    return sha256(repr(values).encode()).hexdigest()[:16]
