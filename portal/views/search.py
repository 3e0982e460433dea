"""Search: one list over everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.partial_pages import render_with_part
from members.limits import limited
from members.paging import page_of
from portal.search.forms import SearchForm
from portal.search.hits import hits, narrowed
from portal.search.lookup import look_up
from portal.search.nearest import nearest_names
from portal.search.sources import Source, sources_for

PAGE_SIZE = 20


@require_safe
@limited("search", per_minute=60, by_account=True)
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, names that look alike when nothing was, or what one can look for."""
    form = SearchForm(request.GET)
    found = _find(request, form, sources_for(request.user)) if form.words else {}
    context = {"form": form, "query": form.query(), "breadcrumb": [(_("Search"), "")], **found}
    return render_with_part(request, "portal/search.html", context, part="results")


def _find(request: HttpRequest, form: SearchForm, sources: Sequence[Source]) -> dict[str, Any]:
    matches = look_up(form.words, sources, phrase=form.typed)
    kind, year = form.narrowing
    kept = narrowed(matches.rows, kind=kind, year=year)
    form.offer(kept.kinds, kept.years)
    page = page_of(request, kept.rows, size=PAGE_SIZE)
    return {
        "page": page,
        "total": len(matches.rows),
        "only_common_words": not matches.forms,
        "hits": hits(matches, list(page.object_list), sources),
        "nearest": [] if matches.rows else nearest_names(form.words, sources),
    }
