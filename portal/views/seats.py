"""One's own seats: in which sectors, what is mailed, and how meetings get into the calendar."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.gates import account_of
from portal.crumbs import below_mine
from portal.seat_forms import SeatForm, TakeSeatForm, seats_of
from portal.views.gates import member_of, member_page
from sectors.actions import change_seat, leave_seat, take_seat
from sectors.models import Appointment, Seat, Sector


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def mine_seats(request: HttpRequest) -> HttpResponse:
    """Show the seats of whoever looks, and the sectors in which he may take one."""
    person = member_of(request)
    form = TakeSeatForm(request.POST if request.method == "POST" else None, organisation=person.organisation)
    if form.is_valid():
        seat = take_seat(person=person, sector=form.cleaned_data["sector"], by=account_of(request))
        messages.success(request, _("You have a seat in sector %(name)s.") % {"name": seat.sector})
        return redirect("mine-seats")
    return _page(request, form)


@require_POST
@member_page
def mine_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the choice of mail and calendar for one seat."""
    seat = _own_seat(request, pk)
    if seat is None:
        return _gone(request)
    form = SeatForm(seat, request.POST)
    if not form.is_valid():
        return _page(request, TakeSeatForm(organisation=member_of(request).organisation), refused=form)
    change_seat(seat=seat, by=account_of(request), **form.cleaned_data)
    messages.success(request, _("Saved for sector %(name)s.") % {"name": seat.sector})
    return redirect("mine-seats")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def mine_seat_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what leaving a seat means, and leave it."""
    seat = _own_seat(request, pk)
    if seat is None:
        return _gone(request)
    if request.method == "POST":
        leave_seat(seat=seat, by=account_of(request))
        messages.success(request, _("You left your seat in sector %(name)s.") % {"name": seat.sector})
        return redirect("mine-seats")
    crumbs = below_mine(_("Leave your seat"), (_("My seats"), reverse("mine-seats")))
    role = Appointment.objects.current().filter(sector=seat.sector_id, person=seat.person_id).first()
    return render(request, "portal/mine_seat_leave.html", {"seat": seat, "role": role, "breadcrumb": crumbs})


def _own_seat(request: HttpRequest, pk: int) -> Seat | None:
    """Return a seat of whoever looks, or None when it is over; that of somebody else is nobody's business."""
    seat = Seat.objects.select_related("sector", "person").filter(pk=pk).first()
    if seat and seat.person_id != member_of(request).pk:
        raise Http404
    return seat if seat and seat.is_current else None


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("You do not have this seat, or no longer."))
    return redirect("mine-seats")


def _page(request: HttpRequest, taking: TakeSeatForm, *, refused: SeatForm | None = None) -> HttpResponse:
    person = member_of(request)
    forms = [SeatForm(seat) for seat in seats_of(person)]
    taken = [form.seat.sector_id for form in forms]
    context = {
        "person": person,
        "forms": [refused if refused and refused.seat == form.seat else form for form in forms],
        "refused": refused or taking,
        "sectors": Sector.objects.open_to(person.organisation).exclude(pk__in=taken),
        "breadcrumb": below_mine(_("My seats")),
    }
    return render(request, "portal/mine_seats.html", context)
