"""Holding a circle: every act on it does so first, so that two people never undo each other."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Person, User
from programmes.models import CircleCoordinator, KnowledgeCircle


def hold_circle(pk: int) -> KnowledgeCircle:
    """Lock a circle for the rest of the transaction and return it as it is now."""
    return KnowledgeCircle.objects.select_for_update(no_key=True).get(pk=pk)


def coordination_of(circle: KnowledgeCircle) -> CircleCoordinator | None:
    """Return who keeps a circle going today, with person and organisation."""
    current = CircleCoordinator.objects.current().filter(circle=circle)
    return current.select_related("person__organisation").first()


def person_of(by: User) -> Person:
    """Return whom an account is of. Raises ValidationError for an account that belongs to nobody."""
    person = Person.objects.select_related("organisation").filter(account=by).first()
    if person is None:
        raise ValidationError(
            _("Your account belongs to no person, so it cannot take part in a circle."), code="nobody"
        )
    return person


def is_present(person: Person) -> bool:
    """Whether someone did not leave the network."""
    return person.left_on is None or person.left_on > timezone.localdate()
