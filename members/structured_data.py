"""What machines read of a page, in the words of schema.org: plain values in, dictionaries for JSON-LD out.

Paths of this site are given as they are and written in full. Empty values are left out. Whoever calls these functions
gives only what a visitor may see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils import timezone

Node = dict[str, Any]

IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}  # as Django's json_script does


class EventStatus(StrEnum):
    """Whether a meeting goes on."""

    SCHEDULED = "https://schema.org/EventScheduled"
    CANCELLED = "https://schema.org/EventCancelled"


def graph(nodes: Iterable[Mapping[str, Any]]) -> str:
    """Write things as JSON-LD that can stand in a script element."""
    document = {"@context": "https://schema.org", "@graph": list(nodes)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(IN_SCRIPT)


def full(path: str) -> str:
    """Return the address of a path of this site; nothing for no path, and other sites' addresses as they are."""
    return f"{settings.PUBLIC_URL}{path}" if path.startswith("/") else path


def network_node(*, name: str, slogan: str = "", logo: str = "", email: str = "", telephone: str = "") -> Node:
    """Describe the network of this installation; other things refer to it."""
    return (
        {"@type": "Organization"}
        | network_link()
        | _known(name=name, url=full("/"), slogan=slogan, logo=full(logo), email=email, telephone=telephone)
    )


def network_link() -> Node:
    """Point to the network, which every page describes."""
    return {"@id": full("/#network")}


def organisation_node(
    *,
    name: str,
    page: str,
    short_name: str = "",
    website: str = "",
    logo: str = "",
    seat: str = "",
    province: str = "",
    is_member: bool = False,
) -> Node:
    """Describe an organisation that has a page."""
    place = _known(addressLocality=seat, addressRegion=province)
    return {"@type": "Organization", "@id": full(f"{page}#organisation")} | _known(
        name=name,
        alternateName=short_name,
        url=website,
        mainEntityOfPage=full(page),
        logo=full(logo),
        address={"@type": "PostalAddress", **place} if place else {},
        memberOf=network_link() if is_member else {},
    )


def organiser_node(name: str, page: str) -> Node:
    """Name one of those who organise a meeting."""
    return {"@type": "Organization"} | _known(name=name, url=full(page))


def event_node(
    *,
    name: str,
    page: str,
    status: EventStatus,
    starts: datetime,
    ends: datetime | None = None,
    description: str = "",
    place: str = "",
    is_online: bool = False,
    organisers: Sequence[Node] = (),
) -> Node:
    """Describe a meeting. Where it is online is for members: a visitor is sent to its page."""
    location, mode = _location(place, full(page), is_online=is_online)
    return {"@type": "Event"} | _known(
        name=name,
        url=full(page),
        description=description,
        startDate=_moment(starts),
        endDate=_moment(ends),
        eventStatus=str(status),
        eventAttendanceMode=mode,
        location=location,
        organizer=list(organisers) or network_link(),
    )


def article_node(
    *,
    headline: str,
    page: str,
    published: datetime,
    modified: datetime | None = None,
    description: str = "",
    image: str = "",
    author: Node | None = None,
) -> Node:
    """Describe a piece of news; without an author the network wrote it."""
    return {"@type": "NewsArticle"} | _known(
        headline=headline,
        url=full(page),
        description=description,
        image=full(image),
        datePublished=_moment(published),
        dateModified=_moment(max(modified, published) if modified else None),
        author=author or network_link(),
        publisher=network_link(),
    )


def person_node(*, name: str, job_title: str = "", organisation: str = "", page: str = "") -> Node:
    """Name a person with the organisation of whom `page` is the page."""
    affiliation = organiser_node(organisation, page) if organisation else {}
    return {"@type": "Person"} | _known(name=name, jobTitle=job_title, affiliation=affiliation)


def breadcrumb_node(crumbs: Iterable[tuple[str, str]]) -> Node:
    """Describe the way to a page: labels with paths; the page itself needs none."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position} | _known(name=str(label), item=full(path))
            for position, (label, path) in enumerate(crumbs, start=1)
        ],
    }


def _location(place: str, page: str, *, is_online: bool) -> tuple[Node, str]:
    if place:
        return {"@type": "Place", "name": place, "address": place}, ""
    if is_online:
        return {"@type": "VirtualLocation", "url": page}, "https://schema.org/OnlineEventAttendanceMode"
    return {}, ""


def _moment(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _known(**values: Any) -> Node:
    return {name: value for name, value in values.items() if value}
