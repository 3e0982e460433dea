"""Who may do what with programmes, circles and what they leave behind."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from members.models import User
from members.permissions import can_administer, can_edit_content, can_see_member_details, is_member
from programmes.models import CircleCoordinator, KnowledgeCircle, Programme, ProgrammeLeader

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
    if can_edit_content(user):
        return True
    coordinating = CircleCoordinator.objects.current().filter(circle=circle, person__account=getattr(user, "pk", None))
    return is_member(user) and coordinating.exists()
