"""Every kind of mail with made-up values, so that editors see what people get: as it is written, in each language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from members.context_processors import first_network
from members.models import OutboxMessage
from members.notices import NOTICES, Notice
from members.outbox import new_message_id, sender_address, written

READER = "Robin de Vries"
ADDRESS = "robin@example.org"
SHOWN_HEADERS = ("Subject", "From", "To", "Reply-To", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post")

ACCOUNT_MAILS = (  # what allauth has us write
    "account/email/login_code",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/account_already_exists",
    "account/email/unknown_account",
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_deleted",
    "account/email/password_reset_key",
    "account/email/password_reset",
    "account/email/password_changed",
    "account/email/password_set",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "mfa/email/recovery_codes_generated",
    "socialaccount/email/account_connected",
)
# Mails whose words are there already, and the beginning of the names of their templates
FINISHED = {prefix.rpartition("/")[2]: prefix for prefix in ACCOUNT_MAILS} | {
    "person_invitation": "mails/person_invitation"
}


@dataclass(frozen=True)
class Sample:
    """A kind of mail that can be shown: `write` returns the bytes of one in a language."""

    kind: str
    name: str | Promise
    rule: str | Promise
    write: Callable[[str], bytes]


@dataclass(frozen=True)
class Shown:
    """A mail as its reader sees it."""

    subject: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str


_others: dict[str, Sample] = {}


def register_sample(sample: Sample) -> None:
    """Add a kind of mail that is neither a notice nor about an account."""
    _others[sample.kind] = sample


def samples() -> dict[str, Sample]:
    """Return every kind of mail by its name: notices, what others added, invitations and mails about accounts."""
    notices = [Sample(each.kind, each.name, each.rule, partial(_notice, each)) for each in NOTICES.values()]
    finished = [_finished_sample(kind, prefix) for kind, prefix in FINISHED.items()]
    return {sample.kind: sample for sample in [*notices, *_others.values(), *finished]}


def name_of(kind: str) -> str:
    """Return what a kind of mail is called; its bare name for one that is no more."""
    sample = samples().get(kind)
    return str(sample.name) if sample else kind.replace("_", " ")


def bytes_of(message: OutboxMessage) -> bytes:
    """Return the mail of a row as it goes out."""
    return bytes(written(message, sender_address()).message().as_bytes())


def read(content: bytes) -> Shown:
    """Return what a reader sees of a mail."""
    message: EmailMessage = message_from_bytes(content, policy=policy.default)
    headers = tuple((name, str(message[name])) for name in SHOWN_HEADERS if message[name])
    return Shown(str(message["Subject"]), headers, _part(message, "plain"), _part(message, "html"))


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _notice(notice: Notice, language: str) -> bytes:
    return bytes_of(
        OutboxMessage(
            kind=notice.kind,
            recipient=ADDRESS,
            person_id=1,
            template=notice.template,
            context={"to": READER, **notice.sample},
            language=language,
            unsubscribe="/afmelden/x/" if notice.can_be_left else "",
            message_id=new_message_id(),
        )
    )


def _finished_sample(kind: str, prefix: str) -> Sample:
    rule = _("Who asked for it, or who did this with an account, at once.")
    return Sample(kind, _subject(prefix, get_language() or settings.LANGUAGE_CODE), rule, partial(_finished, prefix))


@lru_cache
def _subject(prefix: str, language: str) -> str:
    """Return what names a finished mail: its subject, of any network."""
    with translation.override(language):
        return render_to_string(f"{prefix}_subject.txt", _values(gettext("the network"))).strip()


def _finished(prefix: str, language: str) -> bytes:
    with translation.override(language):
        values = _values(first_network().name)
        subject = render_to_string(f"{prefix}_subject.txt", values)
        text = render_to_string(f"{prefix}_message.txt", values)
    return bytes_of(
        OutboxMessage(
            recipient=ADDRESS,
            context={"subject": subject},
            content=text.encode(),
            language=language,
            message_id=new_message_id(),
        )
    )


def _values(network: str) -> dict[str, Any]:
    """Return what templates of finished mails ask for; nothing of it is anybody's."""
    site = settings.PUBLIC_URL
    account = {"email": ADDRESS, "from_email": "robin.oud@example.org", "to_email": ADDRESS, "code": "KLMN-2345"}
    links = {"signup_url": f"{site}/account/signup/", "password_reset_url": f"{site}/account/password/reset/"}
    seen = {"timestamp": timezone.now(), "ip": "192.0.2.1", "user_agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}
    invited = {"name": READER, "by": "An Voorbeeld", "organisation": "Gemeente Voorbeeld", "until": "22-4-2027"}
    return {
        "site": site,
        "network": network,
        "deleted_email": "robin.oud@example.org",
        **account,
        **links,
        **seen,
        **invited,
        "address": f"{site}/uitnodiging/x/",
        "provider": SimpleNamespace(name="Gemeente Voorbeeld"),
    }
