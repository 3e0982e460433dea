"""The parts of the page that looks back: each with its table, and a picture of what stands in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.looking_back.bars import Bar, BarChart, bar_chart
from meetings.looking_back.tables import Cell, Column, Table
from meetings.looking_back.year import MeetingFacts, OrganisationFacts, Presence, YearFacts
from meetings.models import Meeting
from meetings.preparation_dates import SETTLE_BY
from members.dates import date_short

NORM = SETTLE_BY.days
SUGGESTED = 3
NAMED = 12
SHOWN = (Presence.PRESENT, Presence.ONLINE, Presence.EXCUSED, Presence.ABSENT)


@dataclass(frozen=True)
class Section:
    """A part of the page; `note` says what asks attention, `empty` what will stand here."""

    title: str
    lead: str
    table: Table
    empty: str
    chart: BarChart | None = None
    legend: tuple[str, ...] = ()
    note: str = ""

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return self.table.key


def sections_of(facts: YearFacts) -> list[Section]:
    """Return all parts, in the order of the page."""
    return [make(facts) for make in SECTIONS.values()]


def held(facts: YearFacts) -> Section:
    """Tell which of the year's meetings were held, and why the others were not."""
    columns = (Column(_("Number")), Column(_("Date")), Column(_("Meeting")), Column(_("State")), Column(_("Reason")))
    rows = [
        [
            Cell(meeting.number),
            Cell(meeting.day),
            _meeting_cell(meeting),
            Cell(str(Meeting.Stage(meeting.stage).label)),
            Cell(meeting.reason or None, is_content=True),
        ]
        for meeting in facts.meetings
    ]
    return Section(
        title=_("Meetings"),
        lead=_("Which meetings of the year were held, and why others were not."),
        table=Table("bijeenkomsten", _("Meetings of the year and what became of them"), columns, rows),
        empty=_("No meetings of this year are known here."),
    )


def attendance(facts: YearFacts) -> Section:
    """Tell how many people were at each meeting."""
    labels = [str(Presence(name).label) for name in SHOWN]
    columns = (Column(_("Date")), *(Column(label, is_number=True) for label in labels))
    rows, bars = [], []
    for meeting in facts.recorded:
        counts = [meeting.presence[name] for name in SHOWN]
        there = sum(counts[:2]) + meeting.guests
        rows.append([Cell(meeting.day, meeting.url), *map(Cell, counts), Cell(meeting.guests)])
        text = ngettext("%(count)s there", "%(count)s there", there) % {"count": there}
        bars.append(Bar(_day(meeting), tuple(counts), text))
    columns = (*columns, Column(_("Guests"), is_number=True))
    return Section(
        title=_("Who was there"),
        lead=_("How many people were at each meeting. Guests count too."),
        table=Table("aanwezigheid", _("People at each meeting"), columns, rows),
        empty=_("Nobody wrote down yet who was at this year’s meetings."),
        chart=bar_chart(bars) if bars else None,
        legend=tuple(labels),
    )


def organisations(facts: YearFacts) -> Section:
    """Tell at how many of the meetings someone of each organisation was there."""
    columns = (
        Column(_("Organisation")),
        *(Column(_("There"), is_number=True), Column(_("Meetings"), is_number=True), Column("%", is_number=True)),
    )
    rows, bars = [], []
    for each in facts.organisations:
        there, possible = len(each.there), len(facts.open_to(each))
        share = round(100 * there / possible) if possible else 0
        rows.append([_organisation(each), Cell(there), Cell(possible), Cell(share if possible else None)])
        text = _("%(there)s of %(possible)s") % {"there": there, "possible": possible}
        bars.append((share, Bar(each.name, (share,), text)))
    bars.sort(key=lambda bar: -bar[0])
    return Section(
        title=_("Which organisations were there"),
        lead=_("At how many meetings someone of the organisation was present or online, while it took part."),
        table=Table("organisaties", _("Presence of each organisation"), columns, rows if facts.recorded else []),
        empty=_("Nobody wrote down yet who was at this year’s meetings."),
        chart=bar_chart([bar for _share, bar in bars], full=100) if bars and facts.recorded else None,
    )


def given_input(facts: YearFacts) -> Section:
    """Tell who gave input for how many meetings, and who was not heard yet."""
    columns = (
        Column(_("Organisation")),
        *(Column(_("Inputs"), is_number=True), Column(_("For meetings"), is_number=True)),
    )
    rows, bars, silent = [], [], []
    for each in facts.organisations:
        total = sum(each.inputs.values())
        rows.append([_organisation(each), Cell(total), Cell(len(each.inputs))])
        if total:
            bars.append(Bar(each.name, (total,), str(total)))
        elif each.took_part_on(facts.day):
            silent.append(each.name)
    bars.sort(key=lambda bar: -bar.parts[0])
    return Section(
        title=_("Who gave input"),
        lead=_("Questions, experiences, wishes and offers for the meetings of the year."),
        table=Table("inbreng", _("Input of each organisation"), columns, rows),
        empty=_("No organisation took part in this year."),
        chart=bar_chart(bars) if bars else None,
        note=_silence(silent, facts) if facts.meetings else "",
    )


def presenters(facts: YearFacts) -> Section:
    """Tell who presented how often, in the order in which they can be asked again."""
    columns = (
        Column(_("Organisation")),
        *(Column(_("Times"), is_number=True), Column(_("Last time")), Column(_("Is to present"))),
    )
    rows = [[Cell(t.name, t.url), Cell(t.times), Cell(t.last), Cell(t.coming)] for t in facts.turns]
    often = sorted((turn for turn in facts.turns if turn.times), key=lambda turn: (-turn.times, turn.name))
    bars = [Bar(turn.name, (turn.times,), _times(turn.times, turn.last)) for turn in often]
    free = [turn.name for turn in facts.turns if turn.coming is None]
    suggested = _("Suggested for the next meeting: %(names)s.") % {"names": ", ".join(free[:SUGGESTED])}
    return Section(
        title=_("Whose turn it is to present"),
        lead=_("Over all years. Who never presented stands first in the table, then who did longest ago."),
        table=Table("sprekers", _("Turns to present, in order"), columns, rows),
        empty=_("No organisation took part in this year."),
        chart=bar_chart(bars) if bars else None,
        note=suggested if free and facts.is_current else "",
    )


def growth(facts: YearFacts) -> Section:
    """Tell who joined for the first time and who left, beside what was expected."""
    joined = [(each.joined, _("Joined the sector"), each) for each in facts.organisations if each.joined]
    left = [(each.left, _("Left the sector"), each) for each in facts.organisations if each.left]
    columns = (Column(_("Organisation")), Column(_("What")), Column(_("Date")))
    moves = sorted([*joined, *left], key=lambda move: (move[0], move[2].name))
    rows = [[_organisation(each), Cell(what), Cell(day)] for day, what, each in moves]
    expected = facts.sector_year.new_member_target
    counts = ((_("Expected"), expected), (_("Joined the sector"), len(joined)), (_("Left the sector"), len(left)))
    return Section(
        title=_("Growth"),
        lead=_("Organisations that joined for the first time, beside what was expected, and who left."),
        table=Table("groei", _("Organisations that came and went"), columns, rows),
        empty=_("No organisation joined for the first time or left in this year."),
        chart=bar_chart([Bar(label, (count,), str(count)) for label, count in counts]),
    )


def lead_time(facts: YearFacts) -> Section:
    """Tell how many days before each meeting its topic was settled."""
    columns = (
        *(Column(_("Date")), Column(_("Settled on"))),
        *(Column(_("Days before"), is_number=True), Column(_("In time"))),
    )
    rows, bars = [], []
    for meeting in facts.meetings:
        if not (meeting.is_held or meeting.settled_on or meeting.is_waived):
            continue
        days, settled = meeting.lead_days, _settled_word(meeting)
        rows.append([Cell(meeting.day, meeting.url), Cell(meeting.settled_on), Cell(days), Cell(settled)])
        if days is not None:
            text = ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
            bars.append(Bar(_day(meeting), (max(days, 0),), text))
    norm = ngettext("norm: %(count)s day", "norm: %(count)s days", NORM) % {"count": NORM}
    return Section(
        title=_("How early topics were settled"),
        lead=_("Days between the choice of the topic and the meeting. Two weeks is the norm."),
        table=Table("doorlooptijd", _("When topics were settled"), columns, rows),
        empty=_("No topic of this year is settled yet."),
        chart=bar_chart(bars, mark=NORM, mark_text=norm) if bars else None,
    )


def _settled_word(meeting: MeetingFacts) -> str:
    if meeting.is_waived:
        return _("Needed no preparation")
    if meeting.lead_days is None:
        return _("Not recorded")
    return _("Yes") if meeting.lead_days >= NORM else _("No")


def _meeting_cell(meeting: MeetingFacts) -> Cell:
    if meeting.title:
        return Cell(meeting.title, meeting.url, is_content=True)
    return Cell(_("Topic to follow"), meeting.url)


def _organisation(facts: OrganisationFacts) -> Cell:
    """Name an organisation, with those that merged into it since: what they did counts along."""
    told = {"name": facts.name, "merged": ", ".join(facts.merged)}
    name = _("%(name)s (with %(merged)s)") % told if facts.merged else facts.name
    return Cell(name, facts.url, is_content=True)


def _day(meeting: MeetingFacts) -> str:
    return date_short(meeting.day) if meeting.day else str(meeting.number)


def _times(times: int, last: date | None) -> str:
    text = ngettext("%(count)s time", "%(count)s times", times) % {"count": times}
    return f"{text}, {last.year}" if last else text


def _silence(names: list[str], facts: YearFacts) -> str:
    if not names:
        return _("Every organisation was heard this year.") if facts.organisations else ""
    shown = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        shown = _("%(names)s and %(count)s more") % {"names": shown, "count": len(names) - NAMED}
    if facts.is_current:
        return _("We would like to hear from: %(names)s. Ask them what they need.") % {"names": shown}
    return _("We did not hear from: %(names)s.") % {"names": shown}


SECTIONS: dict[str, Callable[[YearFacts], Section]] = {
    "bijeenkomsten": held,
    "aanwezigheid": attendance,
    "organisaties": organisations,
    "inbreng": given_input,
    "sprekers": presenters,
    "groei": growth,
    "doorlooptijd": lead_time,
}
