"""Delivery status notifications: what a mail server tells later about mail that it could not deliver (RFC 3464)."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email import policy
from email.message import Message

from django.db import transaction

from members import bounces
from members.models import OutboxMessage

ADDRESS = re.compile(r"[^\s<>@;]+@[^\s<>@;]+")


class NoReportError(ValueError):
    """The mail is no delivery status notification."""


@dataclass(frozen=True, slots=True)
class Report:
    """That one address got nothing, for good."""

    address: str
    error: str


def read_reports(content: bytes) -> tuple[list[Report], str]:
    """Return the addresses a notification calls permanent failures, and the Message-ID it is about ("" if unknown).

    Raises NoReportError for anything that is no such notification.
    """
    mail = email.message_from_bytes(content, policy=policy.compat32)
    parts = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    fields = [block for part in parts for block in _blocks(part) if block.get("Final-Recipient")]
    if not fields:
        raise NoReportError("This is no delivery status notification: no part names a Final-Recipient.")
    return [report for block in fields if (report := _report_of(block))], _original_id(mail)


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _report_of(block: Message) -> Report | None:
    """Return what is told of one recipient; None when it is a delay or a delivery, or when the refusal is about us."""
    found = ADDRESS.search(str(block["Final-Recipient"]))
    status = str(block.get("Status", "")).strip()
    is_failed = str(block.get("Action", "")).strip().lower() == "failed"
    if not found or not is_failed or not status.startswith("5.") or status.startswith(bounces.ABOUT_US):
        return None
    told = " ".join(str(block.get("Diagnostic-Code", "")).split())
    return Report(found[0], f"{status} {told}".strip().replace("\0", ""))


def _original_id(mail: Message) -> str:
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            return next((str(inner.get("Message-ID", "")).strip() for inner in _blocks(part)), "")
        if part.get_content_type() == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            raw = headers if isinstance(headers, bytes) else b""
            return str(email.message_from_bytes(raw).get("Message-ID", "")).strip()
    return ""


@transaction.atomic
def count_reports(content: bytes) -> int:
    """Count the permanent failures of a notification by address, and return how many there were.

    The mail it is about becomes a failed one, as its reader never got it; told twice of one mail, it counts once. An
    address that Brink never wrote to is none of ours. Raises NoReportError.
    """
    reports, message_id = read_reports(content)
    counted = 0
    for report in reports:
        rows = OutboxMessage.objects.filter(recipient__iexact=report.address)
        about = rows.filter(message_id=message_id).select_for_update() if message_id else rows.none()
        if (row := about.first()) and row.state == OutboxMessage.State.FAILED:
            continue
        if not rows.exists():
            continue
        bounces.note_refusal(report.address, report.error, is_reported=True)
        about.update(state=OutboxMessage.State.FAILED, sent_at=None, error=f"{bounces.REPORTED}{report.error}"[:1000])
        counted += 1
    return counted
