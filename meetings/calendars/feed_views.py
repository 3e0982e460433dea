"""Calendars as programs fetch them: without cookies, session or any header, and often without a change.

Nothing here leads anywhere else: a program that is sent to a page to sign in shows its reader an error, or that page.
"""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from meetings.calendars.events import event_of, feed_file
from meetings.calendars.facts import FACT_COLUMNS, facts_from_values, with_facts
from meetings.calendars.feeds import Feed, network_feed, personal_feed, seats_of, sector_feed
from meetings.models import Meeting
from meetings.permissions import can_see_member_details
from members.models import CalendarLink, Network
from sectors.models import Sector

CALENDAR = "text/calendar; charset=utf-8"
NETWORK_NAME = Subquery(Network.objects.values("name")[:1])


@csrf_exempt  # who posts is told that it is the wrong method, not that a token is missing
@require_safe
def network_calendar(request: HttpRequest) -> HttpResponse:
    """Give the public meetings of all sectors."""
    return answer_with(request, network_feed(Network.objects.values_list("name", flat=True).first() or ""))


@csrf_exempt
@require_safe
def sector_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the public meetings of a sector."""
    sector = Sector.objects.only("name").annotate(network=NETWORK_NAME).filter(slug=slug).first()
    return answer_with(request, sector_feed(sector, sector.network or "")) if sector else no_feed()


@csrf_exempt
@require_safe
def personal_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give the meetings of whose secret link it is; one that is unknown or revoked does not exist."""
    wanted = CalendarLink.objects.open().filter(token_hash=sha256(token.encode()).hexdigest())
    wanted = wanted.annotate(network=NETWORK_NAME, seats=seats_of(OuterRef("person")))
    link = wanted.select_related("person__account", "person__mail_preferences").first()
    if link is None or link.person.account is None:
        return no_feed()
    preferences = getattr(link.person, "mail_preferences", None)
    language = preferences.language if preferences else "nl"
    _note_use(link)
    network_name = link.network or ""
    feed = personal_feed(link.person.account, seats=link.seats, network_name=network_name, language=language)
    return answer_with(request, feed)


@require_safe
def meeting_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one meeting as a file to open in a calendar, to whoever may see it."""
    meetings = Meeting.objects.visible_to(request.user).filter(pk=pk, starts__isnull=False)
    values = with_facts(meetings.exclude(state=Meeting.State.DRAFT)).values(*FACT_COLUMNS).first()
    if values is None:
        raise Http404
    facts, with_link = facts_from_values(values), can_see_member_details(request.user)
    event = event_of(facts, language=get_language() or "nl", with_link=with_link)
    response = HttpResponse(feed_file(facts.title, [event]), content_type=CALENDAR)
    response.headers["Content-Disposition"] = f'attachment; filename="bijeenkomst-{pk}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def answer_with(request: HttpRequest, feed: Feed) -> HttpResponse:
    """Give a feed, or say that the program has it already (RFC 9110 §13.2)."""
    etag = feed.etag()
    changed = int(feed.changed_at(etag).timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = HttpResponse(feed.content(etag), content_type=CALENDAR)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed)
    response.headers["Cache-Control"] = "private, max-age=900"
    request.LANGUAGE_CODE = feed.language  # of this answer, whatever the reader chose for pages
    return response


def _note_use(link: CalendarLink) -> None:
    """Keep the day on which a calendar read its link: one write a day."""
    today = timezone.localdate()
    if link.used_on != today:
        CalendarLink.objects.filter(pk=link.pk).update(used_on=today)


def no_feed() -> HttpResponse:
    return HttpResponse(status=HTTPStatus.NOT_FOUND, content_type="text/plain; charset=utf-8")
