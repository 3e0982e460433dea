"""Forms for scheduling one meeting. They check what was typed; the acts check what may have changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.forms import LinesField
from meetings.models import Meeting
from meetings.reporting.plain import loses_layout, to_lines, to_rich_text
from meetings.scheduling.moments import local_parts, span, usual_end
from meetings.web_links import web_link
from members.models import Organisation
from sectors.models import FocusPoint, Sector

Kind = Meeting.Kind
BESIDE = [(kind.value, kind.label) for kind in (Kind.EVENT, Kind.TRAINING)]
VALUES = (
    *("title", "kind", "summary", "starts", "ends", "host", "place"),
    *("online_link", "focus_point", "capacity", "visibility"),
)
ORDER = ("title", "kind", "day", "begin", "end", "place", "host", "online_link", "about", "joint_sectors")
LARGEST = 32767  # of a small integer in PostgreSQL


class VersionField(forms.IntegerField):
    """The version that a form was made from; what is no number is no version of anything."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> int:
        """Take anything."""
        with suppress(ValidationError):
            return super().to_python(value) or 0
        return 0


class KeyField(forms.CharField):
    """What tells a new meeting from all others, so that a form sent twice makes one; what is no key gets a new one."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> UUID:
        """Take anything."""
        with suppress(ValueError, TypeError, AttributeError):
            return UUID(value)
        return uuid4()


class ClockField(forms.TimeField):
    """A time of day, typed or picked; Dutch people write a point between hours and minutes."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput({"type": "time"}, format="%H:%M")
        super().__init__(widget=widget, required=False, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)


class MeetingForm(forms.ModelForm):
    """What can be said of a meeting of `sector`, which is None for one that stands apart from all sectors."""

    day = forms.DateField(
        label=gettext_lazy("Date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    begin = ClockField(label=gettext_lazy("From"))
    end = ClockField(label=gettext_lazy("Until"))
    online_link = forms.URLField(
        label=gettext_lazy("Online link"), required=False, max_length=500, assume_scheme="https"
    )
    about = LinesField(
        label=gettext_lazy("Summary"), required=False, max_length=5000, widget=forms.Textarea({"rows": 6})
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Places in the room"),
        required=False,
        min_value=1,
        max_value=LARGEST,
        help_text=gettext_lazy("Empty: there is no limit."),
    )
    version = VersionField(required=False)

    field_order: Sequence[str] = ORDER

    class Meta:
        model = Meeting
        fields = (
            *("title", "kind", "host", "place", "online_link"),
            *("joint_sectors", "focus_point", "capacity", "visibility"),
        )
        widgets = {"joint_sectors": forms.CheckboxSelectMultiple}

    def __init__(self, data: QueryDict | None = None, *, instance: Meeting, sector: Sector | None) -> None:
        """Fill in what is stored; `schedule` among the data asks for a day."""
        day, begin, end = local_parts(instance.starts, instance.ends)
        known = {"day": day, "begin": begin, "end": end, "about": to_lines(instance.summary)}
        super().__init__(data, instance=instance, initial={**known, "version": instance.version})
        self.sector, self.schedules = sector, data is not None and "schedule" in data
        self.stored = (instance.starts, instance.ends, instance.summary)
        self.needs_day = self.schedules or instance.state == Meeting.State.SCHEDULED
        self._offer()
        if loses_layout(instance.summary):
            self.fields["about"].help_text = _(
                "Paragraphs and lists stay. Headings, links and bold become plain text when you change this."
            )

    def _offer(self) -> None:
        """Offer the sectors that it can be held with, its focus points and hosts by name."""
        instance = self.instance
        joined = Q(joint_meetings=instance.pk) if instance.pk else Q()
        together = cast("forms.ModelMultipleChoiceField[Sector]", self.fields["joint_sectors"])
        together.queryset = Sector.objects.filter(Q(is_active=True) | joined).distinct()
        together.choices = [(each.pk, each.name) for each in together.queryset if each != self.sector]
        host = cast("forms.ModelChoiceField[Organisation]", self.fields["host"])
        host.queryset = Organisation.objects.order_by("sort_key").only("name", "sort_key")
        focus = cast("forms.ModelChoiceField[FocusPoint]", self.fields["focus_point"])
        focus.queryset = _focus_points(instance, self.sector)
        host.empty_label, focus.empty_label = _("No host yet"), _("No focus point")
        if instance.kind in (Kind.EVENT, Kind.TRAINING):
            cast("forms.ChoiceField", self.fields["kind"]).choices = BESIDE
        else:
            del self.fields["kind"]
        if instance.kind == Kind.GATHERING:  # of a group that is no sector
            del self.fields["joint_sectors"], self.fields["focus_point"]

    def clean_online_link(self) -> str:
        """Take addresses of the web only."""
        link: str = self.cleaned_data["online_link"]
        if link and not web_link(link):
            raise ValidationError(_("Give an address that begins with https://."))
        return link

    def clean_joint_sectors(self) -> list[Sector]:
        """Refuse the sector itself."""
        others = list(self.cleaned_data["joint_sectors"])
        if self.sector in others:
            raise ValidationError(_("A sector does not meet together with itself. Choose others, or none."))
        return others

    def clean(self) -> dict[str, Any]:
        """Make moments of the day and the two times, and rich text of the summary."""
        given = super().clean() or {}
        try:
            given["starts"], given["ends"] = self._moments(given)
        except ValidationError as error:
            self.add_error(None, error)
        if "about" in given:
            stored = self.stored[2]
            given["summary"] = stored if given["about"] == to_lines(stored) else to_rich_text(given["about"])
        return given

    def _moments(self, given: dict[str, Any]) -> tuple[Any, Any]:
        """Return start and end; those that stood already may be past."""
        if not {"day", "begin", "end"} <= given.keys():
            return None, None  # an error of their own stands on the field
        typed = (given["day"], given["begin"], given["end"])
        if typed == local_parts(*self.stored[:2]) and not self.schedules:
            return self.stored[:2]
        if given["day"] is None:
            if self.needs_day:
                raise ValidationError({"day": _("A scheduled meeting has a date. Give one.")})
            return None, None
        missing = {name: _("Give the time as well.") for name in ("begin", "end") if given[name] is None}
        if missing:
            raise ValidationError(missing)
        return span(*typed)

    def values(self) -> dict[str, Any]:
        """Return what to store, by column."""
        return {name: self.cleaned_data[name] for name in VALUES if name in self.cleaned_data}

    def joint(self) -> list[Sector]:
        """Return the other sectors; of an event or training the one that organises it, too."""
        if "joint_sectors" not in self.fields:
            return list(self.instance.joint_sectors.all())
        others: list[Sector] = self.cleaned_data["joint_sectors"]
        return [self.sector, *others] if self.sector and self.instance.sector_year_id is None else others

    def take_version(self, version: int) -> None:
        """Have the form, shown once more, know the version that there is now."""
        data = cast("QueryDict", self.data).copy()
        data["version"] = str(version)
        self.data = data


class NewMeetingForm(MeetingForm):
    """A new meeting of a sector: one of its year, or an event or training beside those."""

    year = forms.TypedChoiceField(
        label=gettext_lazy("Counts for the year"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("For a sector meeting. In January it can be the last one of the year before."),
    )
    number = forms.IntegerField(
        label=gettext_lazy("Number in the year"),
        required=False,
        min_value=1,
        max_value=LARGEST,
        help_text=gettext_lazy("For a sector meeting. Empty: the next free number."),
    )
    key = KeyField(required=False)

    field_order = (*ORDER, "focus_point", "capacity", "visibility", "year", "number")

    def __init__(self, data: QueryDict | None = None, *, sector: Sector) -> None:
        """Propose the usual times of the sector."""
        super().__init__(data, instance=Meeting(), sector=sector)
        this = timezone.localdate().year
        years = cast("forms.TypedChoiceField", self.fields["year"])
        years.choices = [("", _("The year of the date")), *((year, str(year)) for year in range(this - 1, this + 3))]
        self.initial = {
            **self.initial,
            "key": str(uuid4()),
            "begin": sector.usual_start,
            "end": usual_end(sector),
        }

    def _offer(self) -> None:
        super()._offer()
        kinds = [(Kind.SECTOR_MEETING.value, Kind.SECTOR_MEETING.label), *BESIDE]
        self.fields["kind"] = forms.ChoiceField(label=gettext_lazy("Kind"), choices=kinds)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Hold the day against the year in which the meeting counts; that of the day when none is chosen."""
        given = super().clean()
        day, year = given.get("day"), given.get("year")
        if day and year and given.get("kind") == Kind.SECTOR_MEETING and (day.year, day.month) not in _months_of(year):
            text = _("The date is not in %(year)s. Choose the year of the date.") % {"year": year}
            self.add_error("year", text)
        return given | {"year": year or (day or timezone.localdate()).year}


class ReasonForm(forms.Form):
    """Why a meeting is called off."""

    reason = LinesField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Say why, in a sentence.")},
        help_text=gettext_lazy("Everyone who sees the meeting reads it."),
    )

    def __init__(self, data: QueryDict | None = None, *, meeting: Meeting) -> None:
        """Ask the same of every meeting."""
        super().__init__(data)
        self.meeting = meeting


class ReinstateForm(forms.Form):
    """As what a meeting comes back."""

    state = forms.ChoiceField(
        label=gettext_lazy("How does it come back?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it comes back.")},
    )

    def __init__(self, data: QueryDict | None = None, *, meeting: Meeting) -> None:
        """Offer to schedule it when it has a date."""
        super().__init__(data)
        states = [(Meeting.State.SCHEDULED.value, _("Scheduled: it is held on the day that stands"))]
        draft = (Meeting.State.DRAFT.value, _("As a draft: only its programme managers and editors see it"))
        cast("forms.ChoiceField", self.fields["state"]).choices = [*(states if meeting.starts else []), draft]


def _focus_points(meeting: Meeting, sector: Sector | None) -> Any:
    """Return the focus points of the sector in the meeting's year, or in all its years; the chosen one too."""
    if sector is None:
        return FocusPoint.objects.filter(meetings=meeting.pk)
    own = Q(sector_year__sector=sector) | Q(shared_with=sector)
    if meeting.sector_year is not None:
        own &= Q(sector_year__year=meeting.sector_year.year)
    else:
        own &= Q(sector_year__year__gte=timezone.localdate().year - 1)
    chosen = Q(pk=meeting.focus_point_id) if meeting.focus_point_id else Q()
    found = FocusPoint.objects.filter(own | chosen).distinct()
    return found.select_related("sector_year__sector").order_by("-sector_year__year", "position", "title")


def _months_of(year: int) -> set[tuple[int, int]]:
    """Return the months in which a meeting of a year can be: the next January too."""
    return {*((year, month) for month in range(1, 13)), (year + 1, 1)}
