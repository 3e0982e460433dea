"""Pages of aftercare: what needs a home, where work goes next, and the end and the host of a platform."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.gates import account_of
from members.models import Organisation
from programmes.aftercare.acts import end_platform, hand_on, move_platform_host
from programmes.aftercare.forms import ASK, RECORD, FollowForm, PlatformEndForm, PlatformHostForm
from programmes.aftercare.homeless import last_successor
from programmes.aftercare.page import home_page
from programmes.handing_over.acts import ask_receiver, record_acceptance
from programmes.handing_over.checks import SETTLED_BY_DECISION
from programmes.models import Handover, Platform
from programmes.permissions import can_keep_platform, can_lead_programme, can_see_homeless
from programmes.refusals import put_on_form

Crumbs = list[tuple[str, str]]


@require_safe
@login_required
def home_list(request: HttpRequest) -> HttpResponse:
    """Show everything that needs a home, and what leads nowhere."""
    account = account_of(request)
    if not can_see_homeless(account):
        raise PermissionDenied
    context = {"page": home_page(account), "breadcrumb": _crumbs((_("Needs a home"), ""))}
    return render(request, "programmes/home_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def handover_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Arrange where work goes next."""
    handover = _get_handover(request, pk)
    if Handover.objects.filter(follows=handover).exists():
        messages.info(request, _("This work has moved on since. Look at where it went from there."))
        return redirect(handover.programme)
    steering, successor = handover.kind == Handover.Kind.STEERING, _successor(handover)
    form = FollowForm(
        request.POST if request.method == "POST" else None,
        programme=handover.programme,
        handover=None,
        steering=steering,
        initial={"destination": f"organisation-{successor.pk}" if successor else "", "then": ASK},
    )
    if form.is_valid() and _hand_on(request, handover, form):
        return redirect("handover-list", handover.programme.slug)
    home = (_("Needs a home"), reverse("home-list"))
    context = {"form": form, "handover": handover, "breadcrumb": _crumbs(home, (_("A new home"), ""))}
    return render(request, "programmes/handover_follow.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def platform_end(request: HttpRequest, slug: str) -> HttpResponse:
    """End a platform."""
    platform = _get_platform(request, slug)
    if platform.has_ended():
        messages.info(request, _("This platform has ended already."))
        return redirect(platform)
    known = {"until": platform.until, "reason": platform.end_reason}
    form = PlatformEndForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid() and _end(request, platform, form):
        return redirect(platform)
    context = {"form": form, "platform": platform, "breadcrumb": _below(platform, _("End this platform"))}
    return render(request, "programmes/platform_end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def platform_host(request: HttpRequest, slug: str) -> HttpResponse:
    """Name another host of a platform."""
    platform = _get_platform(request, slug)
    if platform.has_ended():
        messages.info(request, _("This platform has ended, so it needs no host."))
        return redirect(platform)
    form = PlatformHostForm(request.POST if request.method == "POST" else None, initial=_suggested(platform))
    if form.is_valid() and _move(request, platform, form):
        return redirect(platform)
    context = {"form": form, "platform": platform, "breadcrumb": _below(platform, _("Another host"))}
    return render(request, "programmes/platform_host.html", context)


def _hand_on(request: HttpRequest, handover: Handover, form: FollowForm) -> bool:
    """Arrange it and ask or record who says yes, or nothing of it."""
    account, given = account_of(request), form.cleaned_data
    try:
        with transaction.atomic():
            following = hand_on(handover=handover, terms=form.terms, by=account)
            if following.kind not in SETTLED_BY_DECISION and given["then"] == ASK:
                ask_receiver(handover=following, by=account)
            elif following.kind not in SETTLED_BY_DECISION and given["then"] == RECORD:
                known = {"accepted_on": given["accepted_on"], "source": given["source"]}
                record_acceptance(handover=following, by=account, **known)
    except ValidationError as error:
        put_on_form(form, error)
        return False
    messages.success(request, _("A new home is arranged."))
    return True


def _end(request: HttpRequest, platform: Platform, form: PlatformEndForm) -> bool:
    try:
        end_platform(platform=platform, by=account_of(request), **form.cleaned_data)
    except ValidationError as error:
        put_on_form(form, error)
        return False
    messages.success(request, _("The end of this platform is noted. What lives here needs another home by then."))
    return True


def _move(request: HttpRequest, platform: Platform, form: PlatformHostForm) -> bool:
    try:
        hosting = move_platform_host(platform=platform, by=account_of(request), **form.cleaned_data)
    except ValidationError as error:
        put_on_form(form, error)
        return False
    messages.success(request, _("%(name)s is noted as host.") % {"name": hosting.organisation.name})
    return True


def _get_handover(request: HttpRequest, pk: int) -> Handover:
    related = ("programme", "workstream", "platform", "circle", "to_programme", "organisation__succeeded_by")
    handover = get_object_or_404(Handover.objects.select_related(*related), pk=pk)
    if not can_lead_programme(account_of(request), handover.programme):
        raise PermissionDenied
    return handover


def _get_platform(request: HttpRequest, slug: str) -> Platform:
    platform = get_object_or_404(Platform.objects.select_related("programme"), slug=slug)
    if not can_keep_platform(account_of(request), platform):
        raise PermissionDenied
    return platform


def _successor(handover: Handover) -> Organisation | None:
    return last_successor(handover.organisation) if handover.organisation else None


def _suggested(platform: Platform) -> dict[str, object]:
    """The organisation that took the place of the last host."""
    last = platform.hostings.select_related("organisation__succeeded_by").newest_first().first()
    successor = last_successor(last.organisation) if last else None
    if last is None or successor is None:
        return {}
    return {"organisation": successor, "since": last.until or last.organisation.dissolved_on}


def _below(platform: Platform, title: str) -> Crumbs:
    return _crumbs((platform.name, platform.get_absolute_url()), (title, ""))


def _crumbs(*below: tuple[str, str]) -> Crumbs:
    return [(_("Programmes"), reverse("programme-list")), *below]
