"""What people and their accounts change of themselves. The history names `by`, also outside a request."""

from __future__ import annotations

import pghistory
from django.db import transaction

from members.models import Person, User

PROFILE = ("name", "job_title", "phone", "contact_visibility", "photo", "photo_focus")


@transaction.atomic
def change_profile(*, person: Person, by: User) -> Person:
    """Store what someone corrected of himself, and nothing else of the row, which others may be changing."""
    with pghistory.context(user=by.pk):
        person.save(update_fields=PROFILE)
    return person


@transaction.atomic
def follow_address(*, account: User) -> Person | None:
    """Give the account's person the account's address, once that was changed; None where there is no person.

    An address that another person has already stays with that person: an editor sorts that out.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("account").filter(account=account).first()
    if person is None or person.account is None:
        return None
    address = person.account.email
    if person.email == address or Person.objects.filter(email__iexact=address).exclude(pk=person.pk).exists():
        return None
    person.email = address
    with pghistory.context(user=account.pk):
        person.save(update_fields=["email"])
    return person
