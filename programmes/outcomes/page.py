"""Outcomes and workstreams as who leads the programme edits them: three queries, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from members.dates import date_plain
from programmes.models import Handover, Outcome, StageChange, Workstream
from programmes.pictures.woven_map import COLOURS
from programmes.programme_page import STAGE_KINDS

DONE = frozenset({Workstream.Stage.HANDED_OVER, Workstream.Stage.STOPPED})


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage that was reached: on which day, as far as is known, and what was said of it."""

    label: str
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class StreamCard:
    """A workstream, its place among the others and the stages it went through."""

    pk: int
    place: int
    title: str
    text: str
    lead: str
    stage_label: str
    stage_kind: str
    is_open: bool
    history: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class OutcomeCard:
    """An outcome, its place among the others and the work towards it."""

    pk: int
    place: int
    title: str
    text: str
    still_open: str
    band: str
    streams: tuple[StreamCard, ...]

    @property
    def open_streams(self) -> tuple[StreamCard, ...]:
        """The work that neither stopped nor found its place after the programme."""
        return tuple(stream for stream in self.streams if stream.is_open)


def outcome_cards(outcomes: QuerySet[Outcome]) -> list[OutcomeCard]:
    """Shape outcomes, in their own order."""
    accepted = Handover.objects.filter(workstream=OuterRef("pk"), accepted_at__isnull=False)
    streams = Workstream.objects.select_related("lead").annotate(has_home=Exists(accepted)).defer("search")
    changes = Prefetch("stage_changes", StageChange.objects.all(), to_attr="changes")
    found = outcomes.prefetch_related(Prefetch("workstreams", streams.prefetch_related(changes), to_attr="streams"))
    return [
        OutcomeCard(
            pk=outcome.pk,
            place=place,
            title=outcome.title,
            text=outcome.text,
            still_open=outcome.still_open,
            band=band,
            streams=tuple(_stream(stream, number) for number, stream in enumerate(outcome.streams, start=1)),
        )
        for place, (band, outcome) in enumerate(zip(cycle(COLOURS), found.defer("search"), strict=False), start=1)
    ]


def _stream(stream: Workstream, place: int) -> StreamCard:
    return StreamCard(
        pk=stream.pk,
        place=place,
        title=stream.title,
        text=stream.text,
        lead=stream.lead.name if stream.lead else "",
        stage_label=stream.get_stage_display(),
        stage_kind=STAGE_KINDS[stream.stage],
        is_open=stream.stage not in DONE and not stream.has_home,  # type: ignore[attr-defined]
        history=tuple(_reached(change) for change in reversed(stream.changes)),  # type: ignore[attr-defined]
    )


def _reached(change: StageChange) -> Reached:
    return Reached(change.get_stage_display(), date_plain(change.reached_on) if change.reached_on else "", change.note)
