"""Handovers: where a programme's work lives on, and who said yes to it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.models import Organisation, Person
from members.tracking import tracked
from programmes.models.circle import KnowledgeCircle
from programmes.models.outcome import Workstream
from programmes.models.platform import Platform
from programmes.models.programme import Programme

# Which destinations are given; the check counts them: exactly one, or none where nothing lives on.
_DESTINATIONS = ("platform", "circle", "to_programme", "organisation")


def _only(destination: str) -> Q:
    """Exactly this destination is given."""
    others = Q(outside_body="") if destination != "outside_body" else ~Q(outside_body="")
    for name in _DESTINATIONS:
        others &= Q(**{f"{name}__isnull": name != destination})
    return others


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Questions about handovers."""

    def unaccepted(self) -> Self:
        """Handovers to which nobody said yes yet."""
        return self.filter(accepted_at__isnull=True)


@tracked
class Handover(models.Model):
    """One piece of a programme gets its place after the end. Without a workstream it is the steering itself."""

    class Kind(models.TextChoices):
        TRANSFERRED = "transferred", _("Transferred")
        CONTINUES = "continues", _("Continues by itself")
        ABSORBED = "absorbed", _("Absorbed")
        STOPPED = "stopped", _("Stopped")
        ARCHIVED = "archived", _("Archived")
        STEERING = "steering", _("Steering")

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="handovers"
    )
    workstream = models.ForeignKey(
        Workstream,
        verbose_name=_("workstream"),
        on_delete=models.CASCADE,
        related_name="handovers",
        null=True,
        blank=True,
        help_text=_("Empty: the steering of the programme itself."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    platform = models.ForeignKey(
        Platform,
        verbose_name=_("to platform"),
        on_delete=models.PROTECT,
        related_name="received",
        null=True,
        blank=True,
    )
    circle = models.ForeignKey(
        KnowledgeCircle,
        verbose_name=_("to circle"),
        on_delete=models.PROTECT,
        related_name="received",
        null=True,
        blank=True,
    )
    to_programme = models.ForeignKey(
        Programme,
        verbose_name=_("to programme"),
        on_delete=models.PROTECT,
        related_name="received",
        null=True,
        blank=True,
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("to organisation"),
        on_delete=models.PROTECT,
        related_name="received",
        null=True,
        blank=True,
    )
    outside_body = models.CharField(_("to another body"), max_length=150, blank=True)
    effective_from = models.DateField(_("from"), null=True, blank=True)
    contact = models.ForeignKey(
        Person, verbose_name=_("contact"), on_delete=models.PROTECT, related_name="handovers", null=True, blank=True
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        Person,
        verbose_name=_("accepted by"),
        on_delete=models.PROTECT,
        related_name="accepted_handovers",
        null=True,
        blank=True,
    )
    acceptance_source = models.CharField(
        _("source of the acceptance"), max_length=300, blank=True, help_text=_("For history known from a publication.")
    )
    note = models.TextField(_("note"), blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["stopped", "archived"])
                & Q(platform__isnull=True, circle__isnull=True, to_programme__isnull=True, organisation__isnull=True)
                & Q(outside_body="")
                | _only("platform")
                | _only("circle")
                | _only("to_programme")
                | _only("organisation")
                | _only("outside_body"),
                name="%(app_label)s_%(class)s_one_destination",
                violation_error_message=_("Choose one destination; none only when it stopped or was archived."),
            ),
            models.CheckConstraint(
                condition=Q(kind="steering", workstream__isnull=True)
                | ~Q(kind="steering") & Q(workstream__isnull=False),
                name="%(app_label)s_%(class)s_steering_without_workstream",
                violation_error_message=_("The steering has no workstream, anything else has one."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True, acceptance_source="")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, acceptance_source="")
                | Q(accepted_at__isnull=False, accepted_by__isnull=True) & ~Q(acceptance_source=""),
                name="%(app_label)s_%(class)s_acceptance",
                violation_error_message=_("An acceptance has a moment, and either a person or a source."),
            ),
            models.CheckConstraint(
                condition=~Q(to_programme=F("programme")),
                name="%(app_label)s_%(class)s_not_to_itself",
                violation_error_message=_("A programme cannot hand over to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workstream or self.programme} → {self.destination or self.get_kind_display()}"

    @property
    def destination(self) -> Platform | KnowledgeCircle | Programme | Organisation | str:
        """Where it lives now: a record with a page, or the name of a body outside; empty when nothing lives on."""
        return self.platform or self.circle or self.to_programme or self.organisation or self.outside_body

    @property
    def is_accepted(self) -> bool:
        """Whether the receiver said yes."""
        return self.accepted_at is not None
