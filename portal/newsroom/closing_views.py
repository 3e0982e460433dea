"""The closing page of a programme: what its data tell, and the article made of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.gates import account_of
from portal.models import Article
from portal.newsroom.access import get_led_programme
from portal.newsroom.closing import closing_draft
from portal.newsroom.closing_acts import draft_closing
from portal.newsroom.page import standing_of
from portal.newsroom.rights import can_edit_article
from programmes.models import Programme


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def programme_closing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the data tell about a programme at its end, and make an article of it once."""
    user = account_of(request)
    programme = get_led_programme(user, slug)
    if request.method == "POST":
        article = draft_closing(programme=programme, by=user)
        return redirect("article-edit", article.pk) if can_edit_article(user, article) else redirect(request.path)
    made = Article.objects.filter(closes=programme).defer("search", "text").first()
    context = {
        "programme": programme,
        "draft": closing_draft(programme),
        "article": made,
        "standing": standing_of(made, timezone.now()) if made is not None else "",
        "may_edit": made is not None and can_edit_article(user, made),
        "has_ended": programme.state == Programme.State.ENDED,
        "breadcrumb": _breadcrumb(programme),
    }
    return render(request, "portal/programme_closing.html", context)


def _breadcrumb(programme: Programme) -> list[tuple[str, str]]:
    above = [(_("Programmes"), reverse("programme-list")), (str(programme), programme.get_absolute_url())]
    return [*above, (_("Closing article"), "")]
