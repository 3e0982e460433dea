"""The links by which calendars read someone's meetings."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.people import Person


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    """Questions about calendar links."""

    def open(self) -> Self:
        """Links that were not revoked, of people whose account is open."""
        return self.filter(revoked_at__isnull=True, person__account__is_active=True)


class CalendarLink(models.Model):
    """A secret address of someone's calendar, named after the program that reads it.

    Only the SHA-256 of the secret is stored, so the address is shown once.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="calendar_links"
    )
    name = models.CharField(_("name"), max_length=60, help_text=_("The calendar that reads it, such as Outlook work."))
    token_hash = models.CharField(_("hash of the secret"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    used_on = models.DateField(_("read last"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(token_hash__regex=r"^[0-9a-f]{64}$"),  # noqa: S106 - a pattern
                name="%(app_label)s_%(class)s_hash",
                violation_error_message=_("A link is kept as the hash of its secret."),
            )
        ]

    def __str__(self) -> str:
        return self.name
