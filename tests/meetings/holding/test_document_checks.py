"""What a file is, by what is inside it."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from meetings.holding.document_checks import MAX_BYTES, check_document, stored_name
from meetings.models.report import DOCUMENT_TYPES

PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200)
OPEN = "application/vnd.oasis.opendocument."


def packed(*names, mimetype=""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def workbook():
    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


def picture(kind):
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, kind)
    return buffer.getvalue()


GOOD = {
    "pdf": b"%PDF-1.7\n",
    "docx": packed("[Content_Types].xml", "word/document.xml"),
    "xlsx": workbook(),
    "pptx": packed("[Content_Types].xml", "ppt/presentation.xml"),
    "odt": packed("content.xml", mimetype=f"{OPEN}text"),
    "ods": packed("content.xml", mimetype=f"{OPEN}spreadsheet"),
    "odp": packed("content.xml", mimetype=f"{OPEN}presentation"),
    "txt": "Eén regel\r\n".encode(),
    "csv": "naam;plaats\nCaf\xe9;Emmen\n".encode("cp1252"),
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "jpeg": picture("JPEG"),
}


def test_every_type_has_an_example():
    assert set(GOOD) == set(DOCUMENT_TYPES)


@pytest.mark.parametrize("kind", GOOD)
def test_file_that_is_what_it_says_is_taken(kind):
    upload = SimpleUploadedFile(f"Stuk.{kind.upper()}", GOOD[kind])

    check_document(upload)

    assert upload.read() == GOOD[kind]


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("content", [PROGRAM, b"PK\x03\x04" + bytes(30), GOOD["pdf"].replace(b"%", b"\x00")])
def test_other_content_under_any_name_is_refused(kind, content):
    with pytest.raises(ValidationError, match="as its name says"):
        check_document(SimpleUploadedFile(f"stuk.{kind}", content))


@pytest.mark.parametrize(
    ("kind", "other"), [("docx", "xlsx"), ("odt", "ods"), ("png", "jpg"), ("pptx", "odp"), ("pdf", "png")]
)
def test_one_kind_under_the_name_of_another_is_refused(kind, other):
    with pytest.raises(ValidationError, match="as its name says"):
        check_document(SimpleUploadedFile(f"stuk.{kind}", GOOD[other]))


def test_office_file_with_a_program_inside_is_refused():
    content = packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")

    with pytest.raises(ValidationError, match="as its name says"):
        check_document(SimpleUploadedFile("stuk.docx", content))


@pytest.mark.parametrize("name", ["virus.exe", "stuk", "stuk.pdf.exe", "stuk.docm", "stuk.html", "stuk.svg", ".pdf"])
def test_other_kinds_are_refused(name):
    with pytest.raises(ValidationError, match="not taken"):
        check_document(SimpleUploadedFile(name, GOOD["pdf"]))


def test_empty_file_is_refused():
    with pytest.raises(ValidationError, match="empty"):
        check_document(SimpleUploadedFile("stuk.pdf", b""))


def test_too_heavy_file_is_refused():
    with pytest.raises(ValidationError, match="larger than 20 MB"):
        check_document(SimpleUploadedFile("stuk.txt", b"a" * (MAX_BYTES + 1)))


def test_file_that_would_unpack_to_much_costs_nothing():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"{OPEN}text" + " " * 50_000_000)

    with pytest.raises(ValidationError, match="as its name says"):
        check_document(SimpleUploadedFile("stuk.odt", buffer.getvalue()))


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Verslag 3 juni.pdf", "Verslag_3_juni.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\stukken\begroting.XLSX", "begroting.xlsx"),
        ("x" * 300 + ".pdf", "x" * 60 + ".pdf"),
        ("???.pdf", "document.pdf"),
        ("a\r\nb“c”.pdf", "abc.pdf"),
    ],
)
def test_name_is_made_fit_to_store(name, stored):
    assert stored_name(name) == stored
