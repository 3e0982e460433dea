"""People: of organisations, or of the network's office."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.gaps import PersonGaps
from members.generated import search_vector, sort_key
from members.images import PORTRAIT, FocusField, PictureField
from members.models.accounts import User
from members.models.organisations import NetworkMembership, Organisation
from members.tracking import tracked


class PersonQuerySet(PersonGaps):
    """Questions about people."""

    def present(self, on: date | None = None) -> Self:
        """People who have not left the network on a day; today when none is given."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=on or timezone.localdate()))

    def of_members(self) -> Self:
        """People of organisations that belong to the network today."""
        return self.present().filter(_of_member())

    def taking_part(self) -> Self:
        """People of members, and those of the network's office, who have no organisation."""
        return self.present().filter(Q(organisation__isnull=True) | _of_member())

    def by_name(self) -> Self:
        """Alphabetical, accents folded."""
        return self.order_by("sort_key", "pk")


def _of_member() -> Q:
    terms = NetworkMembership.objects.filter(organisation=models.OuterRef("organisation"))
    return Q(models.Exists(terms.current()))


@tracked
class Person(models.Model):
    """Someone of an organisation or of the network's office. An account is normal, but not needed."""

    class ContactVisibility(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        MEMBERS = "members", _("Members")
        NOBODY = "nobody", _("Nobody")

    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="people",
        null=True,
        blank=True,
        help_text=_("Empty: unknown, or staff of the network's office."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    photo = PictureField(_("photo"), upload_to="people/", blank=True, sizes=PORTRAIT, focus="photo_focus")
    photo_focus = FocusField(_("what stays in sight"))
    contact_visibility = models.CharField(
        _("who sees the contact details"),
        max_length=10,
        choices=ContactVisibility,
        default=ContactVisibility.MEMBERS,
    )
    account = models.OneToOneField(
        User,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        related_name="person",
        null=True,
        blank=True,
    )
    left_on = models.DateField(
        _("left on"), null=True, blank=True, help_text=_("The first day this person no longer takes part.")
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    sort_key = sort_key("name")
    search = search_vector(name="A", job_title="C")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key"]
        indexes = [GinIndex(fields=["search"], name="members_person_search")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="%(app_label)s_%(class)s_email",
                violation_error_message=_("There is already a person with this address."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(email="", phone="", job_title="", photo="", account__isnull=True),
                name="%(app_label)s_%(class)s_erased_has_no_details",
                violation_error_message=_("Someone whose data is erased has no contact details and no account."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
