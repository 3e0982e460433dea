"""Where everything lives now: handovers as lines of a table and as the woven map beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.dates import date_plain
from members.models import Organisation, User
from members.permissions import can_see_contact
from programmes.models import Handover, KnowledgeCircle, Platform, Programme
from programmes.pictures import MapHome, MapOutcome, MapStream, WovenMap, woven_map
from sectors.rows import Link


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """What became of a workstream; without one, who steers on."""

    stream_pk: int | None
    stream: str
    kind_label: str
    home_key: str
    home: Link | None
    home_kind: str
    since: str
    contact: str
    contact_email: str
    acceptance: str
    note: str


@dataclass(frozen=True, slots=True)
class HandoverTable:
    """Lines with only the columns that say something; an acceptance that all lines share stands beneath them."""

    lines: tuple[HandoverLine, ...]

    @property
    def shows_since(self) -> bool:
        return any(line.since for line in self.lines)

    @property
    def shows_contact(self) -> bool:
        return any(line.contact for line in self.lines)

    @property
    def shared_acceptance(self) -> str:
        accepted = {line.acceptance for line in self.lines}
        return accepted.pop() if len(accepted) == 1 else ""


def handover_lines(handovers: QuerySet[Handover], user: User | AnonymousUser) -> list[HandoverLine]:
    """Shape handovers in the order of outcomes and workstreams, in one query."""
    found = handovers.select_related(
        *("workstream", "platform", "circle", "to_programme", "organisation", "contact", "accepted_by")
    ).order_by("workstream__outcome__position", "workstream__outcome", "workstream__position", "pk")
    return [_line(handover, user) for handover in found]


def map_of_homes(
    outcomes: Sequence[tuple[int, str]],
    streams: Sequence[tuple[int, int, str, str]],
    lines: Sequence[HandoverLine],
) -> WovenMap:
    """Draw outcomes (key, title), workstreams (key, outcome, title, stage) and where they live."""
    homes = {line.home_key: line for line in lines if line.stream_pk and line.home}
    return woven_map(
        [MapOutcome(str(key), title) for key, title in outcomes],
        [MapStream(str(key), str(outcome), title, stage) for key, outcome, title, stage in streams],
        [MapHome(key, line.home.name, line.home_kind) for key, line in homes.items() if line.home],
        [(str(line.stream_pk), line.home_key) for line in lines if line.stream_pk],
    )


def _line(handover: Handover, user: User | AnonymousUser) -> HandoverLine:
    contact = handover.contact
    home = _home(handover)
    return HandoverLine(
        stream_pk=handover.workstream.pk if handover.workstream else None,
        stream=handover.workstream.title if handover.workstream else "",
        kind_label=handover.get_kind_display(),
        home_key=f"{home.url}#{home.name}" if home else "",
        home=home,
        home_kind=_home_kind(handover),
        since=date_plain(handover.effective_from) if handover.effective_from else "",
        contact=contact.name if contact else "",
        contact_email=contact.email if contact and can_see_contact(user, contact) else "",
        acceptance=_acceptance(handover),
        note=handover.note,
    )


def _home(handover: Handover) -> Link | None:
    home = handover.destination
    if isinstance(home, str):
        return Link(home, "") if home else None
    name = home.name if isinstance(home, Programme | Organisation) else str(home)
    return Link(name, home.get_absolute_url())


def _home_kind(handover: Handover) -> str:
    home = handover.destination
    if isinstance(home, Platform):
        return _("Platform")
    if isinstance(home, KnowledgeCircle):
        return _("Knowledge circle")
    if isinstance(home, Programme):
        return _("Programme")
    return _("Organisation") if isinstance(home, Organisation) else _("Other body") if home else ""


def _acceptance(handover: Handover) -> str:
    if handover.accepted_at is None:
        return ""
    day = date_plain(handover.accepted_at)
    if handover.acceptance_source:
        return _("%(day)s, according to %(source)s") % {"day": day, "source": handover.acceptance_source}
    return _("%(day)s, by %(person)s") % {"day": day, "person": handover.accepted_by}
