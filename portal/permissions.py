"""Who may do what across floors."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from members.models import Person, User
from members.permissions import can_administer, can_edit_content
from sectors.permissions import can_invite_people


def can_see_off(user: User | AnonymousUser | None, person: Person) -> bool:
    """Whether the account writes down that somebody leaves: who may invite people of his organisation.

    Of editors only an editor does, of admins an admin: it closes the account.
    """
    account = person.account
    if account is not None and account.is_superuser:
        return can_administer(user)
    if account is not None and account.is_staff:
        return can_edit_content(user)
    return can_invite_people(user, person.organisation)


def can_erase_person(user: User | AnonymousUser | None, person: Person) -> bool:
    """Whether the account erases somebody else's data: an editor; of editors and admins only an admin does."""
    account = person.account
    if account is not None and (account.is_staff or account.is_superuser):
        return can_administer(user)
    return can_edit_content(user)
