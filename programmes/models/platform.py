"""Platforms: what keeps running, and who hosts it."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.generated import search_vector
from members.models import Organisation
from members.periods import Period, PeriodExclusion, PeriodQuerySet
from members.tracking import tracked
from programmes.models.programme import Programme


@tracked
class Platform(models.Model):
    """A lasting arrangement that manages, develops or carries out something for several organisations."""

    class Scope(models.TextChoices):
        MANAGEMENT = "management", _("Management")
        DEVELOPMENT = "development", _("Development")
        EXECUTION = "execution", _("Execution")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    purpose = models.TextField(_("purpose"), blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    since_text = models.CharField(
        _("since, in words"), max_length=80, blank=True, help_text=_("When no date is known.")
    )
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("From this day on it is no more."))
    end_reason = models.TextField(_("why it ended"), blank=True)
    link = models.URLField(_("link"), blank=True)
    scope = ArrayField(
        models.CharField(max_length=15, choices=Scope), verbose_name=_("scope"), default=list, blank=True
    )
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("came from programme"),
        on_delete=models.SET_NULL,
        related_name="platforms",
        null=True,
        blank=True,
    )
    search = search_vector(name="A", purpose="C")

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        ordering = ["name"]
        indexes = [GinIndex(fields=["search"], name="programmes_platform_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="%(app_label)s_%(class)s_in_order",
                violation_error_message=_("A platform ends after it began."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(end_reason=""),
                name="%(app_label)s_%(class)s_reason_with_end",
                violation_error_message=_("A reason goes with the day on which it ended."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("platform-detail", args=[self.slug])

    def has_ended(self, on: date | None = None) -> bool:
        """Whether it is no more on a day; today when none is given."""
        return self.until is not None and self.until <= (on or timezone.localdate())


@tracked
class Hosting(Period):
    """An organisation is host to a platform for a period. A host can be dissolved; the platform moves on."""

    platform = models.ForeignKey(
        Platform, verbose_name=_("platform"), on_delete=models.CASCADE, related_name="hostings"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("host"), on_delete=models.PROTECT, related_name="hostings"
    )

    objects = PeriodQuerySet["Hosting"].as_manager()

    class Meta(Period.Meta):
        verbose_name = _("hosting")
        verbose_name_plural = _("hostings")
        constraints = [
            *Period.Meta.constraints,
            PeriodExclusion(
                name="%(app_label)s_%(class)s_one_host",
                keys=["platform"],
                violation_error_message=_("This platform already has a host in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform}, {self.organisation}"
