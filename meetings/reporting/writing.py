"""Writing minutes: what is noted, decided and taken up, each row stored apart, so that two can write at once.

A writer sends along the fingerprint of every row as he saw it. A row he left alone is left alone, whatever another
made of it meanwhile; a row that both changed is refused, and nothing is stored before he has seen the other's words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings.models import ActionItem, AgendaItem, Decision, Meeting, Minutes
from meetings.reporting.numbers import number_decisions
from meetings.reporting.plain import to_lines, to_rich_text
from meetings.reporting.standing import hold, why_not_written
from members.dates import date_plain
from members.models import User

Values = dict[str, str | int | date | None]
Row = AgendaItem | ActionItem | Decision | Minutes

INTRODUCTION, NOTE, DECISION, ACTION = "text", "note", "decision", "action"
MAIN_FIELD = {INTRODUCTION: "text", NOTE: "note", DECISION: "text", ACTION: "text"}


@dataclass(frozen=True, slots=True)
class Change:
    """What a writer makes of a row ("note-3", "decision-new"); `base` is the fingerprint of what he saw."""

    key: str
    values: Values = field(default_factory=dict)
    base: str = ""
    is_removed: bool = False

    @property
    def kind(self) -> str:
        """What sort of row it is."""
        return self.key.partition("-")[0]

    @property
    def is_new(self) -> bool:
        """Whether the row is to be made."""
        return self.key.endswith("-new")

    @property
    def words(self) -> str:
        """What it says."""
        return str(self.values.get(MAIN_FIELD[self.kind]) or "")


def rows_of(meeting: Meeting, minutes: Minutes) -> dict[str, Row]:
    """Return all rows that one writes in the minutes of a meeting, by the keys that forms know them by."""
    found: dict[str, Row] = {INTRODUCTION: minutes}
    found |= {f"{NOTE}-{item.pk}": item for item in meeting.agenda_items.all()}
    found |= {f"{DECISION}-{item.pk}": item for item in meeting.decisions.select_related("sector_year")}
    return found | {f"{ACTION}-{item.pk}": item for item in meeting.actions.select_related("owner")}


def values_of(row: Row) -> Values:
    """Return what one writes of a row, as a form gives it back."""
    if isinstance(row, Minutes):
        return {"text": to_lines(row.text)}
    if isinstance(row, AgendaItem):
        return {"note": _same_ends(row.note)}
    if isinstance(row, Decision):
        return {"text": _same_ends(row.text), "position": row.position}
    return {"text": row.text.strip(), "owner": row.owner_id, "due": row.due}


def fingerprint(values: Values) -> str:
    """Return a short text that differs when any of the values does."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:20]


@transaction.atomic
def write_minutes(*, meeting: Meeting, changes: Iterable[Change], by: User, remark: str = "") -> int:
    """Store what a writer changed and return in how many rows; `remark` says what, once the minutes are published.

    Raises ValidationError when the minutes cannot be written, and with the key of each row that another changed as
    well; its `params` then hold the new base. Nothing is stored in that case.
    """
    held = hold(meeting)
    if closed := why_not_written(held):
        raise ValidationError(closed, code="closed")
    rows = rows_of(held, held.minutes)
    due = [change for change in changes if _is_due(change, rows)]
    _refuse(due, rows, held.minutes, remark)
    with pghistory.context(user=by.pk):
        for change in due:
            _write(change, rows, held)
        if due and remark:
            note_correction(held.minutes, remark)
    return len(due)


def note_correction(minutes: Minutes, text: str) -> None:
    """Add a line to what was corrected after publication; the same line on the same day stands there once."""
    with translation.override(settings.LANGUAGE_CODE):
        line = f"{date_plain(timezone.localdate())}: {' '.join(text.split())}"
    lines = minutes.corrections.splitlines()
    if line not in lines:
        minutes.corrections = "\n".join([*lines, line])
        minutes.save()


def _same_ends(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _is_due(change: Change, rows: dict[str, Row]) -> bool:
    """Whether something is to be done: not for what the writer left alone, nor for what stands there already."""
    if change.is_new:
        return bool(change.words) and not _has_twin(change, rows)
    row = rows.get(change.key)
    if row is None:
        return bool(change.words) and not change.is_removed and fingerprint(change.values) != change.base
    return change.is_removed or fingerprint(change.values) not in {change.base, fingerprint(values_of(row))}


def _has_twin(change: Change, rows: dict[str, Row]) -> bool:
    """Whether a row to be made is there: sent twice, or written by two at once."""
    there = [values_of(row) for key, row in rows.items() if key.startswith(f"{change.kind}-")]
    return any(change.values.items() <= values.items() for values in there)


def _refuse(due: list[Change], rows: dict[str, Row], minutes: Minutes, remark: str) -> None:
    errors: dict[str, Any] = {change.key: error for change in due if (error := _clash(change, rows))}
    if minutes.published_at and due and not remark:
        errors["remark"] = ValidationError(_("Say what you changed: these minutes are published."), code="required")
    for change in due:
        if minutes.published_at and change.is_removed:
            told = _("Published minutes keep what they hold. Say in a new row that this no longer holds.")
            errors[change.key] = ValidationError(told, code="published")
    if errors:
        raise ValidationError(errors)


def _clash(change: Change, rows: dict[str, Row]) -> ValidationError | None:
    if change.is_new:
        return None
    row = rows.get(change.key)
    if row is None:
        told = _("Someone removed this meanwhile. Put your text elsewhere and empty this field.")
        return ValidationError(told, code="removed", params={"base": change.base})
    current = values_of(row)
    if fingerprint(current) == change.base:
        return None
    told = _("Someone else changed this meanwhile. It now says: “%(text)s”. Save again to put yours in its place.")
    return ValidationError(told, code="stale", params={"text": _told(row), "base": fingerprint(current)})


def _told(row: Row) -> str:
    """Write a row in words, for who is to compare it with his own."""
    if isinstance(row, ActionItem):
        parts = (row.text, str(row.owner or ""), date_plain(row.due) if row.due else "")
        return ", ".join(part for part in parts if part)
    if isinstance(row, Decision):
        return f"{row.position}. {row.text}"
    return str(next(iter(values_of(row).values())))


def _write(change: Change, rows: dict[str, Row], held: Meeting) -> None:
    if change.is_new:
        _record(change, held)
    elif change.is_removed:
        rows[change.key].delete()
    else:
        _store(rows[change.key], change.values)


def _store(row: Row, values: Values) -> None:
    if isinstance(row, Minutes):
        row.text = to_rich_text(str(values["text"]))
    elif isinstance(row, ActionItem):
        row.text, row.owner_id, row.due = values["text"], values["owner"], values["due"]  # type: ignore[assignment]
    else:
        for name, value in values.items():
            setattr(row, name, value)
    row.save(update_fields=list(values) if row.pk else None)


def _record(change: Change, held: Meeting) -> None:
    if change.kind == ACTION:
        _store(ActionItem(meeting=held), change.values)
        return
    last = held.decisions.order_by("position").last()
    decision = Decision.objects.create(meeting=held, text=change.words, position=last.position + 1 if last else 1)
    number_decisions([decision], sector_year=held.sector_year)
