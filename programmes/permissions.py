"""Who may do what with programmes, circles and what they leave behind."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet, Value

from members.models import User
from members.permissions import can_administer, can_edit_content, can_see_member_details, is_member
from programmes.models import (
    CircleCoordinator,
    CirclePage,
    CircleParticipant,
    KnowledgeCircle,
    Platform,
    Programme,
    ProgrammeLeader,
)

Account = User | AnonymousUser | None


def can_see_circle_people(user: Account) -> bool:
    """Whether the account sees who take part in a circle; others see how many."""
    return can_see_member_details(user)


def led_programmes(user: Account) -> frozenset[int]:
    """Return the keys of the programmes that the account leads today, deputies included; asked once per request."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    kept = user.__dict__.get("led_programmes")
    if kept is None:
        held = ProgrammeLeader.objects.current().filter(person__account=user)
        kept = user.__dict__["led_programmes"] = frozenset(held.values_list("programme", flat=True))
    return kept


def leads(user: Account) -> bool:
    """Whether the account leads any programme, or stands in for who does."""
    return bool(led_programmes(user))


def can_lead_programme(user: Account, programme: Programme) -> bool:
    """Whether the account keeps a programme's outcomes, workstreams and handovers, and ends it."""
    return can_edit_content(user) or programme.pk in led_programmes(user)


def can_join_circles(user: Account) -> bool:
    """Whether the account starts, joins and leaves circles, and signs its organisation up for joint activities."""
    return is_member(user) or can_administer(user)


def can_edit_circle(user: Account, circle: KnowledgeCircle) -> bool:
    """Whether the account edits a circle's page, participants and activities: its coordinator today, or an editor."""
    return can_edit_content(user) or coordinates(user, circle)


class OwnCircles(NamedTuple):
    """The keys of the circles that someone keeps going, and of those in which he takes part."""

    coordinated: frozenset[int] = frozenset()
    joined: frozenset[int] = frozenset()


def own_circles(user: Account) -> OwnCircles:
    """Return the circles of the account's person today; none for who is no member; asked once per request."""
    if not isinstance(user, User) or not is_member(user):
        return OwnCircles()
    kept: OwnCircles | None = user.__dict__.get("own_circles")
    if kept is None:
        coordinated = CircleCoordinator.objects.current().filter(person__account=user)
        joined = CircleParticipant.objects.current().filter(person__account=user)
        found = list(_marked(coordinated, is_led=True).union(_marked(joined, is_led=False)))
        kept = OwnCircles(*(frozenset(pk for pk, is_led in found if is_led is mark) for mark in (True, False)))
        user.__dict__["own_circles"] = kept
    return kept


def _marked(rows: QuerySet[Any], *, is_led: bool) -> QuerySet[Any, tuple[int, bool]]:
    return rows.values_list("circle", Value(is_led))


def coordinates(user: Account, circle: KnowledgeCircle) -> bool:
    """Whether the account keeps a circle going today."""
    return circle.pk in own_circles(user).coordinated


def takes_part(user: Account, circle: KnowledgeCircle) -> bool:
    """Whether the account takes part in a circle today, or keeps it going."""
    return any(circle.pk in keys for keys in own_circles(user))


def can_read_circle_pages(user: Account, circle: KnowledgeCircle, visibility: str) -> bool:
    """Whether the account reads the pages that a circle wrote for these readers."""
    if visibility == CirclePage.Visibility.NETWORK and can_see_member_details(user):
        return True
    return takes_part(user, circle) or can_edit_content(user)


def can_reopen_circle(user: Account) -> bool:
    """Whether the account wakes a circle that fell asleep or was archived: members may, and editors."""
    return can_join_circles(user) or can_edit_content(user)


def can_keep_platform(user: Account, platform: Platform) -> bool:
    """Whether the account ends a platform and moves it to another host: who leads its programme today, or an editor."""
    return can_edit_content(user) or platform.programme_id in led_programmes(user)


def can_see_homeless(user: Account) -> bool:
    """Whether the account sees what needs a home: an editor all of it, a leader that of the own programmes."""
    return can_edit_content(user) or leads(user)
