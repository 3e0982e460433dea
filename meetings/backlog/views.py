"""Pages of a sector's topics: the list, one topic, and what its proposer writes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings.backlog.access import get_sector, get_topic, way_to_list, way_to_topic
from meetings.backlog.acts import UNDECIDED, edit_topic, propose_topic, version_of
from meetings.backlog.forms import POSSIBLE, TopicEditForm, TopicFilterForm, TopicForm
from meetings.backlog.page import topic_page, topic_rows
from meetings.models import Meeting, Topic
from meetings.models.topic import TopicQuerySet
from meetings.partial_pages import render_with_part
from meetings.permissions import can_edit_topic, can_lead_topic, can_propose_topic, can_withdraw_topic
from meetings.rows import MeetingRow, meeting_rows
from members.gates import account_of
from members.models import Organisation, User
from members.paging import page_of
from sectors.models import Sector

PAGE_SIZE = 25
COMING = 3


@require_safe
@login_required
def topic_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show members what a sector might talk about, most supported first; a wrong filter narrows nothing."""
    sector, account = get_sector(request, slug), account_of(request)
    form = TopicFilterForm(request.GET)
    topics = _chosen(sector, form, organisation := _organisation(account))
    page = page_of(request, topics.with_voice_of(organisation), size=PAGE_SIZE)
    context = {
        "form": form,
        "page": page,
        "rows": topic_rows(page.object_list, account),  # type: ignore[arg-type]  # a slice of the queryset given
        "query": form.query(),
        "sector": sector,
        "may_propose": sector.is_active and can_propose_topic(account, sector),
        "breadcrumb": way_to_list(sector),
    }
    return render_with_part(request, "meetings/topic_list.html", context, part="results")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a proposal of who takes part in the sector."""
    sector, account = get_sector(request, slug), account_of(request)
    if not (sector.is_active and can_propose_topic(account, sector)):
        raise PermissionDenied
    form = TopicForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            topic = propose_topic(sector=sector, by=account, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your topic is on the list. You hear by mail what becomes of it."))
            return redirect(topic)
    context = {"form": form, "sector": sector, "breadcrumb": way_to_list(sector, _("Propose a topic"))}
    return render(request, "meetings/topic_create.html", context)


@require_safe
@login_required
def topic_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show members a topic, who wants it, what happened to it, and what they can do with it."""
    topic, account = get_topic(request, pk), account_of(request)
    leads = can_lead_topic(account, topic)
    context = {
        "page": topic_page(topic, account),
        "sector": topic.sector,
        "may_support": topic.is_open and can_propose_topic(account, topic.sector),
        "has_organisation": _organisation(account) is not None,
        "may_edit": topic.is_open and can_edit_topic(account, topic),
        "may_withdraw": topic.state in UNDECIDED and can_withdraw_topic(account, topic),
        "may_decide": leads and topic.state in POSSIBLE,
        "coming": _unsettled(topic.sector, account) if leads and topic.is_open else [],
        "breadcrumb": way_to_list(topic.sector, topic.title),
    }
    return render(request, "meetings/topic_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def topic_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a topic says, as long as it is open: its proposer, or who leads the sector."""
    topic, account = get_topic(request, pk), account_of(request)
    if not can_edit_topic(account, topic):
        raise PermissionDenied
    form = TopicEditForm(request.POST if request.method == "POST" else None, initial=_written(topic))
    if form.is_valid() and _edit(request, topic, form):
        return redirect(topic)
    context = {
        "form": form if topic.is_open or form.is_bound else None,
        "page": topic_page(topic, account),
        "sector": topic.sector,
        "is_stale": form.has_error("__all__", "stale"),
        "breadcrumb": way_to_topic(topic, _("Change")),
    }
    return render(request, "meetings/topic_update.html", context)


def _chosen(sector: Sector, form: TopicFilterForm, organisation: Organisation | None) -> TopicQuerySet:
    chosen = form.chosen()
    topics = Topic.objects.filter(sector=sector).in_group(chosen.get("group", "")).saying(chosen.get("words", ""))
    if chosen.get("whose") == "eigen":
        topics = topics.proposed_by_organisation(organisation)
    elif chosen.get("whose") == "gesteund":
        topics = topics.supported_by(organisation)
    return topics.most_wanted()


def _organisation(account: User) -> Organisation | None:
    person = getattr(account, "person", None)
    return person.organisation if person else None


def _unsettled(sector: Sector, account: User) -> list[MeetingRow]:
    """Return the first coming meetings of a sector that still miss a topic."""
    visible = Meeting.objects.visible_to(account).filter(sector_year__sector=sector).upcoming()
    open_ = visible.filter(preparation__settled_at__isnull=True, preparation__waived_at__isnull=True)
    return meeting_rows(open_.filter(preparation__isnull=False)[:COMING])


def _written(topic: Topic) -> dict[str, Any]:
    is_idea = topic.state == Topic.State.IDEA
    return {"title": topic.title, "summary": topic.summary, "is_idea": is_idea, "seen": version_of(topic)}


def _edit(request: HttpRequest, topic: Topic, form: Form) -> bool:
    try:
        edit_topic(topic=topic, by=account_of(request), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("The topic is changed."))
    return True
