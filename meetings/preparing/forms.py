"""Forms of preparing a meeting."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from meetings.forms import LinesField
from meetings.models import Contribution, Meeting, Presenter, Topic, TopicOffer
from meetings.models.topic import OPEN
from meetings.preparing.page import candidates_of, organisations_of
from meetings.preparing.presenting import Choice
from meetings.preparing.standing_items import MEANT_TO_BE_HELD
from meetings.telling import sectors_of
from members.dates import date_plain
from members.models import Organisation, Person

NEW = "new"  # a topic that is on no list yet


class InputForm(forms.Form):
    """A member's input for a coming meeting."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Contribution.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    text = LinesField(
        label=_("Your input"),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Write your input.")},
        help_text=_("At most 2,000 characters. Other members read it too, with your name and organisation."),
    )


class WithdrawForm(forms.Form):
    """Which input its author withdraws."""

    withdraw = forms.ModelChoiceField(Contribution.objects.none())

    def __init__(self, *args: Any, own: QuerySet[Contribution], **kwargs: Any) -> None:
        """Take the contributions that may be withdrawn."""
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Contribution]", self.fields["withdraw"]).queryset = own


class PeopleField(forms.ModelMultipleChoiceField):
    """People to tick, each with the organisation and whether he offered."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Say who it is."""
        offered = gettext("offered to present")
        return f"{_named(obj)} ({offered})" if obj.offered else _named(obj)


class PersonField(forms.ModelChoiceField):
    """Somebody to choose, with the organisation."""

    def label_from_instance(self, obj: Any) -> str:
        """Say who it is."""
        return _named(obj)


class MeetingField(forms.ModelChoiceField):
    """A meeting to choose, by its day and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Say which it is."""
        day = f"{date_plain(obj.starts)}: " if obj.starts else ""
        return f"{day}{obj.title or gettext('Topic to follow')}"


class TopicField(forms.ModelChoiceField):
    """A topic of the list; None is a new one."""

    def clean(self, value: Any) -> Any:
        """Know a new one."""
        return None if value == NEW else super().clean(value)


class PresentersForm(forms.Form):
    """Who presents at a meeting: people who offered or present now, somebody else, or an organisation by itself."""

    people = PeopleField(label=_("Who presents?"), queryset=Person.objects.none(), required=False)
    unnamed = forms.ModelMultipleChoiceField(
        label=_("Organisations that name somebody later"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    person = PersonField(
        label=_("Somebody else"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody else"),
        help_text=_("People of organisations in this sector. Who you choose gets a mail and confirms or declines."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Only an organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("When it is not known yet who speaks for it."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        """Offer who presents now and who offered, ticked when he presents now, and everyone of the sectors."""
        super().__init__(*args, **kwargs)
        now = Presenter.objects.filter(meeting=meeting)
        standing = now.filter(declined_at__isnull=True)
        organisations = organisations_of(meeting)
        everyone = Person.objects.taking_part().select_related("organisation").by_name()
        self._offer("people", _offered(meeting, now), standing.filter(person__isnull=False).values_list("person"))
        unnamed = standing.filter(person__isnull=True).values_list("organisation")
        self._offer("unnamed", Organisation.objects.filter(pk__in=unnamed), unnamed)
        self._offer("person", everyone.filter(organisation__in=organisations))
        self._offer("organisation", organisations)
        for name in ("people", "unnamed"):
            if not self._rows(name).exists():
                del self.fields[name]

    def _rows(self, name: str) -> QuerySet[Any]:
        return cast("QuerySet[Any]", cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset)

    def _offer(self, name: str, rows: QuerySet[Any], chosen: Any = ()) -> None:
        cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows
        self.initial.setdefault(name, [pk for (pk,) in chosen])

    @property
    def chosen(self) -> list[Choice]:
        """Everyone who is to present, each once."""
        given = self.cleaned_data
        people = [*given.get("people", []), *filter(None, [given["person"]])]
        organisations = [*given.get("unnamed", []), *filter(None, [given["organisation"]])]
        chosen = [Choice(person, person.organisation) for person in people]
        return list(dict.fromkeys([*chosen, *(Choice(None, organisation) for organisation in organisations)]))


class SettleForm(PresentersForm):
    """What a meeting is about, a topic of the backlog or a new one, and who presents."""

    topic = TopicField(
        label=_("What is the meeting about?"),
        queryset=Topic.objects.none(),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what the meeting is about."),
            "invalid_choice": _("This topic is not on the list of this sector. Choose another one."),
        },
    )
    title = forms.CharField(label=_("Title of a new topic"), max_length=120, required=False)
    summary = LinesField(
        label=_("What it is about, in a few sentences"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Only with a new topic. It stands on the page of the meeting, where everyone reads it."),
    )

    field_order = ["topic", "title", "summary", "people", "unnamed", "person", "organisation"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        """List the open topics; one that was closed meanwhile is known too: the act says what became of it."""
        super().__init__(*args, meeting=meeting, **kwargs)
        topic = cast("forms.ModelChoiceField[Topic]", self.fields["topic"])
        topic.queryset = Topic.objects.filter(sector__in=sectors_of(meeting))
        topic.choices = [*_scheduled(meeting), *_open(meeting), (NEW, _("A new topic"))]

    def clean(self) -> dict[str, Any]:
        """Take one topic: of the list, or a new one with a title."""
        given = super().clean() or {}
        if given.get("topic") and given.get("title"):
            self.add_error("title", _("Choose a topic from the list or write a new one, not both."))
        elif "topic" in given and not given["topic"] and given.get("title") == "":
            self.add_error("title", _("Write the title of the new topic."))
        return given


class ReasonForm(forms.Form):
    """Why something is done, for who it concerns."""

    reason = LinesField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write the reason.")},
    )


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text)


class DatesForm(forms.Form):
    """When a preparation opens, closes for input and is to be settled, and where it is spoken of."""

    opens_on = _day(_("Opens on"))
    input_closes_on = _day(_("Input until"), _("The last day on which members give input."))
    settle_by = _day(_("Topic settled by"))
    discussed_in = MeetingField(
        label=_("Discussed in the meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("In no meeting"),
    )
    discussed_at = forms.DateTimeField(
        label=_("Or discussed at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Its own moment, when it is not discussed in a meeting."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        """Offer the sector's coming meetings before this one, and the one in which it is discussed now."""
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        now, year = timezone.now(), meeting.sector_year
        same = Meeting.objects.filter(sector_year__sector=year.sector_id if year else None)
        coming = same.filter(state__in=MEANT_TO_BE_HELD, starts__gt=now, starts__lt=meeting.starts or now)
        spoken_of = Meeting.objects.filter(prepares__meeting=meeting)
        rows = Meeting.objects.filter(Q(pk__in=coming.order_by().values("pk")) | Q(pk__in=spoken_of.values("pk")))
        discussed = cast("MeetingField", self.fields["discussed_in"])
        discussed.queryset = rows.select_related("sector_year__sector").order_by("starts", "pk")

    def clean(self) -> dict[str, Any]:
        """Keep them in order, all before the meeting."""
        given = super().clean() or {}
        opens, closes, settled = (given.get(name) for name in ("opens_on", "input_closes_on", "settle_by"))
        if opens and closes and closes < opens:
            self.add_error("input_closes_on", _("Input cannot close before it opens."))
        if closes and settled and settled < closes:
            self.add_error("settle_by", _("The topic is settled when the input is in, so not before it closes."))
        starts = self.meeting.starts
        if settled and starts and settled > timezone.localdate(starts):
            self.add_error("settle_by", _("The topic is settled before the meeting."))
        moment = given.get("discussed_at")
        if moment and given.get("discussed_in"):
            self.add_error("discussed_at", _("Choose a meeting or a moment, not both."))
        elif moment and starts and moment >= starts:
            self.add_error("discussed_at", _("It is discussed before the meeting."))
        return given


class PresenterForm(forms.Form):
    """Whether somebody presents."""

    answer = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda word: word == "yes",
        error_messages={"required": _("Choose your answer.")},
    )


def _offered(meeting: Meeting, now: QuerySet[Presenter]) -> QuerySet[Person]:
    """Return who offered to present an open topic of the sectors, or in the input, and who presents now."""
    topics = Topic.objects.filter(sector__in=sectors_of(meeting), state__in=OPEN)
    offers = TopicOffer.objects.filter(person=OuterRef("pk"), topic__in=topics)
    given = Contribution.objects.filter(person=OuterRef("pk"), meeting=meeting, kind=Contribution.Kind.OFFER)
    offered = Exists(offers) | Exists(given)
    presents = Exists(now.filter(person=OuterRef("pk")))
    people = Person.objects.taking_part().annotate(offered=offered).filter(Q(offered=True) | Q(presents))
    return people.select_related("organisation").by_name()


def _open(meeting: Meeting) -> list[tuple[int, str]]:
    return [(topic.pk, topic.title + _support(topic.support_count)) for topic in candidates_of(meeting)]


def _scheduled(meeting: Meeting) -> list[tuple[int, str]]:
    """Return what stands for the meeting already, without having been settled."""
    found = Topic.objects.filter(meeting=meeting, state=Topic.State.SCHEDULED)
    return [(topic.pk, topic.title) for topic in found]


def _support(count: int) -> str:
    """Say how many want a topic; nothing while nobody does."""
    if not count:
        return ""
    text = ngettext("supported by %(count)s organisation", "supported by %(count)s organisations", count)
    return f" ({text % {'count': count}})"


def _named(person: Person) -> str:
    return f"{person.name}, {person.organisation}" if person.organisation else person.name
