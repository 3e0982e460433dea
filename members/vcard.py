"""Contact cards as vCard 4.0 (RFC 6350)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

LINE = 75  # octets, without the line break (RFC 6350 §3.2)
ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})  # RFC 6350 §3.4
BREAKS = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
TITLES = frozenset({"dhr.", "dr.", "drs.", "ing.", "ir.", "mevr.", "mr.", "mw.", "prof."})
COUNTRY = "+31"  # of numbers that are written as they are dialled within the country


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says of a person; what is empty is left out. The addresses are complete ones."""

    uid: str
    name: str
    organisation: str = ""
    job_title: str = ""
    roles: Sequence[str] = ()
    email: str = ""
    phone: str = ""
    pages: Sequence[str] = field(default=())
    revised: datetime | None = None


class Name(NamedTuple):
    """A name in parts; a family name keeps its "van der" in front, as people write it."""

    family: str
    given: str
    titles: str


def vcard(card: Card) -> bytes:
    """Write a card, its lines folded and ended as the standard wants them."""
    return "".join(f"{folded(line)}\r\n" for line in _lines(card)).encode()


def _lines(card: Card) -> Iterator[str]:
    name = name_parts(card.name)
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:individual", f"UID:{card.uid}")
    yield f"FN:{escaped(card.name)}"
    yield f"N:{escaped(name.family)};{escaped(name.given)};;{escaped(name.titles)};"
    yield from _texts("ORG", [card.organisation])
    yield from _texts("TITLE", [card.job_title])
    yield from _texts("ROLE", card.roles)
    yield from _texts("EMAIL", [card.email])
    if card.phone:
        yield _telephone(card.phone)
    yield from (f"URL:{page}" for page in card.pages)
    if card.revised:
        yield f"REV:{card.revised.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def _texts(name: str, values: Iterable[str]) -> Iterator[str]:
    return (f"{name}:{escaped(value)}" for value in values if value)


def _telephone(typed: str) -> str:
    """Write a number as a URI where that can be told for certain, else as the text it is (RFC 6350 §6.4.1)."""
    number = international(typed)
    return f"TEL;VALUE=uri:tel:{number}" if number else f"TEL:{escaped(typed)}"


def international(typed: str) -> str:
    """Return a number with its country (RFC 3966), or nothing for an extension, a short number or words."""
    digits = re.sub(r"[\s().\-\u2010-\u2015/]", "", typed.replace("(0)", ""))
    if re.fullmatch(r"0[1-9][0-9]{8}", digits, re.ASCII):
        return COUNTRY + digits[1:]
    if found := re.fullmatch(r"(?:\+|00)([1-9][0-9]{6,14})", digits, re.ASCII):
        return f"+{found[1]}"
    return ""


def name_parts(name: str) -> Name:
    """Guess the parts of a Dutch name: "drs. Anne Marie van der Berg" is "van der Berg", "Anne Marie" and "drs."."""
    words = name.split()
    titles = [word for word in words if word.lower() in TITLES]
    rest = [word for word in words if word.lower() not in TITLES] or words
    particle = next((place for place, word in enumerate(rest) if place and word[0].islower()), len(rest) - 1)
    start = max(particle, 1)
    return Name(" ".join(rest[start:]), " ".join(rest[:start]), " ".join(titles))


def escaped(text: str) -> str:
    """Write a text value on one line, so that nothing in it reads as another part or property."""
    return UNPRINTABLE.sub("", BREAKS.sub("\n", text)).translate(ESCAPES)


def folded(line: str) -> str:
    """Break a line into pieces of at most 75 octets, never inside a character."""
    pieces, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += octets
    return "\r\n".join(pieces)
