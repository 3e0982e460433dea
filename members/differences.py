"""What changed between two versions of a row, in words that an editor reads."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import nh3
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from members.dates import date_plain, moment_long, time_of
from members.rich_text import RichTextField

Names = Mapping[type[models.Model], Mapping[Any, models.Model]]

SAME, OUT, IN = "same", "out", "in"
LONGEST_COMPARED = 4000  # words; comparing takes time that grows with the square
SHOWN_AROUND = 12  # words that stay of an unchanged stretch, on either side of a change
END_OF_BLOCK = re.compile(r"<br[^>]*>|</(?:p|h[1-6]|li|tr|blockquote|caption)>")


class Stretch(NamedTuple):
    """Words that stayed, went or came, one after the other."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, before and after; of running text the stretches, which say both."""

    label: str
    before: str
    after: str
    stretches: tuple[Stretch, ...] = ()


def differences(
    fields: Iterable[models.Field], before: models.Model | None, after: models.Model | None, names: Names
) -> list[Difference]:
    """Compare two versions of a row field by field; None is the row that is not there yet or no more."""
    return [
        _difference(field, *texts)
        for field in fields
        if (texts := (_text(field, before, names), _text(field, after, names)))[0] != texts[1]
    ]


def stretches(before: str, after: str) -> tuple[Stretch, ...]:
    """Compare two texts word by word."""
    old, new = _words(before), _words(after)
    if len(old) + len(new) > LONGEST_COMPARED:
        return (Stretch(OUT, before), Stretch(IN, after))
    return tuple(_compared(old, new))


def _difference(field: models.Field, before: str, after: str) -> Difference:
    running = isinstance(field, models.TextField) and before and after
    return Difference(
        label=capfirst(str(field.verbose_name)),
        before=before,
        after=after,
        stretches=stretches(before, after) if running else (),
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*", text)


def _compared(old: list[str], new: list[str]) -> Iterator[Stretch]:
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Stretch(SAME, _shortened(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Stretch(OUT, "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Stretch(IN, "".join(new[new_from:new_to]))


def _shortened(words: list[str]) -> str:
    if len(words) <= 3 * SHOWN_AROUND:
        return "".join(words)
    return f"{''.join(words[:SHOWN_AROUND])} … {''.join(words[-SHOWN_AROUND:])}"


def reference(field: Any, row: models.Model, names: Names) -> str:
    """Name the row that another one refers to."""
    key = getattr(row, field.attname)
    known = names.get(field.remote_field.model, {}).get(key)
    return str(known) if known else _("number %(number)s, which is gone") % {"number": key}


def _text(field: models.Field, row: models.Model | None, names: Names) -> str:
    value = None if row is None else field.value_from_object(row)
    if value is None or value == "":
        return ""
    return reference(field, row, names) if row and field.is_relation else _written(field, value)


def _written(field: models.Field, value: Any) -> str:
    if isinstance(value, list):
        base: models.Field = field.base_field  # type: ignore[attr-defined]
        return ", ".join(_written(base, each) for each in value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, RichTextField):
        return plain(value)
    for kind, write in WRITTEN.items():
        if isinstance(value, kind):
            return write(value)
    return str(value)


def plain(rich: str) -> str:
    """Give the words of rich text, a line for each paragraph."""
    return html.unescape(nh3.clean(END_OF_BLOCK.sub("\n", rich), tags=set())).strip()


# A moment is a date as well, so it stands first.
WRITTEN: dict[type, Callable[[Any], str]] = {
    bool: lambda value: _("Yes") if value else _("No"),
    datetime: moment_long,
    date: date_plain,
    time: time_of,
}
