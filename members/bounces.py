"""Addresses that mail servers refuse for good: counted, and after the third time left alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from members.models import BouncedAddress, OutboxMessage

ENOUGH = 3
ABOUT_US = "5.7."  # so begins a refusal for security or policy (RFC 3463 §3.8), not because of the mailbox
REPORTED = "reported: "  # begins what another server told later, in a delivery status notification
SETTLED = timedelta(days=3)  # a mail that nobody reported for so long has arrived


@transaction.atomic
def note_refusal(address: str, error: str, *, is_reported: bool = False) -> BouncedAddress:
    """Count that a mail server refused an address for good; the third time without a delivery stops mail to it.

    A refusal is told by the server we talk to, or reported later by one behind it. In the second case our server's
    "250" says nothing, so a mail counts as delivered when nobody reported it for three days.
    """
    now = timezone.now()
    row, _is_new = BouncedAddress.objects.get_or_create(address__iexact=address, defaults={"address": address})
    row = BouncedAddress.objects.select_for_update().get(pk=row.pk)
    if is_reported and _was_delivered_since(row):
        row.count, row.first_at, row.stopped_at = 0, now, None
    row.count += 1
    row.last_at = now
    row.error = f"{REPORTED if is_reported else ''}{error}"[:1000]
    if row.count >= ENOUGH:
        row.stopped_at = row.stopped_at or now
    row.save()
    return row


def _was_delivered_since(row: BouncedAddress) -> bool:
    delivered = OutboxMessage.objects.filter(recipient__iexact=row.address, state=OutboxMessage.State.SENT)
    return delivered.filter(sent_at__gt=row.last_at, sent_at__lt=timezone.now() - SETTLED).exists()


def note_delivery(address: str) -> None:
    """Forget the refusals of an address that our server takes mail for again; what others reported stays."""
    BouncedAddress.objects.filter(address__iexact=address).exclude(error__startswith=REPORTED).delete()


def is_stopped(address: str) -> bool:
    """Whether nothing is sent to an address any more."""
    return BouncedAddress.objects.filter(address__iexact=address, stopped_at__isnull=False).exists()


def refused_among(addresses: Iterable[str]) -> dict[str, bool]:
    """Of many addresses, return those that were refused before, in lower case, and whether mail to them stopped."""
    rows = BouncedAddress.objects.annotate(lower=Lower("address"))
    found = rows.filter(lower__in={address.lower() for address in addresses}).values_list("lower", "stopped_at")
    return {address: stopped_at is not None for address, stopped_at in found}


def take_back(address: str) -> bool:
    """Try an address again: its refusals are forgotten. Return whether there were any."""
    deleted, _per_model = BouncedAddress.objects.filter(address__iexact=address).delete()
    return deleted > 0
