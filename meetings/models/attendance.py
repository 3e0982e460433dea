"""Attendance: who was asked, who answered what, and who was there."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from members.models import Organisation, OutboxMessage, Person, User
from members.tracking import tracked


@tracked
class Attendance(models.Model):
    """A person's answer to a meeting and, apart from that, the presence recorded afterwards."""

    class Response(models.TextChoices):
        NONE = "none", _("No answer yet")
        YES = "yes", _("Comes")
        ONLINE = "online", _("Joins online")
        NO = "no", _("Does not come")
        SUBSTITUTE = "substitute", _("Sends someone")
        WAITING = "waiting", _("On the waiting list")

    class Channel(models.TextChoices):
        SITE = "site", _("Site")
        MAIL = "mail", _("Mail")
        MANAGER = "manager", _("Programme manager")

    class Presence(models.TextChoices):
        PRESENT = "present", _("Present")
        ONLINE = "online", _("Online")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="attendances"
    )
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="attendances")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation then"),
        on_delete=models.PROTECT,
        related_name="attendances",
        null=True,
        blank=True,
    )
    response = models.CharField(_("answer"), max_length=12, choices=Response, default=Response.NONE)
    response_reason = models.CharField(_("reason"), max_length=300, blank=True)
    channel = models.CharField(_("answered by"), max_length=10, choices=Channel, blank=True)
    responded_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    substitute = models.ForeignKey(
        Person,
        verbose_name=_("substitute"),
        on_delete=models.PROTECT,
        related_name="substitutions",
        null=True,
        blank=True,
    )
    presence = models.CharField(_("presence"), max_length=10, choices=Presence, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This person already stands on the list."),
            ),
            models.CheckConstraint(
                condition=Q(response="none", responded_at__isnull=True)
                | ~Q(response="none") & Q(responded_at__isnull=False),
                name="%(app_label)s_%(class)s_answer_with_moment",
                violation_error_message=_("An answer has a moment."),
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | Q(response="substitute"),
                name="%(app_label)s_%(class)s_substitute",
                violation_error_message=_("A substitute goes with that answer only."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_response_display()}"


@tracked
class Guest(models.Model):
    """Someone from outside who was at a meeting: a name on the list of who was there, nothing more."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                models.F("meeting"),
                models.functions.Lower("name"),
                models.functions.Lower("organisation"),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This guest already stands on the list."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}" if self.organisation else self.name


class Invitation(models.Model):
    """The delivery ledger: which version of a meeting's calendar invitation a person holds."""

    class Method(models.TextChoices):
        REQUEST = "request", _("Invitation")
        CANCEL = "cancel", _("Cancellation")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="invitations"
    )
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="invitations")
    address = models.EmailField(_("address"), default="", help_text=_("To which the calendar of this person answers."))
    method = models.CharField(_("kind"), max_length=10, choices=Method)
    round = models.PositiveIntegerField(_("messages so far"), default=0)
    sequence = models.PositiveIntegerField(_("sequence last sent"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    message = models.ForeignKey(
        OutboxMessage,
        verbose_name=_("mail"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="%(app_label)s_%(class)s_one_state",
                violation_error_message=_("This person already has an invitation to this meeting."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.meeting}"


class CalendarEdition(models.Model):
    """What one round of invitations to a meeting says: the facts of that moment, the same for everybody it goes to."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="editions")
    method = models.CharField(_("kind"), max_length=10, choices=Invitation.Method)
    sequence = models.PositiveIntegerField(_("sequence"))
    facts = models.JSONField(_("facts"))
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("edition of an invitation")
        verbose_name_plural = _("editions of invitations")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_method_display()} {self.sequence}"


class MailingQuerySet(models.QuerySet["Mailing"]):
    """Questions about mailings."""

    def waiting(self) -> Self:
        """Mailings that are asked for, and neither done nor withdrawn."""
        return self.filter(done_at__isnull=True, withdrawn_at__isnull=True)

    def due(self, at: datetime | None = None) -> Self:
        """Mailings whose moment has come, the oldest first."""
        return self.waiting().filter(due_at__lte=at or timezone.now()).order_by("due_at", "pk")


class Mailing(models.Model):
    """Somebody has the invitations to a meeting brought up to date: it waits a while, in which he can withdraw it."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="mailings")
    asked_by = models.ForeignKey(
        User, verbose_name=_("asked by"), on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    people = models.PositiveIntegerField(_("people"), default=0)
    organisations = models.PositiveIntegerField(_("organisations"), default=0)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="%(app_label)s_%(class)s_one_waiting",
                violation_error_message=_("The invitations of this meeting are about to be mailed already."),
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="%(app_label)s_%(class)s_done_or_withdrawn",
                violation_error_message=_("What was mailed cannot be withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.asked_at:%Y-%m-%d %H:%M}"
