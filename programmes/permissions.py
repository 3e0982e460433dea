"""Who may do what with programmes, circles and what they leave behind."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from members.models import User
from members.permissions import can_see_member_details


def can_see_circle_people(user: User | AnonymousUser | None) -> bool:
    """Whether the account sees who take part in a circle; others see how many."""
    return can_see_member_details(user)
