"""The sheet one writes minutes on: a small form for each row, on one page, sent together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise

from meetings.models import ActionItem, AgendaItem, Decision, Meeting
from meetings.reporting.forms import ActionItemForm, DecisionForm, NoteForm, RemarkForm, RowForm, TextForm
from meetings.reporting.numbers import number_text
from meetings.reporting.owners import possible_owners
from meetings.reporting.plain import loses_layout
from meetings.reporting.standing import minutes_of
from meetings.reporting.writing import ACTION, DECISION, INTRODUCTION, NOTE, Change, fingerprint, rows_of, values_of

SENT = re.compile(r"(text|(note|decision|action)-(\d{1,9}|new))-base")


class Sheet:
    """All that one writes of a meeting; `data` is what was sent, None for a fresh page."""

    def __init__(self, meeting: Meeting, data: QueryDict | None = None, *, remark: str = "") -> None:
        """Make the forms of the rows that are there, and of those that were sent and are there no more."""
        self.meeting = meeting
        self.minutes = minutes_of(meeting)
        self.data = data.copy() if data is not None else None
        self.rows = rows_of(meeting, self.minutes)
        self.remark = RemarkForm(self.data, initial={"remark": remark})
        self.errors: list[str | Promise] = []
        keys = dict.fromkeys([*self.rows, f"{DECISION}-new", f"{ACTION}-new", *self._sent()])
        self.forms = {key: self._form(key) for key in keys}

    @property
    def loses_layout(self) -> bool:
        """Whether the introduction has layout that is lost once someone changes it here."""
        return loses_layout(self.minutes.text)

    @property
    def introduction(self) -> RowForm:
        """The form of what introduces the minutes."""
        return self.forms[INTRODUCTION]

    @property
    def notes(self) -> list[RowForm]:
        """The forms of the agenda's items."""
        return list(self._of(NOTE))

    @property
    def decisions(self) -> list[RowForm]:
        """The forms of decisions, the new one last."""
        return sorted(self._of(DECISION), key=lambda form: form.key.endswith("-new"))

    @property
    def actions(self) -> list[RowForm]:
        """The forms of actions, the new one last."""
        return sorted(self._of(ACTION), key=lambda form: form.key.endswith("-new"))

    @property
    def troubled(self) -> list[tuple[str, str, str]]:
        """The id, the label and the error of each field that is not right yet."""
        forms = [*self.forms.values(), self.remark]
        fields = [field for form in forms if form.is_bound for field in form.visible_fields()]
        return [(field.auto_id, str(field.label), str(error)) for field in fields for error in field.errors]

    def is_valid(self) -> bool:
        """Judge every form that was sent."""
        bound = [form for form in (*self.forms.values(), self.remark) if form.is_bound]
        return not [form for form in bound if not form.is_valid()]  # every one, so that each shows its errors

    def changes(self) -> list[Change]:
        """Return what was sent, row by row; only of a valid sheet."""
        return [form.change() for form in self.forms.values() if form.is_bound]

    def refuse(self, error: ValidationError) -> None:
        """Tell why nothing was stored, on the rows it is about; sent again, their words stand over what is there."""
        if not hasattr(error, "error_dict"):
            self.errors += error.messages
            return
        for key, errors in error.error_dict.items():
            for each in errors:
                self._tell(key, each)

    def _tell(self, key: str, error: ValidationError) -> None:
        if key == "remark":
            self.remark.add_error("remark", error)
            return
        form = self.forms[key]
        form.add_error(form.main, error)
        if self.data is not None and error.params:
            self.data[f"{key}-base"] = error.params["base"]

    def _of(self, kind: str) -> Iterator[RowForm]:
        return (form for key, form in self.forms.items() if key.startswith(f"{kind}-"))

    def _sent(self) -> list[str]:
        return [name.removesuffix("-base") for name in self.data or () if SENT.fullmatch(name)]

    def _form(self, key: str) -> RowForm:
        """Bind the form of a row when it was sent; a row that another added meanwhile was not."""
        row = self.rows.get(key)
        values = values_of(row) if row else {}
        data = self.data if self.data is not None and f"{key}-base" in self.data else None
        given: dict[str, Any] = {
            "data": data,
            "prefix": key,
            "initial": {**values, "base": fingerprint(values) if row else ""},
        }
        if key == INTRODUCTION:
            return TextForm(**given)
        if key.startswith(NOTE):
            return NoteForm(title=row.title if isinstance(row, AgendaItem) else "", **given)
        given |= {"is_new": key.endswith("-new"), "may_remove": not self.minutes.published_at}
        if key.startswith(DECISION):
            return DecisionForm(label=_label(row) if isinstance(row, Decision) else "", **given)
        return ActionItemForm(owners=self._owners(row), first_day=self._first_day, **given)

    def _owners(self, row: object) -> list[tuple[int, str]]:
        """Offer the owner an action has as well, whatever became of him."""
        owner = row.owner if isinstance(row, ActionItem) else None
        known = owner is None or any(owner.pk == pk for pk, _name in self._people)
        return self._people if owner is None or known else [*self._people, (owner.pk, owner.name)]

    @cached_property
    def _people(self) -> list[tuple[int, str]]:
        return possible_owners(self.meeting)

    @cached_property
    def _first_day(self) -> date:
        return timezone.localdate(self.meeting.starts)


def _label(decision: Decision) -> str:
    return number_text(decision.sector_year.year if decision.sector_year else None, decision.number)
