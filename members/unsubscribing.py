"""The link under a mail with which its reader stops such mail: signed, valid for ever, and of use without signing in.

What it stops is decided where the seats are known; here it only says whose mail, of which kind and sector.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.urls import reverse

SALT = "members.unsubscribing"
APART = "."  # a kind has no dots, and a path may hold them


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """Whose mail of which kind is to stop; of one sector, or of none."""

    person_pk: int
    kind: str
    sector_pk: int | None = None


def unsubscribe_path(person_pk: int, kind: str, sector_pk: int | None = None) -> str:
    """Return the path of the page on which someone stops mail of a kind, signed; the host is not in it."""
    return reverse("unsubscribe", args=[unsubscribe_token(Unsubscribing(person_pk, kind, sector_pk))])


def unsubscribe_token(asked: Unsubscribing) -> str:
    """Return the signed word in that path."""
    return _signer().sign(APART.join([str(asked.person_pk), asked.kind, str(asked.sector_pk or "")]))


def unsubscribing_of(token: str) -> Unsubscribing | None:
    """Return what a token stands for; None for one that we did not sign."""
    try:
        person_pk, kind, sector_pk = _signer().unsign(token).split(APART)
    except BadSignature:
        return None
    return Unsubscribing(int(person_pk), kind, int(sector_pk) if sector_pk else None)


def _signer() -> Signer:
    return Signer(salt=SALT, sep=APART)
