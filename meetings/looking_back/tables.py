"""Tables that a page prints and that come along as a file for a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.http import HttpResponse

from members.dates import date_plain
from members.transfer.cells import escaped, in_words


class Column(NamedTuple):
    """The head of a column; numbers stand to the right."""

    label: str
    is_number: bool = False


class Cell(NamedTuple):
    """What stands in a table: a text, a number, a day or nothing.

    `kind` makes it a badge, `is_content` says that an editor or a member wrote it, `short` is how the page prints it.
    """

    value: str | int | date | None
    url: str = ""
    kind: str = ""
    is_content: bool = False
    short: str = ""

    @property
    def text(self) -> str:
        """The value as the page prints it."""
        if self.value is None or self.short:
            return self.short or "–"
        return date_plain(self.value) if isinstance(self.value, date) else str(self.value)

    @property
    def machine(self) -> str:
        """The value of <time datetime> for a day, or nothing."""
        return self.value.isoformat() if isinstance(self.value, date) else ""

    @property
    def plain(self) -> str:
        """The value as a spreadsheet takes it, never as a formula."""
        if self.value is None:
            return ""
        return escaped(self.value) if isinstance(self.value, str) else in_words(self.value)


@dataclass(frozen=True)
class Table:
    """Rows under columns; the first cell names the row. `key` is the name of its file."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def lines(self) -> list[list[tuple[Cell, bool]]]:
        """The rows, each cell with whether it is in a column of numbers."""
        return [[(cell, column.is_number) for cell, column in zip(row, self.columns, strict=True)] for row in self.rows]


def csv_response(table: Table, name: str) -> HttpResponse:
    """Hand a table over as a file that a Dutch Excel opens as it is: semicolons, and UTF-8 that says so."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{table.key}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(column.label for column in table.columns)
    writer.writerows([cell.plain for cell in row] for row in table.rows)
    return response
