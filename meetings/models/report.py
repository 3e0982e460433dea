"""What a meeting works through and what comes of it: agenda, minutes, decisions, actions and documents."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from members.generated import search_vector
from members.models import Person
from members.rich_text import RichTextField
from members.tracking import tracked
from sectors.models import SectorYear

DOCUMENT_TYPES = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv", "png", "jpg", "jpeg")


@tracked
class AgendaItem(models.Model):
    """One line of the agenda. Positions start at 1 and need not be consecutive.

    What stands there by itself (the minutes of the meeting before, the topic, preparing the next meeting) stands there
    once.
    """

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        PREVIOUS_MINUTES = "previous_minutes", _("Previous minutes")
        TOPIC = "topic", _("Topic")
        NEXT_MEETING = "next_meeting", _("Prepare the next meeting")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="agenda_items"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ORDINARY)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title = models.CharField(_("title"), max_length=150)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True, help_text=_("Time planned for it."))
    presenter = models.ForeignKey(
        Person,
        verbose_name=_("presenter"),
        on_delete=models.PROTECT,
        related_name="agenda_items",
        null=True,
        blank=True,
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What was said, for the minutes."))

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, 720)),
                name="%(app_label)s_%(class)s_minutes",
                violation_error_message=_("An item takes between 1 and 720 minutes."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                condition=~Q(kind="ordinary"),
                name="%(app_label)s_%(class)s_special_once",
                violation_error_message=_("This agenda already has such an item."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked
class Decision(models.Model):
    """Something a meeting decided. It gets a number in the sector's year when it is recorded, and keeps it."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="decisions")
    sector_year = models.ForeignKey(
        SectorYear,
        verbose_name=_("sector and year"),
        on_delete=models.PROTECT,
        related_name="decisions",
        null=True,
        blank=True,
        editable=False,
    )
    number = models.PositiveSmallIntegerField(_("number in the year"), null=True, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sector_year", "number"],
                name="%(app_label)s_%(class)s_number_in_year",
                violation_error_message=_("This number is already taken in this sector's year."),
            ),
            models.CheckConstraint(
                condition=Q(sector_year__isnull=True, number__isnull=True)
                | Q(sector_year__isnull=False, number__isnull=False, number__gte=1),
                name="%(app_label)s_%(class)s_number_with_year",
                violation_error_message=_("A sector year and a number in it go together."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    """Questions about actions."""

    def open(self) -> Self:
        """Actions that are not done, the most urgent first."""
        return self.filter(done_at__isnull=True).order_by(models.F("due").asc(nulls_last=True), "pk")

    def done(self) -> Self:
        """Actions that are done, the last one first."""
        return self.filter(done_at__isnull=False).order_by("-done_at", "-pk")

    def overdue(self, on: date | None = None) -> Self:
        """Actions that should have been done before a day."""
        return self.open().filter(due__lt=on or timezone.localdate())

    def without_owner(self) -> Self:
        """Open actions that nobody took up."""
        return self.open().filter(owner__isnull=True)


@tracked
class ActionItem(models.Model):
    """Something a person will do after a meeting."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(_("text"), max_length=300)
    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="actions",
        null=True,
        blank=True,
    )
    due = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done on"), null=True, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.text


@tracked
class Minutes(models.Model):
    """The report of a meeting: draft until published, open to corrections until final."""

    meeting = models.OneToOneField(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="minutes")
    text = RichTextField(_("text"), blank=True)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    published_by = models.ForeignKey(
        Person,
        verbose_name=_("published by"),
        on_delete=models.PROTECT,
        related_name="published_minutes",
        null=True,
        blank=True,
    )
    corrections_until = models.DateField(
        _("corrections until"),
        null=True,
        blank=True,
        help_text=_("The last day on which who was there may correct it."),
    )
    final_at = models.DateTimeField(_("final on"), null=True, blank=True)
    corrections = models.TextField(_("corrections"), blank=True, help_text=_("What was corrected after publication."))
    is_public = models.BooleanField(_("visible to everyone"), default=False, help_text=_("Otherwise to members only."))
    search = search_vector(text="C")

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        indexes = [GinIndex(fields=["search"], name="meetings_minutes_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="%(app_label)s_%(class)s_published_in_pairs",
                violation_error_message=_("Who published the minutes and when go together."),
            ),
            models.CheckConstraint(
                condition=Q(final_at__isnull=True)
                | Q(published_at__isnull=False, published_at__lte=models.F("final_at")),
                name="%(app_label)s_%(class)s_final_after_publication",
                violation_error_message=_("Minutes become final after they are published."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def is_published(self) -> bool:
        """Whether readers may see them."""
        return self.published_at is not None and self.published_at <= timezone.now()


@tracked
class Correction(models.Model):
    """What someone who was there wants changed in published minutes, and what was done with it."""

    minutes = models.ForeignKey(
        Minutes, verbose_name=_("minutes"), on_delete=models.CASCADE, related_name="proposed_corrections"
    )
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="corrections")
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("given on"), default=timezone.now)
    handled_at = models.DateTimeField(_("handled on"), null=True, blank=True)
    handled_by = models.ForeignKey(
        Person,
        verbose_name=_("handled by"),
        on_delete=models.PROTECT,
        related_name="handled_corrections",
        null=True,
        blank=True,
    )
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, answer="")
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="%(app_label)s_%(class)s_handled_in_pairs",
                violation_error_message=_("Who handled a correction and when go together."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="%(app_label)s_%(class)s_says_something",
                violation_error_message=_("Write what is to change."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


@tracked
class Document(models.Model):
    """A file or a link that belongs to a meeting."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everyone")
        NETWORK = "network", _("Members of the network")

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=150)
    file = models.FileField(
        _("file"), upload_to="documents/", blank=True, validators=[FileExtensionValidator(DOCUMENT_TYPES)]
    )
    link = models.URLField(_("link"), max_length=500, blank=True)
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.NETWORK)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") & ~Q(link="") | ~Q(file="") & Q(link=""),
                name="%(app_label)s_%(class)s_file_or_link",
                violation_error_message=_("Give a file or a link, one of the two."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document-detail", args=[self.pk])
