"""Requests to come in and to go over, for who decides on them; and personal invitations."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.gates import account_of
from members.models import MemberRequest, PersonInvitation
from portal import inviting, joining
from portal.consequences import of_request
from portal.moving import approve_move
from portal.request_forms import InvitationForm, RefusalForm
from sectors.permissions import can_decide_request, can_decide_requests, can_invite_people

DECIDED_SHOWN = 50


@require_safe
@login_required
def request_list(request: HttpRequest) -> HttpResponse:
    """Show what waits for a decision, the oldest first, and what was decided last."""
    if not can_decide_requests(request.user):
        raise PermissionDenied
    found = joining.requests_for(account_of(request))
    context = {
        "waiting": list(joining.with_wishes(found.waiting())),
        "decided": list(joining.decided(found)[:DECIDED_SHOWN]),
        "breadcrumb": [(_("Requests"), "")],
    }
    return render(request, "portal/request_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def request_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything of a request; approve it, or refuse it with a reason."""
    asked = _request_or_denied(request, pk)
    form = RefusalForm()
    if request.method == "POST":
        if request.POST.get("decision") == "approve":
            return _approve(request, asked)
        form = RefusalForm(request.POST)
        if form.is_valid():
            return _refuse(request, asked, form.cleaned_data["reason"])
    context = {
        "asked": asked,
        "form": form,
        "earlier": joining.earlier_requests(asked),
        "known": joining.known_person(asked),
        "ends": of_request(asked) if asked.kind == MemberRequest.Kind.MOVING else None,
        "confirmed": joining.has_confirmed_address(asked.account),
        "breadcrumb": [(_("Requests"), reverse("request-list")), (asked.name, "")],
    }
    return render(request, "portal/request_decide.html", context)


def _request_or_denied(request: HttpRequest, pk: int) -> MemberRequest:
    found = MemberRequest.objects.select_related("account", "organisation", "successor", "decided_by__person")
    asked = get_object_or_404(found.prefetch_related("seat_wishes__sector"), pk=pk)
    if not can_decide_request(request.user, asked):
        raise PermissionDenied
    return asked


def _approve(request: HttpRequest, asked: MemberRequest) -> HttpResponse:
    try:
        approve = approve_move if asked.kind == MemberRequest.Kind.MOVING else joining.approve_request
        approve(request=asked, by=account_of(request), origin=request)
    except joining.NotPossibleError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("%(name)s is approved, and knows it by mail.") % {"name": asked.name})
    return redirect("request-list")


def _refuse(request: HttpRequest, asked: MemberRequest, reason: str) -> HttpResponse:
    try:
        joining.refuse_request(request=asked, by=account_of(request), reason=reason, origin=request)
    except joining.NotPossibleError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("%(name)s is refused, and knows it by mail.") % {"name": asked.name})
    return redirect("request-list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invitation_create(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail; below it the invitations that are open."""
    if not can_decide_requests(request.user):
        raise PermissionDenied
    account = account_of(request)
    form = InvitationForm(request.POST if request.method == "POST" else None, by=account)
    if form.is_valid() and _invite(request, form):
        return redirect("invitation-create")
    context = {
        "form": form,
        "invitations": inviting.open_invitations(account),
        "breadcrumb": [(_("Requests"), reverse("request-list")), (_("Invite somebody"), "")],
    }
    return render(request, "portal/invitation_create.html", context)


def _invite(request: HttpRequest, form: InvitationForm) -> bool:
    """Invite, or put what stands in the way on the field it is about."""
    try:
        invitation = inviting.invite(by=account_of(request), **form.cleaned_data)
    except ValidationError as error:
        field = "organisation" if getattr(error, "code", "") == "organisation" else "email"
        form.add_error(field, ValidationError(error.messages))
        return False
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": invitation.email})
    return True


@require_POST
@login_required
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an invitation: its link stops working."""
    invitation = get_object_or_404(PersonInvitation.objects.select_related("organisation"), pk=pk)
    if not can_invite_people(request.user, invitation.organisation):
        raise PermissionDenied
    try:
        inviting.withdraw_invitation(invitation=invitation, by=account_of(request))
    except joining.NotPossibleError as error:
        messages.warning(request, str(error))
    else:
        told = _("The invitation of %(email)s is withdrawn; its link no longer works.")
        messages.success(request, told % {"email": invitation.email})
    return redirect("invitation-create")
