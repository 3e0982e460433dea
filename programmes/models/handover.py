"""Handovers: where a programme's work lives on, and who said yes to it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
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

    def waiting(self) -> Self:
        """Handovers that somebody was asked to accept, and that he neither accepted nor declined."""
        return self.unaccepted().filter(asked_at__isnull=False, declined_at__isnull=True)

    def last_of_chain(self) -> Self:
        """Handovers after which the work went nowhere else: where it lives now, as far as accepted."""
        return self.filter(followed_by__isnull=True)


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
    follows = models.OneToOneField(
        "self",
        verbose_name=_("follows on"),
        on_delete=models.PROTECT,
        related_name="followed_by",
        null=True,
        blank=True,
        help_text=_("The handover after which this one became needed: the work moves on."),
    )
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)
    asked_round = models.PositiveSmallIntegerField(_("times asked"), default=0, editable=False)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    declined_by = models.ForeignKey(
        Person,
        verbose_name=_("declined by"),
        on_delete=models.PROTECT,
        related_name="declined_handovers",
        null=True,
        blank=True,
    )
    decline_reason = models.TextField(_("why it was declined"), blank=True)

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
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, declined_by__isnull=True, decline_reason="")
                | Q(declined_at__isnull=False, declined_by__isnull=False, accepted_at__isnull=True)
                & ~Q(decline_reason=""),
                name="%(app_label)s_%(class)s_declined",
                violation_error_message=_("Who declines gives a reason, and did not accept."),
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, asked_round=0) | Q(asked_at__isnull=False, asked_round__gte=1),
                name="%(app_label)s_%(class)s_asked",
                violation_error_message=_("Who was asked was asked at least once."),
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("id")),
                name="%(app_label)s_%(class)s_not_after_itself",
                violation_error_message=_("A handover does not follow on itself."),
            ),
            models.UniqueConstraint(
                fields=["workstream"],
                condition=Q(follows__isnull=True, workstream__isnull=False),
                name="%(app_label)s_%(class)s_one_beginning",
                violation_error_message=_("This workstream has a handover already."),
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(follows__isnull=True, workstream__isnull=True),
                name="%(app_label)s_%(class)s_one_steering",
                violation_error_message=_("The steering of this programme is handed over already."),
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


class LifeSignQuerySet(models.QuerySet["LifeSign"]):
    """Questions about signs of life."""

    def waiting(self) -> Self:
        """Questions that nobody answered yet."""
        return self.filter(answered_at__isnull=True)

    def gone(self) -> Self:
        """Answers that the work is no longer alive."""
        return self.filter(is_alive=False)


@tracked
class LifeSign(models.Model):
    """Some months after a handover its receiver is asked whether the work is still alive, and answers."""

    handover = models.ForeignKey(
        Handover, verbose_name=_("handover"), on_delete=models.CASCADE, related_name="life_signs"
    )
    months = models.PositiveSmallIntegerField(_("months after the handover"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, verbose_name=_("answered by"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_alive = models.BooleanField(_("still alive"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = LifeSignQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "months"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This was asked already."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, is_alive__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, is_alive__isnull=False),
                name="%(app_label)s_%(class)s_answered",
                violation_error_message=_("An answer has a moment and a person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover}: {self.months}"


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Questions about addresses outside."""

    def dead(self) -> Self:
        """Addresses that did not answer the last times, the longest dead first."""
        return self.filter(failing_since__isnull=False, failures__gte=LinkCheck.ENOUGH).order_by("failing_since", "pk")


class LinkCheck(models.Model):
    """What was last seen of an address outside to which a platform, activity or document leads."""

    ENOUGH = 3  # failures in a row before an address is called dead

    url = models.URLField(_("address"), max_length=500, unique=True)
    checked_at = models.DateTimeField(_("checked"))
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True, help_text=_("Empty: no answer."))
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a link")
        verbose_name_plural = _("checks of links")
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(
                condition=Q(failing_since__isnull=True, failures=0) | Q(failing_since__isnull=False, failures__gte=1),
                name="%(app_label)s_%(class)s_failing",
                violation_error_message=_("What fails has failed since a moment, at least once."),
            )
        ]

    def __str__(self) -> str:
        return self.url
