"""Results as rows: plain values with marks, urls, labels and date texts made once, so that the template only prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meetings.models import Meeting
from members.dates import date_machine, date_plain
from members.models import Organisation
from members.rich_text import plain_text
from portal.search.highlight import marked, snippet, words_to_mark
from portal.search.lookup import Match, Matches
from portal.search.sources import Kind, Source
from programmes.models import JointActivity

SHOWN_COLUMNS = ("kind", "key", "title", "short", "url", "context", "label", "moment", "plain", "rich")
LABELS: dict[str, dict[str, Any]] = {
    Kind.ORGANISATION: dict(Organisation.Kind.choices),
    Kind.MEETING: {**dict(Meeting.Kind.choices), str(Meeting.State.DRAFT): Meeting.State.DRAFT.label},
    Kind.ACTIVITY: dict(JointActivity.Kind.choices),
}
ICONS = {
    Kind.SECTOR: "layers",
    Kind.FOCUS_POINT: "target",
    Kind.MEETING: "calendar",
    Kind.TOPIC: "lightbulb",
    Kind.PROGRAMME: "milestone",
    Kind.OUTCOME: "flag",
    Kind.WORKSTREAM: "route",
    Kind.PLATFORM: "server",
    Kind.CIRCLE: "users",
    Kind.ACTIVITY: "handshake",
    Kind.ORGANISATION: "building-2",
    Kind.PERSON: "user",
    Kind.ARTICLE: "newspaper",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A result as the list shows it."""

    kind_label: str
    icon: str
    url: str
    title: SafeString
    label: str
    context: SafeString
    day_text: str
    day_machine: str
    text: SafeString


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What remains of the matches, and how many there are of each kind (in that year) and year (of that kind)."""

    rows: list[Match]
    kinds: Counter[str]
    years: Counter[int]


def narrowed(rows: Sequence[Match], *, kind: str, year: int | None) -> Narrowed:
    """Keep matches of a kind and of a year; nothing given narrows nothing."""
    of_year = [row for row in rows if not year or row.year == year]
    of_kind = [row for row in rows if not kind or row.kind == kind]
    return Narrowed(
        rows=[row for row in of_year if not kind or row.kind == kind],
        kinds=Counter(str(row.kind) for row in of_year),
        years=Counter(row.year for row in of_kind if row.year),
    )


def hits(matches: Matches, page: Sequence[Match], sources: Iterable[Source]) -> list[Hit]:
    """Fetch what a page of matches shows, in one query, and keep their order."""
    wanted: dict[Kind, list[int]] = {}
    for match in page:
        wanted.setdefault(match.kind, []).append(match.key)
    arms = [
        source.columns(*SHOWN_COLUMNS).filter(pk__in=wanted[source.kind])
        for source in sources
        if source.kind in wanted and not source.is_extra
    ]
    if not arms:
        return []
    found = {(kind, key): values for kind, key, *values in arms[0].union(*arms[1:], all=True)}
    return [_hit(matches, match, found[match.kind, match.key]) for match in page if (match.kind, match.key) in found]


def _hit(matches: Matches, match: Match, values: Sequence[Any]) -> Hit:
    title, short, url, context, label, moment, plain, rich = values
    pattern = words_to_mark(matches.forms, matches.stems, inside=match.inside)
    text = f"{plain} {plain_text(rich)}".strip()
    return Hit(
        kind_label=str(match.kind.label),
        icon=ICONS[match.kind],
        url=url,
        title=marked(_title(title, short), pattern),
        label=str(LABELS[match.kind][label]) if label else "",
        context=marked(context, pattern),
        day_text=date_plain(moment) if moment else "",
        day_machine=_machine(moment),
        text=snippet(text, pattern),
    )


def _title(title: str, short: str) -> str:
    if short and short != title:
        return f"{title} ({short})"
    return title or _("Topic to follow")


def _machine(moment: datetime | None) -> str:
    return date_machine(moment) if moment else ""
