"""Whether a file is what its name says: judged by its first bytes, inside an office file by what it is made of.

Nothing is unpacked but the name of its kind, so that a file that unpacks to gigabytes costs nothing.
"""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import IO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from meetings.models.report import DOCUMENT_TYPES

MAX_BYTES = 20 * 1024 * 1024
MAX_STEM = 60
MACROS = "vbaproject.bin"  # a program inside an office file
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}  # ECMA-376, part 1
OPEN_DOCUMENT = {  # OpenDocument 1.3, part 2, 3.3: the first entry, not compressed
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
BEGINNINGS = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "pdf": b"%PDF-"}
TEXTS = frozenset({"txt", "csv"})
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))

TOO_HEAVY = _("This file is larger than %(limit)s MB. Make it smaller, or give a link to it.")
EMPTY = _("This file is empty.")
NO_TYPE = _("Files of this kind are not taken. Possible are: %(types)s.")
NOT_SO = _("What is inside this file is not %(type)s, as its name says. Save it anew, or give it its right name.")


def check_document(file: File[bytes]) -> None:
    """Raise ValidationError for a file that is too large, empty, of another kind, or not what its name says."""
    kind = extension_of(str(file.name))
    if file.size > MAX_BYTES:
        raise ValidationError(TOO_HEAVY, code="too_heavy", params={"limit": MAX_BYTES // 1024**2})
    if not file.size:
        raise ValidationError(EMPTY, code="empty")
    if kind not in DOCUMENT_TYPES:
        raise ValidationError(NO_TYPE, code="type", params={"types": ", ".join(DOCUMENT_TYPES)})
    if not _is(file, kind):
        raise ValidationError(NOT_SO, code="content", params={"type": kind})
    file.seek(0)


def extension_of(name: str) -> str:
    """Return what a file calls itself, in lower case and without the dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def stored_name(name: str) -> str:
    """Return the name to store a file under: without folders and odd signs, and not too long."""
    bare = PurePath(name.replace("\\", "/")).name
    return f"{get_valid_filename(PurePath(bare).stem[:MAX_STEM] + '_').strip('._') or 'document'}.{extension_of(bare)}"


def _is(file: File[bytes], kind: str) -> bool:
    file.seek(0)
    if kind in BEGINNINGS:
        beginning = file.read(1024)
        return BEGINNINGS[kind] in beginning if kind == "pdf" else beginning.startswith(BEGINNINGS[kind])
    return _is_text(file) if kind in TEXTS else _is_office(file, kind)


def _is_text(file: File[bytes]) -> bool:
    """Whether it reads as text: in UTF-8, in UTF-16 as spreadsheets write it, or in the letters of Windows."""
    content = file.read()
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not set(text) & set(CONTROLS.decode())
    return False


def _is_office(file: File[bytes], kind: str) -> bool:
    try:
        with zipfile.ZipFile(cast("IO[bytes]", file)) as packed:
            names = packed.namelist()
            if any(name.lower().endswith(MACROS) for name in names):
                return False
            if kind in OFFICE:
                return "[Content_Types].xml" in names and OFFICE[kind] in names
            with packed.open("mimetype") as named:
                return named.read(100) == OPEN_DOCUMENT[kind]
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return False  # no zip file, without what belongs in it, or locked
