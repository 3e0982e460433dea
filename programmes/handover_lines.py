"""Where everything lives now and how it came there: handovers as lines of a table and as the woven map beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from members.dates import date_plain
from members.models import Organisation, User
from members.permissions import can_see_contact
from programmes.chains import Chain, ChainLink, chains_of
from programmes.models import Handover, KnowledgeCircle, Platform, Programme
from programmes.periods import period_text
from programmes.pictures import MapHome, MapOutcome, MapStream, WovenMap, woven_map
from sectors.rows import Link


@dataclass(frozen=True, slots=True)
class Stay:
    """A place where work lived or lives, and in which period as far as known."""

    home: Link
    period: str


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """What became of a workstream; without one, who steers on.

    `before` are the places where it lived earlier, `after` those where it went since: a line tells of one stay. It is
    open when the work lives nowhere at the moment.
    """

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
    programme: Link
    before: tuple[Stay, ...] = ()
    after: tuple[Stay, ...] = ()
    is_open: bool = False


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
    def shows_after(self) -> bool:
        return any(line.after or line.is_open for line in self.lines)

    @property
    def has_open(self) -> bool:
        return any(line.is_open for line in self.lines)

    @property
    def shared_acceptance(self) -> str:
        accepted = {line.acceptance for line in self.lines}
        return accepted.pop() if len(accepted) == 1 else ""


def handover_lines(programme: Programme, user: User | AnonymousUser) -> list[HandoverLine]:
    """Shape where the work of a programme lives now, in the order of outcomes and workstreams, in one query.

    Each piece of work has one line, whatever number of times it moved on.
    """
    chains = chains_of(Handover.objects.filter(programme=programme))
    first = [each for each in chains if each.follows_id is None and each.programme_id == programme.pk]
    return [_today(chains.of(handover), user) for handover in first]


def received_lines(platform: Platform, user: User | AnonymousUser) -> list[HandoverLine]:
    """Shape what was handed over to a platform, where it lived before and where it went since, in one query."""
    chains = chains_of(Handover.objects.filter(platform=platform, declined_at__isnull=True))
    here = [each for each in chains if each.platform_id == platform.pk and each.declined_at is None]
    return [_stay(chains.of(handover), chains.before(handover), user) for handover in here]


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


def _today(chain: Chain, user: User | AnonymousUser) -> HandoverLine:
    """The line of where work lives today; where it is going as long as nobody accepted it or declined."""
    work = chain.links[0].handover
    if chain.latest is None:
        last = chain.last.handover
        return _line(work, last, user, is_open=last.declined_at is not None)
    before = chain.way[:-1] if chain.now else chain.way
    return replace(_line(work, chain.latest.handover, user, is_open=chain.is_open), before=_stays(before))


def _stay(chain: Chain, before: Sequence[ChainLink], user: User | AnonymousUser) -> HandoverLine:
    """The line of one stay, with the way there and the way on."""
    here = chain.links[0].handover
    after = () if chain.is_open else _stays(chain.way[1:])
    gone = chain.latest is not None and chain.is_open
    return replace(_line(here, here, user), before=_stays(before), after=after, is_open=gone)


def _stays(links: Sequence[ChainLink]) -> tuple[Stay, ...]:
    known = ((home_of(link.handover), period_text(link.since, link.until)) for link in links)
    return tuple(Stay(home, period) for home, period in known if home)


def _line(work: Handover, handover: Handover, user: User | AnonymousUser, *, is_open: bool = False) -> HandoverLine:
    """Say of what was handed over first where a handover brought it."""
    contact = handover.contact
    home = None if is_open else home_of(handover)
    return HandoverLine(
        stream_pk=work.workstream.pk if work.workstream else None,
        stream=work.workstream.title if work.workstream else "",
        kind_label=handover.get_kind_display(),
        home_key=f"{home.url}#{home.name}" if home else "",
        home=home,
        home_kind="" if is_open else home_kind_of(handover),
        since=date_plain(handover.effective_from) if handover.effective_from and not is_open else "",
        contact=contact.name if contact else "",
        contact_email=contact.email if contact and can_see_contact(user, contact) else "",
        acceptance=acceptance_of(handover),
        note=handover.note,
        programme=Link(str(work.programme), work.programme.get_absolute_url()),
        is_open=is_open,
    )


def home_of(handover: Handover) -> Link | None:
    """Return where work lives, as a link; none when it stopped or is archived."""
    home = handover.destination
    if isinstance(home, str):
        return Link(home, "") if home else None
    name = home.name if isinstance(home, Programme | Organisation) else str(home)
    return Link(name, home.get_absolute_url())


def home_kind_of(handover: Handover) -> str:
    """Say what kind of place work lives at."""
    home = handover.destination
    if isinstance(home, Platform):
        return _("Platform")
    if isinstance(home, KnowledgeCircle):
        return _("Knowledge circle")
    if isinstance(home, Programme):
        return _("Programme")
    return _("Organisation") if isinstance(home, Organisation) else _("Other body") if home else ""


def acceptance_of(handover: Handover) -> str:
    """Say when a handover was accepted and by whom, or according to what; nothing when it was not."""
    if handover.accepted_at is None:
        return ""
    day = date_plain(handover.accepted_at)
    if handover.acceptance_source:
        return _("%(day)s, according to %(source)s") % {"day": day, "source": handover.acceptance_source}
    return _("%(day)s, by %(person)s") % {"day": day, "person": handover.accepted_by}
