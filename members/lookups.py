"""References in forms of many rows: looked up for all rows at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.forms import BaseInlineFormSet, Form, ModelChoiceField, ModelForm


class LookupField(ModelChoiceField):
    """A reference that was looked up beforehand, together with those of the other rows."""

    known: dict[str, Model] | None = None

    def know(self, known: dict[str, Model]) -> None:
        """Take over what was looked up, for reading the field and for showing it."""
        self.known = known
        getattr(self.widget, "widget", self.widget).known = known

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
        getattr(field.widget, "widget", field.widget).attrs["aria-label"] = f"{field.label}{row}"


class RowFormSet(BaseInlineFormSet):
    """Many rows whose references cost one query per column."""

    in_table = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._lookups: dict[str, dict[str, Model]] = {}
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Form, index: int | None) -> None:
        """Hand each reference of the row what was looked up for its column."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if isinstance(field, LookupField):
                if name not in self._lookups:
                    self._lookups[name] = self._look_up(name, field)
                field.know(self._lookups[name])
        if self.in_table:
            name_fields(form)

    def _look_up(self, name: str, field: LookupField) -> dict[str, Model]:
        rows = (getattr(row, name, None) for row in self.get_queryset())
        known = {str(row.pk): row for row in rows if row is not None}
        given = {str(self.data.get(f"{self.prefix}-{number}-{name}")) for number in self._numbers()}
        missing = [key for key in given - known.keys() if key.isdecimal()]
        return known | {str(key): row for key, row in field.queryset.in_bulk(missing).items()} if missing else known

    def _numbers(self) -> range:
        return range(self.total_form_count() if self.is_bound else 0)
