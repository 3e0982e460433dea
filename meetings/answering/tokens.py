"""The link in an invitation with which its reader answers without signing in: signed, for one invitation.

The address that was mailed is signed along, so a link to an old address dies when the address changes. Until when it
can be used the meeting says, not the link.
"""

from __future__ import annotations

import re

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from meetings.models import Invitation

SALT = "meetings.answering"
APART = "."
KEY = re.compile(r"[1-9][0-9]{0,17}")


def token_of(invitation: Invitation) -> str:
    """Return the signed word in the path of the page on which this invitation is answered."""
    return f"{invitation.pk}{APART}{_signature(invitation)}"


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation that a token answers, with person, account and meeting, in one query.

    None for a token that we did not sign, or not for the address that the invitation stands at now.
    """
    pk, _apart, signature = token.partition(APART)
    if not KEY.fullmatch(pk):
        return None
    related = ("person__account", "meeting__sector_year__sector", "meeting__host")
    found = Invitation.objects.select_related(*related).defer("meeting__search").filter(pk=int(pk)).first()
    return found if found and constant_time_compare(signature, _signature(found)) else None


def _signature(invitation: Invitation) -> str:
    return Signer(salt=SALT).signature(f"{invitation.pk}:{invitation.address.lower()}")
