"""The link with which a receiver answers without signing in: signed, for one question about one handover.

What was asked is signed along as a stamp. So a link dies when the question is withdrawn, asked again or changed, and a
dead link is still known as ours: its reader hears that it is outdated, not that the page does not exist.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare, salted_hmac

from programmes.models import Handover

SALT = "programmes.handing_over"
APART = "."
KEY = re.compile(r"[1-9][0-9]{0,17}")
RELATED = (
    *("programme", "workstream__outcome", "platform", "circle", "to_programme", "organisation"),
    *("contact__account", "accepted_by", "declined_by"),
)


class Asked(NamedTuple):
    """The handover that a link is about, and whether the link still stands for what is asked now."""

    handover: Handover
    is_current: bool


def token_of(handover: Handover) -> str:
    """Return the signed word in the path of the page on which this question is answered."""
    stamp = stamp_of(handover)
    return APART.join([str(handover.pk), stamp, _signature(str(handover.pk), stamp)])


def asked_by(token: str) -> Asked | None:
    """Return what a token asks, in one query; None for a token that we did not sign."""
    pk, _apart, rest = token.partition(APART)
    stamp, _apart, signature = rest.partition(APART)
    if not KEY.fullmatch(pk) or not constant_time_compare(signature, _signature(pk, stamp)):
        return None
    found = Handover.objects.select_related(*RELATED).filter(pk=int(pk)).first()
    return Asked(found, constant_time_compare(stamp, stamp_of(found))) if found else None


def stamp_of(handover: Handover) -> str:
    """Return what stands for the question as it is now: when, whom and where to."""
    columns = ("asked_round", "contact_id", "kind", "platform_id", "circle_id", "to_programme_id", "organisation_id")
    said = [str(getattr(handover, column)) for column in (*columns, "outside_body")]
    moment = handover.asked_at.isoformat() if handover.asked_at else ""
    return salted_hmac(SALT, "\n".join([moment, *said]), algorithm="sha256").hexdigest()[:20]


def _signature(pk: str, stamp: str) -> str:
    return Signer(salt=SALT).signature(f"{pk}:{stamp}")
