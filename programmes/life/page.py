"""The life of one programme as its page shows it: three queries beside those of who looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.dates import date_plain
from programmes.life.steps import Kind, State, why_not
from programmes.milestones import Milestone, against_plan, against_years, life_picture, milestones
from programmes.models import Platform, Programme, ProgrammeParticipant
from programmes.periods import period_text
from programmes.pictures import Timeline
from sectors.rows import Link

# The word of a step in its address
WORDS: dict[str, str] = {
    "oprichten": Kind.FOUND,
    "verlengen": Kind.EXTEND,
    "leiding": Kind.CHANGE_LEADERSHIP,
    "overdragen": Kind.START_TRANSITION,
    "heropenen": Kind.REOPEN,
}
TITLES: dict[str, str | Promise] = {
    Kind.FOUND: gettext_lazy("Found the programme"),
    Kind.EXTEND: gettext_lazy("Extend the programme"),
    Kind.CHANGE_LEADERSHIP: gettext_lazy("Change the leader"),
    Kind.START_TRANSITION: gettext_lazy("Start the transition"),
    Kind.REOPEN: gettext_lazy("Reopen the programme"),
}
MEANINGS: dict[str, str | Promise] = {
    Kind.FOUND: gettext_lazy("The programme begins on the day of this decision."),
    Kind.EXTEND: gettext_lazy("The programme gets a later planned end, with what was agreed along with that."),
    Kind.CHANGE_LEADERSHIP: gettext_lazy(
        "Somebody leads from the day of this decision on. Who led stops on that day. The new leader gets a mail."
    ),
    Kind.START_TRANSITION: gettext_lazy("From here on, all work of the programme gets a place after its end."),
    Kind.REOPEN: gettext_lazy("The programme runs again. Handovers that were accepted stay on record."),
}


@dataclass(frozen=True, slots=True)
class Term:
    """Someone who leads or stands in, or an organisation that takes part; `end_url` ends it."""

    name: str
    note: str
    end_url: str = ""


@dataclass(frozen=True, slots=True)
class LifePage:
    """All that the page prints."""

    programme: Programme
    title: str
    state_label: str
    is_ended: bool
    may_lead: bool
    may_end: bool
    ends: tuple[tuple[str, str], ...]
    steps: tuple[Link, ...]
    milestones: tuple[Milestone, ...]
    timeline: Timeline | None
    leaders: tuple[Term, ...]
    participants: tuple[Term, ...]


def life_page(programme: Programme, *, may_lead: bool) -> LifePage:
    """Shape a programme that `fetch_programme` found."""
    row = cast("Any", programme)  # with the annotations of fetch_programme
    founded = Platform.objects.filter(programme=programme).values_list("since", "name", "purpose")
    steps = milestones(programme, row.decision_list, row.leader_list, founded)
    ended = programme.state == State.ENDED
    may_change = may_lead and not ended
    return LifePage(
        programme=programme,
        title=str(programme),
        state_label=programme.get_state_display(),
        is_ended=ended,
        may_lead=may_lead,
        may_end=may_lead and not why_not(programme, Kind.END),
        ends=tuple(_ends(programme, row.decision_list)),
        steps=tuple(possible_steps(programme)) if may_lead else (),
        milestones=tuple(steps),
        timeline=life_picture(programme, steps),
        leaders=tuple(_leader(programme, values, may_end=may_change) for values in row.leader_list),
        participants=tuple(
            _participant(programme, participant, may_end=may_change) for participant in _participants(programme)
        ),
    )


def possible_steps(programme: Programme) -> Iterator[Link]:
    """Return the steps that a programme can take now, as links to their pages."""
    for word, kind in WORDS.items():
        if not why_not(programme, kind):
            yield Link(str(TITLES[kind]), reverse("programme-step", args=[programme.slug, word]))


def _ends(programme: Programme, decisions: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the planned end as it was first, as it was extended, and the end as it came, each with its label."""
    planned = {Kind(values["kind"]): values["planned_end"] for values in decisions if values["planned_end"]}
    extended = [values["planned_end"] for values in decisions if values["kind"] == Kind.EXTEND]
    first = planned.get(Kind.FOUND) or planned.get(Kind.PROPOSE)
    last = programme.founding_period_to
    if last:
        yield _("Founding document until"), str(last)
    if first:
        yield _("First planned end"), _plain(first)
    elif programme.planned_end and not extended:
        yield _("Planned end"), date_plain(programme.planned_end)
    for day in filter(None, extended):
        yield _("Extended until"), _plain(day)
    if programme.ended_on:
        yield _("Ended"), _ended(programme, last)


def _ended(programme: Programme, last: int | None) -> str:
    day = programme.ended_on
    if day is None:
        return ""
    if programme.planned_end:
        return f"{date_plain(day)}, {against_plan(programme.planned_end, day)}"
    return f"{date_plain(day)}, {against_years(last, day)}" if last else date_plain(day)


def _plain(day: str) -> str:
    return date_plain(date.fromisoformat(day))


def _leader(programme: Programme, values: dict[str, Any], *, may_end: bool) -> Term:
    since, until = (date.fromisoformat(day) if day else None for day in (values["since"], values["until"]))
    role = _("Deputy leader") if values["is_deputy"] else _("Programme leader")
    open_deputy = may_end and values["is_deputy"] and until is None
    return Term(
        ", ".join(filter(None, (values["name"], values["organisation"]))),
        ", ".join(filter(None, (role, period_text(since, until)))),
        reverse("programme-deputy-end", args=[programme.slug, values["pk"]]) if open_deputy else "",
    )


def _participants(programme: Programme) -> QuerySet[ProgrammeParticipant]:
    return programme.participants.select_related("organisation").order_by("organisation__sort_key", "since", "pk")


def _participant(programme: Programme, row: ProgrammeParticipant, *, may_end: bool) -> Term:
    address = "programme-participant-end"
    return Term(
        row.organisation.name,
        period_text(row.since, row.until),
        reverse(address, args=[programme.slug, row.pk]) if may_end and row.until is None else "",
    )
