"""Coming in and going over: requests that someone of the network decides on, and personal invitations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.accounts import User
from members.models.organisations import Organisation
from members.models.people import Person
from members.tracking import tracked, tracked_only

INVITATION_DAYS = 14


class MemberRequestQuerySet(models.QuerySet["MemberRequest"]):
    """Questions about requests."""

    def waiting(self) -> Self:
        """Requests that nobody has decided on."""
        return self.filter(state=MemberRequest.State.WAITING)

    def due(self) -> Self:
        """Moves that were approved, whose day has come, and that were not carried out yet."""
        approved = self.filter(kind=MemberRequest.Kind.MOVING, state=MemberRequest.State.APPROVED)
        return approved.filter(carried_out_at__isnull=True, moves_on__lte=timezone.localdate())


@tracked
class MemberRequest(models.Model):
    """Someone with an account asks to come in, or to go over to another organisation."""

    class Kind(models.TextChoices):
        JOINING = "joining", _("Joining")
        MOVING = "moving", _("Moving to another organisation")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.JOINING)
    account = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="member_requests"
    )
    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="member_requests"
    )
    note = models.TextField(_("note"), blank=True, max_length=1000)
    moves_on = models.DateField(_("moves on"), null=True, blank=True)
    successor = models.ForeignKey(
        Person,
        verbose_name=_("successor"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Takes over the open actions."),
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    carried_out_at = models.DateTimeField(_("carried out"), null=True, blank=True)

    objects = MemberRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state="waiting"),
                name="%(app_label)s_%(class)s_one_waiting",
                violation_error_message=_("There is already a request waiting."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "refused"], decided_at__isnull=False, decided_by__isnull=False)
                | Q(state__in=["waiting", "withdrawn"], decided_at__isnull=True, decided_by__isnull=True),
                name="%(app_label)s_%(class)s_decided_in_pairs",
                violation_error_message=_("A decision has a moment and somebody who took it."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="%(app_label)s_%(class)s_refused_with_reason",
                violation_error_message=_("Say why the request is refused."),
            ),
            models.CheckConstraint(
                condition=Q(kind="moving", moves_on__isnull=False)
                | Q(kind="joining", moves_on__isnull=True, successor__isnull=True),
                name="%(app_label)s_%(class)s_moving_has_a_day",
                violation_error_message=_("Say from which day."),
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at__isnull=True) | Q(state="approved"),
                name="%(app_label)s_%(class)s_carried_out_when_approved",
                violation_error_message=_("Only what was approved is carried out."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"


def invitation_end() -> datetime:
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class PersonInvitationQuerySet(models.QuerySet["PersonInvitation"]):
    """Questions about invitations."""

    def open(self) -> Self:
        """Invitations that may still be used."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())


@tracked_only("email", "organisation_id", "accepted_at", "withdrawn_at")
class PersonInvitation(models.Model):
    """A personal invitation to come in. Who uses it needs no approval; of its secret only the SHA-256 is kept."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="person_invitations",
        null=True,
        blank=True,
        help_text=_("Empty: staff of the network's office."),
    )
    invited_by = models.ForeignKey(
        User, verbose_name=_("invited by"), on_delete=models.PROTECT, related_name="person_invitations"
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), default=invitation_end)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, verbose_name=_("accepted by"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = PersonInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="%(app_label)s_%(class)s_one_open",
                violation_error_message=_("This address already has an invitation."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                name="%(app_label)s_%(class)s_accepted_in_pairs",
                violation_error_message=_("An accepted invitation has a moment and an account."),
            ),
        ]

    def __str__(self) -> str:
        return self.email
