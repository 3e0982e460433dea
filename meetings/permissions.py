"""Who may do what with meetings and what belongs to them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from meetings.models import Document, Minutes
from members.models import User
from members.permissions import can_see_member_details

__all__ = ["can_read_minutes", "can_see_document", "can_see_member_details"]


def can_see_document(user: User | AnonymousUser | None, document: Document) -> bool:
    """Whether the account may open a document of a meeting that it may see."""
    return document.visibility == Document.Visibility.PUBLIC or can_see_member_details(user)


def can_read_minutes(user: User | AnonymousUser | None, minutes: Minutes) -> bool:
    """Whether the account may read the minutes of a meeting that it may see, and its decisions and actions."""
    return minutes.is_published and (minutes.is_public or can_see_member_details(user))
