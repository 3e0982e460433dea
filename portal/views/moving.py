"""Moving to another organisation, and leaving the network: alone, or with one's organisation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.dates import date_plain
from members.gates import account_of
from members.models import MemberRequest, Organisation, Person
from members.permissions import can_edit_content
from portal.consequences import of_leaving, of_moving
from portal.crumbs import below_mine
from portal.departures import end_membership, leave_network
from portal.joining import NotPossibleError
from portal.leaving_organisation import standing_of
from portal.moving import ask_to_move, open_move, withdraw_move
from portal.moving_forms import BACK, EmployerForm, EndMembershipForm, LeaveForm, MoveForm
from portal.permissions import can_see_off
from portal.views.gates import member_of, member_page

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@member_page
def mine_employer(request: HttpRequest) -> HttpResponse:
    """Ask to go over to another organisation: first which one, then what that brings about and from when."""
    person, asked = member_of(request), open_move(account_of(request))
    if request.method == "POST" and "withdraw" in request.POST:
        return _withdraw(request)
    chosen = EmployerForm(request.GET if "organisatie" in request.GET else None, person=person)
    if asked is None and chosen.is_valid():
        return _ask(request, person, chosen.cleaned_data["organisation"])
    if asked and request.method == "POST":
        messages.warning(request, _("There is already a request waiting. Withdraw that one first."))
        return redirect("mine-employer")
    context = {"asked": asked, "form": chosen, "breadcrumb": below_mine(_("My employer"))}
    return render(request, "portal/mine_employer.html", context)


def _ask(request: HttpRequest, person: Person, organisation: Organisation) -> HttpResponse:
    form = MoveForm(request.POST if request.method == "POST" else None, person=person, organisation=organisation)
    if form.is_valid():
        try:
            ask_to_move(by=account_of(request), organisation=organisation, **form.cleaned_data)
        except NotPossibleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your request is sent. You get a mail once somebody has decided."))
            return redirect("mine-employer")
    context = {
        "form": form,
        "organisation": organisation,
        "ends": of_moving(person, to=organisation, on=timezone.localdate()),
        "breadcrumb": below_mine(_("My employer")),
    }
    return render(request, "portal/mine_employer_ask.html", context)


def _withdraw(request: HttpRequest) -> HttpResponse:
    asked = MemberRequest.objects.filter(account=account_of(request), kind=MemberRequest.Kind.MOVING)
    try:
        withdraw_move(request=get_object_or_404(asked, pk=_key(request.POST["withdraw"])), by=account_of(request))
    except NotPossibleError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Your request is withdrawn."))
    return redirect("mine-employer")


def _key(text: str) -> int:
    """Return a key from a button; one that is no number belongs to nothing."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@require_http_methods(FORM_METHODS)
@member_page
def mine_leave(request: HttpRequest) -> HttpResponse:
    """Leave the network oneself, after reading what that means."""
    person = member_of(request)
    form = LeaveForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid() and _leave(request, person, form):
        return _gone(request, person)
    crumbs = below_mine(_("Leave the network"))
    return render(request, "portal/mine_leave.html", _leaving(person, form, crumbs))


@require_http_methods(FORM_METHODS)
@login_required
def person_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody leaves the network, or has left."""
    person = get_object_or_404(Person.objects.select_related("organisation", "account"), pk=pk)
    if not can_see_off(request.user, person):
        raise PermissionDenied
    form = LeaveForm(request.POST if request.method == "POST" else None, person=person, back=BACK)
    if form.is_valid() and _leave(request, person, form):
        return _gone(request, person)
    crumbs = [(_("Members"), reverse("organisation-list")), *_employer_crumb(person), (person.name, "")]
    return render(request, "portal/person_leave.html", _leaving(person, form, crumbs))


def _leave(request: HttpRequest, person: Person, form: LeaveForm) -> bool:
    given = {name: value for name, value in form.cleaned_data.items() if name != "confirmed"}
    try:
        leave_network(person=person, by=account_of(request), origin=request, **given)
    except NotPossibleError as error:
        form.add_error(None, str(error))
        return False
    told = {"name": person.name, "day": date_plain(given["on"])}
    messages.success(request, _("%(name)s leaves the network on %(day)s.") % told)
    return True


def _gone(request: HttpRequest, person: Person) -> HttpResponse:
    """Go on to a page that opens to whoever acts; one's own account may be closed by now."""
    if person.account_id != account_of(request).pk:
        return redirect(person.organisation or "organisation-list")
    account_of(request).refresh_from_db(fields=["is_active"])
    if account_of(request).is_active:
        return redirect("mine-leave")
    logout(request)
    return redirect("front")


def _leaving(person: Person, form: LeaveForm, crumbs: list[tuple[str, str]]) -> dict[str, object]:
    people, today = Person.objects.filter(pk=person.pk), timezone.localdate()
    return {"person": person, "form": form, "ends": of_leaving(people, on=today), "breadcrumb": crumbs}


@require_http_methods(FORM_METHODS)
@login_required
def organisation_leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Have an organisation leave the network; afterwards the page says what still needs a home."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if not can_edit_content(request.user):
        raise PermissionDenied
    form = EndMembershipForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _end_membership(request, organisation, form):
        return redirect("organisation-leave", slug=slug)
    crumbs = [(_("Members"), reverse("organisation-list")), (organisation.name, organisation.get_absolute_url())]
    context = {
        "organisation": organisation,
        "form": form,
        "standing": standing_of(organisation, today=timezone.localdate()),
        "breadcrumb": [*crumbs, (_("Leave the network"), "")],
    }
    return render(request, "portal/organisation_leave.html", context)


def _end_membership(request: HttpRequest, organisation: Organisation, form: EndMembershipForm) -> bool:
    day, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
    try:
        end_membership(organisation=organisation, on=day, reason=reason, by=account_of(request), origin=request)
    except NotPossibleError as error:
        form.add_error(None, str(error))
        return False
    told = {"name": organisation.name, "day": date_plain(day)}
    messages.success(request, _("%(name)s leaves the network on %(day)s.") % told)
    return True


def _employer_crumb(person: Person) -> list[tuple[str, str]]:
    organisation = person.organisation
    return [(organisation.name, organisation.get_absolute_url())] if organisation else []
