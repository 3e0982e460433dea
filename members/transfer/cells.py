"""Cells: how a value of a model is written in a sheet, and how what people type becomes one again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import Widget

from members.generated import ACCENTED, PLAIN

FORMULA = ("=", "+", "-", "@", "\t", "\r")
FOLDING = str.maketrans(ACCENTED, PLAIN)
DEGREES = re.compile(r"-?\d{1,3}([.,]\d{1,20})?", re.ASCII)
DAYS = ("%d-%m-%Y", "%Y-%m-%d")
YEARS = range(1500, 2201)


def folded(text: str) -> str:
    """Return a text as the database folds names: lower case, without accents; spaces count once."""
    return " ".join(text.lower().translate(FOLDING).split())


def in_every_language(text: Any) -> set[str]:
    """Return a translatable text in the languages of the portal, folded."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.add(folded(str(text)))
    return found


def escaped(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def unescaped(text: str) -> str:
    """Return a text as it was before it was escaped."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def shown(value: Any) -> Any:
    """Return a value as a sheet shows it: names and words as text, numbers and days as themselves."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value)
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return value if isinstance(value, (int, Decimal, date, datetime)) else str(value)


def in_words(value: Any) -> str:
    """Return a shown value as Dutch text, for CSV and for the report."""
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return str(value).replace(".", ",") if isinstance(value, (Decimal, float)) else str(value)


class Cell(Field):
    """A column of a sheet that is read in, by the name of the model's field. An empty cell changes nothing."""

    def __init__(self, attribute: str, widget: Widget | None = None, *, example: str = "") -> None:
        super().__init__(attribute=attribute, column_name=attribute, widget=widget or Text())
        self.example = example

    def save(self, instance: models.Model, row: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        if row[self.column_name] != "":
            super().save(instance, row, *args, **kwargs)

    def export(self, instance: models.Model, **kwargs: Any) -> str:
        """Return the value in words, with labels for choices."""
        label = getattr(instance, f"get_{self.attribute}_display", None)
        return in_words(shown(label() if label else self.get_value(instance)))


class Text(Widget):
    """Any text."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return unescaped(in_words(value))


class WebAddress(Text):
    """An address on the web, completed when it begins with the name."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = super().clean(value, row, **kwargs)
        return text if not text or ":" in text else f"https://{text}"


class Email(Text):
    """An e-mail address, in lower case."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return super().clean(value, row, **kwargs).lower()


class Choice(Widget):
    """One of fixed choices, by its code or by its label in any language of the portal."""

    def __init__(self, choices: Iterable[tuple[str, Any]]) -> None:
        super().__init__()
        self.choices = list(choices)

    @cached_property
    def codes(self) -> dict[str, str]:
        """Return the code that each spelling means."""
        return {text: code for code, label in self.choices for text in (folded(code), *in_every_language(label))}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str | None:
        if value == "":
            return None
        if code := self.codes.get(folded(str(value))):
            return code
        allowed = ", ".join(str(label) for _code, label in self.choices)
        raise ValueError(gettext("“%(value)s” is none of these: %(allowed)s.") % {"value": value, "allowed": allowed})


class Day(Widget):
    """A day: of Excel, as dd-mm-yyyy or as yyyy-mm-dd."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        day = value.date() if isinstance(value, datetime) else value
        if not isinstance(day, date):
            day = self._parsed(str(value).strip())
        if day is not None and day.year not in YEARS:
            raise ValueError(gettext("No record goes back or ahead so far."))
        return day

    def _parsed(self, text: str) -> date | None:
        for pattern in DAYS if text else ():
            try:
                return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
        if not text:
            return None
        raise ValueError(gettext("“%(value)s” is no day. Write it as 31-12-2027.") % {"value": text})


class Degrees(Widget):
    """A coordinate with a comma or a point, to some ten metres."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal:
        text = unescaped(in_words(value))
        if not DEGREES.fullmatch(text):
            raise ValueError(gettext("“%(value)s” is no number of degrees. Write it as 53,2194.") % {"value": value})
        return Decimal(text.replace(",", ".")).quantize(Decimal("0.0001"))


class Domains(Widget):
    """Domains of e-mail addresses, divided by commas or spaces."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return [part.removeprefix("@").lower() for part in re.split(r"[\s,;]+", str(value)) if part.strip("@")]


class Names:
    """Finds rows by what people write for them: the first of the given columns that knows it decides."""

    def __init__(self, rows: Iterable[models.Model], *columns: str) -> None:
        self.found: list[dict[str, list[Any]]] = [{} for _column in columns]
        for row in rows:
            for known, column in zip(self.found, columns, strict=True):
                if text := folded(getattr(row, column)):
                    known.setdefault(text, []).append(row)

    def __call__(self, text: str) -> list[Any]:
        """Return the rows a text can mean."""
        wanted = folded(text)
        return next((known[wanted] for known in self.found if wanted in known), [])


class Reference(Widget):
    """Another row, by its name. Who reads the sheet gives the names."""

    unknown = _("“%(value)s” is not known here. Add it first, or write it as it stands in the list.")
    ambiguous = _("“%(value)s” can be more than one. Write the full name or the official code.")
    names: Names

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value == "":
            return None
        text = unescaped(in_words(value))
        found = self.names(text)
        if len(found) != 1:
            raise ValueError((self.ambiguous if found else self.unknown) % {"value": text})
        return found[0]
