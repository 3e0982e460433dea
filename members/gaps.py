"""What editors look for in organisations and people: what is missing, and what is over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from members.periods import current_on

if TYPE_CHECKING:
    from members.models import Organisation, Person  # noqa: F401 - named in the base classes

MEMBERSHIP = models.Q(network_memberships__isnull=False)  # or an organisation without any would seem to have one


class OrganisationGaps(models.QuerySet["Organisation"]):
    """Questions about organisations whose record needs a look."""

    def former_members(self, on: date | None = None) -> Self:
        """Organisations that were a member before a day and are none on it."""
        day = on or timezone.localdate()
        everyone = self.model._default_manager
        once = everyone.filter(network_memberships__until__lte=day)
        now = everyone.filter(MEMBERSHIP, current_on(day, via="network_memberships"))
        return self.filter(pk__in=once.values("pk")).exclude(pk__in=now.values("pk"))

    def never_members(self) -> Self:
        """Organisations without any membership, past or to come."""
        return self.filter(network_memberships__isnull=True)

    def without_coordinates(self) -> Self:
        """Organisations that cannot be drawn on a map."""
        return self.filter(latitude__isnull=True)

    def members_off_the_map(self, on: date | None = None) -> Self:
        """Members that cannot be drawn on a map."""
        now = self.model._default_manager.filter(MEMBERSHIP, current_on(on, via="network_memberships"))
        return self.without_coordinates().filter(pk__in=now.values("pk"))

    def with_people_count(self) -> Self:
        """Annotate `people_count`: everyone of whom this is the organisation."""
        return self.annotate(people_count=models.Count("people"))

    def merged(self) -> Self:
        """Organisations that went up in another one."""
        return self.filter(succeeded_by__isnull=False)


class PersonGaps(models.QuerySet["Person"]):
    """Questions about people whose record needs a look."""

    def without_account(self) -> Self:
        """People who cannot sign in."""
        return self.filter(account__isnull=True)

    def without_organisation(self) -> Self:
        """People of whom no organisation is known, staff of the network's office included."""
        return self.filter(organisation__isnull=True)

    def without_contact_details(self) -> Self:
        """People who can be reached neither by mail nor by phone."""
        return self.filter(email="", phone="")
