"""The front page: who the network is, and what goes on in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Meeting
from meetings.rows import mark_next, meeting_rows
from members.models import Organisation
from members.weave import weave
from portal.models import Article
from portal.rows import article_rows
from portal.sector_page import sector_cards
from programmes.models import Programme
from programmes.rows import programme_rows
from sectors.models import Sector

AHEAD = 5
NEWS = 3
PROGRAMMES = 6


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show who the network is, its sectors, what comes up, news, programmes and its size in numbers."""
    meetings = Meeting.objects.visible_to(request.user)
    coming = mark_next(meeting_rows(meetings.upcoming()))
    year = timezone.localdate().year
    cards = sector_cards(Sector.objects.active(), coming)
    context = {
        "weave": weave("brink", band="klinker", second_band="koolzaad"),
        "cards": cards,
        "coming": coming[:AHEAD],
        "articles": article_rows(Article.objects.published()[:NEWS]),
        "programmes": programme_rows(Programme.objects.begun()[:PROGRAMMES]),
        "year": year,
        "member_count": Organisation.objects.members().count(),
        "meeting_count": meetings.scheduled_in(year).count(),
    }
    return render(request, "portal/front.html", context)
