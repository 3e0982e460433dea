"""How the data modules write down programmes, circles and news before the loaders make rows of them.

People are named; an organisation's name in a person's place means a made-up colleague there.
"""

from dataclasses import dataclass
from datetime import time

from dateutil.relativedelta import relativedelta

from portal.demo.dated import When

Span = tuple[When, When]  # since and until

ALWAYS: Span = (None, None)
INVENTED = "<p><em>Dit is een voorbeeld: de inhoud is verzonnen.</em></p>"


@dataclass(frozen=True, slots=True)
class Goes:
    """Where a piece of a programme lives on. At most one destination is given, by slug or by name."""

    kind: str
    platform: str = ""
    circle: str = ""
    to_programme: str = ""
    organisation: str = ""
    body: str = ""
    since: When = None
    contact: str = ""
    accepted: When = None
    accepted_by: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stream:
    """A workstream."""

    title: str
    stage: str
    text: str
    lead: str = ""
    goes: Goes | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """An outcome with its workstreams."""

    title: str
    text: str
    streams: tuple[Stream, ...]
    still_open: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A decision in the life of a programme."""

    kind: str
    on: When = None
    year: int | None = None
    body: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Leads:
    """Who leads a programme, or stands in, and when."""

    person: str
    span: Span
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """A platform and its hosts."""

    slug: str
    name: str
    purpose: str
    scope: tuple[str, ...]
    hosts: tuple[tuple[str, Span], ...]
    since: When = None
    since_text: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme with everything under it."""

    slug: str
    name: str
    acronym: str
    summary: str
    purpose: str
    region: str
    band: str
    state: str
    wishes: tuple[Wish, ...]
    participants: tuple[str, ...]
    participation: Span = ALWAYS
    document: str = ""
    document_years: tuple[int | None, int | None] = (None, None)
    started: When = None
    start_year: int | None = None
    planned_end: When = None
    ended: When = None
    ending: str = ""
    contact: str = ""
    contact_capacity: str = ""
    leaders: tuple[Leads, ...] = ()
    steps: tuple[Step, ...] = ()
    grounds: tuple[Ground, ...] = ()
    steering: Goes | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """A joint activity of a circle."""

    kind: str
    title: str
    text: str
    state: str
    lead: str = ""
    participants: tuple[str, ...] = ()
    join_before: When = None


@dataclass(frozen=True, slots=True)
class Gather:
    """A gathering of a circle; its day moves on to a working day."""

    title: str
    text: str
    on: relativedelta
    place: str = ""
    host: str = ""
    state: str = "scheduled"
    reason: str = ""
    visibility: str = "public"
    online: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """A knowledge circle with its people, activities and gatherings."""

    slug: str
    name: str
    summary: str
    text: str
    themes: tuple[str, ...]
    band: str
    programme: str = ""
    joining: str = "open"
    state: str = "active"
    coordinators: tuple[tuple[str, Span], ...] = ()
    participants: tuple[tuple[str, Span], ...] = ()
    deeds: tuple[Deed, ...] = ()
    gathers: tuple[Gather, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """An article."""

    slug: str
    title: str
    lead: str
    text: str
    on: When
    at: time = time(9)
    author: str = ""
    withdrawn: When = None
    sectors: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()
