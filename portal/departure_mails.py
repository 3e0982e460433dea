"""The mails around moving and leaving. Dates are written in Dutch: nobody's language is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from meetings.departures import open_actions_of
from meetings.models import ActionItem
from members.dates import date_plain
from members.models import Person, User
from members.outbox import queue
from portal.consequences import role_text
from sectors.departures import leaders_of
from sectors.models import Appointment


def dutch_day(day: date) -> str:
    """Write a day as mails do."""
    with translation.override(settings.LANGUAGE_CODE):
        return date_plain(day)


def address_of(person: Person) -> str:
    """Return where someone is reached: the address he signs in with, else the one that is known."""
    return person.account.email if person.account else person.email


def tell_person(person: Person, *, kind: str, key: str, context: dict[str, str]) -> None:
    """Mail someone about his own move or departure, where there is an address."""
    if address := address_of(person):
        given = {"name": person.name, **context}
        queue(
            kind=kind,
            to=address,
            key=f"{key}:person-{person.pk}",
            template=f"mails/{kind}",
            context=given,
            person=person,
        )


def tell_editors(
    *, kind: str, key: str, context: Mapping[str, object], besides: QuerySet[Person] | None = None
) -> None:
    """Mail all editors, other than those it is about."""
    for editor in _editors(besides):
        queue(
            kind=kind,
            to=editor.email,
            key=f"{key}:account-{editor.pk}",
            template=f"mails/{kind}",
            context=dict(context),
        )


def tell_of_ended_roles(person: Person, roles: Iterable[Appointment], *, on: date, key: str) -> None:
    """Tell editors which sectors need somebody for a role."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [role_text(role) for role in roles]
    if lines:
        context = {"name": person.name, "day": dutch_day(on), "roles": lines}
        tell_editors(kind="move_roles", key=key, context=context, besides=Person.objects.filter(pk=person.pk))


def tell_of_open_actions(people: QuerySet[Person], *, name: str, key: str) -> None:
    """Tell who leads a sector which actions its meetings lose the owner of; editors, where nobody leads."""
    by_sector: dict[int | None, list[str]] = {}
    for action in open_actions_of(people):
        year = action.meeting.sector_year
        by_sector.setdefault(year.sector_id if year else None, []).append(_action_text(action))
    for sector, actions in by_sector.items():
        for who, address in _leaders(sector, besides=people).items():
            queue(
                kind="leave_actions",
                to=address,
                key=f"{key}:{sector}:{who}",
                template="mails/leave_actions",
                context={"name": name, "actions": actions},
            )


def _action_text(action: ActionItem) -> str:
    due = f" ({dutch_day(action.due)})" if action.due else ""
    return f"{action.owner}: {action.text}{due}, {settings.PUBLIC_URL}{action.meeting.get_absolute_url()}"


def _leaders(sector: int | None, *, besides: QuerySet[Person]) -> dict[str, str]:
    roles = leaders_of([sector]).exclude(person__in=besides) if sector else Appointment.objects.none()
    found = {f"person-{role.person_id}": address_of(role.person) for role in roles if address_of(role.person)}
    return found or {f"account-{editor.pk}": editor.email for editor in _editors(besides)}


def _editors(besides: QuerySet[Person] | None) -> QuerySet[User]:
    editors = User.objects.filter(is_staff=True, is_active=True)
    return editors if besides is None else editors.exclude(person__in=besides)
