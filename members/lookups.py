"""References in forms of many rows: looked up for all rows at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.forms import BaseInlineFormSet, ModelChoiceField, ModelForm, MultiWidget
from django.utils.translation import gettext as _


class LookupField(ModelChoiceField):
    """A reference that was looked up beforehand, together with those of the other rows."""

    known: dict[str, Model] | None = None

    def know(self, known: dict[str, Model]) -> None:
        """Take over what was looked up, for reading the field and for showing it."""
        self.known = known
        widget: Any = getattr(self.widget, "widget", self.widget)
        widget.known = known

    def to_python(self, value: Any) -> Model | None:
        """Return the row for a key; what was not looked up is asked for by itself."""
        if self.known is not None and str(value) in self.known:
            return self.known[str(value)]
        found: Model | None = super().to_python(value)
        return found


class RowForm(ModelForm):
    """One of many rows: what nobody touched is not judged again."""

    def _post_clean(self) -> None:
        if self.instance.pk is None or self.has_changed():
            super()._post_clean()  # type: ignore[misc]  # Django's hook for the model's own rules


class NamedForm(ModelForm):
    """A row of a table, whose fields have no label beside them: each one's name says the column and the row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_fields(self)


def name_fields(form: Any) -> None:
    """Give the fields of a row in a table names for who cannot see the table."""
    row = f", {form.instance}" if form.instance.pk else ""
    for field in form.fields.values():
        if field.widget.is_hidden:
            continue
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, MultiWidget):
            name_parts(widget, f"{field.label}{row}")
        else:
            widget.attrs["aria-label"] = f"{field.label}{row}"


def name_parts(moment: MultiWidget, name: str) -> None:
    """Give the day and the time of a moment names of their own."""
    for widget, part in zip(moment.widgets, (_("day"), _("time")), strict=True):
        widget.attrs["aria-label"] = f"{name}, {part}"


class RowFormSet(BaseInlineFormSet):
    """Many rows whose references cost one query per column."""

    in_table = False
    _pk_field: Any  # set by Django for every form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._lookups: dict[str, dict[str, Model]] = {}
        super().__init__(*args, **kwargs)

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        """Hand each reference of the row what was looked up for its column."""
        super().add_fields(form, index)
        self._know_key(form)
        for name, field in form.fields.items():
            if isinstance(field, LookupField) and name != self._pk_field.name:
                if name not in self._lookups:
                    self._lookups[name] = self._look_up(name, field)
                field.know(self._lookups[name])
        if self.in_table:
            name_fields(form)

    def _know_key(self, form: ModelForm) -> None:
        """Have the hidden key of the row read without asking for that row once more."""
        name = self._pk_field.name
        key = form.fields[name]
        if isinstance(key, ModelChoiceField):
            known = LookupField(key.queryset, initial=key.initial, required=False, widget=key.widget)
            known.know({str(row.pk): row for row in self.get_queryset()})
            form.fields[name] = known

    def _look_up(self, name: str, field: LookupField) -> dict[str, Model]:
        rows = (getattr(row, name, None) for row in self.get_queryset())
        known = {str(row.pk): row for row in rows if row is not None}
        given = {str(self.data.get(f"{self.prefix}-{number}-{name}")) for number in self._numbers()}
        missing = [key for key in given - known.keys() if key.isdecimal()]
        if missing and field.queryset is not None:
            known |= {str(key): row for key, row in field.queryset.in_bulk(missing).items()}
        return known

    def _numbers(self) -> range:
        return range(self.total_form_count() if self.is_bound else 0)
