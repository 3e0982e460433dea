"""The order in which handing over locks rows: programmes by key, then the handover."""

from __future__ import annotations

from programmes.models import Handover, Programme


def hold_programmes(programme: Programme, to_programme: Programme | None = None) -> Programme:
    """Lock a programme and return it as it is now.

    With work that goes to another programme all programmes are locked: a circle may close over any number of them, of
    which two people at once would each see only a part. There are few, and they seldom change.
    """
    rows = Programme.objects.select_for_update(no_key=True).order_by("pk")
    found = {each.pk: each for each in (rows if to_programme else rows.filter(pk=programme.pk))}
    return found[programme.pk]


def hold_handover(handover: Handover) -> Handover:
    """Lock a handover, after the programmes that it touches; return it with all it refers to as it is now."""
    hold_programmes(handover.programme, handover.to_programme)
    related = ("programme", "workstream__outcome", "platform", "circle", "to_programme", "organisation", "contact")
    found = Handover.objects.select_for_update(of=("self",)).select_related(*related, "accepted_by", "declined_by")
    return found.get(pk=handover.pk)
