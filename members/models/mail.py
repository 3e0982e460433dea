"""What people are told, and the mails that tell them."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.dates import moment_long
from members.models.people import Person


class Notification(models.Model):
    """Something a person was told, or will be told in the next mail. The key keeps it from being told twice."""

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(_("kind"), max_length=40)
    about_type = models.ForeignKey(
        ContentType,
        verbose_name=_("about kind"),
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
    )
    about_id = models.PositiveBigIntegerField(_("about number"), null=True, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    key = models.CharField(_("unique key"), max_length=120)
    context = models.JSONField(_("context"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["about_type", "about_id"], name="members_notification_about")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"],
                name="%(app_label)s_%(class)s_told_once",
                violation_error_message=_("This person was already told."),
            ),
            models.CheckConstraint(
                condition=Q(about_type__isnull=True, about_id__isnull=True)
                | Q(about_type__isnull=False, about_id__isnull=False),
                name="%(app_label)s_%(class)s_about_in_pairs",
                violation_error_message=_("Kind and number of the subject go together."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {moment_long(self.created_at)}"


class OutboxMessage(models.Model):
    """One mail to one recipient. The row comes first; sending only follows it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    recipient = models.EmailField(_("recipient"))
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        related_name="outbox_messages",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("unique key"), max_length=160, unique=True)
    template = models.CharField(_("template"), max_length=100, blank=True)
    context = models.JSONField(_("context"), default=dict, blank=True)
    content = models.BinaryField(_("content"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    unsubscribe = models.CharField(
        _("way to unsubscribe"), max_length=200, blank=True, help_text=_("Empty: mail that belongs to what one does.")
    )
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["queued", "sending"]), name="members_outboxmessage_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="%(app_label)s_%(class)s_sent_with_moment",
                violation_error_message=_("A sent mail has the moment of sending, any other has none."),
            ),
            models.CheckConstraint(
                condition=~Q(template="") | Q(content__isnull=False),
                name="%(app_label)s_%(class)s_has_content",
                violation_error_message=_("A mail has a template or finished content."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {moment_long(self.created_at)}"


class MailPreferences(models.Model):
    """In which language someone is written to, and which kinds of mail he stopped. Who chose nothing has no row."""

    person = models.OneToOneField(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="mail_preferences"
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    muted = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("mail not wanted"),
        default=list,
        blank=True,
        help_text=_("Kinds of mail, comma separated."),
    )

    class Meta:
        verbose_name = _("mail preferences")
        verbose_name_plural = _("mail preferences")

    def __str__(self) -> str:
        return str(self.person)


class BouncedAddress(models.Model):
    """An address that mail servers refused for good: how often, and since when nothing more is sent to it."""

    address = models.EmailField(_("e-mail address"))
    count = models.PositiveIntegerField(_("times refused"), default=0)
    first_at = models.DateTimeField(_("refused first"), default=timezone.now)
    last_at = models.DateTimeField(_("refused last"), default=timezone.now)
    error = models.TextField(_("what the server said"), blank=True)
    stopped_at = models.DateTimeField(
        _("no mail since"), null=True, blank=True, help_text=_("Empty: mail to this address is still tried.")
    )

    class Meta:
        verbose_name = _("bounced address")
        verbose_name_plural = _("bounced addresses")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("address"),
                name="%(app_label)s_%(class)s_address",
                violation_error_message=_("This address is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.address
