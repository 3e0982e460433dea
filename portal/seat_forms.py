"""Forms about seats: taking one, and what it brings by mail and into the calendar."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Organisation, Person
from sectors.models import Seat, Sector

MAIL = [
    (Seat.Mail.AT_ONCE, _("At once: a mail for each thing that happens")),
    (Seat.Mail.WEEKLY, _("Weekly: one mail with what happened that week")),
    (Seat.Mail.ONLY_ASKED, _("Only what asks something of me: an answer, input or an action")),
    (Seat.Mail.NOTHING, _("Nothing: no mail about this sector, other than invitations and what is about yourself")),
]
CALENDAR = [
    (Seat.Calendar.INVITATION, _("Invitation by mail: you accept it, and the meeting is in your calendar")),
    (Seat.Calendar.FEED, _("Calendar subscription: your calendar follows the sector, without invitations")),
    (Seat.Calendar.BOTH, _("Both: an invitation by mail, and a calendar that you follow")),
]


def seats_of(person: Person) -> list[Seat]:
    """Return someone's seats with their sectors, in the order of the sectors: each has choices of its own."""
    seats = Seat.objects.current().filter(person=person).select_related("sector")
    return list(seats.order_by("sector__position", "sector__name"))


class SeatForm(forms.Form):
    """What somebody wants to be mailed about a sector, and how its meetings get into the calendar."""

    mail = forms.ChoiceField(label=_("Mail"), choices=MAIL, widget=forms.RadioSelect)
    calendar = forms.ChoiceField(label=_("Calendar"), choices=CALENDAR, widget=forms.RadioSelect)

    def __init__(self, seat: Seat, data: Any = None) -> None:
        """Begin with what the seat has; several of these forms stand on one page."""
        self.seat = seat
        super().__init__(data, initial={"mail": seat.mail, "calendar": seat.calendar}, prefix=f"seat-{seat.pk}")


class TakeSeatForm(forms.Form):
    """In which sector somebody takes a seat."""

    sector = forms.ModelChoiceField(Sector.objects.none(), label=_("Sector"))

    def __init__(self, data: Any = None, *, organisation: Organisation | None) -> None:
        """Take a sector in which the organisation takes part; for the network's office any active one."""
        super().__init__(data)
        field = cast("Any", self.fields["sector"])
        field.queryset = Sector.objects.open_to(organisation)
        field.error_messages["invalid_choice"] = _(
            "You cannot take a seat in this sector: your organisation is not in it."
        )
