"""The security log: who did what, on what, with which result, from where and when."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=730)


class SecurityEvent(models.Model):
    """Something that matters for security. Append-only by trigger, and ids only: it names nobody."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
        SIGNED_OUT = "signed_out", _("Signed out")
        SIGNED_UP = "signed_up", _("Signed up")
        SESSIONS_ENDED = "sessions_ended", _("Sessions ended")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        ADDRESS_CHANGED = "address_changed", _("Address changed")
        FACTOR_ADDED = "factor_added", _("Second factor added")
        FACTOR_REMOVED = "factor_removed", _("Second factor removed")
        ROLE_CHANGED = "role_changed", _("Role changed")
        INVITED = "invited", _("Invited")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        ACCOUNT_CLOSED = "account_closed", _("Account closed")
        DATA_EXPORTED = "data_exported", _("Data exported")
        DATA_ERASED = "data_erased", _("Data erased")
        LIMIT_REACHED = "limit_reached", _("Limit reached")

    class Result(models.TextChoices):
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False, db_index=True)
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    result = models.CharField(_("result"), max_length=10, choices=Result, default=Result.DONE)
    actor_id = models.BigIntegerField(_("who"), null=True, blank=True, help_text=_("Number of the account."))
    about_model = models.CharField(_("on what"), max_length=60, blank=True, help_text=_("Such as members.person."))
    about_id = models.BigIntegerField(_("on which"), null=True, blank=True)

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security log")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about_model="", about_id__isnull=True)
                | ~models.Q(about_model="") & models.Q(about_id__isnull=False),
                name="%(app_label)s_%(class)s_about_in_pairs",
                violation_error_message=_("Kind and number of the subject go together."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '{KEPT_FOR.days} days' THEN RETURN OLD; END IF;
                    RAISE EXCEPTION 'the security log is append-only';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class SecurityOrigin(models.Model):
    """Where a security event came from. It expires long before the event does."""

    event = models.OneToOneField(
        SecurityEvent, verbose_name=_("event"), on_delete=models.CASCADE, related_name="origin"
    )
    ip = models.GenericIPAddressField(_("IP address"))
    expires_on = models.DateField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")

    def __str__(self) -> str:
        return self.ip
