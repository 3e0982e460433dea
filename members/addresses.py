"""E-mail addresses at the door: which ones the network can work with, and whose domain they are on."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Lower
from django.utils.translation import gettext_lazy as _

from members.models import Organisation

# Anybody gets an address there, so it says nothing of where someone works
PUBLIC_MAIL = frozenset(
    (
        *("aol.com", "casema.nl", "chello.nl", "fastmail.com", "freedom.nl", "gmail.com", "gmx.com", "gmx.de"),
        *("gmx.net", "googlemail.com", "hccnet.nl", "hetnet.nl", "home.nl", "hotmail.be", "hotmail.com"),
        *("hotmail.de", "hotmail.nl", "hushmail.com", "icloud.com", "kickmail.nl", "kpnmail.nl", "kpnplanet.nl"),
        *("live.be", "live.com", "live.nl", "mac.com", "mail.com", "mail.ru", "mailbox.org", "me.com", "msn.com"),
        *("onsbrabantnet.nl", "online.nl", "outlook.be", "outlook.com", "outlook.de", "outlook.nl", "pm.me"),
        *("posteo.net", "posteo.nl", "proton.me", "protonmail.ch", "protonmail.com", "quicknet.nl", "solcon.nl"),
        *("startmail.com", "t-online.de", "telfort.nl", "tele2.nl", "tiscali.nl", "tuta.com", "tutanota.com"),
        *("upcmail.nl", "web.de", "wxs.nl", "xs4all.nl", "yahoo.co.uk", "yahoo.com", "yahoo.de", "yandex.com"),
        *("zeelandnet.nl", "ziggo.nl", "zoho.com", "zonnet.nl"),
    )
)


def check_address(email: str) -> None:
    """Refuse what mail servers and sign-in services do not all carry: letters other than a to z (RFC 6531)."""
    if not email.isascii():
        raise ValidationError(
            _("Write the address without accents or other special letters, as it is without them."), code="ascii"
        )


def domain_of(email: str) -> str:
    """Return what stands behind the last @, in lower case."""
    return email.rpartition("@")[2].lower()


def is_public(email: str) -> bool:
    """Whether the address is of a mail service that is open to anybody."""
    return domain_of(email) in PUBLIC_MAIL


def organisations_of(email: str) -> QuerySet[Organisation]:
    """Return the members of today whose domain this is, exactly and whatever the case; alphabetical."""
    members = Organisation.objects.members().by_name()
    if is_public(email):
        return members.none()
    domains = Cast(Lower(Cast("email_domains", TextField())), ArrayField(TextField()))
    return members.alias(domains=domains).filter(domains__contains=[domain_of(email)])  # type: ignore[misc]  # an array
