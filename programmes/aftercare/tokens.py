"""The link in the question whether work still lives, with which its receiver answers without signing in.

Whom was asked is signed along with the address: a link dies when the work gets another receiver, and when the address
changes.
"""

from __future__ import annotations

import re

from django.core.signing import Signer
from django.db.models import Exists, OuterRef
from django.utils.crypto import constant_time_compare

from members.models import Person
from programmes.handing_over.checks import has_left
from programmes.models import Handover, LifeSign
from programmes.models.handover import LifeSignQuerySet

SALT = "programmes.aftercare"
APART = "."
KEY = re.compile(r"[1-9][0-9]{0,17}")
RELATED = (
    *("programme", "workstream", "platform", "circle", "to_programme", "organisation"),
    *("contact__account", "accepted_by__account"),
)


def token_of(sign: LifeSign, receiver: Person) -> str:
    """Return the signed word in the path of the page on which a receiver answers."""
    return f"{sign.pk}{APART}{_signature(sign, receiver)}"


def sign_of(token: str) -> LifeSign | None:
    """Return the question that a token answers, with its handover, in one query.

    None for a token that we did not sign, or not for who receives the work now at the address he has now.
    """
    pk, _apart, signature = token.partition(APART)
    if not KEY.fullmatch(pk):
        return None
    sign = signs().filter(pk=int(pk)).first()
    receiver = receiver_of(sign.handover) if sign else None
    if sign is None or receiver is None:
        return None
    return sign if constant_time_compare(signature, _signature(sign, receiver)) else None


def signs() -> LifeSignQuerySet:
    """Return the questions with all that their pages say, and whether the work has moved on since (`has_moved`)."""
    related = [f"handover__{name}" for name in RELATED]
    following = Handover.objects.filter(follows=OuterRef("handover"))
    return LifeSign.objects.select_related("answered_by", *related).annotate(has_moved=Exists(following))


def receiver_of(handover: Handover) -> Person | None:
    """Return whom to ask about accepted work: its contact, else who accepted it, as long as that person is here."""
    people = [handover.contact, handover.accepted_by]
    return next((person for person in people if person and not has_left(person)), None)


def _signature(sign: LifeSign, receiver: Person) -> str:
    address = receiver.account.email if receiver.account else receiver.email
    return Signer(salt=SALT).signature(f"{sign.pk}:{receiver.pk}:{address.lower()}")
