"""Programmes, circles and joint activities as rows for lists; templates only print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.web_links import web_link
from members.dates import date_long, date_machine
from programmes.models import ActivityParticipant, JointActivity, KnowledgeCircle, Programme
from programmes.models.activity import JointActivityQuerySet
from programmes.models.circle import KnowledgeCircleQuerySet
from programmes.models.programme import ProgrammeQuerySet
from programmes.periods import years_text
from sectors.rows import Link

PROGRAMME_COLUMNS = (
    *("name", "acronym", "slug", "summary", "region", "band", "state", "started_on", "start_year"),
    *("planned_end", "ended_on", "participant_count"),
)
CIRCLE_COLUMNS = ("pk", "name", "slug", "summary", "themes", "band", "state", "joining", "participant_count")
ACTIVITY_COLUMNS = (
    *("pk", "title", "kind", "phase", "text", "join_before", "link", "lead__name", "lead__slug"),
    *("circle__name", "circle__slug", "circle__band"),
)
# What the leading organisation does and what the link opens differ by kind.
LEADS: dict[str, str | Promise] = {
    JointActivity.Kind.TENDER: _("Leads the tender"),
    JointActivity.Kind.STAFF_POOL: _("Manages the pool"),
    JointActivity.Kind.HANDBOOK: _("Keeps the handbook"),
    JointActivity.Kind.STUDY: _("Carries out the study"),
    JointActivity.Kind.EXCHANGE: _("Arranges the exchange"),
}
LINKS: dict[str, str | Promise] = {
    JointActivity.Kind.TENDER: _("To the tender documents"),
    JointActivity.Kind.STAFF_POOL: _("To the staff pool"),
    JointActivity.Kind.HANDBOOK: _("Read the handbook"),
    JointActivity.Kind.STUDY: _("Read the study"),
    JointActivity.Kind.EXCHANGE: _("More about the exchange"),
}


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme as a card; `years` is "2013–2018", or "from 2013" as long as no end is known."""

    url: str
    name: str
    acronym: str
    summary: str
    region: str
    band: str
    state: str
    state_label: str
    years: str
    participants: int


@dataclass(frozen=True, slots=True)
class CircleRow:
    """A knowledge circle as a card."""

    pk: int
    url: str
    name: str
    summary: str
    themes: tuple[str, ...]
    band: str
    state: str
    state_label: str
    joining_label: str
    participants: int


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A joint activity; `join_before` is the last day to join, in words, while one still can."""

    pk: int
    url: str
    title: str
    kind: str
    kind_label: str
    phase: str
    phase_label: str
    text: str
    join_before: str
    join_before_machine: str
    link: str
    link_label: str
    lead: Link | None
    lead_label: str
    participants: tuple[Link, ...]
    circle: Link
    band: str

    @property
    def is_joinable(self) -> bool:
        """Whether one can still join."""
        return self.phase == JointActivity.Phase.JOINABLE


def programme_rows(programmes: ProgrammeQuerySet) -> list[ProgrammeRow]:
    """Shape programmes, in their own order, in one query."""
    prefix = reverse("programme-list")
    states = {value: str(label) for value, label in Programme.State.choices}
    return [
        ProgrammeRow(
            url=f"{prefix}{values['slug']}/",
            name=values["name"],
            acronym=values["acronym"],
            summary=values["summary"],
            region=values["region"],
            band=values["band"],
            state=values["state"],
            state_label=states[values["state"]],
            years=_years(values),
            participants=values["participant_count"],
        )
        for values in programmes.with_participant_count().values(*PROGRAMME_COLUMNS)
    ]


def circle_rows(circles: KnowledgeCircleQuerySet) -> list[CircleRow]:
    """Shape circles, in their own order, in one query."""
    prefix = reverse("circle-list")
    states = {value: str(label) for value, label in KnowledgeCircle.State.choices}
    joining = {value: str(label) for value, label in KnowledgeCircle.Joining.choices}
    return [
        CircleRow(
            pk=values["pk"],
            url=f"{prefix}{values['slug']}/",
            name=values["name"],
            summary=values["summary"],
            themes=tuple(values["themes"]),
            band=values["band"],
            state=values["state"],
            state_label=states[values["state"]],
            joining_label=joining[values["joining"]],
            participants=values["participant_count"],
        )
        for values in circles.with_participant_count().values(*CIRCLE_COLUMNS)
    ]


def activity_rows(activities: JointActivityQuerySet) -> list[ActivityRow]:
    """Shape joint activities, in their own order, in two queries whatever their number."""
    found = list(activities.with_phase().values(*ACTIVITY_COLUMNS))
    participants = _participants([values["pk"] for values in found])
    phases = {value: str(label) for value, label in JointActivity.Phase.choices}
    kinds = {value: str(label) for value, label in JointActivity.Kind.choices}
    circles, organisations, own = reverse("circle-list"), reverse("organisation-list"), reverse("activity-list")
    rows = []
    for values in found:
        kind, phase, deadline, lead = values["kind"], values["phase"], values["join_before"], values["lead__slug"]
        joinable = phase == JointActivity.Phase.JOINABLE and deadline
        row = ActivityRow(
            pk=values["pk"],
            url=f"{own}{values['pk']}/",
            title=values["title"],
            kind=kind,
            kind_label=kinds[kind],
            phase=phase,
            phase_label=phases[phase],
            text=values["text"],
            join_before=date_long(deadline) if joinable else "",
            join_before_machine=date_machine(deadline) if joinable else "",
            link=web_link(values["link"]),
            link_label=str(LINKS[kind]),
            lead=Link(values["lead__name"], f"{organisations}{lead}/") if lead else None,
            lead_label=str(LEADS[kind]),
            participants=participants.get(values["pk"], ()),
            circle=Link(values["circle__name"], f"{circles}{values['circle__slug']}/"),
            band=values["circle__band"],
        )
        rows.append(row)
    return rows


def _participants(activities: list[int]) -> dict[int, tuple[Link, ...]]:
    """Return the organisations of each activity (by id), in one query."""
    prefix = reverse("organisation-list")
    links = ActivityParticipant.objects.filter(activity__in=activities)
    found: dict[int, list[Link]] = {}
    for key, name, slug in links.order_by("organisation__sort_key").values_list(
        "activity", "organisation__name", "organisation__slug"
    ):
        found.setdefault(key, []).append(Link(name, f"{prefix}{slug}/"))
    return {key: tuple(organisations) for key, organisations in found.items()}


def _years(values: dict[str, Any]) -> str:
    begin = values["started_on"].year if values["started_on"] else values["start_year"]
    return years_text(begin, values["ended_on"].year if values["ended_on"] else None)
