"""One programme as its page shows it: six queries beside the network's, whatever it did and for how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.nested import nested
from meetings.web_links import web_link
from members.dates import date_plain
from members.lineage import with_heirs
from members.models import NetworkMembership, Person, User
from members.permissions import can_edit_content, can_see_contact
from members.rows import KindGroup, OrganisationRow, by_kind, card_url
from members.weave import Weave, weave
from programmes.handover_lines import HandoverLine, HandoverTable, handover_lines, map_of_homes
from programmes.milestones import DECISIONS, Milestone, life_picture, milestones
from programmes.models import (
    Hosting,
    JointActivity,
    KnowledgeCircle,
    Outcome,
    Platform,
    Programme,
    ProgrammeDecision,
    ProgrammeLeader,
    ProgrammeParticipant,
    Workstream,
)
from programmes.models.programme import ProgrammeQuerySet
from programmes.news import news_links, news_of
from programmes.periods import period_text, years_text
from programmes.pictures import Timeline, WovenMap
from programmes.pictures.woven_map import COLOURS
from sectors.rows import Link

LEADERS = {"name": "person__name", "organisation": "person__organisation__name", "is_deputy": "is_deputy"}
LEADERS |= {"slug": "person__organisation__slug", "since": "since", "until": "until", "person": "person"}
LEADERS |= {"account": "person__account", "pk": "pk"}
LEADERS |= {name: f"person__{name}" for name in ("job_title", "email", "phone", "contact_visibility")}
STREAMS = {"pk": "pk", "title": "title", "text": "text", "stage": "stage", "lead": "lead__name"}
HOSTS = {"name": "organisation__name", "slug": "organisation__slug", "since": "since", "until": "until"}
ACTIVITIES = {"title": "title", "kind": "kind"}

STAGE_KINDS: dict[str, str] = {
    Workstream.Stage.EXPLORING: "outline",
    Workstream.Stage.BUILDING: "warning",
    Workstream.Stage.WELL_ADVANCED: "next",
    Workstream.Stage.IN_OPERATION: "success",
    Workstream.Stage.HANDED_OVER: "success",
    Workstream.Stage.STOPPED: "error",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call, with the address and number that the reader may see."""

    name: str
    role: str
    text: str
    email: str
    phone: str
    photo: str
    vcard: str


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """Someone who leads or led the programme; `note` says in which role and when."""

    name: str
    organisation: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class StreamLine:
    """A workstream and how far it is."""

    pk: int
    title: str
    text: str
    stage_label: str
    stage_kind: str
    lead: str


@dataclass(frozen=True, slots=True)
class OutcomePart:
    """What the programme wants to be true, in the colour it has in the map, the work towards it, what is still open."""

    pk: int
    title: str
    text: str
    still_open: str
    band: str
    streams: tuple[StreamLine, ...]


@dataclass(frozen=True, slots=True)
class PlatformCard:
    """A platform that came from the programme."""

    name: str
    url: str
    purpose: str
    since: str
    since_date: date | None
    scope: str
    host: Link | None
    ended: str = ""


@dataclass(frozen=True, slots=True)
class CircleCard:
    """A circle that came from the programme, with what it does as pairs of kind and title."""

    name: str
    url: str
    band: str
    summary: str
    themes: str
    activities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """All that the page prints."""

    programme: Programme
    may_lead: bool
    title: str
    full_name: str
    weave: Weave
    state_label: str
    is_ended: bool
    news: list[Link]
    years: str
    founding_document: str
    founding_link: str
    founding_years: str
    planned_end: str
    ended_on: str
    contact: Contact | None
    leaders: list[LeaderLine]
    outcomes: list[OutcomePart]
    platforms: list[PlatformCard]
    circles: list[CircleCard]
    milestones: list[Milestone]
    timeline: Timeline | None
    homes: WovenMap | None
    handovers: HandoverTable
    steering: list[HandoverLine]
    participants: list[KindGroup]
    participant_count: int

    @property
    def kicker(self) -> str:
        """The whole name above the acronym, or the word programme."""
        return self.full_name or _("Programme")


def fetch_programme(programmes: ProgrammeQuerySet) -> ProgrammeQuerySet:
    """Add leaders and decisions as lists of dictionaries, and whom to call."""
    leaders = ProgrammeLeader.objects.filter(programme=OuterRef("pk"))
    decisions = ProgrammeDecision.objects.filter(programme=OuterRef("pk"))
    in_order = leaders.order_by("is_deputy", F("since").asc(nulls_first=True), "pk")
    return (
        programmes.select_related("contact__organisation")
        .annotate(leader_list=nested(in_order, LEADERS), decision_list=nested(decisions, DECISIONS), news=news_of())
        .defer("search", "contact__search", "contact__organisation__search")
    )


def programme_page(programme: Programme, user: User | AnonymousUser) -> ProgrammePage:
    """Shape a programme that `fetch_programme` found."""
    row = cast("Any", programme)  # with the annotations of fetch_programme
    outcomes, platforms = _outcomes(programme), _platforms(programme)
    lines = handover_lines(programme, user)
    participants = _participants(programme)
    founded = [(platform.since_date, platform.name, platform.purpose) for platform in platforms]
    steps = milestones(programme, row.decision_list, row.leader_list, founded)
    ended = programme.state == Programme.State.ENDED
    return ProgrammePage(
        programme=programme,
        may_lead=_may_lead(row.leader_list, user),
        title=str(programme),
        full_name=programme.name if programme.acronym not in programme.name else "",
        weave=weave(programme.slug, band=programme.band),
        state_label=programme.get_state_display(),
        is_ended=ended,
        news=news_links(row.news),
        years=years_text(programme.begin_year, programme.ended_on.year if programme.ended_on else None),
        founding_document=programme.founding_document,
        founding_link=web_link(programme.founding_document_link),
        founding_years=_founding_years(programme),
        planned_end=date_plain(programme.planned_end) if programme.planned_end else "",
        ended_on=date_plain(programme.ended_on) if programme.ended_on else "",
        contact=_contact(programme, user) or _leader_to_call(row.leader_list, user),
        leaders=[_leader(values) for values in row.leader_list],
        outcomes=outcomes,
        platforms=platforms,
        circles=_circles(programme),
        milestones=steps,
        timeline=life_picture(programme, steps),
        homes=_homes(outcomes, lines),
        handovers=HandoverTable(tuple(line for line in lines if line.stream_pk)),
        steering=[line for line in lines if not line.stream_pk],
        participants=by_kind(participants),
        participant_count=len(participants),
    )


def _contact(programme: Programme, user: User | AnonymousUser) -> Contact | None:
    person: Person | None = programme.contact
    if person is None:
        return None
    shown = can_see_contact(user, person)
    organisation = person.organisation.name if person.organisation else ""
    return Contact(
        name=person.name,
        role=programme.contact_capacity or _("Contact"),
        text=", ".join(part for part in (person.job_title, organisation) if part),
        email=person.email if shown else "",
        phone=person.phone if shown else "",
        photo=person.photo.url_as("round"),
        vcard=card_url(person, shown=shown),
    )


def _leader_to_call(leaders: Sequence[dict[str, Any]], user: User | AnonymousUser) -> Contact | None:
    """Who leads today, as long as the programme names nobody else."""
    current = (values for values in leaders if not values["is_deputy"] and _term(values).is_current)
    values = next(current, None)
    if values is None:
        return None
    details = ("email", "phone", "contact_visibility")
    person = Person(pk=values["person"], **{name: values[name] for name in details})
    shown = can_see_contact(user, person)
    return Contact(
        name=values["name"],
        role=_("Programme leader"),
        text=", ".join(filter(None, (values["job_title"], values["organisation"]))),
        email=person.email if shown else "",
        phone=person.phone if shown else "",
        photo="",
        vcard=card_url(person, shown=shown),
    )


def _may_lead(leaders: Sequence[dict[str, Any]], user: User | AnonymousUser) -> bool:
    """As `can_lead_programme` judges, from the rows that the page has anyway."""
    own = (values for values in leaders if user.pk and values["account"] == user.pk)
    return can_edit_content(user) or any(_term(values).is_current for values in own)


def _term(values: dict[str, Any]) -> ProgrammeLeader:
    since, until = (date.fromisoformat(day) if day else None for day in (values["since"], values["until"]))
    return ProgrammeLeader(since=since, until=until)


def _founding_years(programme: Programme) -> str:
    """The period of the founding document, unless its title names it already."""
    years = years_text(programme.founding_period_from, programme.founding_period_to)
    return "" if str(programme.founding_period_from) in programme.founding_document else years


def _leader(values: dict[str, Any]) -> LeaderLine:
    role = _("Deputy leader") if values["is_deputy"] else _("Programme leader")
    term = _term(values)
    period = period_text(term.since, term.until)
    url = f"{reverse('organisation-list')}{values['slug']}/" if values["slug"] else ""
    return LeaderLine(values["name"], values["organisation"] or "", url, f"{role}, {period}" if period else role)


def _outcomes(programme: Programme) -> list[OutcomePart]:
    streams = nested(Workstream.objects.filter(outcome=OuterRef("pk")), STREAMS)
    found = Outcome.objects.filter(programme=programme).annotate(streams=streams)
    stages = {value: str(label) for value, label in Workstream.Stage.choices}
    columns = ("pk", "title", "text", "still_open", "streams")
    return [
        OutcomePart(pk, title, text, still_open, band, tuple(_stream(values, stages) for values in rows))
        for band, (pk, title, text, still_open, rows) in zip(cycle(COLOURS), found.values_list(*columns), strict=False)
    ]


def _stream(values: dict[str, Any], stages: dict[str, str]) -> StreamLine:
    stage = values["stage"]
    return StreamLine(
        values["pk"], values["title"], values["text"], stages[stage], STAGE_KINDS[stage], values["lead"] or ""
    )


def _platforms(programme: Programme) -> list[PlatformCard]:
    hosts = nested(Hosting.objects.filter(platform=OuterRef("pk")).current(), HOSTS)
    found = Platform.objects.filter(programme=programme).annotate(hosts=hosts)
    columns = ("name", "slug", "purpose", "since", "since_text", "until", "scope", "hosts")
    return [_platform(values) for values in found.values(*columns)]


def _platform(values: dict[str, Any]) -> PlatformCard:
    host = values["hosts"][0] if values["hosts"] else None
    has_ended = Platform(until=values["until"]).has_ended()
    return PlatformCard(
        name=values["name"],
        url=reverse("platform-detail", args=[values["slug"]]),
        purpose=values["purpose"],
        since=date_plain(values["since"]) if values["since"] else values["since_text"],
        since_date=values["since"],
        scope=", ".join(str(Platform.Scope(scope).label) for scope in values["scope"]),
        host=Link(host["name"], f"{reverse('organisation-list')}{host['slug']}/") if host else None,
        ended=date_plain(values["until"]) if has_ended else "",
    )


def _circles(programme: Programme) -> list[CircleCard]:
    activities = nested(JointActivity.objects.filter(circle=OuterRef("pk")), ACTIVITIES)
    found = KnowledgeCircle.objects.filter(programme=programme).liveliest_first().annotate(doings=activities)
    prefix = reverse("circle-list")
    kinds = {value: str(label) for value, label in JointActivity.Kind.choices}
    return [
        CircleCard(
            values["name"],
            f"{prefix}{values['slug']}/",
            values["band"],
            values["summary"],
            ", ".join(values["themes"]),
            tuple((kinds[doing["kind"]], doing["title"]) for doing in values["doings"]),
        )
        for values in found.values("name", "slug", "band", "summary", "themes", "doings")
    ]


def _participants(programme: Programme) -> list[OrganisationRow]:
    """Who takes part today, or whoever took part once it has ended; members are marked, and who merged since."""
    membership = NetworkMembership.objects.filter(organisation=OuterRef("organisation")).current()
    found = with_heirs(ProgrammeParticipant.objects.filter(programme=programme))
    if programme.state != Programme.State.ENDED:
        found = found.current()
    prefix = reverse("organisation-list")
    columns = (*(f"organisation__{name}" for name in ("name", "slug", "kind", "sort_key")), "is_member", "heir")
    rows = found.annotate(is_member=Exists(membership)).order_by("organisation__sort_key").values_list(*columns)
    return [
        OrganisationRow(name, f"{prefix}{slug}/", kind, note=_participant_note(slug, heir, is_member=is_member))
        for name, slug, kind, _key, is_member, heir in rows.distinct()
    ]


def _participant_note(slug: str, heir: dict[str, str] | None, *, is_member: bool) -> str:
    if heir and heir["slug"] != slug:
        return _("now %(name)s") % {"name": heir["name"]}
    return _("member") if is_member else ""


def _homes(outcomes: Sequence[OutcomePart], lines: Sequence[HandoverLine]) -> WovenMap | None:
    streams = [
        (stream.pk, outcome.pk, stream.title, stream.stage_label) for outcome in outcomes for stream in outcome.streams
    ]
    return map_of_homes([(outcome.pk, outcome.title) for outcome in outcomes], streams, lines) if streams else None
