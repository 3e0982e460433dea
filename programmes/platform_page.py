"""One platform as its page shows it: its hosts over time, what was handed over to it and where that went since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, QuerySet
from django.urls import reverse

from meetings.nested import nested
from meetings.web_links import web_link
from members.dates import date_plain
from members.models import User
from members.weave import Weave, weave
from programmes.handover_lines import HandoverTable, received_lines
from programmes.models import Hosting, Platform
from programmes.periods import period_text
from programmes.permissions import can_keep_platform

HOSTS = {"name": "organisation__name", "slug": "organisation__slug", "since": "since", "until": "until"}


@dataclass(frozen=True, slots=True)
class HostLine:
    """An organisation that is or was host to the platform."""

    name: str
    url: str
    period: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class PlatformPage:
    """All that the page prints."""

    platform: Platform
    weave: Weave
    band: str
    since: str
    scope: list[str]
    link: str
    ends_on: str
    ended_on: str
    hosts: list[HostLine]
    received: HandoverTable
    can_keep: bool

    @property
    def has_host(self) -> bool:
        """Whether an organisation is host to it today."""
        return any(host.is_current for host in self.hosts)


def fetch_platform(platforms: QuerySet[Platform]) -> QuerySet[Platform]:
    """Add the programme it came from and its hosts, the latest first, as dictionaries."""
    hostings = Hosting.objects.filter(platform=OuterRef("pk")).newest_first()
    return platforms.select_related("programme").annotate(host_list=nested(hostings, HOSTS))


def platform_page(platform: Platform, user: User | AnonymousUser) -> PlatformPage:
    """Shape a platform that `fetch_platform` found; one more query."""
    band = platform.programme.band if platform.programme else "wad"
    until = date_plain(platform.until) if platform.until else ""
    return PlatformPage(
        platform=platform,
        weave=weave(platform.slug, band=band),
        band=band,
        since=date_plain(platform.since) if platform.since else platform.since_text,
        scope=[str(Platform.Scope(scope).label) for scope in platform.scope],
        link=web_link(platform.link),
        ends_on=until,
        ended_on=until if platform.has_ended() else "",
        hosts=[_host(values) for values in cast("Any", platform).host_list],
        received=HandoverTable(tuple(received_lines(platform, user))),
        can_keep=can_keep_platform(user, platform),
    )


def _host(values: dict[str, Any]) -> HostLine:
    since, until = (date.fromisoformat(day) if day else None for day in (values["since"], values["until"]))
    current = Hosting(since=since, until=until).is_current
    return HostLine(
        values["name"], f"{reverse('organisation-list')}{values['slug']}/", period_text(since, until), current
    )
