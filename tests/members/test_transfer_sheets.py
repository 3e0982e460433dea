"""Files as people have them: encodings, separators, workbooks, and everything that is no sheet."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from members.transfer import sheets
from members.transfer.sheets import MAX_BYTES, MAX_CELL, MAX_ROWS, MAX_UNPACKED, read_sheet

DAY = datetime(2013, 2, 1)  # noqa: DTZ001 - a workbook knows no time zones
ROWS = [(2, ["Súdwest-Fryslân", "a"]), (3, ["Coëvorden", "b; c"])]
TEXT = 'naam;x\nSúdwest-Fryslân;a\nCoëvorden;"b; c"\n'


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def archive(**parts):
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


def swapped(content, name, change):
    """A workbook with one part of the archive changed."""
    found = {}
    with ZipFile(BytesIO(content)) as packed:
        for part in packed.namelist():
            found[part] = packed.read(part)
    found[name] = change(found[name])
    return archive(**found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_unicode(encoding):
    sheet = read_sheet(TEXT.encode(encoding))

    assert (sheet.header, sheet.rows, sheet.note) == (["naam", "x"], ROWS, "")


def test_csv_in_windows_1252_is_read_and_said():
    sheet = read_sheet(TEXT.encode("cp1252"))

    assert sheet.rows == ROWS
    assert sheet.note


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_csv_is_read_whatever_divides_it(separator, ending):
    sheet = read_sheet(f"a{separator}b{ending}1{separator}2{ending}".encode())

    assert (sheet.header, sheet.rows) == (["a", "b"], [(2, ["1", "2"])])


def test_empty_rows_are_left_out_but_counted():
    assert read_sheet(b"a;b\n\n;\n 1 ;2\n").rows == [(4, ["1", "2"])]


def test_rows_with_line_breaks_are_counted_as_a_spreadsheet_does():
    assert read_sheet(b'a;b\n"1\n2";x\n3;y\n').rows == [(2, ["1\n2", "x"]), (3, ["3", "y"])]


def test_workbook_is_read_with_days_and_numbers():
    content = workbook(["naam", "dag", "n", "m"], ["Assen", DAY, 5.0, 5.25], [], ["=1+1", None, True])

    assert read_sheet(content).rows == [
        (2, ["Assen", DAY, "5", "5.25"]),
        (4, ["=1+1", "", "True"]),
    ]


def test_workbook_that_lies_about_its_size_is_read_whole():
    content = workbook(["naam"], ["Assen"], ["Meppel"])

    lying = swapped(content, "xl/worksheets/sheet1.xml", lambda part: part.replace(b'ref="A1:A3"', b'ref="A1"'))

    assert [cells for _number, cells in read_sheet(lying).rows] == [["Assen"], ["Meppel"]]


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", b"\x00\x01", b"\x89PNG\r\n\x1a\n\x00", b"\x81;\x8d", b"PK\x03\x04", b"PK\x03\x04" * 99],
)
def test_rubbish_is_refused(content):
    with pytest.raises(ValidationError):
        read_sheet(content)


def test_archive_that_is_no_workbook_is_refused():
    with pytest.raises(ValidationError) as refusal:
        read_sheet(archive(a="b"))

    assert refusal.value.message == sheets.NO_WORKBOOK


def test_file_that_is_too_large_is_refused():
    with pytest.raises(ValidationError) as refusal:
        read_sheet(b"a" * (MAX_BYTES + 1))

    assert refusal.value.message == sheets.TOO_LARGE


def test_zip_bomb_is_refused_unpacked():
    bomb = swapped(workbook(["a"]), "xl/worksheets/sheet1.xml", lambda part: part + b" " * MAX_UNPACKED)
    assert len(bomb) < MAX_BYTES

    with pytest.raises(ValidationError) as refusal:
        read_sheet(bomb)

    assert refusal.value.message == sheets.TOO_LARGE_INSIDE


def test_entities_that_explode_are_refused():
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    attack = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{levels}]><x>&l8;</x>'.encode()

    with pytest.raises(ValidationError):
        read_sheet(swapped(workbook(["a"]), "xl/worksheets/sheet1.xml", lambda _part: attack))


@pytest.mark.parametrize("make", [lambda rows: "a\n" + "x\n" * rows, lambda rows: workbook(["a"], *[["x"]] * rows)])
def test_rows_beyond_the_limit_are_refused(make):
    fitting, beyond = ((each if isinstance(each, bytes) else each.encode()) for each in map(make, (MAX_ROWS, 50_000)))

    assert len(read_sheet(fitting).rows) == MAX_ROWS
    with pytest.raises(ValidationError) as refusal:
        read_sheet(beyond)
    assert refusal.value.message == sheets.TOO_MANY_ROWS


def test_last_row_that_is_far_away_is_refused_at_once():
    far = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    content = swapped(workbook(["a"]), "xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", far))

    with pytest.raises(ValidationError) as refusal:
        read_sheet(content)

    assert refusal.value.message == sheets.TOO_MANY_ROWS


def test_cell_without_end_is_refused():
    with pytest.raises(ValidationError) as refusal:
        read_sheet(b"a\n" + b"x" * (MAX_CELL + 1))

    assert refusal.value.params["row"] == 2


def test_csv_with_a_quote_that_never_closes_is_refused():
    with pytest.raises(ValidationError):
        read_sheet(b'a\n"' + b"x" * 200_000)
