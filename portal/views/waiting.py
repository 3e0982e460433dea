"""The page of who has an account and no person yet: waiting, or asking to come in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.addresses import organisations_of
from members.gates import account_of
from members.models import MemberRequest
from portal import joining
from portal.request_forms import JoinForm, WishForm
from portal.views.gates import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what happens with the request of an account, or let it ask; who is in goes to his own page."""
    if person_of(request) is not None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    requests = MemberRequest.objects.filter(account=account_of(request)).select_related("account", "organisation")
    last = requests.order_by("asked_at", "pk").last()
    if last and last.state == MemberRequest.State.WAITING:
        return _wait(request, last)
    return _ask(request, last)


def _wait(request: HttpRequest, asked: MemberRequest) -> HttpResponse:
    """Let who waits choose his seats, add something or withdraw; and see that who decides was told."""
    form = WishForm(request.POST if request.method == "POST" else None, request=asked)
    try:
        if "withdraw" in request.POST:
            joining.withdraw_request(request=asked, by=account_of(request))
            messages.success(request, _("Your request is withdrawn."))
            return redirect("waiting")
        if form.is_valid():
            joining.change_wishes(request=asked, by=account_of(request), **form.cleaned_data)
            messages.success(request, _("Your wishes are saved."))
            return redirect("waiting")
    except joining.NotPossibleError as error:
        messages.warning(request, str(error))
        return redirect("waiting")
    joining.tell_approvers(asked)
    managers = [manager.person.name for manager in joining.managers_of(asked.organisation)]
    return render(request, "portal/waiting.html", {"asked": asked, "managers": managers, "form": form})


def _ask(request: HttpRequest, last: MemberRequest | None) -> HttpResponse:
    """Let an account ask to come in, for the first time or once more."""
    organisations = organisations_of(account_of(request).email)
    known = {"name": last.name, "job_title": last.job_title} if last else {}
    form = JoinForm(request.POST if request.method == "POST" else None, organisations=organisations, initial=known)
    if form.is_valid():
        joining.ask_to_join(by=account_of(request), **form.cleaned_data)
        messages.success(request, _("Your request is on its way."))
        return redirect("waiting")
    context = {"form": form, "last": last, "organisations": organisations, "account": request.user}
    return render(request, "portal/request_ask.html", context)
