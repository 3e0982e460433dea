"""What someone chose about mail, and what the portal told him: the page /mijn/berichten/ in the shape it prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import pghistory
from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import MailPreferences, Notification, Person, User
from members.notices import NOTICES, Notice, Weight
from members.told import told_line
from portal.seat_forms import MAIL
from portal.stopping import DIGEST
from sectors.actions import change_seat
from sectors.models import Seat

TOLD_SHOWN = 20
EXPLAINED = {
    Weight.ASKS: _("These ask for an answer or input, and follow what you chose for a sector."),
    Weight.TELLS: _("These tell what happened in a sector, and follow what you chose for it."),
    Weight.PERSONAL: _("These are about what you do or asked yourself, so they always come, like a code to sign in."),
}


class MailForm(forms.Form):
    """The language of mail, and which kinds still come. A box that is ticked is mail that one gets."""

    language = forms.ChoiceField(label=_("Language of your mail"), widget=forms.RadioSelect)
    wanted = forms.MultipleChoiceField(
        label=_("Mail that you get"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, preferences: MailPreferences, seats: Iterable[Seat]) -> None:
        """Begin with what was chosen; each seat has a field of its own."""
        stoppable = [notice.kind for notice in stoppable_notices()]
        wanted = [kind for kind in stoppable if kind not in preferences.muted]
        super().__init__(data, initial={"language": preferences.language, "wanted": wanted})
        language, kinds = cast("Any", self.fields["language"]), cast("Any", self.fields["wanted"])
        language.choices = settings.LANGUAGES
        kinds.choices = [(kind, NOTICES[kind].name) for kind in stoppable]
        kinds.error_messages["invalid_choice"] = _("There is no such mail any more. Look at the list again.")
        self.seats = {f"seat-{seat.pk}": seat for seat in seats}
        for name, seat in self.seats.items():
            self.fields[name] = forms.ChoiceField(label=str(seat.sector), choices=MAIL, initial=seat.mail)

    def seat_fields(self) -> list[forms.BoundField]:
        """Return the fields of the seats."""
        return [self[name] for name in self.seats]

    def changed_seats(self) -> dict[Seat, str]:
        """Return the seats whose mail is to be another."""
        chosen = {seat: self.cleaned_data[name] for name, seat in self.seats.items()}
        return {seat: mail for seat, mail in chosen.items() if mail != seat.mail}

    def choices(self) -> dict[str, Any]:
        """Return what was chosen, as `change_preferences` takes it."""
        wanted = self.cleaned_data["wanted"]
        muted = [notice.kind for notice in stoppable_notices() if notice.kind not in wanted]
        return {"language": self.cleaned_data["language"], "muted": muted, "seats": self.changed_seats()}


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One kind of mail: what it is, its rule, and whether it can be stopped and is wanted."""

    kind: str
    name: str
    rule: str
    can_stop: bool
    is_wanted: bool
    is_weekly: bool


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """The kinds of mail of one weight."""

    key: str
    label: str
    text: str
    rows: list[NoticeRow]


@dataclass(frozen=True, slots=True)
class ToldRow:
    """Something that someone was told; `is_new` when he did not see it here before."""

    line: str
    path: str
    moment: Any
    is_mailed: bool
    is_new: bool


def stoppable_notices() -> list[Notice]:
    """Return the kinds of mail that can be stopped one by one; the weekly mail goes with one's seats."""
    return [notice for notice in NOTICES.values() if notice.can_be_left and notice.kind != DIGEST]


def notice_groups(form: MailForm) -> list[NoticeGroup]:
    """Return all kinds of mail by weight, those that can be stopped first, as the form has them now."""
    wanted = set(form["wanted"].value() or [])
    stoppable = {notice.kind for notice in stoppable_notices()}
    return [
        NoticeGroup(
            key=weight.value,
            label=weight.label,
            text=str(EXPLAINED[weight]),
            rows=[
                NoticeRow(
                    kind=notice.kind,
                    name=str(notice.name),
                    rule=str(notice.rule),
                    can_stop=notice.kind in stoppable,
                    is_wanted=notice.kind in wanted,
                    is_weekly=notice.kind == DIGEST,
                )
                for notice in NOTICES.values()
                if notice.weight is weight
            ],
        )
        for weight in (Weight.ASKS, Weight.TELLS, Weight.PERSONAL)
    ]


def preferences_of(person: Person) -> MailPreferences:
    """Return what someone chose; who chose nothing has the defaults, not stored."""
    return MailPreferences.objects.filter(person=person).first() or MailPreferences(person=person)


@transaction.atomic
def change_preferences(
    *, person: Person, language: str, muted: Iterable[str], seats: Mapping[Seat, str], by: User
) -> MailPreferences:
    """Keep the language of someone's mail, the kinds that he stopped and what he wants for seats.

    Kinds that the page does not show stay as they are.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    preferences = preferences_of(person)
    shown = {notice.kind for notice in stoppable_notices()}
    preferences.language = language
    preferences.muted = sorted({*muted} | ({*preferences.muted} - shown))
    with pghistory.context(user=by.pk):
        preferences.save()
    for seat, mail in seats.items():
        change_seat(seat=seat, mail=mail, calendar=seat.calendar, by=by)
    return preferences


def told_to(person: Person) -> QuerySet[Notification]:
    """Return what someone was told, the last first. That a week was looked at for the weekly mail is no news."""
    known = [kind for kind in NOTICES if kind != DIGEST]
    return Notification.objects.filter(person=person, kind__in=known).order_by("-created_at", "-pk")


def told_rows(notifications: Iterable[Notification], person: Person) -> list[ToldRow]:
    """Return them in words, in the language of now."""
    return [
        ToldRow(
            line=told_line(each.kind, each.context, person.name),
            path=each.context.get("path", ""),
            moment=each.created_at,
            is_mailed=each.mailed_at is not None,
            is_new=each.read_at is None,
        )
        for each in notifications
    ]


def mark_read(notifications: Iterable[Notification]) -> None:
    """Remember that someone saw these on his page."""
    new = [each.pk for each in notifications if each.read_at is None]
    if new:
        Notification.objects.filter(pk__in=new, read_at=None).update(read_at=timezone.now())
