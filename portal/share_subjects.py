"""What the shared picture of each kind of page shows, as far as a visitor may see that page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from meetings.models import Meeting
from members.dates import date_plain
from members.models import Organisation
from portal.models import Article
from programmes.models import KnowledgeCircle, Platform, Programme
from sectors.models import Sector

LONGEST_NUMBER = 18
DROPPED = frozenset({Meeting.State.CANCELLED, Meeting.State.NOT_HELD})


@dataclass(frozen=True, slots=True)
class Subject:
    """A page's title, the line above it, and the seed and colours of its weave."""

    title: str
    kicker: str
    seed: str
    band: str
    second_band: str = ""


def subject_of(kind: str, key: str) -> Subject:
    """Return what a page is about; Http404 when a visitor may not know of it."""
    return SUBJECTS[kind](key)


def _sector(slug: str) -> Subject:
    sector = get_object_or_404(Sector, slug=slug)
    return Subject(sector.name, _("Sector"), sector.slug, sector.band)


def _meeting(key: str) -> Subject:
    if not (key.isdecimal() and len(key) <= LONGEST_NUMBER):
        raise Http404
    meetings = Meeting.objects.visible_to(None).select_related("sector_year__sector")
    meeting = get_object_or_404(meetings.prefetch_related("joint_sectors"), pk=key)
    sectors = [meeting.sector_year.sector] if meeting.sector_year else []
    bands = [sector.band for sector in (*sectors, *meeting.joint_sectors.all())] or ["wad"]
    return Subject(
        title=meeting.title or _("Topic to follow"),
        kicker=_meeting_line(meeting),
        seed=f"meeting-{meeting.pk}",
        band=bands[0],
        second_band=bands[1] if len(bands) > 1 else "",
    )


def _meeting_line(meeting: Meeting) -> str:
    state = meeting.get_state_display() if meeting.state in DROPPED else ""
    day = date_plain(meeting.starts) if meeting.starts else ""
    return " · ".join(part for part in (meeting.get_kind_display(), day, state) if part)


def _programme(slug: str) -> Subject:
    programme = get_object_or_404(Programme, slug=slug)
    return Subject(str(programme), _("Programme"), programme.slug, programme.band)


def _platform(slug: str) -> Subject:
    platform = get_object_or_404(Platform.objects.select_related("programme"), slug=slug)
    return Subject(
        platform.name, _("Platform"), platform.slug, platform.programme.band if platform.programme else "wad"
    )


def _circle(slug: str) -> Subject:
    circle = get_object_or_404(KnowledgeCircle, slug=slug)
    return Subject(circle.name, _("Knowledge circle"), circle.slug, circle.band)


def _organisation(slug: str) -> Subject:
    organisation = get_object_or_404(Organisation, slug=slug)
    return Subject(organisation.name, organisation.get_kind_display(), organisation.slug, "weide", "koolzaad")


def _article(slug: str) -> Subject:
    article = get_object_or_404(Article.objects.published().prefetch_related("sectors"), slug=slug)
    bands = [sector.band for sector in article.sectors.all()] or ["heide"]
    kicker = _("News")
    if article.published_at:
        kicker = f"{kicker} · {date_plain(article.published_at)}"
    return Subject(article.title, kicker, article.slug, bands[0], bands[1] if len(bands) > 1 else "")


SUBJECTS: dict[str, Callable[[str], Subject]] = {
    "sector": _sector,
    "meeting": _meeting,
    "programme": _programme,
    "platform": _platform,
    "circle": _circle,
    "organisation": _organisation,
    "article": _article,
}
