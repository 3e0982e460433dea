"""What the page of a preparation shows beside the meeting: what it could be about, who was heard and who presents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import Contribution, Meeting, Presenter, Topic, TopicOffer
from meetings.nested import nested
from meetings.telling import sectors_of
from members.models import Organisation
from sectors.models import SectorMembership
from sectors.rows import Link

OFFER = {"person": "person__name", "organisation": "organisation__name"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that the meeting could be about; `offers` are the names of who can present it."""

    pk: int
    title: str
    url: str
    summary: str
    proposer: str
    support_count: int
    offers: list[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """Which organisations of the meeting's sectors gave input, and which did not yet."""

    given: list[Link]
    silent: list[Link]

    @property
    def total(self) -> int:
        """All organisations that are asked."""
        return len(self.given) + len(self.silent)


@dataclass(frozen=True, slots=True)
class PresenterLine:
    """Who presents, and what the answer was; `kind` is that of the badge."""

    pk: int
    name: str
    organisation: str
    answer: str
    kind: str


def candidates_of(meeting: Meeting) -> list[Candidate]:
    """Return the open topics of the meeting's sectors, the most supported first."""
    offers = TopicOffer.objects.filter(topic=OuterRef("pk"))
    found = Topic.objects.candidates().filter(sector__in=sectors_of(meeting))
    rows = found.select_related("proposed_for").annotate(offer_list=nested(offers, OFFER))
    return [
        Candidate(
            pk=topic.pk,
            title=topic.title,
            url=topic.get_absolute_url(),
            summary=topic.summary,
            proposer=topic.proposed_for.name if topic.proposed_for else "",
            support_count=topic.support_count,  # type: ignore[attr-defined]  # annotated by candidates()
            offers=[_named(offer["person"], offer["organisation"]) for offer in topic.offer_list],
        )
        for topic in rows.defer("search", "proposed_for__search")
    ]


def heard_of(meeting: Meeting) -> Heard:
    """Return who takes part in the meeting's sectors today, by whether it gave input; alphabetical."""
    given = Count("contributions", filter=Q(contributions__meeting=meeting))
    rows = organisations_of(meeting).annotate(given=given).values_list("name", "slug", "given")
    prefix = reverse("organisation-list")
    links = [(Link(name, f"{prefix}{slug}/"), count) for name, slug, count in rows]
    return Heard([link for link, count in links if count], [link for link, count in links if not count])


def organisations_of(meeting: Meeting) -> Any:
    """Return the organisations that take part today in a sector of the meeting."""
    taking_part = SectorMembership.objects.current().filter(sector__in=sectors_of(meeting))
    return Organisation.objects.filter(pk__in=taking_part.values("organisation")).order_by("sort_key", "pk")


def presenters_of(meeting: Meeting) -> list[PresenterLine]:
    """Return who presents, in the order in which they were asked."""
    rows = Presenter.objects.filter(meeting=meeting).order_by("pk")
    names = rows.values_list("pk", "person__name", "organisation__name", "confirmed_at", "declined_at")
    return [
        PresenterLine(pk, person or organisation or "", organisation if person and organisation else "", *answer)
        for pk, person, organisation, confirmed, declined in names
        for answer in [_answer(confirmed, declined)]
    ]


def mark_of(inputs: list[Any]) -> str:
    """Return a word that changes whenever input comes or goes."""
    return f"{len(inputs)}-{max((line.pk for line in inputs), default=0)}"


def in_order(inputs: list[Any]) -> list[Any]:
    """Put input of one kind together."""
    return sorted(inputs, key=lambda line: Contribution.Kind.values.index(line.kind))


def _answer(confirmed: datetime | None, declined: datetime | None) -> tuple[str, str]:
    if confirmed:
        return _("confirmed"), "success"
    return (_("declined"), "error") if declined else (_("not answered yet"), "warning")


def _named(person: str, organisation: str | None) -> str:
    return f"{person}, {organisation}" if organisation else person
