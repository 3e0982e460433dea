"""Loads where programmes' work lives on; after the circles, which may receive it."""

from datetime import date, time

from django.db import transaction

from portal.demo.cast import Cast
from portal.demo.dated import day_of, moment_of
from portal.demo.programmes import PLANS
from portal.demo.shapes import Goes
from portal.demo.store import store
from programmes.models import Handover, KnowledgeCircle, Platform, Programme, Workstream


@transaction.atomic
def load_handovers(today: date) -> None:
    """Load the handovers of all programmes as they stand on a day."""
    cast = Cast()
    rows = []
    for plan in PLANS:
        programme = Programme.objects.get(slug=plan.slug)
        streams = {stream.title: stream for stream in Workstream.objects.filter(outcome__programme=programme)}
        if plan.steering:
            rows.append(_handover(programme, None, plan.steering, cast, today))
        works = (work for wish in plan.wishes for work in wish.streams)
        rows += [_handover(programme, streams[work.title], work.goes, cast, today) for work in works if work.goes]
    store(rows, key=["programme", "workstream"])


def _handover(programme: Programme, workstream: Workstream | None, goes: Goes, cast: Cast, today: date) -> Handover:
    return Handover(
        programme=programme,
        workstream=workstream,
        kind=goes.kind,
        platform=Platform.objects.get(slug=goes.platform) if goes.platform else None,
        circle=KnowledgeCircle.objects.get(slug=goes.circle) if goes.circle else None,
        to_programme=Programme.objects.get(slug=goes.to_programme) if goes.to_programme else None,
        organisation=cast.organisation(goes.organisation),
        outside_body=goes.body,
        effective_from=day_of(today, goes.since),
        contact=cast.person(goes.contact, programme.slug),
        accepted_at=moment_of(today, goes.accepted, time(12)),
        accepted_by=cast.person(goes.accepted_by, programme.slug),
        acceptance_source=goes.source,
        note=goes.note,
    )
