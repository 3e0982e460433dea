"""Reads a sheet into rows of a model: tries all of it first, and stores all of it or nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import Result, RowResult
from tablib import Dataset

from members.bulk import TAKEN_MEANWHILE
from members.transfer.cells import Cell, folded, in_every_language
from members.transfer.sheets import Sheet

REPEATED = _("Row %(row)d of the file is about the same one.")
Change = tuple[str, str, str]


class Changes:
    """What a row would change: label, old and new text of each column (a Diff to the library)."""

    def __init__(self, table: Table, instance: models.Model, new: bool) -> None:  # noqa: FBT001 - the library's signature
        self.labels = table.labels()
        self.before = {} if new else self._texts(table, instance)
        self.after: dict[str, str] = {}

    def compare_with(self, table: Table, instance: models.Model) -> None:
        self.after = self._texts(table, instance)

    def as_html(self) -> list[Change]:
        """Return the columns that differ; nothing here is HTML."""
        pairs = ((name, self.before.get(name, ""), text) for name, text in self.after.items())
        return [(self.labels[name], before, after) for name, before, after in pairs if before != after]

    def _texts(self, table: Table, instance: models.Model) -> dict[str, str]:
        return {name: column.export(instance) for name, column in table.fields.items()}


class Table(Resource):
    """A sheet of one model: its columns, which it must have, and how its rows find theirs.

    A subclass says in `match` which stored row a row is about, and in `identities` what no two rows may share.
    """

    fields: dict[str, Cell]
    required: ClassVar[set[str]] = set()

    class Meta:
        instance_loader_class = BaseInstanceLoader  # match() finds the rows
        import_id_fields: ClassVar[list[str]] = []
        use_transactions = True
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        super().__init__()
        self.numbers = list(numbers)
        self.seen: dict[Hashable, int] = {}

    def labels(self) -> dict[str, str]:
        """Return the headers by name, in the language of the page."""
        options = self._meta.model._meta
        return {name: str(capfirst(options.get_field(name).verbose_name)) for name in self.fields}

    def match(self, row: Mapping[str, Any]) -> models.Model | None:
        """Return the stored row that a row of the sheet is about; ValidationError when that is unclear."""
        raise NotImplementedError

    def identities(self, row: Mapping[str, Any]) -> list[Hashable]:
        """Return what tells a row from all others in the file."""
        raise NotImplementedError

    def value(self, name: str, row: Mapping[str, Any]) -> Any:
        """Return a cell as the model has it; None when it is wrong, which is reported elsewhere, or missing."""
        try:
            return self.fields[name].clean(row) if name in row else None
        except ValueError:
            return None

    def before_import_row(self, row: Mapping[str, Any], **kwargs: Any) -> None:
        """Refuse a row that says something of what an earlier row is about."""
        number = self.numbers[kwargs["row_number"] - 1]
        for identity in self.identities(row):
            if self.seen.setdefault(identity, number) != number:
                raise ValidationError(REPEATED, params={"row": self.seen[identity]})

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> models.Model | None:
        return self.match(row)

    def init_instance(self, row: Mapping[str, Any] | None = None) -> models.Model:
        row_of_model: models.Model = self._meta.model()
        return row_of_model

    @classmethod
    def get_diff_class(cls) -> type[Changes]:
        return Changes

    def get_diff_headers(self) -> list[str]:
        return []


@dataclass(frozen=True)
class Line:
    """A row of the report: its number in the file, the verdict, what it is about, and what changes or is wrong."""

    number: int
    verdict: str
    label: str
    about: str
    changes: list[Change]
    wrong: list[tuple[str, str]]


@dataclass(frozen=True)
class Report:
    """What a sheet would do, or did."""

    lines: list[Line]
    counts: dict[str, int]
    note: str
    left_alone: list[str]

    @property
    def is_wrong(self) -> bool:
        return bool(self.counts["wrong"])

    @property
    def changes_something(self) -> bool:
        return bool(self.counts["new"] or self.counts["changed"])


VERDICTS = {
    "new": _("New"),
    "changed": _("Changed"),
    "unchanged": _("Unchanged"),
    "wrong": _("Wrong"),
}
OF_THE_LIBRARY = {
    RowResult.IMPORT_TYPE_NEW: "new",
    RowResult.IMPORT_TYPE_UPDATE: "changed",
    RowResult.IMPORT_TYPE_SKIP: "unchanged",
}


def read_in(table_class: type[Table], sheet: Sheet, *, known: Iterable[str], store: bool) -> tuple[Report, Result]:
    """Read a sheet in, and store it when asked and no row is wrong; `known` are headers of the export.

    ValidationError says what is wrong with the header.
    """
    columns, left_alone = _columns(table_class(), sheet.header, known)
    table = table_class(number for number, _cells in sheet.rows)
    data = Dataset(headers=list(columns))
    for _number, cells in sheet.rows:
        data.append([cells[place] if place < len(cells) else "" for place in columns.values()])
    result = table.import_data(data, dry_run=not store, use_transactions=True, rollback_on_validation_errors=True)
    for error in result.base_errors:
        raise error.error
    return _report(table, result, sheet, left_alone), result


def _columns(table: Table, header: list[str], known: Iterable[str]) -> tuple[dict[str, int], list[str]]:
    """Return the place of each column, and the headers of the export that are no column here."""
    names = {spelling: name for name in table.fields for spelling in _spellings(table, name)}
    told = {folded(text) for text in known}
    places: dict[str, int] = {}
    left_alone: list[str] = []
    unknown: list[str] = []
    repeated: list[str] = []
    for place, text in enumerate(header):
        name = names.get(folded(text))
        if name is None and text:
            (left_alone if folded(text) in told else unknown).append(text)
        elif name in places:
            repeated.append(text)
        elif name is not None:
            places[name] = place
    _refuse_header(table, unknown, repeated, table.required - places.keys())
    return places, left_alone


def _refuse_header(table: Table, unknown: list[str], repeated: list[str], missing: set[str]) -> None:
    labels = table.labels()
    complaints = (
        (_("Columns that are missing: %(names)s."), [labels[name] for name in labels if name in missing]),
        (_("Columns that are not known: %(names)s."), unknown),
        (_("Columns that stand there twice: %(names)s."), repeated),
    )
    said = [str(text) % {"names": ", ".join(names)} for text, names in complaints if names]
    if said:
        said.append(gettext("These can be there: %(names)s.") % {"names": ", ".join(labels.values())})
        raise ValidationError(" ".join(said))


def _spellings(table: Table, name: str) -> set[str]:
    return {folded(name), *in_every_language(table._meta.model._meta.get_field(name).verbose_name)}


def _report(table: Table, result: Result, sheet: Sheet, left_alone: list[str]) -> Report:
    labels = table.labels()
    lines = []
    for row, (number, cells) in zip(result.rows, sheet.rows, strict=True):
        verdict = OF_THE_LIBRARY.get(row.import_type, "wrong")
        about = row.object_repr or next((str(cell) for cell in cells if cell != ""), "")
        changes = row.diff if verdict in ("new", "changed") else []
        lines.append(Line(number, verdict, str(VERDICTS[verdict]), about, changes, _wrong(row, labels)))
    counts = {verdict: sum(line.verdict == verdict for line in lines) for verdict in VERDICTS}
    lines.sort(key=lambda line: line.verdict != "wrong")
    return Report(lines, counts, sheet.note, left_alone)


def _wrong(row: RowResult, labels: dict[str, str]) -> list[tuple[str, str]]:
    """Return label and message of everything wrong with a row. A fault of ours is not hidden among them."""
    for error in row.errors:
        if not isinstance(error.error, DatabaseError):
            raise error.error
        return [("", str(TAKEN_MEANWHILE))]
    if row.validation_error is None:
        return []
    if not hasattr(row.validation_error, "error_dict"):
        return [("", text) for text in row.validation_error.messages]
    told = row.validation_error.message_dict.items()
    return [
        ("" if name == NON_FIELD_ERRORS else labels.get(name, name), text) for name, texts in told for text in texts
    ]
