"""Mails of aftercare: work and platforms without a home, the question whether work still lives, links that are dead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from members.models import Person, PersonQuerySet, User
from members.telling import daytime, recipients_of, tell_accounts, tell_many
from programmes.aftercare.homeless import HomelessPlatform, HomelessWork
from programmes.models import Handover, LifeSign, ProgrammeLeader


def tell_work_homeless(work: HomelessWork) -> None:
    """Tell who keep its programme and the editors, once for each handover and day, that work needs a new home."""
    lived, day = work.lived_at, work.since.isoformat() if work.since else ""
    told = {"until": day, "successor": work.successor.name if work.successor else "", "who": "", "reason": ""}
    _tell_keepers("handover_homeless", lived, key=f"{lived.pk}:{day}", told=told)


def tell_gone(sign: LifeSign) -> None:
    """Tell who keep its programme and the editors that the receiver says that work is no longer alive."""
    handover, who = sign.handover, sign.answered_by
    told = {"until": "", "successor": "", "who": who.name if who else "", "reason": sign.note}
    _tell_keepers("handover_homeless", handover, key=f"{handover.pk}:gone:{sign.months}", told=told, besides=who)


def tell_platform_homeless(lost: HomelessPlatform) -> None:
    """Tell the editors and the contact of the programme it came from, once for each last day of a host."""
    platform, day = lost.platform, lost.since.isoformat() if lost.since else ""
    told = {
        "platform": platform.name,
        "host": lost.host.name if lost.host else "",
        "until": day,
        "successor": lost.successor.name if lost.successor else "",
        "path": reverse("home-list"),
    }
    people = Person.objects.filter(ended_programmes__platforms=platform)
    _tell_with_editors("platform_homeless", people, key=f"{platform.pk}:{day}", context=told)


def ask_alive(sign: LifeSign, receiver: Person, *, answer_path: str) -> None:
    """Ask a receiver whether work still lives, with a signed link that stands in this mail only."""
    tell_many(
        "alive_asked",
        recipients_of("alive_asked", Person.objects.filter(pk=receiver.pk)),
        key=f"{sign.handover_id}:{sign.months}",
        context={**_told(sign.handover), "months": sign.months, "path": reverse("life-sign-mine", args=[sign.pk])},
        own={receiver.pk: {"answer_path": answer_path}},
        about=sign.handover.programme,
        due_at=daytime(),
    )


def tell_links_dead(links: Sequence[Mapping[str, str]], *, key: str) -> None:
    """Tell the editors which addresses do not answer any more, all in one mail."""
    told = {"links": list(links), "path": reverse("home-list")}
    _tell_with_editors("links_dead", Person.objects.none(), key=key, context=told)


def _tell_keepers(
    kind: str, handover: Handover, *, key: str, told: Mapping[str, Any], besides: Person | None = None
) -> None:
    programme = handover.programme
    leaders = ProgrammeLeader.objects.current().filter(programme=programme)
    people = Person.objects.filter(Q(pk__in=leaders.values("person")) | Q(ended_programmes=programme)).distinct()
    context = {**_told(handover), **told, "path": reverse("home-list")}
    _tell_with_editors(kind, people, key=key, context=context, besides=besides)


def _tell_with_editors(
    kind: str, people: PersonQuerySet, *, key: str, context: Mapping[str, Any], besides: Person | None = None
) -> None:
    """Mail present people and all editors, each once: who is both has one key."""
    editors = User.objects.filter(is_staff=True, is_active=True)
    present = people.present()
    if besides:
        present, editors = present.exclude(pk=besides.pk), editors.exclude(person=besides)
    tell_many(kind, recipients_of(kind, present), key=key, context=context, due_at=daytime())
    tell_accounts(kind, editors, key=key, context=context)


def _told(handover: Handover) -> dict[str, Any]:
    since: date | None = handover.effective_from
    return {
        "programme": handover.programme.name,
        "work": handover.workstream.title if handover.workstream else "",
        "destination": str(handover.destination),
        "since": since.isoformat() if since else "",
    }
