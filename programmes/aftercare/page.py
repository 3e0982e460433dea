"""The page of everything that needs a home, as it is printed: a fixed number of queries, whatever there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.dates import date_plain
from members.models import Organisation, User
from members.permissions import can_edit_content
from programmes.aftercare.homeless import HomelessPlatform, HomelessWork, Why, homeless_platforms, homeless_work
from programmes.aftercare.links import watched
from programmes.handover_lines import home_of
from programmes.models import LinkCheck, Platform
from programmes.permissions import led_programmes
from sectors.rows import Link

KINDS: dict[str, str] = {Why.ENDED: "error", Why.GONE: "error", Why.DECLINED: "warning"}


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Work without a home: where it lived or was to live, what is the matter, and the page to do something about it."""

    work: str
    programme: Link
    place: Link | None
    why: str
    kind: str
    since: str
    successor: Link | None
    action: Link


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """A platform without a host."""

    platform: Link
    programme: Link | None
    host: Link | None
    since: str
    successor: Link | None
    host_url: str
    end_url: str


@dataclass(frozen=True, slots=True)
class DeadLink:
    """An address that leads nowhere, and on which pages it stands."""

    url: str
    where: str
    status: str
    since: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """All that the page prints."""

    work: list[WorkRow]
    platforms: list[PlatformRow]
    links: list[DeadLink]

    @property
    def is_empty(self) -> bool:
        """Whether everything has a home."""
        return not (self.work or self.platforms or self.links)


def home_page(user: User) -> HomePage:
    """Shape what needs a home: for an editor all of it, for a leader that of the own programmes."""
    programmes = None if can_edit_content(user) else led_programmes(user)
    platforms = Platform.objects.all()
    if programmes is not None:
        platforms = platforms.filter(programme__in=programmes)
    return HomePage(
        work=[_work(each) for each in homeless_work(programmes)],
        platforms=[_platform(each) for each in homeless_platforms(platforms)],
        links=dead_links(programmes),
    )


def dead_links(programmes: Collection[int] | None) -> list[DeadLink]:
    """Return the addresses that lead nowhere, those on pages of some programmes or all, in two queries."""
    places: dict[str, list[str]] = defaultdict(list)
    for each in watched():
        if programmes is None or each.programme in programmes:
            places[each.url].append(each.where)
    dead = LinkCheck.objects.dead().filter(url__in=places)
    return [_dead(check, places[check.url]) for check in dead]


def _dead(check: LinkCheck, places: list[str]) -> DeadLink:
    since = timezone.localdate(check.failing_since) if check.failing_since else None
    status = _("Answers %(status)s") % {"status": check.status} if check.status else _("No answer")
    return DeadLink(check.url, ", ".join(dict.fromkeys(places)), status, date_plain(since) if since else "")


def _work(found: HomelessWork) -> WorkRow:
    handover, programme = found.handover, found.handover.programme
    if found.can_move_on:
        action = Link(_("Find a new home"), reverse("handover-follow", args=[handover.pk]))
    else:
        action = Link(_("See the checklist"), reverse("handover-list", args=[programme.slug]))
    return WorkRow(
        work=handover.workstream.title if handover.workstream else _("The steering"),
        programme=Link(str(programme), programme.get_absolute_url()),
        place=home_of(found.lived_at if found.can_move_on else handover),
        why=str(found.why.label),
        kind=KINDS.get(found.why, "outline"),
        since=date_plain(found.since) if found.since else "",
        successor=_organisation(found.successor),
        action=action,
    )


def _platform(found: HomelessPlatform) -> PlatformRow:
    platform, programme = found.platform, found.platform.programme
    return PlatformRow(
        platform=Link(platform.name, platform.get_absolute_url()),
        programme=Link(str(programme), programme.get_absolute_url()) if programme else None,
        host=_organisation(found.host),
        since=date_plain(found.since) if found.since else "",
        successor=_organisation(found.successor),
        host_url=reverse("platform-host", args=[platform.slug]),
        end_url=reverse("platform-end", args=[platform.slug]),
    )


def _organisation(organisation: Organisation | None) -> Link | None:
    return Link(organisation.name, organisation.get_absolute_url()) if organisation else None
