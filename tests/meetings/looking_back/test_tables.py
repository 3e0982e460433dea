"""Tables as files for a spreadsheet."""

from datetime import date

import pytest

from meetings.looking_back.tables import Cell, Column, Table, csv_response


def lines(*rows):
    table = Table("proef", "Een proef", (Column("Naam"), Column("Aantal", is_number=True)), [list(row) for row in rows])
    return csv_response(table, "sector-2026").content.decode("utf-8").split("\r\n")


def test_file_says_that_it_is_utf_8_and_uses_semicolons():
    assert lines([Cell("Fryslân; Drenthe"), Cell(3)]) == ["\ufeffNaam;Aantal", '"Fryslân; Drenthe";3', ""]


def test_file_has_a_name_and_is_not_kept():
    response = csv_response(Table("proef", "Een proef", (Column("Naam"),)), "sector-2026")

    assert response.headers["Content-Disposition"] == 'attachment; filename="sector-2026-proef.csv"'
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("text", ["=1+1", "+31", "-5", "@som", "\t=1"])
def test_text_is_never_a_formula(text):
    assert lines([Cell(text), Cell(-5)])[1] == f"'{text};-5"


def test_days_are_dutch_and_nothing_is_empty():
    assert lines([Cell(date(2027, 4, 1)), Cell(None)])[1] == "01-04-2027;"


def test_short_form_is_for_the_page_only():
    cell = Cell(date(2027, 4, 1), short="do 1 apr")

    assert (cell.text, cell.plain, cell.machine) == ("do 1 apr", "01-04-2027", "2027-04-01")
