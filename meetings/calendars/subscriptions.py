"""The ways to have a calendar program follow a feed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings

GOOGLE = "https://calendar.google.com/calendar/r"
OUTLOOK = "https://outlook.office.com/calendar/0/addfromweb"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed's address to copy, and links that lead programs to it.

    `webcal` opens the program of the device; Outlook on the web refuses it and takes the address itself.
    """

    address: str
    webcal: str
    google: str
    outlook: str


def subscription_to(path: str, name: str) -> Subscription:
    """Return the ways to follow the feed at a path of the site, under a name."""
    address = settings.PUBLIC_URL + path
    webcal = "webcal://" + address.partition("://")[2]
    return Subscription(
        address=address,
        webcal=webcal,
        google=f"{GOOGLE}?{urlencode({'cid': webcal}, quote_via=quote)}",
        outlook=f"{OUTLOOK}?{urlencode({'url': address, 'name': name}, quote_via=quote)}",
    )
