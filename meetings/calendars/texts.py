"""Texts for calendars: what people typed, without the signs that break lines or turn them round."""

from __future__ import annotations

import re

from icalendar import vText

LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f"  # control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the direction of what follows
    "\ufeff\ufffe\uffff\ud800-\udfff]"  # no characters at all
)


def on_lines(text: str) -> str:
    """Return a text without control characters, with \\n at the end of its lines."""
    return UNSEEN.sub("", LINE_ENDS.sub("\n", text)).strip()


def on_one_line(text: str) -> str:
    """Return a text without control characters on one line."""
    return " ".join(on_lines(text).split())


class Text(vText):
    """A TEXT value (RFC 5545 §3.3.11); icalendar's own takes a backslash before an N for a line end."""

    def to_ical(self) -> bytes:
        """Return the value with what has a meaning of its own escaped."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


class ParameterText(str):
    """A name for a parameter, which holds no quotation mark (RFC 5545 §3.2) and needs no escape (RFC 6868)."""

    __slots__ = ()

    def __new__(cls, text: str) -> ParameterText:
        """Return the text with quotation marks that are allowed, and without the sign that starts an escape."""
        return super().__new__(cls, on_one_line(text).replace('"', "’").replace("^", " "))
