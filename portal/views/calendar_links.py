"""One's own calendar links: making one, seeing which there are, and revoking them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from meetings.calendars.subscriptions import Subscription, subscription_to
from members.context_processors import first_network
from members.gates import account_of
from members.models import CalendarLink
from portal.calendar_links import AT_MOST, links_of, make_link, revoke_links
from portal.crumbs import below_mine
from portal.seat_forms import seats_of
from portal.views.gates import member_of, member_page

NEW = "calendar_link"  # in the session, until it is shown once


class CalendarLinkForm(forms.Form):
    """Which calendar is to read it."""

    name = forms.CharField(
        label=gettext_lazy("Which calendar will read it?"),
        max_length=60,
        help_text=gettext_lazy("A name for yourself, such as Outlook work or phone."),
        error_messages={"required": gettext_lazy("Give the link a name, so that you know later which one it is.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def mine_calendar(request: HttpRequest) -> HttpResponse:
    """Show someone's calendar links, and make one; its address is shown once."""
    form = CalendarLinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _make(request, form):
        return redirect("mine-calendar")
    links = links_of(account_of(request))
    context = {
        "form": form,
        "new": _new_one(request),
        "links": links,
        "at_most": AT_MOST,
        "seats": seats_of(member_of(request)),
        "breadcrumb": below_mine(_("My calendar")),
    }
    return render(request, "portal/mine_calendar.html", context)


@require_POST
@member_page
def mine_calendar_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a link of whoever looks; one of somebody else does not exist."""
    link = get_object_or_404(CalendarLink, pk=pk, person=member_of(request))
    if revoke_links(CalendarLink.objects.filter(pk=pk)):
        text = _("The link “%(name)s” is revoked: the calendar that read it sees no new meetings.")
        messages.success(request, text % {"name": link.name})
    else:
        messages.info(request, _("This link was revoked already."))
    return redirect("mine-calendar")


def _make(request: HttpRequest, form: CalendarLinkForm) -> bool:
    """Make the link; the second click of two asked for the same one, so that it is there already."""
    try:
        made = make_link(person=member_of(request), name=form.cleaned_data["name"])
    except ValidationError as refusal:
        form.add_error("name", refusal)
        return form.has_error("name", code="twice")
    request.session[NEW] = {"name": made.link.name, "secret": made.secret}
    return True


def _new_one(request: HttpRequest) -> dict[str, str | Subscription] | None:
    """Return the name and the address of a link that was just made; asked again, there is none."""
    made = request.session.pop(NEW, None) if request.method != "HEAD" else None
    if made is None:
        return None
    path = reverse("personal-calendar", args=[made["secret"]])
    return {"name": made["name"], "subscription": subscription_to(path, first_network().name)}
