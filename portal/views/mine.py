"""One's own page: what is asked, what one takes part in, and one's profile."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings.permissions import can_see_office
from members.actions import change_profile
from members.gates import account_of
from members.models import Person
from members.permissions import can_enter_admin
from portal.crumbs import below_mine
from portal.mine import my_page
from portal.profile_form import ProfileForm, views_of
from portal.views.gates import member_of, member_page
from sectors.permissions import can_decide_requests


@require_safe
@member_page
def mine(request: HttpRequest) -> HttpResponse:
    """Show what is asked of whoever looks, and all that is his in the network."""
    account, person = account_of(request), member_of(request)
    may_decide = can_decide_requests(account)
    context = {
        "person": person,
        "photo": person.photo.url_as("round"),
        "mine": my_page(account),
        "may_decide": may_decide,
        "may_see_office": can_see_office(account),
        "may_enter_admin": may_decide or can_enter_admin(account),  # who decides keeps a part of the content too
        "breadcrumb": [(_("My page"), "")],
    }
    return render(request, "portal/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def mine_profile(request: HttpRequest) -> HttpResponse:
    """Let someone correct what the network shows of him."""
    person = Person.objects.select_related("organisation").get(account=account_of(request))
    sent = request.method == "POST"
    form = ProfileForm(request.POST if sent else None, request.FILES if sent else None, instance=person)
    if form.is_valid():
        change_profile(person=form.instance, by=account_of(request))
        messages.success(request, _("Your profile is saved."))
        return redirect("mine-profile")
    stored = Person.objects.select_related("organisation").get(pk=person.pk) if form.is_bound else person
    context = {
        "form": form,
        "person": stored,
        "photo": stored.photo.url_as("round"),
        "views": views_of(stored),
        "breadcrumb": below_mine(_("My profile")),
    }
    return render(request, "portal/mine_profile.html", context)
