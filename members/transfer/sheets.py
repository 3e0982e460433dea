"""Sheets as people have them: CSV in the encodings and with the separators of Excel, and Excel workbooks."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

MAX_BYTES = 5 * 2**20
MAX_UNPACKED = 25 * 2**20
MAX_ROWS = 1_000
MAX_RECORDS = 20_000  # empty ones included: a sheet may say that its last row is the millionth
MAX_COLUMNS = 60
MAX_CELL = 20_000
ZIP = b"PK\x03\x04"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SEPARATORS = ";,\t"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
NO_SHEET = _("This is no sheet that can be read. Save it as .xlsx or as CSV, and choose that file.")
NO_WORKBOOK = _("This is no Excel workbook that can be read. Save it as .xlsx once more, and choose that file.")
OLD_ENCODING = _("The file is not in UTF-8. It was read as Windows-1252; look whether letters with accents are right.")
TOO_LARGE = _("The file is too large: %(limit)d MB at most.")
TOO_LARGE_INSIDE = _("What is inside the workbook is too large: %(limit)d MB at most.")
TOO_MANY_ROWS = _("The file has too many rows: %(limit)d at most. Divide it over more files.")
TOO_LONG = _("A cell in row %(row)d is too long: %(limit)d characters at most.")
EMPTY = _("The file is empty.")

Record = tuple[int, list[Any]]


@dataclass(frozen=True)
class Sheet:
    """What a file says: its header, its rows with their numbers in the file, and what to know about the reading."""

    header: list[str]
    rows: list[Record]
    note: str = ""


def read_sheet(content: bytes) -> Sheet:
    """Read a file, whatever its kind; ValidationError says in words why it cannot be."""
    if len(content) > MAX_BYTES:
        raise ValidationError(TOO_LARGE, params={"limit": MAX_BYTES // 2**20})
    if content.startswith(ZIP):
        return _sheet(_excel(content), "")
    text, note = _decoded(content)
    return _sheet(_csv(text), note)


def _sheet(records: list[Record], note: str) -> Sheet:
    if not records:
        raise ValidationError(EMPTY)
    (_number, header), *rows = records
    return Sheet([str(cell) for cell in header], rows, note)


def _excel(content: bytes) -> list[Record]:
    try:
        _refuse_bomb(content)
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what other programs write there is not always so
        return list(_filled(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)))
    except ValidationError:
        raise
    except Exception as error:  # openpyxl documents none: broken workbooks raise some ten kinds
        raise ValidationError(NO_WORKBOOK) from error


def _refuse_bomb(content: bytes) -> None:
    """Refuse by the sizes that the archive declares; zipfile gives no byte more than those."""
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > 1000:
        raise BadZipFile
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ValidationError(TOO_LARGE_INSIDE, params={"limit": MAX_UNPACKED // 2**20})


def _decoded(content: bytes) -> tuple[str, str]:
    note = ""
    try:
        text = content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text, note = _old(content), str(OLD_ENCODING)
    if CONTROL.search(text):
        raise ValidationError(NO_SHEET)
    return text, note


def _old(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ValidationError(NO_SHEET) from error


def _csv(text: str) -> list[Record]:
    header = text.lstrip().split("\n", 1)[0]
    separator = max(SEPARATORS, key=header.count)
    try:
        return list(_filled(csv.reader(StringIO(text, newline=""), delimiter=separator)))
    except csv.Error as error:
        raise ValidationError(NO_SHEET) from error


def _filled(records: Iterable[Iterable[Any]]) -> Iterator[Record]:
    """Number the records as a spreadsheet does, leave out empty ones, and stop at the limit."""
    found = 0
    for number, record in enumerate(records, 1):
        cells = [_cell(value, number) for value in list(record)[:MAX_COLUMNS]]
        while cells and cells[-1] == "":
            cells.pop()
        if not cells and number <= MAX_RECORDS:
            continue
        if found > MAX_ROWS or number > MAX_RECORDS:
            raise ValidationError(TOO_MANY_ROWS, params={"limit": MAX_ROWS})
        found += 1
        yield number, cells


def _cell(value: Any, row: int) -> Any:
    """Keep dates as they are; all else is text, a formula too."""
    if value is None:
        return ""
    if hasattr(value, "year"):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(getattr(value, "text", value)).strip()
    if len(text) > MAX_CELL:
        raise ValidationError(TOO_LONG, params={"row": row, "limit": MAX_CELL})
    return text
