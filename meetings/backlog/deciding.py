"""Pages that act on a topic: organisations support it, people offer to present it, who leads the sector decides."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings.backlog import acts
from meetings.backlog.access import get_topic, way_to_topic
from meetings.backlog.forms import DECLINE, MERGE, PARK, POSSIBLE, DecideForm, WantedForm
from meetings.backlog.page import topic_page
from meetings.backlog.words import why_closed
from meetings.models import Topic
from meetings.permissions import can_lead_topic, can_propose_topic, can_withdraw_topic
from members.gates import account_of


@require_POST
@login_required
def topic_support(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a topic the voice of one's organisation, or take it back."""
    topic, wanted = _get_wanted(request, pk)
    account = account_of(request)
    if wanted:
        done = _("Your organisation supports this topic.")
        return _answer(request, topic, lambda: acts.support_topic(topic=topic, by=account), done)
    done = _("Your organisation no longer supports this topic.")
    return _answer(request, topic, lambda: acts.withdraw_support(topic=topic, by=account), done)


@require_POST
@login_required
def topic_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer to present a topic, or take that back."""
    topic, wanted = _get_wanted(request, pk)
    account = account_of(request)
    if wanted:
        done = _("Thank you! Who settles the topic sees that you can present it.")
        return _answer(request, topic, lambda: acts.offer_to_present(topic=topic, by=account), done)
    done = _("Your offer to present is taken back.")
    return _answer(request, topic, lambda: acts.take_offer_back(topic=topic, by=account), done)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a proposer take his topic off the list, after asking once."""
    topic, account = get_topic(request, pk), account_of(request)
    if not can_withdraw_topic(account, topic):
        raise PermissionDenied
    if request.method == "POST":
        done = _("Your topic is withdrawn.")
        return _answer(request, topic, lambda: acts.withdraw_topic(topic=topic, by=account), done)
    context = {
        "page": topic_page(topic, account),
        "closed": "" if topic.state in acts.UNDECIDED else why_closed(topic),
        "breadcrumb": way_to_topic(topic, _("Withdraw")),
    }
    return render(request, "meetings/topic_withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Park, decline, merge or reopen a topic: whoever leads its sector."""
    topic, account = get_topic(request, pk), account_of(request)
    if not can_lead_topic(account, topic):
        raise PermissionDenied
    others = Topic.objects.filter(sector=topic.sector).exclude(pk=topic.pk).candidates()
    form = DecideForm(request.POST if request.method == "POST" else None, topic=topic, others=others)
    if form.is_valid() and _decide(request, topic, form):
        return redirect(topic)
    context = {
        "form": form if topic.state in POSSIBLE or form.is_bound else None,
        "page": topic_page(topic, account),
        "closed": why_closed(topic),
        "breadcrumb": way_to_topic(topic, _("Decide")),
    }
    return render(request, "meetings/topic_decide.html", context)


def _get_wanted(request: HttpRequest, pk: int) -> tuple[Topic, bool]:
    """Return the topic and what the button says, to who takes part in its sector."""
    topic, form = get_topic(request, pk), WantedForm(request.POST)
    if not can_propose_topic(account_of(request), topic.sector):
        raise PermissionDenied
    if not form.is_valid():
        raise BadRequest
    return topic, form.cleaned_data["wanted"]


def _answer(request: HttpRequest, topic: Topic, act: Callable[[], object], done: str) -> HttpResponse:
    """Act, say what came of it, and go back to the topic."""
    try:
        act()
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, done)
    return redirect(topic)


def _decide(request: HttpRequest, topic: Topic, form: DecideForm) -> bool:
    account, given = account_of(request), form.cleaned_data
    try:
        if given["decision"] == PARK:
            acts.park_topic(topic=topic, reason=given["reason"], by=account)
        elif given["decision"] == DECLINE:
            acts.decline_topic(topic=topic, reason=given["reason"], by=account)
        elif given["decision"] == MERGE:
            acts.merge_topics(topic=topic, into=given["into"], by=account)
        else:
            acts.reopen_topic(topic=topic, by=account)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Your decision is noted. Who proposed the topic gets a mail."))
    return True
