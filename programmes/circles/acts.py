"""Starting a knowledge circle, and changing what it says of itself."""

from __future__ import annotations

from collections.abc import Sequence

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from members.history import event_model
from members.models import Network, User
from programmes.circles.locks import hold_circle, person_of
from programmes.circles.telling import tell_office
from programmes.models import KnowledgeCircle, Programme

RESERVED = {"starten"}  # words that addresses below /kenniskringen/ use themselves


def version_of(circle: KnowledgeCircle) -> int:
    """Return the number of the circle's last version: a form carries the one it was made from."""
    versions = event_model(KnowledgeCircle).objects.filter(id=circle.pk).order_by("-pgh_id")
    return int(versions.values_list("pgh_id", flat=True)[0])


@transaction.atomic
def start_circle(
    *,
    name: str,
    summary: str,
    why: str,
    themes: Sequence[str],
    joining: str,
    band: str,
    by: User,
    programme: Programme | None = None,
) -> KnowledgeCircle:
    """Start a circle, with who starts it as its coordinator and first participant; the editors are told.

    Raises ValidationError when there is a circle of that name.
    """
    person, today = person_of(by), timezone.localdate()
    _one_name_at_a_time()
    _refuse_double(name)
    with pghistory.context(user=by.pk):
        circle = KnowledgeCircle.objects.create(
            name=name,
            slug=_free_slug(name),
            summary=summary,
            why=why,
            themes=list(themes),
            joining=joining,
            band=band,
            programme=programme,
            started_on=today,
            started_by=person,
        )
        circle.coordinators.create(person=person, since=today)
        circle.participants.create(person=person, since=today)
    tell_office(circle, starter=person, by=by)
    return circle


@transaction.atomic
def edit_circle(
    *,
    circle: KnowledgeCircle,
    seen: int,
    name: str,
    summary: str,
    text: str,
    why: str,
    themes: Sequence[str],
    joining: str,
    band: str,
    programme: Programme | None,
    by: User,
) -> KnowledgeCircle:
    """Change what a circle says of itself; its address stays. `seen` is the version the change was made from.

    Raises ValidationError when somebody changed it meanwhile, or another circle has this name.
    """
    _one_name_at_a_time()
    held = hold_circle(circle.pk)
    if version_of(held) != seen:
        raise ValidationError(
            _("Someone else changed this circle meanwhile. What you wrote is still here; look at its page and save."),
            code="stale",
        )
    _refuse_double(name, besides=held)
    held.name, held.summary, held.text, held.why = name, summary, text, why
    held.themes, held.joining, held.band, held.programme = list(themes), joining, band, programme
    with pghistory.context(user=by.pk):
        held.save(update_fields=["name", "summary", "text", "why", "themes", "joining", "band", "programme"])
    return held


def _one_name_at_a_time() -> None:
    """Let two people who name a circle wait for each other."""
    list(Network.objects.select_for_update(no_key=True))


def _refuse_double(name: str, *, besides: KnowledgeCircle | None = None) -> None:
    others = KnowledgeCircle.objects.filter(name__iexact=name)
    if besides:
        others = others.exclude(pk=besides.pk)
    found = others.first()
    if found is None:
        return
    if found.state == KnowledgeCircle.State.ARCHIVED:
        told = _("There is already a circle with this name. It is archived: open it again from its own page.")
    else:
        told = _("There is already a circle with this name. Join it, or choose another name.")
    raise ValidationError({"name": ValidationError(told, code="double")})


def _free_slug(name: str) -> str:
    base = slugify(name)[:70].strip("-") or "kenniskring"
    taken = RESERVED | set(KnowledgeCircle.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(each for each in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)
