"""Mail as someone wants it, and what the portal told him."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.gates import account_of
from members.paging import page_of
from portal.crumbs import below_mine
from portal.preferences import (
    TOLD_SHOWN,
    MailForm,
    change_preferences,
    mark_read,
    notice_groups,
    preferences_of,
    told_rows,
    told_to,
)
from portal.seat_forms import seats_of
from portal.views.gates import member_of, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def mine_mail(request: HttpRequest) -> HttpResponse:
    """Show what someone chose about mail and what he was told, and keep what he chooses."""
    person = member_of(request)
    sent = request.POST if request.method == "POST" else None
    form = MailForm(sent, preferences=preferences_of(person), seats=seats_of(person))
    if form.is_valid():
        change_preferences(person=person, by=account_of(request), **form.choices())
        messages.success(request, _("Your choices about mail are saved."))
        return redirect("mine-mail")
    page = page_of(request, told_to(person), size=TOLD_SHOWN)
    context = {
        "form": form,
        "groups": notice_groups(form),
        "page": page,
        "told": told_rows(page, person),
        "breadcrumb": below_mine(_("My mail")),
    }
    if request.method == "GET":
        mark_read(page)
    return render(request, "portal/mine_mail.html", context)
