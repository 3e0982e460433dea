"""The office's table: every cell leads to the page where one does something about it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from meetings.looking_back.tables import Cell, Column, Table
from meetings.models import Meeting
from members.dates import date_short
from portal.office import NextMeeting, OfficeRow, Waiting


def sectors_table(rows: Sequence[OfficeRow], year: int) -> Table:
    """Return the sectors, one in a row, as the page and the file show them."""
    labels = (
        *(_("Sector"), _("Planned"), pgettext("meeting", "Next"), _("Topic"), _("Heard"), _("Answers")),
        *(_("Topic late"), _("No minutes"), _("Corrections"), _("To mail")),
        *(_("New members"), _("Programme manager")),
    )
    caption = _("All sectors in %(year)s") % {"year": year}
    return Table("sectoren", caption, tuple(Column(label) for label in labels), [_line(row, year) for row in rows])


def _line(row: OfficeRow, year: int) -> list[Cell]:
    plan = reverse("meeting-plan", args=[row.slug, year]) if row.may_manage else row.url
    return [
        Cell(row.name, row.url, is_content=True),
        Cell(_of(row.planned, row.target), plan, "" if row.planned >= row.target else "warning"),
        *_coming(row),
        _waits(row.unsettled, "meeting-preparation"),
        _waits(row.unreported, "minutes-edit" if row.is_own or row.may_manage else "meeting-detail"),
        _waits(row.corrections, "meeting-minutes"),
        _invitations(row),
        Cell(_of(row.joined, row.expected), reverse("sector-review", args=[row.slug, year])),
        Cell(row.manager, is_content=True) if row.manager else Cell(_("Nobody"), row.url, "error"),
    ]


def _coming(row: OfficeRow) -> list[Cell]:
    """Return the cells of the next meeting; without one there is nothing to say."""
    if row.next is None:
        return [Cell(None) for _empty in range(4)]
    meeting = row.next
    detail, preparation = (reverse(name, args=[meeting.pk]) for name in ("meeting-detail", "meeting-preparation"))
    topic, kind = _topic(meeting)
    return [
        Cell(meeting.day, detail, short=date_short(meeting.day)),
        Cell(topic or str(Meeting.Stage(meeting.stage).label), preparation if topic else "", kind),
        Cell(_of(meeting.heard, row.organisations), preparation if topic else ""),
        Cell(_of(meeting.answers, row.people), detail),
    ]


def _topic(meeting: NextMeeting) -> tuple[str | None, str]:
    """Say how long the topic may still wait; one without a preparation waits for nothing and tells its stage."""
    if not meeting.has_preparation:
        return None, ""
    days = meeting.days_to_settle
    if days is None:
        return _("Settled"), "success"
    if days < 0:
        return ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}, "error"
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}, "warning" if days < 7 else ""


def _waits(waiting: Waiting, route: str) -> Cell:
    return Cell(waiting.count, reverse(route, args=[waiting.meeting]), "warning") if waiting.count else Cell(0)


def _invitations(row: OfficeRow) -> Cell:
    """Return how many meetings have invitations to mail; who does that finds them together."""
    if row.uninvited.count and row.may_manage:
        return Cell(row.uninvited.count, reverse("sector-invitations", args=[row.slug]), "warning")
    return _waits(row.uninvited, "meeting-detail")


def _of(count: int, total: int) -> str:
    return _("%(count)s of %(total)s") % {"count": count, "total": total}
