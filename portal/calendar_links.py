"""The secret links by which someone's calendars read his meetings: making one, and revoking it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import CalendarLink, Person, User

AT_MOST = 10
DOUBLE_CLICK = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link with its secret, which is known at this moment only."""

    link: CalendarLink
    secret: str


@transaction.atomic
def make_link(*, person: Person, name: str) -> NewLink:
    """Make a link under a name that no other open link of this person has; only the hash of its secret is stored.

    Raises ValidationError for a name that is taken, with the code `twice` when that was a moment ago, and for too many.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    links = CalendarLink.objects.filter(person=person, revoked_at__isnull=True)
    if taken := links.filter(name__iexact=name).first():
        code = "twice" if timezone.now() - taken.created_at < DOUBLE_CLICK else "taken"
        raise ValidationError(_("You have a link with this name already. Choose another name."), code=code)
    if links.count() >= AT_MOST:
        text = _("You have %(number)s links, which is the most. Revoke one that you no longer use.")
        raise ValidationError(text % {"number": AT_MOST}, code="many")
    secret = secrets.token_urlsafe(32)
    link = CalendarLink.objects.create(person=person, name=name, token_hash=sha256(secret.encode()).hexdigest())
    return NewLink(link, secret)


def revoke_links(links: QuerySet[CalendarLink]) -> int:
    """Have links open nothing from now on, and return how many did until now."""
    return links.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())


def links_of(account: User) -> QuerySet[CalendarLink]:
    """Return the links of an account's person that were not revoked."""
    return CalendarLink.objects.filter(person__account=account, revoked_at__isnull=True)
