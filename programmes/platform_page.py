"""One platform as its page shows it: hosts with their periods and what was handed over to it."""

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
from programmes.handover_lines import HandoverTable, handover_lines
from programmes.models import Handover, Hosting, Platform
from programmes.periods import period_text

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
    hosts: list[HostLine]
    received: HandoverTable


def fetch_platform(platforms: QuerySet[Platform]) -> QuerySet[Platform]:
    """Add the programme it came from and its hosts, the latest first, as dictionaries."""
    hostings = Hosting.objects.filter(platform=OuterRef("pk")).newest_first()
    return platforms.select_related("programme").annotate(host_list=nested(hostings, HOSTS))


def platform_page(platform: Platform, user: User | AnonymousUser) -> PlatformPage:
    """Shape a platform that `fetch_platform` found; one more query."""
    band = platform.programme.band if platform.programme else "wad"
    return PlatformPage(
        platform=platform,
        weave=weave(platform.slug, band=band),
        band=band,
        since=date_plain(platform.since) if platform.since else platform.since_text,
        scope=[str(Platform.Scope(scope).label) for scope in platform.scope],
        link=web_link(platform.link),
        hosts=[_host(values) for values in cast("Any", platform).host_list],
        received=HandoverTable(tuple(handover_lines(Handover.objects.filter(platform=platform), user))),
    )


def _host(values: dict[str, Any]) -> HostLine:
    since, until = (date.fromisoformat(day) if day else None for day in (values["since"], values["until"]))
    current = Hosting(since=since, until=until).is_current
    return HostLine(
        values["name"], f"{reverse('organisation-list')}{values['slug']}/", period_text(since, until), current
    )
