"""A person as a contact card: name and details, roles of today, and where the network tells more."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from members.models import Person
from members.structured_data import full
from members.vcard import Card
from sectors.models import Appointment


def card_of(person: Person) -> Card:
    """Return the card of someone who was fetched with the organisation, contact details included, in three queries."""
    appointments = list(Appointment.objects.filter(person=person).current().select_related("sector"))
    homes = [person.organisation] if person.organisation else [each.sector for each in appointments]
    return Card(
        uid=uuid.uuid5(uuid.NAMESPACE_URL, full(f"/contact/{person.pk}")).urn,
        name=person.name,
        organisation=person.organisation.name if person.organisation else "",
        job_title=person.job_title,
        roles=[_role(each) for each in appointments],
        email=person.email,
        phone=person.phone,
        pages=[full(home.get_absolute_url()) for home in homes],
        revised=_revised(person),
    )


def _role(appointment: Appointment) -> str:
    facts = {"role": appointment.get_role_display(), "name": appointment.sector.name}
    return _("%(role)s of sector %(name)s") % facts


def _revised(person: Person) -> datetime | None:
    """Return when the person or one of the roles was last changed, as far as the history goes back."""
    moments = [_last_change(Person, id=person.pk), _last_change(Appointment, person=person.pk)]
    return max(filter(None, moments), default=None)


def _last_change(model: type[models.Model], **about: Any) -> datetime | None:
    versions: models.QuerySet[Any] = models.QuerySet(model.pgh_event_model)  # type: ignore[attr-defined]
    moment: datetime | None = versions.filter(**about).aggregate(last=models.Max("pgh_created_at"))["last"]
    return moment
