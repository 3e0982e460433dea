"""The mails around moving and leaving to those who stay: which roles and actions need somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from meetings.departures import open_actions_of
from meetings.models import ActionItem
from members.models import Person, User
from members.telling import recipients_of, tell_accounts, tell_many
from sectors.departures import leaders_of
from sectors.models import Appointment


def tell_editors(*, kind: str, key: str, context: Mapping[str, Any], besides: QuerySet[Person] | None = None) -> None:
    """Tell all editors, other than those it is about."""
    editors = User.objects.filter(is_staff=True, is_active=True)
    others = editors if besides is None else editors.exclude(person__in=besides)
    tell_accounts(kind, others, key=key, context=context)


def tell_of_ended_roles(person: Person, roles: Iterable[Appointment], *, on: date, key: str) -> None:
    """Tell editors which sectors need somebody for a role."""
    ended = [{"role": role.role, "sector": role.sector.name} for role in roles]
    if ended:
        path = reverse("admin:sectors_appointment_changelist")
        context = {"name": person.name, "day": on.isoformat(), "roles": ended, "path": path}
        tell_editors(kind="move_roles", key=key, context=context, besides=Person.objects.filter(pk=person.pk))


def tell_of_open_actions(people: QuerySet[Person], *, name: str, key: str) -> None:
    """Tell who leads a sector which actions its meetings lose the owner of; editors, where nobody leads."""
    by_sector: dict[int | None, list[ActionItem]] = {}
    for action in open_actions_of(people):
        year = action.meeting.sector_year
        by_sector.setdefault(year.sector_id if year else None, []).append(action)
    for sector, actions in by_sector.items():
        told = [_told(action) for action in actions]
        context = {"name": name, "actions": told, "path": told[0]["path"]}
        _tell_leaders(sector, key=f"{key}:{sector}", context=context, besides=people)


def _told(action: ActionItem) -> dict[str, str]:
    return {
        "owner": str(action.owner),
        "text": action.text,
        "due": action.due.isoformat() if action.due else "",
        "path": action.meeting.get_absolute_url(),
    }


def _tell_leaders(sector: int | None, *, key: str, context: Mapping[str, Any], besides: QuerySet[Person]) -> None:
    roles = leaders_of([sector] if sector else []).exclude(person__in=besides)
    leaders = recipients_of("leave_actions", Person.objects.filter(pk__in=roles.values("person")))
    if leaders:
        tell_many("leave_actions", leaders, key=key, context=context)
    else:
        tell_editors(kind="leave_actions", key=key, context=context, besides=besides)
