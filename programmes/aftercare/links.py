"""Addresses outside, to which platforms, activities and documents lead: looked at once a week, a few each day."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from meetings.web_links import web_link
from programmes.aftercare.fetching import leads_nowhere, status_of
from programmes.aftercare.mails import tell_links_dead
from programmes.models import JointActivity, LinkCheck, Platform, Programme, ProgrammeDecision

logger = logging.getLogger(__name__)

WEEK = timedelta(days=7)
BATCH = 40
AT_ONCE = 4  # addresses that are asked at the same time


@dataclass(frozen=True, slots=True)
class Watched:
    """An address, the name of what leads to it, and the programme that keeps that, if any."""

    url: str
    where: str
    programme: int | None


def watched() -> list[Watched]:
    """Return all addresses that pages lead to, in one query; one that stands in two places is there twice."""
    rows = _of(Platform.objects.all(), "link", name="name", programme="programme").union(
        _of(JointActivity.objects.all(), "link", name="title", programme="circle__programme"),
        _of(Programme.objects.all(), "founding_document_link", name="name", programme="pk"),
        _of(ProgrammeDecision.objects.all(), "document_link", name="programme__name", programme="programme"),
        all=True,
    )
    found = (Watched(*row) for row in rows.order_by("where", "url"))
    return [each for each in found if web_link(each.url)]


def _of(rows: QuerySet[Any], column: str, *, name: str, programme: str) -> QuerySet[Any, Any]:
    named = rows.exclude(**{column: ""}).order_by().annotate(url=F(column), where=Left(F(name), 150), of=F(programme))
    found: QuerySet[Any, Any] = named.values_list("url", "where", "of")
    return found


def check_links() -> None:
    """Ask those addresses that were not asked for a week whether they answer, and tell which are dead since now.

    When none of several hosts answers, the fault is taken to be ours: nothing is noted, the next run asks again.
    """
    begun, places = timezone.now(), watched()
    urls = {each.url for each in places}
    LinkCheck.objects.exclude(url__in=urls).delete()
    due = _due(urls, begun)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(due, pool.map(status_of, due), strict=True))
    if _is_ours(found):
        logger.warning("no address of %s answers: nothing is noted", len(found))
        return
    with transaction.atomic():
        dead = [url for url, status in sorted(found.items()) if _note(url, status, begun)]
        if dead:
            _tell(dead, places, begun)


def _due(urls: Collection[str], now: datetime) -> list[str]:
    """Addresses never asked, and then those asked longest ago; some a day, however often the day's work runs."""
    checked = dict(LinkCheck.objects.values_list("url", "checked_at"))
    today = timezone.localdate(now)
    left = BATCH - sum(timezone.localdate(moment) == today for moment in checked.values())
    due = [url for url in urls if url not in checked or checked[url] <= now - WEEK]
    return sorted(due, key=lambda url: (checked.get(url, datetime.min.replace(tzinfo=now.tzinfo)), url))[: max(left, 0)]


def _is_ours(found: Mapping[str, int | None]) -> bool:
    hosts = {urlsplit(url).hostname for url in found}
    return len(hosts) > 1 and all(status is None for status in found.values())


def _note(url: str, status: int | None, begun: datetime) -> bool:
    """Store what an address answered; return whether it is called dead from now on."""
    LinkCheck.objects.bulk_create([LinkCheck(url=url, checked_at=begun - WEEK)], ignore_conflicts=True)
    check = LinkCheck.objects.select_for_update().get(url=url)
    if check.checked_at > begun - WEEK:  # somebody else asked meanwhile
        return False
    check.checked_at, check.status = begun, status
    failing = leads_nowhere(status)
    check.failures = check.failures + 1 if failing else 0
    check.failing_since = (check.failing_since or begun) if failing else None
    check.save()
    return check.failures == LinkCheck.ENOUGH


def _tell(dead: Iterable[str], places: Iterable[Watched], begun: datetime) -> None:
    where = {each.url: each.where for each in places}
    links = [{"url": url, "where": where[url]} for url in dead]
    first = LinkCheck.objects.get(url=links[0]["url"])
    tell_links_dead(links, key=f"{timezone.localdate(begun).isoformat()}:{first.pk}")
