"""The checklist of a programme: each piece of work, where it goes, what was answered and what to do next.

Two queries, whatever its number: the work, and its handovers with all they name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.dates import date_plain
from programmes.handing_over.checks import SETTLED_BY_DECISION, why_ended, why_unreachable
from programmes.handing_over.ending import RELATED, why_held_up, workstreams_of
from programmes.handover_lines import acceptance_of, home_kind_of, home_of
from programmes.models import Handover, Programme
from programmes.pictures.gate import ASKED, LOOSE_END, PASSES, WAITS, Gate, GateWork, gate
from sectors.rows import Link

BADGES = {PASSES: "success", ASKED: "warning", WAITS: "outline", LOOSE_END: "error"}


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A piece of work, or the steering: where it goes, how far that is, and the next acts, the first one foremost."""

    title: str
    outcome: str
    kind_label: str
    home: Link | None
    home_kind: str
    since: str
    contact: str
    reach: str
    badge: str
    state: str
    detail: str
    acts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """All that the page prints."""

    rows: tuple[ChecklistRow, ...]
    picture: Gate
    held_up: int

    @property
    def verdict(self) -> str:
        """What holds up the end, in one sentence."""
        if not self.held_up:
            return _("Everything has a home: nothing holds up the end.")
        text = ngettext(
            "%(count)s piece of work holds up the end.", "%(count)s pieces of work hold up the end.", self.held_up
        )
        return text % {"count": self.held_up}


def checklist(programme: Programme) -> Checklist:
    """Shape what has to find a place before a programme ends."""
    found = Handover.objects.last_of_chain().filter(programme=programme)
    people = ("contact", "accepted_by", "declined_by")
    last = {each.workstream_id: each for each in found.select_related(*RELATED, *people)}
    works = list(workstreams_of(programme).values_list("pk", "title", "outcome", "outcome__title"))
    rows = [_row(programme, last.get(pk), pk, title, outcome) for pk, title, _key, outcome in works]
    rows.append(_row(programme, last.get(None), None, _("The steering of the programme"), ""))
    outcomes = list(dict.fromkeys(key for _pk, _title, key, _outcome in works))
    places = [*(outcomes.index(key) for _pk, _title, key, _outcome in works), len(outcomes)]
    return Checklist(tuple(rows), _picture(rows, places), sum(row.reach != PASSES for row in rows))


def _row(programme: Programme, handover: Handover | None, pk: int | None, title: str, outcome: str) -> ChecklistRow:
    if handover is None:
        label = _("Not arranged")
        acts = (_plan(programme, pk),)
        return ChecklistRow(title, outcome, "", None, "", "", "", LOOSE_END, BADGES[LOOSE_END], label, "", acts)
    reach = _reach(handover)
    home = home_of(handover)
    return ChecklistRow(
        title=title,
        outcome=outcome,
        kind_label=handover.get_kind_display(),
        home=home,
        home_kind=home_kind_of(handover),
        since=date_plain(handover.effective_from) if handover.effective_from else "",
        contact=handover.contact.name if handover.contact else "",
        reach=reach,
        badge=BADGES[reach],
        state=_state(handover, reach),
        detail=_detail(handover),
        acts=tuple(_acts(handover)),
    )


def _reach(handover: Handover) -> str:
    """How far a piece of work gets: as `why_held_up` judges, but drawn."""
    if not why_held_up(handover):
        return PASSES
    if handover.is_accepted or handover.declined_at:
        return LOOSE_END
    return ASKED if handover.asked_at else WAITS


def _state(handover: Handover, reach: str) -> str:
    if handover.is_accepted:
        if reach != PASSES:
            return _("Home has ended")
        return _("Settled by decision") if handover.kind in SETTLED_BY_DECISION else _("Accepted")
    if handover.declined_at:
        return _("Declined")
    return _("Asked") if handover.asked_at else _("Nobody asked yet")


def _detail(handover: Handover) -> str:
    """When, by whom and why."""
    if handover.accepted_at:
        return why_ended(handover.destination) or acceptance_of(handover)
    if handover.declined_at:
        told = {
            "day": date_plain(handover.declined_at),
            "name": handover.declined_by,
            "reason": handover.decline_reason,
        }
        return _("%(day)s, by %(name)s: %(reason)s") % told
    if handover.asked_at:
        return _("on %(day)s, waiting for the answer") % {"day": date_plain(handover.asked_at)}
    return why_unreachable(handover.contact)


def _acts(handover: Handover) -> list[Link]:
    """What a leader can do next with a handover."""

    def act(route: str, label: str) -> Link:
        return Link(label, reverse(route, args=[handover.pk]))

    change = act("handover-update", _("Change"))
    if handover.is_accepted:
        return [change]
    record = act("handover-record", _("Record an acceptance"))
    withdraw = [act("handover-withdraw", _("Withdraw the question"))] if handover.asked_at else []
    if handover.declined_at:
        return [change, act("handover-ask", _("Ask again")), record]
    if why_unreachable(handover.contact):
        return [change, record, *withdraw]
    return [act("handover-ask", _("Ask again") if withdraw else _("Ask")), change, record, *withdraw]


def _plan(programme: Programme, workstream: int | None) -> Link:
    query = f"?{urlencode({'werkstroom': workstream})}" if workstream else ""
    return Link(_("Arrange a handover"), reverse("handover-create", args=[programme.slug]) + query)


def _picture(rows: Sequence[ChecklistRow], places: Sequence[int]) -> Gate:
    homes = {_home_key(row.home): (row.home.name, row.home_kind) for row in rows if row.home and _is_drawn(row)}
    works = [
        GateWork(row.title, row.state, row.reach, place, _home_key(row.home) if row.home and _is_drawn(row) else "")
        for row, place in zip(rows, places, strict=True)
    ]
    return gate(works, [(key, name, kind) for key, (name, kind) in homes.items()])


def _is_drawn(row: ChecklistRow) -> bool:
    return row.reach in {PASSES, ASKED, WAITS}


def _home_key(home: Link) -> str:
    return f"{home.url}#{home.name}"
