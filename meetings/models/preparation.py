"""Preparation: what members are asked a month ahead, and who settles the topic."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from members.generated import search_vector
from members.models import Organisation, Person
from members.tracking import tracked


class PreparationQuerySet(models.QuerySet["Preparation"]):
    """Questions about preparations."""

    def open_for_input(self, on: date | None = None) -> Self:
        """Preparations whose input is asked on a day: opened, not closed, neither settled nor waived."""
        day = on or timezone.localdate()
        return self.filter(opens_on__lte=day, input_closes_on__gte=day, settled_at__isnull=True, waived_at__isnull=True)

    def due_to_open(self, at: datetime | None = None) -> Self:
        """Preparations of coming meetings that ought to be open by now, and of which nobody was told yet."""
        return self._unsettled(at).filter(opens_on__lte=timezone.localdate(at), opened_at__isnull=True)

    def due_to_raise(self, at: datetime | None = None) -> Self:
        """Preparations of coming meetings that ought to be settled by now, of which the leaders were not told yet."""
        return self._unsettled(at).filter(settle_by__lte=timezone.localdate(at), raised_at__isnull=True)

    def _unsettled(self, at: datetime | None) -> Self:
        coming = Meeting.objects.upcoming(at).filter(starts__gt=at or timezone.now())
        return self.filter(meeting__in=coming.order_by(), settled_at__isnull=True, waived_at__isnull=True)


@tracked
class Preparation(models.Model):
    """How a meeting gets its topic. The dates follow the meeting until someone sets them by hand."""

    meeting = models.OneToOneField(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="preparation"
    )
    opens_on = models.DateField(_("opens on"), help_text=_("A month before, or at the meeting before if earlier."))
    discussed_in = models.ForeignKey(
        Meeting,
        verbose_name=_("discussed in"),
        on_delete=models.SET_NULL,
        related_name="prepares",
        null=True,
        blank=True,
    )
    discussed_at = models.DateTimeField(
        _("discussed at"), null=True, blank=True, help_text=_("Its own moment, when not in another meeting.")
    )
    input_closes_on = models.DateField(_("input closes on"), help_text=_("The last day for input."))
    settle_by = models.DateField(_("settled by"), help_text=_("Two weeks before the meeting."))
    dates_set_by_hand = models.BooleanField(_("dates set by hand"), default=False)
    opened_at = models.DateTimeField(
        _("opened"), null=True, blank=True, editable=False, help_text=_("When members were asked for input.")
    )
    raised_at = models.DateTimeField(
        _("raised"), null=True, blank=True, editable=False, help_text=_("When its leaders heard that it is unsettled.")
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        Person,
        verbose_name=_("settled by"),
        on_delete=models.PROTECT,
        related_name="settled_preparations",
        null=True,
        blank=True,
    )
    waived_at = models.DateTimeField(_("waived at"), null=True, blank=True)
    waived_by = models.ForeignKey(
        Person,
        verbose_name=_("waived by"),
        on_delete=models.PROTECT,
        related_name="waived_preparations",
        null=True,
        blank=True,
    )
    waived_reason = models.TextField(_("reason to waive"), blank=True)

    objects = PreparationQuerySet.as_manager()

    class Meta:
        verbose_name = _("preparation")
        verbose_name_plural = _("preparations")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("input_closes_on"), input_closes_on__lte=F("settle_by")),
                name="%(app_label)s_%(class)s_dates_in_order",
                violation_error_message=_("A preparation opens, closes for input and is settled, in that order."),
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="%(app_label)s_%(class)s_settled_in_pairs",
                violation_error_message=_("Who settled it and when go together."),
            ),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_by__isnull=True, waived_reason="")
                | Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(waived_reason=""),
                name="%(app_label)s_%(class)s_waived_together",
                violation_error_message=_("Who waived it, when and why go together."),
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(waived_at__isnull=True),
                name="%(app_label)s_%(class)s_settled_or_waived",
                violation_error_message=_("A preparation is settled or waived, not both."),
            ),
            models.CheckConstraint(
                condition=Q(discussed_in__isnull=True) | Q(discussed_at__isnull=True),
                name="%(app_label)s_%(class)s_one_discussion",
                violation_error_message=_("It is discussed in a meeting or at its own moment, not both."),
            ),
            models.CheckConstraint(
                condition=~Q(discussed_in=F("meeting")),
                name="%(app_label)s_%(class)s_not_in_itself",
                violation_error_message=_("A meeting is not prepared in itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    def is_open_on(self, day: date) -> bool:
        """Whether input is asked on a day."""
        closed = self.settled_at is not None or self.waived_at is not None
        return not closed and self.opens_on <= day <= self.input_closes_on


@tracked
class Contribution(models.Model):
    """A member's input for a coming meeting. The organisation is the one of that moment."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        EXPERIENCE = "experience", _("Experience")
        WISH = "wish", _("Wish")
        OFFER = "offer", _("Offer to present")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="contributions"
    )
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation then"),
        on_delete=models.PROTECT,
        related_name="contributions",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("given on"), default=timezone.now)
    search = search_vector(text="C")

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["created_at", "pk"]
        indexes = [GinIndex(fields=["search"], name="meetings_contribution_search")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="%(app_label)s_%(class)s_says_something",
                violation_error_message=_("Write your input."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"


@tracked
class Presenter(models.Model):
    """Who presents at a meeting: an organisation, as a rule through a person."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="presenters")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="presentations",
        null=True,
        blank=True,
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="presentations",
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)

    class Meta:
        verbose_name = _("presenter")
        verbose_name_plural = _("presenters")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This person already presents at this meeting."),
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(person__isnull=False),
                name="%(app_label)s_%(class)s_someone",
                violation_error_message=_("Name an organisation, a person or both."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True),
                name="%(app_label)s_%(class)s_confirmed_or_declined",
                violation_error_message=_("A presenter confirms or declines, not both."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation)
