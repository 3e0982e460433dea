"""What people are told of joint activities."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from members.models import Organisation, Person, PersonQuerySet, User
from members.telling import recipients_of, tell_many
from programmes.models import CircleCoordinator, CircleParticipant, JointActivity, PoolEntry


def people_of(circle: int) -> PersonQuerySet:
    """Return who takes part in a circle today, its coordinator included."""
    taking_part = CircleParticipant.objects.current().filter(circle=circle).values("person")
    coordinating = CircleCoordinator.objects.current().filter(circle=circle).values("person")
    return Person.objects.present().filter(Q(pk__in=taking_part) | Q(pk__in=coordinating))


def contacts_of(activity: JointActivity) -> PersonQuerySet:
    """Return the contact of an activity, and otherwise the coordinator of its circle."""
    owner = Person.objects.present().filter(kept_activities=activity)
    coordinating = CircleCoordinator.objects.current().filter(circle=activity.circle_id).values("person")
    return owner if owner.exists() else Person.objects.present().filter(pk__in=coordinating)


def tell_opened(activity: JointActivity, *, by: User) -> None:
    """Tell the circle, once, that one can join."""
    now = recipients_of("activity_new", _others(people_of(activity.circle_id), by))
    context = context_of(activity, kind=activity.kind, join_before=_day(activity.join_before))
    tell_many("activity_new", now, key=str(activity.pk), context=context, about=activity)


def tell_joined(
    activity: JointActivity, organisation: Organisation, *, by: User, has_joined: bool, note: str = ""
) -> None:
    """Tell the contact of an activity who joined or left."""
    now = recipients_of("activity_joined", _others(contacts_of(activity), by))
    who = Person.objects.filter(account=by).values_list("name", flat=True).first() or by.email
    context = context_of(activity, organisation=organisation.name, who=who, has_joined=has_joined, note=note)
    step = "joined" if has_joined else "left"
    key = f"{activity.pk}:{organisation.pk}:{step}:{timezone.now().isoformat()}"
    tell_many("activity_joined", now, key=key, context=context, about=activity)


def tell_entry(entry: PoolEntry, *, by: User) -> None:
    """Tell the circle of a staff pool that staff is offered or asked for."""
    now = recipients_of("pool_entry", _others(people_of(entry.activity.circle_id), by))
    context = context_of(
        entry.activity,
        kind=entry.kind,
        title=entry.title,
        organisation=entry.organisation.name,
        hours=entry.hours,
        skills=entry.skills,
    )
    tell_many("pool_entry", now, key=str(entry.pk), context=context, about=entry.activity)


def context_of(activity: JointActivity, **more: Any) -> dict[str, Any]:
    """Return what all mails about an activity say; it was fetched with its circle."""
    return {
        "activity": activity.title,
        "circle": activity.circle.name,
        "path": activity.get_absolute_url(),
        **more,
    }


def _others(people: PersonQuerySet, by: User) -> PersonQuerySet:
    return people.exclude(account=by)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
