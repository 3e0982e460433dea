"""Outcomes and the workstreams that bring them about."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.generated import search_vector
from members.models import Person
from members.tracking import tracked
from programmes.models.programme import Programme


@tracked
class Outcome(models.Model):
    """What a programme wants to be true in the end."""

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="outcomes"
    )
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), blank=True)
    still_open = models.TextField(_("what is still open"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    search = search_vector(title="A", text="C", still_open="D")

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["position", "pk"]
        indexes = [GinIndex(fields=["search"], name="programmes_outcome_search")]

    def __str__(self) -> str:
        return self.title


@tracked
class Workstream(models.Model):
    """A line of work towards an outcome."""

    class Stage(models.TextChoices):
        EXPLORING = "exploring", _("Exploring")
        BUILDING = "building", _("Building")
        WELL_ADVANCED = "well_advanced", _("Well advanced")
        IN_OPERATION = "in_operation", _("In operation")
        HANDED_OVER = "handed_over", _("Handed over")
        STOPPED = "stopped", _("Stopped")

    outcome = models.ForeignKey(
        Outcome, verbose_name=_("outcome"), on_delete=models.CASCADE, related_name="workstreams"
    )
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), blank=True)
    stage = models.CharField(_("stage"), max_length=15, choices=Stage, default=Stage.EXPLORING)
    lead = models.ForeignKey(
        Person,
        verbose_name=_("lead"),
        on_delete=models.PROTECT,
        related_name="workstreams",
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    search = search_vector(title="A", text="C")

    class Meta:
        verbose_name = _("workstream")
        verbose_name_plural = _("workstreams")
        ordering = ["position", "pk"]
        indexes = [GinIndex(fields=["search"], name="programmes_workstream_search")]

    def __str__(self) -> str:
        return self.title


@tracked
class StageChange(models.Model):
    """A workstream reached a stage. The stage that a workstream shows is that of the last one."""

    workstream = models.ForeignKey(
        Workstream, verbose_name=_("workstream"), on_delete=models.CASCADE, related_name="stage_changes"
    )
    stage = models.CharField(_("stage"), max_length=15, choices=Workstream.Stage)
    reached_on = models.DateField(_("reached on"), null=True, blank=True, help_text=_("Empty: the day is not known."))
    note = models.TextField(_("note"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = [F("reached_on").asc(nulls_first=True), "pk"]

    def __str__(self) -> str:
        return f"{self.workstream}: {self.get_stage_display()}"
