"""What happened in the life of a programme, in order: for the picture of it and for the table beside that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.web_links import web_link
from members.dates import date_plain
from programmes.models import Programme, ProgrammeDecision
from programmes.pictures import Timeline, TimelineEvent, timeline
from sectors.rows import Link

Kind = ProgrammeDecision.Kind

DECISIONS = {"pk": "pk", "kind": "kind", "on": "decided_on", "year": "decided_in_year", "body": "body", "text": "text"}
DECISIONS |= {name: name for name in ("planned_end", "conditions", "override_reason")}
DECISIONS |= {"document": "document", "link": "document_link", "file": "document_file"}

EVENT_KINDS: dict[str, str] = {
    Kind.PROPOSE: "other",
    Kind.FOUND: "found",
    Kind.EXTEND: "extend",
    Kind.CHANGE_LEADERSHIP: "leadership",
    Kind.START_TRANSITION: "transition",
    Kind.END: "end",
    Kind.REOPEN: "found",
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that happened, in the picture and in the table beside it."""

    on: date
    when: str
    label: str
    kind: str
    body: str = ""
    text: str = ""
    note: str = ""
    conditions: str = ""
    document: Link | None = None


def milestones(
    programme: Programme,
    decisions: Sequence[dict[str, Any]],
    leaders: Sequence[dict[str, Any]],
    platforms: Iterable[tuple[date | None, str, str]],
) -> list[Milestone]:
    """Return what was decided and built, who came to lead, and the beginning and end no decision tells of.

    Decisions come with the columns DECISIONS, leaders as the page of the programme has them, platforms as the day on
    which they began, their name and their purpose.
    """
    steps = [
        *_beginning(programme, decisions),
        *_decided(programme, decisions, leaders),
        *_changes_of_leader(decisions, leaders),
        *(Milestone(on, date_plain(on), name, "platform", text=text) for on, name, text in platforms if on),
        *_end(programme, decisions),
    ]
    return sorted(steps, key=lambda step: step.on)


def life_picture(programme: Programme, steps: Sequence[Milestone]) -> Timeline | None:
    """Draw the life of a programme; there is nothing to draw when nothing of it is known."""
    if not steps:
        return None
    return timeline(
        [TimelineEvent(step.on, step.label, step.kind, step.when) for step in steps],
        start=_start(programme),
        end=programme.ended_on,
        planned_end=programme.planned_end,
        today=timezone.localdate(),
    )


def against_plan(planned: date, ended: date) -> str:
    """Say how much earlier or later than planned a programme ended."""
    if planned == ended:
        return _("as planned")
    gap = relativedelta(max(planned, ended), min(planned, ended))
    months, days = 12 * gap.years + gap.months, abs((planned - ended).days)
    if months < 2:
        span = ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    elif gap.years < 2:
        span = ngettext("%(number)s month", "%(number)s months", months) % {"number": months}
    else:
        span = _years(gap.years)
    return _earlier(span) if ended < planned else _later(span)


def against_years(last: int, ended: date) -> str:
    """Say how much earlier or later than the last year of its founding document a programme ended."""
    if last == ended.year:
        return _("in the last year of the founding document")
    span = _years(abs(last - ended.year))
    return _earlier(span) if ended.year < last else _later(span)


def _years(number: int) -> str:
    return ngettext("%(number)s year", "%(number)s years", number) % {"number": number}


def _earlier(span: str) -> str:
    return _("%(span)s earlier than planned") % {"span": span}


def _later(span: str) -> str:
    return _("%(span)s later than planned") % {"span": span}


def _start(programme: Programme) -> date | None:
    return programme.started_on or (date(programme.start_year, 1, 1) if programme.start_year else None)


def _beginning(programme: Programme, decisions: Sequence[dict[str, Any]]) -> Iterator[Milestone]:
    start = _start(programme)
    if start and Kind.FOUND not in {values["kind"] for values in decisions}:
        when = date_plain(start) if programme.started_on else str(start.year)
        yield Milestone(start, when, _("Beginning"), "found", text=programme.founding_document)


def _decided(
    programme: Programme, decisions: Sequence[dict[str, Any]], leaders: Sequence[dict[str, Any]]
) -> Iterator[Milestone]:
    names = {values["since"]: values["name"] for values in leaders if not values["is_deputy"]}
    for values in decisions:
        on = date.fromisoformat(values["on"]) if values["on"] else date(values["year"], 1, 1)
        yield Milestone(
            on=on,
            when=date_plain(on) if values["on"] else str(values["year"]),
            label=_label(values),
            kind=EVENT_KINDS[values["kind"]],
            body=values["body"],
            text=values["text"],
            note=_note(programme, values, names.get(values["on"], "")),
            conditions=values["conditions"],
            document=_document(programme, values),
        )


def _label(values: dict[str, Any]) -> str:
    if values["kind"] == Kind.EXTEND and values["planned_end"]:
        return _("Extended until %(day)s") % {"day": date_plain(date.fromisoformat(values["planned_end"]))}
    return str(Kind(values["kind"]).label)


def _note(programme: Programme, values: dict[str, Any], leader: str) -> str:
    """Return what the data say beside the words of the decision."""
    if values["kind"] == Kind.CHANGE_LEADERSHIP and leader:
        return _leads(leader)
    if values["kind"] == Kind.END:
        return _ended_against_plan(programme)
    if values["planned_end"] and values["kind"] != Kind.EXTEND:
        day = date_plain(date.fromisoformat(values["planned_end"]))
        return _("Planned end: %(day)s") % {"day": day}
    return ""


def _leads(name: str) -> str:
    return _("%(name)s leads from then on.") % {"name": name}


def _ended_against_plan(programme: Programme) -> str:
    if not programme.planned_end or not programme.ended_on:
        return ""
    return against_plan(programme.planned_end, programme.ended_on)


def _document(programme: Programme, values: dict[str, Any]) -> Link | None:
    if values["file"]:
        address = reverse("decision-document", args=[programme.slug, values["pk"]])
        return Link(values["document"] or _("Document"), address)
    link = web_link(values["link"])
    return Link(values["document"] or link, link) if values["document"] or link else None


def _changes_of_leader(decisions: Sequence[dict[str, Any]], leaders: Sequence[dict[str, Any]]) -> Iterator[Milestone]:
    """Return who came to lead after another, where no decision of that day, or of that year, tells of it."""
    told = [values for values in decisions if values["kind"] == Kind.CHANGE_LEADERSHIP]
    days, years = {values["on"] for values in told}, {values["year"] for values in told if not values["on"]}
    rows = sorted((row for row in leaders if not row["is_deputy"]), key=lambda row: row["since"] or "")
    for row in rows[1:]:
        if row["since"] and row["since"] not in days and int(row["since"][:4]) not in years:
            on = date.fromisoformat(row["since"])
            label = str(Kind.CHANGE_LEADERSHIP.label)
            yield Milestone(on, date_plain(on), label, "leadership", note=_leads(row["name"]))


def _end(programme: Programme, decisions: Sequence[dict[str, Any]]) -> Iterator[Milestone]:
    """Return the end no decision tells of, and the planned one as long as it lies somewhere else."""
    planned, ended = programme.planned_end, programme.ended_on
    if ended and Kind.END not in {values["kind"] for values in decisions}:
        yield Milestone(ended, date_plain(ended), _("Ended"), "end", note=_ended_against_plan(programme))
    if planned and planned != ended:
        yield Milestone(planned, date_plain(planned), _("Planned end"), "other")
