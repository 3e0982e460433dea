"""Who may do what with organisations and people: predicates that views, templates and the admin all ask."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from members import scopes
from members.models import Person, User


def is_member(user: User | AnonymousUser | None) -> bool:
    """Whether the account belongs to a person of an organisation that is a member today, or of the network's office."""
    return isinstance(user, User) and user.belongs_to_network


def can_edit_content(user: User | AnonymousUser | None) -> bool:
    """Whether the account may edit texts, people and organisations in the admin."""
    return user is not None and user.is_authenticated and user.is_active and user.is_staff


def can_enter_admin(user: User | AnonymousUser | None) -> bool:
    """Whether the account may open the admin: editors, and those who keep a part of it right (scopes.py)."""
    return can_edit_content(user) or scopes.keeps_something(user)


def can_administer(user: User | AnonymousUser | None) -> bool:
    """Whether the account may change accounts, permissions and the network's settings."""
    return can_edit_content(user) and bool(getattr(user, "is_superuser", False))


def can_see_member_details(user: User | AnonymousUser | None) -> bool:
    """Whether the account sees what is meant for members: contact details, online links, documents, contributions."""
    return is_member(user) or can_edit_content(user)


def can_see_contact(user: User | AnonymousUser | None, person: Person) -> bool:
    """Whether the account sees a person's address and phone number."""
    if person.contact_visibility == Person.ContactVisibility.EVERYONE:
        return True
    if person.contact_visibility == Person.ContactVisibility.MEMBERS:
        return can_see_member_details(user)
    return can_administer(user)
