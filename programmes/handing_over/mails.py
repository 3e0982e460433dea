"""Mails of handing over: the question to who should take work over, and the answer to who lead the programme."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from members.models import Person, User
from members.telling import recipients_of, tell_many
from programmes.handing_over.tokens import token_of
from programmes.models import Handover


def tell_asked(handover: Handover, *, by: User) -> None:
    """Ask the contact, with a link for him alone that needs no account."""
    contact = handover.contact
    if contact is None:
        return
    path = reverse("handover-answer", args=[token_of(handover)])
    said = {**_told(handover), "path": reverse("handover-mine", args=[handover.pk])}
    tell_many(
        "handover_asked",
        recipients_of("handover_asked", Person.objects.filter(pk=contact.pk)),
        key=_key(handover),
        context={**said, "who": _name(by), "note": handover.note, "is_withdrawn": False},
        own={contact.pk: {"answer_path": path}},
        about=handover.programme,
    )


def tell_withdrawn(handover: Handover, *, by: User, reason: str = "") -> None:
    """Tell who was asked, or had accepted, that the question or the acceptance no longer stands.

    Call it with the handover as it was before.
    """
    people = Person.objects.present().filter(handovers=handover).exclude(account=by)
    tell_many(
        "handover_asked",
        recipients_of("handover_asked", people),
        key=f"{_key(handover)}:withdrawn",
        context={**_told(handover), "who": _name(by), "note": reason, "is_withdrawn": True},
        about=handover.programme,
    )


def tell_answered(handover: Handover, *, by: Person) -> None:
    """Tell who lead the programme what the receiver answered."""
    answer = "accepted" if handover.is_accepted else "declined"
    told = {"who": by.name, "is_accepted": handover.is_accepted, "reason": handover.decline_reason}
    _tell_leaders(handover, _leading(handover).exclude(pk=by.pk), f"{_key(handover)}:{answer}", told)


def tell_undone(handover: Handover, *, by: User) -> None:
    """Tell the others who lead the programme that an acceptance lapsed. Call it with the handover as it was before."""
    told = {"who": _name(by), "is_accepted": False, "is_undone": True, "reason": ""}
    _tell_leaders(handover, _leading(handover).exclude(account=by), f"{_key(handover)}:undone", told)


def _tell_leaders(handover: Handover, people: QuerySet[Person], key: str, told: dict[str, Any]) -> None:
    said = {"is_undone": False, **told, "path": reverse("handover-list", args=[handover.programme.slug])}
    tell_many(
        "handover_answered",
        recipients_of("handover_answered", people),
        key=key,
        context={**_told(handover), **said},
        about=handover.programme,
    )


def _leading(handover: Handover) -> QuerySet[Person]:
    leaders = handover.programme.leaders.current()
    return Person.objects.present().filter(pk__in=leaders.values("person"))


def _key(handover: Handover) -> str:
    """What makes this question unlike the ones before it, about the same handover and to the same person."""
    moment = handover.asked_at or handover.accepted_at
    return f"{handover.pk}:{handover.contact_id}:{moment:%Y-%m-%dT%H:%M:%S.%f}" if moment else f"{handover.pk}"


def _name(account: User) -> str:
    person = Person.objects.filter(account=account).first()
    return person.name if person else ""


def _told(handover: Handover) -> dict[str, Any]:
    since = handover.effective_from
    return {
        "programme": handover.programme.name,
        "path": handover.programme.get_absolute_url(),
        "work": handover.workstream.title if handover.workstream else "",
        "destination": str(handover.destination),
        "since": since.isoformat() if since else "",
        "kind": handover.kind,
    }
