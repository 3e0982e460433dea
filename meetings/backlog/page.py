"""What the pages of topics show: plain values, so that templates only print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db.models import BigIntegerField, Count, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.backlog.words import BADGES, step_text, why_closed
from meetings.models import Meeting, Topic, TopicOffer, TopicSupport
from meetings.models.topic import TopicQuerySet
from meetings.nested import nested
from members.dates import date_long, date_machine, date_plain
from members.history import event_model
from members.models import Organisation, Person, User
from sectors.rows import Link

SUPPORT = {"organisation": "organisation__name", "slug": "organisation__slug", "person": "person__name"}
SUPPORT |= {"organisation_pk": "organisation"}
OFFER = {"person": "person__name", "person_pk": "person", "organisation": "organisation__name"}
OFFER |= {"slug": "organisation__slug"}
MERGED = {"pk": "pk", "title": "title"}
MEETING = {"pk": "pk", "title": "title", "starts": "starts"}


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic in the list of a sector."""

    url: str
    title: str
    summary: str
    state_label: str
    badge: str
    proposer: str
    day: datetime
    support_count: int
    offer_count: int
    has_voice: bool
    reason: str
    meeting: Link | None

    @property
    def day_text(self) -> str:
        """When it was proposed: "22 april 2027"."""
        return date_plain(self.day)

    @property
    def day_machine(self) -> str:
        """The same for <time datetime>."""
        return date_machine(self.day)


class Someone(NamedTuple):
    """A person or an organisation, what stands beside the name, and where it leads."""

    name: str
    note: str
    url: str


class Step(NamedTuple):
    """Something that happened to a topic."""

    text: str
    day: str
    who: str
    reason: str
    meeting: Link | None


@dataclass(frozen=True, slots=True)
class TopicPage:
    """All that the page of a topic shows of it."""

    pk: int
    title: str
    summary: str
    reason: str
    band: str
    state_label: str
    badge: str
    closed: str
    is_open: bool
    proposer: Someone | None
    day: str
    supporters: list[Someone]
    presenters: list[Someone]
    merged: list[Link]
    merged_into: Link | None
    meeting: Link | None
    steps: list[Step]
    voice: str | None
    offers: bool


def topic_rows(topics: TopicQuerySet, user: User) -> list[TopicRow]:
    """Shape topics, in their own order, in one query whatever their number."""
    found = topics.annotate(offer_count=Count("offers", distinct=True), seen=_meetings(user))
    return [_row(topic) for topic in found.select_related("proposed_by", "proposed_for").defer("search")]


def fetch_topics(user: User) -> TopicQuerySet:
    """Return topics with everything their page shows; related rows come as lists of dictionaries."""
    own = {"topic": OuterRef("pk")}
    supports = TopicSupport.objects.filter(**own).order_by("created_at", "pk")
    found = Topic.objects.annotate(
        support_list=nested(supports, SUPPORT),
        offer_list=nested(TopicOffer.objects.filter(**own), OFFER),
        merged_list=nested(Topic.objects.filter(merged_into=OuterRef("pk")).order_by("title"), MERGED),
        seen=_meetings(user),
    )
    return found.select_related("sector", "proposed_by", "proposed_for", "merged_into").defer(
        "search", "sector__search", "merged_into__search", "proposed_by__search", "proposed_for__search"
    )


def topic_page(topic: Topic, user: User) -> TopicPage:
    """Shape a topic that `fetch_topics` found, as someone sees it."""
    row = cast("Any", topic)  # with the annotations of fetch_topics
    person: Person | None = getattr(user, "person", None)
    into = topic.merged_into
    return TopicPage(
        pk=topic.pk,
        title=topic.title,
        summary=topic.summary,
        reason=topic.state_reason,
        band=topic.sector.band,
        state_label=topic.get_state_display(),
        badge=BADGES.get(topic.state, ""),
        closed="" if topic.is_open else why_closed(topic),
        is_open=topic.is_open,
        proposer=_someone(topic.proposed_by, topic.proposed_for),
        day=date_long(topic.proposed_at),
        supporters=[_supporter(values) for values in row.support_list],
        presenters=[_presenter(values) for values in row.offer_list],
        merged=[Link(values["title"], reverse("topic-detail", args=[values["pk"]])) for values in row.merged_list],
        merged_into=Link(into.title, into.get_absolute_url()) if into else None,
        meeting=_meeting(row.seen),
        steps=list(_steps(topic, user)),
        voice=_voice(row.support_list, person),
        offers=any(person and values["person_pk"] == person.pk for values in row.offer_list),
    )


def _row(topic: Topic) -> TopicRow:
    row = cast("Any", topic)
    names = [str(each) for each in (topic.proposed_by, topic.proposed_for) if each]
    return TopicRow(
        url=topic.get_absolute_url(),
        title=topic.title,
        summary=topic.summary,
        state_label=topic.get_state_display(),
        badge=BADGES.get(topic.state, ""),
        proposer=", ".join(names),
        day=topic.proposed_at,
        support_count=row.support_count,
        offer_count=row.offer_count,
        has_voice=row.has_voice,
        reason=topic.state_reason,
        meeting=_meeting(row.seen),
    )


def _meetings(user: User) -> Any:
    """The meeting that takes a topic up, as far as someone may know of it."""
    return nested(Meeting.objects.visible_to(user).filter(topics=OuterRef("pk")).order_by(), MEETING)


def _meeting(found: list[dict[str, Any]]) -> Link | None:
    for values in found:
        starts = values["starts"] and datetime.fromisoformat(values["starts"])
        name = date_long(starts) if starts else values["title"] or _("Date still open")
        return Link(name, reverse("meeting-detail", args=[values["pk"]]))
    return None


def _someone(person: Person | None, organisation: Organisation | None) -> Someone | None:
    name, url = (organisation.name, organisation.get_absolute_url()) if organisation else ("", "")
    if person:
        return Someone(person.name, name, url)
    return Someone(name, "", url) if organisation else None


def _supporter(values: dict[str, Any]) -> Someone:
    return Someone(
        values["organisation"], values["person"] or "", reverse("organisation-detail", args=[values["slug"]])
    )


def _presenter(values: dict[str, Any]) -> Someone:
    url = reverse("organisation-detail", args=[values["slug"]]) if values["slug"] else ""
    return Someone(values["person"], values["organisation"] or "", url)


def _voice(supports: list[dict[str, Any]], person: Person | None) -> str | None:
    """Return who of someone's organisation supports it for that organisation, perhaps nameless; None when nobody."""
    if person is None or person.organisation_id is None:
        return None
    own = [values["person"] or "" for values in supports if values["organisation_pk"] == person.organisation_id]
    return own[0] if own else None


def _steps(topic: Topic, user: User) -> Iterator[Step]:
    """Tell what happened, from its history: one step for each other state, the last one last."""
    before = ""
    for version in _versions(topic, user):
        state = version["state"]
        if state == before:
            continue
        day = version["pgh_created_at"] if before else topic.proposed_at
        yield Step(
            text=step_text(state, before),
            day=date_plain(day),
            who=version["who"] or "",
            reason=version["state_reason"],
            meeting=_meeting(version["seen"]),
        )
        before = state


def _versions(topic: Topic, user: User) -> Any:
    account = Cast(KeyTextTransform("user", OuterRef("pgh_context")), BigIntegerField())
    meetings = Meeting.objects.visible_to(user).filter(pk=OuterRef("meeting")).order_by()
    found = event_model(Topic).objects.filter(id=topic.pk).order_by("pgh_id")
    named = found.annotate(
        who=Subquery(Person.objects.filter(account=account).order_by().values("name")[:1]),
        seen=nested(meetings, MEETING),
    )
    return named.values("pgh_created_at", "state", "state_reason", "who", "seen")
