"""The agenda: to read and print, and to make up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings.access import get_led
from meetings.crumbs import below_meeting, title_of
from meetings.holding.agenda_acts import add_item, change_item, mark_of, move_item, order_of, remove_item, why_no_agenda
from meetings.holding.agenda_forms import ItemForm, MoveForm, PlacedItemForm, presenter_choices
from meetings.holding.agenda_page import (
    Step,
    agenda_lines,
    agenda_steps,
    fetch_agenda,
    is_too_long,
    open_actions,
    room_text,
    sectors_of,
)
from meetings.models import Meeting
from meetings.partial_pages import render_with_part
from meetings.permissions import can_lead_meeting, can_see_member_details
from meetings.web_links import web_link
from members.dates import date_machine, moment_long
from members.gates import account_of


@require_safe
def meeting_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the agenda as it is read and printed; members also see what is still open of earlier meetings."""
    visible = fetch_agenda(Meeting.objects.visible_to(request.user), request.user)
    meeting = get_object_or_404(visible, pk=pk)
    member, sectors = can_see_member_details(request.user), sectors_of(meeting)
    context = {
        "meeting": meeting,
        "title": title_of(meeting),
        "when": moment_long(meeting.starts, meeting.ends) if meeting.starts else "",
        "when_machine": date_machine(meeting.starts) if meeting.starts else "",
        "online_link": web_link(meeting.online_link) if member else "",
        "is_dropped": meeting.state in {Meeting.State.CANCELLED, Meeting.State.NOT_HELD},
        "sectors": sectors,
        "band": sectors[0].band if sectors else "wad",
        "chairs": [row["name"] for row in meeting.chair_list],  # type: ignore[attr-defined]  # fetch_agenda
        "lines": agenda_lines(meeting),
        "actions": list(open_actions(meeting)),
        "may_edit": can_lead_meeting(request.user, meeting),
        "breadcrumb": below_meeting(meeting, _("Agenda")),
    }
    return render(request, "meetings/meeting_agenda.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agenda_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Add, change, order and remove items."""
    meeting = get_led(account_of(request), pk)
    if "up" in request.POST or "down" in request.POST:
        return _step(request, meeting)
    steps = agenda_steps(meeting)
    chosen = _chosen(request, steps)
    if chosen is None and "item" in request.POST:
        messages.warning(request, _("This item is not on the agenda any more."))
        return redirect("agenda-edit", pk)
    if chosen and "remove" in request.POST:
        return _remove(request, chosen)
    form = _form(request, meeting, steps, chosen)
    if form.is_valid() and _save(request, meeting, form, chosen):
        return _back(meeting, chosen)
    context = _context(meeting, steps) | {"form": form, "chosen": chosen.pk if chosen else None}
    return render_with_part(request, "meetings/agenda_edit.html", context, part="agenda")


def _context(meeting: Meeting, steps: list[Step]) -> dict[str, Any]:
    minutes = [step.minutes for step in steps]
    return {
        "meeting": meeting,
        "title": title_of(meeting),
        "when": moment_long(meeting.starts, meeting.ends) if meeting.starts else "",
        "steps": steps,
        "order": order_of(step.item for step in steps),
        "room": room_text(meeting, minutes),
        "is_too_long": is_too_long(meeting, minutes),
        "unknown": sum(1 for length in minutes if not length),
        "closed": why_no_agenda(meeting),
        "breadcrumb": below_meeting(meeting, _("Change the agenda")),
    }


def _chosen(request: HttpRequest, steps: list[Step]) -> Step | None:
    """Return the item that is opened to change it: named in the form that was sent, or in the address."""
    given = request.POST.get("item", request.GET.get("item", ""))
    return next((step for step in steps if str(step.pk) == given), None)


def _form(request: HttpRequest, meeting: Meeting, steps: list[Step], chosen: Step | None) -> ItemForm:
    sent = request.POST if request.method == "POST" else None
    order = order_of(step.item for step in steps)
    if chosen is None:
        return ItemForm(sent, presenters=presenter_choices(meeting), initial={"order": order})
    item = chosen.item
    says = {"title": item.title, "minutes": item.minutes, "presenter": item.presenter_id, "mark": mark_of(item)}
    presenters = presenter_choices(meeting, besides=item.presenter)
    return PlacedItemForm(
        sent, presenters=presenters, initial=says | {"position": chosen.position, "order": order}, auto_id="id_item_%s"
    )


def _save(request: HttpRequest, meeting: Meeting, form: ItemForm, chosen: Step | None) -> bool:
    """Do what the form asks; False, with the error in the form and its marks renewed, when that cannot be."""
    account, given = account_of(request), form.cleaned_data
    try:
        with transaction.atomic():
            if chosen is None:
                add_item(meeting=meeting, order=given["order"], by=account, **form.said())
            else:
                change_item(item=chosen.item, mark=given["mark"], by=account, **form.said())
                if "position" in form.changed_data:
                    move_item(item=chosen.item, position=given["position"], order=given["order"], by=account)
    except ValidationError as error:
        form.add_error(None, error)
        form.renew_marks()
        return False
    messages.success(request, _("On the agenda: %(title)s") % {"title": given["title"]})
    return True


def _step(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = MoveForm(request.POST, meeting=meeting)
    if not form.is_valid():
        messages.warning(request, _("This item is not on the agenda any more."))
        return redirect("agenda-edit", meeting.pk)
    item, places = form.cleaned_data["up"] or form.cleaned_data["down"], list(meeting.agenda_items.all())
    position = places.index(item) + (0 if form.cleaned_data["up"] else 2)
    try:
        move_item(item=item, position=position, order=form.cleaned_data["order"], by=account_of(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    return redirect(f"{reverse('agenda-edit', args=[meeting.pk])}#item-{item.pk}")


def _remove(request: HttpRequest, chosen: Step) -> HttpResponse:
    try:
        remove_item(item=chosen.item, mark=request.POST.get("mark", ""), by=account_of(request))
        messages.success(request, _("Off the agenda: %(title)s") % {"title": chosen.title})
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    return redirect("agenda-edit", chosen.item.meeting_id)


def _back(meeting: Meeting, chosen: Step | None) -> HttpResponse:
    place = f"#item-{chosen.pk}" if chosen else "#add"
    return redirect(f"{reverse('agenda-edit', args=[meeting.pk])}{place}")
