"""Mails as they go out: plain text, and HTML in house style made of that same text (mail_blocks.py)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from css_inline import CSSInliner
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from members.context_processors import first_network
from members.mail_blocks import Block, blocks_of
from members.models import Network, OutboxMessage

PREHEADER = 120

_inliner = CSSInliner(keep_at_rules=True, resolve_css_variables=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Footer:
    """What stands below a mail: from which network it comes, why one gets it, and how to get less of it."""

    network: str
    site: str
    why: str
    links: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Return it below the line that sets a signature apart (RFC 3676 §4.3)."""
        links = [f"{label}: {address}" for label, address in self.links]
        return "\n".join(["-- ", f"{self.network} · {self.site}", self.why, *links])


def house_mail(message: OutboxMessage, sender: str, connection: Any = None) -> EmailMultiAlternatives:
    """Return the mail of a row as it goes out, in the language of the row and with the Message-ID that it keeps."""
    with translation.override(message.language):
        subject, text = _words(message)
        network = first_network()
        footer = footer_of(message, network)
        html = house_html(subject, body_html(text), network=network, preheader=preheader_of(text), footer=footer)
    mail = EmailMultiAlternatives(
        subject,
        f"{text}\n\n{footer.text}\n",
        sender,
        [message.recipient],
        headers=headers_of(message),
        reply_to=[on_one_line(message.context["reply_to"])] if message.context.get("reply_to") else None,
        connection=connection,
    )
    mail.attach_alternative(html, "text/html")
    return mail


def headers_of(message: OutboxMessage) -> dict[str, str]:
    """Return what a mail says of itself to machines: that one wrote it, and how to be left alone (RFC 3834, 8058)."""
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if message.unsubscribe:
        headers["List-Unsubscribe"] = f"<{settings.PUBLIC_URL}{message.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def footer_of(message: OutboxMessage, network: Network) -> Footer:
    """Return what stands below a mail, in the language of now; who is no person here has nothing to choose."""
    names = {"network": network.name}
    links = []
    if message.unsubscribe:
        why = _("You get this mail because you take part in %(network)s.") % names
        links.append((_("No more mail of this kind"), f"{settings.PUBLIC_URL}{message.unsubscribe}"))
    elif message.person_id:
        why = _("You get this mail because it is about you, or about something you do in %(network)s.") % names
    else:
        why = _("You get this mail because somebody gave this address at %(network)s.") % names
    if message.person_id:
        links.insert(0, way_to_choices())
    return Footer(network.name, settings.PUBLIC_URL, why, tuple(links))


def way_to_choices() -> tuple[str, str]:
    """Return the words and the address of the page on which one chooses, in the language of now."""
    return _("Choose which mail you get"), f"{settings.PUBLIC_URL}{reverse('mine-mail')}"


def body_html(text: str) -> SafeString:
    """Return the HTML of a plain text, to be put into the layout."""
    return mark_safe(render_to_string("mails/blocks.html", {"blocks": blocks_of(text)}))  # noqa: S308 - a template


def house_html(
    title: str, body: SafeString, *, network: Network, preheader: str = "", footer: Footer | None = None
) -> str:
    """Return a whole HTML mail in house style, in the language of now, with its styles on its elements.

    Many clients drop style sheets; what is for dark screens only stays in one, for those that keep it.
    """
    values = {
        "title": title,
        "body": body,
        "preheader": preheader,
        "footer": footer,
        "network": network,
        "site": settings.PUBLIC_URL,
        "language": translation.get_language(),
    }
    return str(_inliner.inline(render_to_string("mails/layout.html", values)))


def preheader_of(text: str) -> str:
    """Return what a list of mails shows beside the subject: what follows the greeting."""
    said = [block for block in blocks_of(text) if block.kind == "paragraph"]
    wanted: list[Block] = said[1:2] or said[:1]
    line = " ".join(strip_tags(line) for block in wanted for line in block.lines)
    return line if len(line) <= PREHEADER else f"{line[:PREHEADER].rsplit(' ', 1)[0]}…"


def on_one_line(text: str) -> str:
    """Return text that fits in a header: one line, without control characters (RFC 5322 §2.2)."""
    return " ".join("".join(letter for letter in text if _is_shown(letter) or letter.isspace()).split())


def _words(message: OutboxMessage) -> tuple[str, str]:
    """Return subject and text."""
    if message.template:
        context = {"site": settings.PUBLIC_URL, **message.context}
        subject = str(render_to_string(f"{message.template}_subject.txt", context))
        text = str(render_to_string(f"{message.template}_message.txt", context))
    else:
        subject, text = message.context["subject"], bytes(message.content or b"").decode()
    return on_one_line(subject), _tidy(text)


def _tidy(text: str) -> str:
    """Return a text without control characters, and with one blank line where a template left several."""
    lines = [line.rstrip() for line in "".join(filter(_is_shown, text)).split("\n")]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept).strip()


def _is_shown(letter: str) -> bool:
    return letter == "\n" or unicodedata.category(letter) != "Cc"
