"""Programmes: what organisations set out to do together, who takes part, who leads and what was decided."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.generated import search_vector
from members.models import Organisation, Person, SecurityEvent
from members.periods import Period, PeriodExclusion, PeriodQuerySet, current_on
from members.rich_text import RichTextField
from members.tracking import tracked
from sectors.models import Band


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Questions about programmes."""

    def running(self) -> Self:
        """Programmes under way, those in transition to their end included."""
        return self.filter(state__in=[Programme.State.RUNNING, Programme.State.IN_TRANSITION])

    def ended(self) -> Self:
        """Programmes that ended, the last one first."""
        return self.filter(state=Programme.State.ENDED).order_by(F("ended_on").desc(nulls_last=True), "name")

    def proposed(self) -> Self:
        """Programmes that have not begun."""
        return self.filter(state=Programme.State.PROPOSED)

    def begun(self) -> Self:
        """Programmes under way and, after them, those that ended, the last one first."""
        return self.exclude(state=Programme.State.PROPOSED).latest_ended_first()

    def latest_ended_first(self) -> Self:
        """By name, and after them those that ended, the last one first."""
        return self.order_by(F("ended_on").desc(nulls_first=True), "name")

    def without_leader(self, on: date | None = None) -> Self:
        """Programmes under way that nobody leads on a day; today when none is given."""
        leaders = ProgrammeLeader.objects.current(on).filter(programme=OuterRef("pk"), is_deputy=False)
        return self.running().filter(~Exists(leaders))

    def past_planned_end(self, on: date | None = None) -> Self:
        """Programmes under way that should have ended before a day."""
        return self.running().filter(planned_end__lt=on or timezone.localdate())

    def with_homeless_work(self) -> Self:
        """Programmes in transition or ended with a workstream that was handed over to nobody."""
        homeless = Programme.objects.filter(
            outcomes__workstreams__isnull=False, outcomes__workstreams__handovers__isnull=True
        )
        leaving = [Programme.State.IN_TRANSITION, Programme.State.ENDED]
        return self.filter(state__in=leaving, pk__in=homeless.values("pk"))

    def with_leader(self) -> Self:
        """Annotate `leader`: the names of who lead today, as a list."""
        leaders = ProgrammeLeader.objects.filter(programme=OuterRef("pk"), is_deputy=False).current()
        return self.annotate(leader=ArraySubquery(leaders.values("person__name")))

    def with_participant_count(self) -> Self:
        """Annotate `participant_count`: organisations that take part today, or ever took part once it has ended."""
        counted = Q(state=Programme.State.ENDED) | current_on(via="participants")
        return self.annotate(participant_count=Count("participants__organisation", filter=counted, distinct=True))


@tracked
class Programme(models.Model):
    """Organisations work towards outcomes for some years, and then hand over what they built."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        RUNNING = "running", _("Running")
        IN_TRANSITION = "in_transition", _("In transition")
        ENDED = "ended", _("Ended")

    name = models.CharField(_("name"), max_length=150)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences, for lists.")
    )
    purpose = RichTextField(_("purpose"), blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    band = models.CharField(_("colour"), max_length=20, choices=Band, default=Band.WAD)
    founding_document = models.CharField(_("founding document"), max_length=150, blank=True)
    founding_document_link = models.URLField(_("link to the founding document"), max_length=500, blank=True)
    founding_period_from = models.PositiveSmallIntegerField(_("founding document from year"), null=True, blank=True)
    founding_period_to = models.PositiveSmallIntegerField(_("founding document to year"), null=True, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    start_year = models.PositiveSmallIntegerField(
        _("start year"), null=True, blank=True, help_text=_("When only the year is known.")
    )
    planned_end = models.DateField(_("planned end"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ending = RichTextField(_("how it ended"), blank=True)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.PROPOSED)
    contact = models.ForeignKey(
        Person,
        verbose_name=_("contact after the end"),
        on_delete=models.PROTECT,
        related_name="ended_programmes",
        null=True,
        blank=True,
    )
    contact_capacity = models.CharField(
        _("capacity of the contact"), max_length=120, blank=True, help_text=_("Such as: caretaker of the programme.")
    )
    search = search_vector(name="A", acronym="A", summary="B", purpose="C", ending="C")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name"]
        indexes = [GinIndex(fields=["search"], name="programmes_programme_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False) | ~Q(state="ended") & Q(ended_on__isnull=True),
                name="%(app_label)s_%(class)s_ended_with_date",
                violation_error_message=_("An ended programme has the day it ended, any other has none."),
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(started_on__lte=F("ended_on")),
                name="%(app_label)s_%(class)s_in_order",
                violation_error_message=_("A programme ends after it started."),
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(planned_end__isnull=True)
                | Q(started_on__lte=F("planned_end")),
                name="%(app_label)s_%(class)s_planned_in_order",
                violation_error_message=_("The planned end lies after the start."),
            ),
            models.CheckConstraint(
                condition=Q(founding_period_from__isnull=True)
                | Q(founding_period_to__isnull=True)
                | Q(founding_period_from__lte=F("founding_period_to")),
                name="%(app_label)s_%(class)s_founding_period",
                violation_error_message=_("The founding document's period ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.acronym or self.name

    def get_absolute_url(self) -> str:
        return reverse("programme-detail", args=[self.slug])

    @property
    def begin_year(self) -> int | None:
        """The year it began, as far as known."""
        return self.started_on.year if self.started_on else self.start_year


@tracked
class ProgrammeParticipant(Period):
    """An organisation takes part in a programme, member of the network or not."""

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="participants"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="programme_participations"
    )

    objects = PeriodQuerySet["ProgrammeParticipant"].as_manager()

    class Meta(Period.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            *Period.Meta.constraints,
            PeriodExclusion(
                name="%(app_label)s_%(class)s_no_overlap",
                keys=["programme", "organisation"],
                violation_error_message=_("This organisation already takes part in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.programme}"


@tracked
class ProgrammeLeader(Period):
    """Someone leads a programme for a period, or stands in for the leader."""

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="leaders"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="programme_leaderships"
    )
    is_deputy = models.BooleanField(_("deputy"), default=False)

    security_kind = SecurityEvent.Kind.ROLE_CHANGED

    objects = PeriodQuerySet["ProgrammeLeader"].as_manager()

    class Meta(Period.Meta):
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")
        constraints = [
            *Period.Meta.constraints,
            PeriodExclusion(
                name="%(app_label)s_%(class)s_one_leader",
                keys=["programme"],
                condition=Q(is_deputy=False),
                violation_error_message=_("This programme already has a leader in that period."),
            ),
            PeriodExclusion(
                name="%(app_label)s_%(class)s_no_overlap",
                keys=["programme", "person"],
                violation_error_message=_("This person already leads this programme in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.programme}"


@tracked
class ProgrammeDecision(models.Model):
    """A dated step in the life of a programme, and the body that decided it."""

    class Kind(models.TextChoices):
        PROPOSE = "propose", _("Proposed")
        FOUND = "found", _("Founded")
        EXTEND = "extend", _("Extended")
        CHANGE_LEADERSHIP = "change_leadership", _("Change of leader")
        START_TRANSITION = "start_transition", _("Transition begun")
        END = "end", _("Ended")
        REOPEN = "reopen", _("Reopened")

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="decisions"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_in_year = models.PositiveSmallIntegerField(
        _("decided in year"), null=True, blank=True, help_text=_("When only the year is known.")
    )
    body = models.CharField(_("by which body"), max_length=150, blank=True)
    text = models.TextField(_("text"), blank=True)
    planned_end = models.DateField(
        _("planned end from then on"), null=True, blank=True, help_text=_("As this decision sets it.")
    )
    conditions = models.TextField(_("conditions"), blank=True)
    document = models.CharField(_("document"), max_length=150, blank=True)
    document_link = models.URLField(_("link to the document"), max_length=500, blank=True)
    document_file = models.FileField(
        _("file of the document"), upload_to="programme-decisions/", max_length=200, blank=True
    )
    override_reason = models.TextField(
        _("why it ended all the same"), blank=True, help_text=_("When work had no home yet.")
    )
    held_up = ArrayField(
        models.CharField(max_length=300),
        verbose_name=_("what had no home yet"),
        default=list,
        blank=True,
    )

    class Meta:
        verbose_name = _("programme decision")
        verbose_name_plural = _("programme decisions")
        ordering = ["decided_on", "decided_in_year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=False) | Q(decided_in_year__isnull=False),
                name="%(app_label)s_%(class)s_dated",
                violation_error_message=_("Give the day or, when only that is known, the year."),
            ),
            models.CheckConstraint(
                condition=Q(override_reason="", held_up=[]) | Q(kind="end") & ~Q(override_reason=""),
                name="%(app_label)s_%(class)s_override",
                violation_error_message=_("Only an end can pass over work without a home, and says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.get_kind_display()}"
