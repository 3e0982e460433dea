"""Personal invitations: the mail with the link, and taking one back."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from members.dates import date_long
from members.entrance import invite_person
from members.models import Network, Organisation, PersonInvitation, User
from members.outbox import queue_written
from members.permissions import can_edit_content
from portal.joining import NotPossibleError
from sectors.permissions import managed_organisations


def open_invitations(user: User) -> QuerySet[PersonInvitation]:
    """Return the invitations that can still be used, of organisations that an account invites people of."""
    found = PersonInvitation.objects.open().select_related("organisation", "invited_by__person")
    return found if can_edit_content(user) else found.filter(organisation__in=managed_organisations(user))


@transaction.atomic
def invite(*, email: str, name: str, organisation: Organisation | None, by: User) -> PersonInvitation:
    """Invite somebody to come in, without approval, and mail the link; without organisation to the network's office.

    Raises ValidationError, meant for the inviter (see `invite_person`). The words are written now and forgotten once
    sent: they hold the secret, of which only a hash is kept.
    """
    invitation, token = invite_person(email=email, name=name, organisation=organisation, by=by)
    with translation.override(settings.LANGUAGE_CODE):
        told = {
            "name": name,
            "network": str(Network.objects.first() or ""),
            "organisation": organisation.name if organisation else "",
            "by": str(getattr(by, "person", "")),
            "address": f"{settings.PUBLIC_URL}{reverse('invitation-accept', args=[token])}",
            "until": date_long(invitation.expires_at),
        }
        subject = str(render_to_string("mails/person_invitation_subject.txt", told))
        body = str(render_to_string("mails/person_invitation_message.txt", told))
    key = f"person-invitation:{invitation.pk}"
    queue_written(kind="person_invitation", to=invitation.email, key=key, subject=subject, body=body)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: PersonInvitation, by: User) -> PersonInvitation:
    """Take back an invitation. Raises NotPossibleError when it was used meanwhile."""
    kept = PersonInvitation.objects.select_for_update(of=["self"]).get(pk=invitation.pk)
    if kept.accepted_at:
        raise NotPossibleError(_("%(email)s has used this invitation already.") % {"email": kept.email})
    if kept.withdrawn_at is None:
        kept.withdrawn_at = timezone.now()
        with pghistory.context(user=by.pk):
            kept.save(update_fields=["withdrawn_at"])
    return kept
