"""Chains of handovers: where work went since its programme let go of it, and where it lives today.

A piece of work moves on when a place where it lived ends: every handover follows at most one other. A programme that
ended carries on what it had received only through whoever took over its steering. This module is the one place that
walks chains; whatever the rows say, a walk visits each handover at most once, and ends in a home or says "open".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.utils import timezone

from members.models import Organisation
from programmes.models import Handover, KnowledgeCircle, LifeSign, Platform, Programme

Destination = Platform | KnowledgeCircle | Programme | Organisation | str
Step = TypeVar("Step")

# The programmes reached from some others by handovers to a programme that were not declined.
REACHED = """
    WITH RECURSIVE reached(id) AS (
        {first}
        UNION
        SELECT handover.to_programme_id
        FROM reached
        JOIN programmes_handover handover ON handover.programme_id = reached.id
        WHERE handover.to_programme_id IS NOT NULL AND handover.declined_at IS NULL
    )
    SELECT id FROM reached
"""

RELATED = (
    *("programme", "workstream__outcome", "contact", "accepted_by"),
    *("platform", "circle", "to_programme", "organisation__succeeded_by"),
)
WITH_SEARCH = (
    *("programme", "contact", "accepted_by", "platform", "circle", "to_programme"),
    *("organisation", "organisation__succeeded_by"),
)


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One stay of the work: the handover that brought it there, from when, and until when as far as known."""

    handover: Handover
    since: date | None
    until: date | None
    has_ended: bool

    @property
    def destination(self) -> Destination:
        """Where it lived or lives; empty when it stopped or was archived."""
        return self.handover.destination

    @property
    def is_accepted(self) -> bool:
        """Whether the receiver said yes."""
        return self.handover.is_accepted

    def has_begun(self, on: date) -> bool:
        """Whether it took effect on a day."""
        return self.since is None or self.since <= on


@dataclass(frozen=True, slots=True)
class Chain:
    """All stays of one piece of work, the first one first, and the one where it is on a day."""

    links: tuple[ChainLink, ...]
    on: date

    @property
    def last(self) -> ChainLink:
        """The stay after which no other was arranged, accepted or not."""
        return self.links[-1]

    @property
    def latest(self) -> ChainLink | None:
        """The last stay that was accepted and took effect; else the first one that was accepted."""
        accepted = [link for link in self.links if link.is_accepted]
        begun = [link for link in accepted if link.has_begun(self.on)]
        if begun and not begun[-1].has_ended:
            return begun[-1]
        coming = accepted[len(begun) :]
        return coming[0] if coming else begun[-1] if begun else None

    @property
    def now(self) -> ChainLink | None:
        """Where it lives now, or is archived; None when that is open: nobody accepted it, or its home ended."""
        latest = self.latest
        return None if latest is None or latest.has_ended else latest

    @property
    def is_open(self) -> bool:
        """Whether the work has no home."""
        return self.now is None

    @property
    def way(self) -> tuple[ChainLink, ...]:
        """The stays that brought it where it is, that one included: those that were accepted."""
        latest = self.latest
        accepted = [link for link in self.links if link.is_accepted]
        return tuple(accepted[: accepted.index(latest) + 1]) if latest else ()


class Chains:
    """The chains of some programmes' work, from their handovers and those of the programmes that took work over."""

    def __init__(self, handovers: Iterable[Handover], *, on: date | None = None) -> None:
        self.on = on or timezone.localdate()
        self._handovers = {handover.pk: handover for handover in handovers}
        self._next = {each.follows_id: each.pk for each in self._handovers.values() if each.follows_id}
        first = [each for each in self._handovers.values() if each.follows_id is None]
        self._steering = {each.programme_id: each.pk for each in first if each.workstream_id is None}

    def __iter__(self) -> Iterator[Handover]:
        return iter(self._handovers.values())

    def of(self, handover: Handover) -> Chain:
        """Return the chain from a handover on; without knowing it, its own stay is all there is."""
        self._handovers.setdefault(handover.pk, handover)
        path = walk(handover.pk, self._onward)
        links = [self._link(pk, following) for pk, following in zip(path, [*path[1:], None], strict=True)]
        return Chain(tuple(links), self.on)

    def own_last(self, handover: Handover) -> Handover:
        """Return the last handover of its own chain: what an ended programme did with its work is another's."""
        return self._handovers[walk(handover.pk, self._next.get)[-1]]

    def before(self, handover: Handover) -> list[ChainLink]:
        """Return the accepted stays of its own chain that led to a handover, the first one first."""
        path = walk(handover.pk, self._backward)
        links = [self._link(pk, following) for pk, following in zip(path[1:], path, strict=False)]
        return [link for link in reversed(links) if link.is_accepted]

    def _backward(self, pk: int) -> int | None:
        earlier = self._handovers[pk].follows_id
        return earlier if earlier in self._handovers else None

    def _onward(self, pk: int) -> int | None:
        """Return the handover after one: the next of its own chain, else what an ended programme did with its work."""
        if pk in self._next:
            return self._next[pk]
        handover = self._handovers[pk]
        receiver = handover.to_programme
        if not handover.is_accepted or receiver is None or receiver.state != Programme.State.ENDED:
            return None
        return self._steering.get(receiver.pk)

    def _link(self, pk: int, following: int | None) -> ChainLink:
        handover = self._handovers[pk]
        later = self._handovers[following] if following else None
        moved_on = later.effective_from if later and later.is_accepted else None
        return ChainLink(
            handover=handover,
            since=handover.effective_from,
            until=moved_on or end_of(handover.destination),
            has_ended=has_ended(handover.destination, self.on) or says_gone(handover),
        )


def walk(first: Step, onward: Callable[[Step], Step | None]) -> list[Step]:
    """Follow steps from the first one until there is none, or until one that was taken already."""
    path = [first]
    taken = {first}
    while (following := onward(path[-1])) is not None and following not in taken:
        path.append(following)
        taken.add(following)
    return path


def chains_of(handovers: QuerySet[Handover], *, on: date | None = None) -> Chains:
    """Return the chains of all programmes of some handovers, in one query."""
    answers = LifeSign.objects.filter(handover=OuterRef("pk"), answered_at__isnull=False).order_by("-answered_at")
    found = (
        Handover.objects.filter(programme__in=_reached(handovers.order_by().values("programme")))
        .annotate(is_alive=Subquery(answers.values("is_alive")[:1]))
        .select_related(*RELATED)
        .defer(*(f"{related}__search" for related in WITH_SEARCH))
        .order_by("workstream__outcome__position", "workstream__outcome", "workstream__position", "pk")
    )
    return Chains(found, on=on)


def chain_of(handover: Handover, *, on: date | None = None) -> Chain:
    """Return what became of one piece of work from a handover on."""
    return chains_of(Handover.objects.filter(pk=handover.pk), on=on).of(handover)


def where_now(handover: Handover, *, on: date | None = None) -> ChainLink | None:
    """Return where handed over work lives on a day; None when that is open."""
    return chain_of(handover, on=on).now


def leads_back(programme: Programme, to_programme: Programme) -> bool:
    """Whether handing over to a programme would come back in the end: it handed its own work over to the first."""
    reached = _reached(Programme.objects.filter(pk=to_programme.pk).order_by().values("pk"))
    return Programme.objects.filter(pk=programme.pk, pk__in=reached).exists()


def has_ended(destination: Destination, on: date | None = None) -> bool:
    """Whether a place where work lives is no more on a day; a body outside the network is not known to end."""
    day = on or timezone.localdate()
    if isinstance(destination, Platform):
        return destination.has_ended(day)
    if isinstance(destination, KnowledgeCircle):
        return destination.state == KnowledgeCircle.State.ARCHIVED
    if isinstance(destination, Programme):
        return destination.state == Programme.State.ENDED
    if isinstance(destination, Organisation):
        dissolved = destination.dissolved_on
        return dissolved <= day if dissolved else destination.succeeded_by_id is not None
    return False


def end_of(destination: Destination) -> date | None:
    """Return the day from which a place is no more, as far as known."""
    if isinstance(destination, Platform):
        return destination.until
    if isinstance(destination, Programme):
        return destination.ended_on
    return destination.dissolved_on if isinstance(destination, Organisation) else None


def says_gone(handover: Handover) -> bool:
    """Whether its receiver last answered that the work is no longer alive; asked of rows `chains_of` found."""
    return getattr(handover, "is_alive", None) is False


def _reached(programmes: QuerySet[Any, Any]) -> RawSQL:
    """Return, as a part of a query, the keys of programmes and of all to which they handed over, step by step."""
    first, values = programmes.query.sql_with_params()
    return RawSQL(REACHED.format(first=first), values)  # noqa: S611 - Django wrote the part that varies
