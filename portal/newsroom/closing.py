"""What can be said of a programme at its end, drafted from its own data: plain text that its leader then makes his."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.dates import date_plain
from members.models import Organisation, Person
from members.rich_text import sanitise
from programmes.chains import ChainLink, Chains, chains_of
from programmes.models import (
    Handover,
    KnowledgeCircle,
    Outcome,
    Platform,
    Programme,
    ProgrammeLeader,
    ProgrammeParticipant,
    Workstream,
)

TITLE_LENGTH, LEAD_LENGTH = 150, 400
NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Draft:
    """A closing article as the data tell it: safe HTML in `text`, and the circles it is about."""

    title: str
    lead: str
    text: str
    circles: tuple[int, ...]


def closing_draft(programme: Programme) -> Draft:
    """Draft the article that closes a programme, in the language of who asks; the queries do not grow with it."""
    outcomes = list(programme.outcomes.prefetch_related("workstreams").defer("search"))
    circles = list(programme.circles.only("programme", "name", "slug", "state"))
    chains = chains_of(Handover.objects.filter(programme=programme))
    parts = (
        _part(_("In numbers"), _numbers(programme, outcomes)),
        _part(_("What was achieved"), *map(_achieved, outcomes)),
        _part(_("Where it lives now"), *_homes(programme, outcomes, chains, circles)),
        _part(_("What is still open"), _list(_still_open(outcomes))),
        _part(_("Who steers on"), _list(_steering(programme, chains))),
        _part(_("Who to call"), _contact(programme)),
    )
    title = _("%(programme)s: what it brought and where it lives on") % {"programme": programme}
    return Draft(
        title=Truncator(title).chars(TITLE_LENGTH),
        lead=Truncator(_lead(programme)).chars(LEAD_LENGTH),
        text=sanitise(_joined(parts)),
        circles=tuple(circle.pk for circle in circles),
    )


def _lead(programme: Programme) -> str:
    name = {"programme": programme}
    if programme.ended_on:
        ended = name | {"day": date_plain(programme.ended_on)}
        return _("%(programme)s ended on %(day)s. The work goes on: read who has it now, and who to call.") % ended
    return _("%(programme)s comes to its end. Read what it brought, who has it now, and who to call.") % name


def _numbers(programme: Programme, outcomes: Iterable[Outcome]) -> SafeString:
    counted = ProgrammeParticipant.objects.filter(programme=programme)
    organisations = counted.aggregate(number=Count("organisation", distinct=True))["number"]
    streams = sum(len(outcome.workstreams.all()) for outcome in outcomes)
    years = _years(programme)
    told = (
        ngettext("%(count)s year of work together", "%(count)s years of work together", years) % {"count": years},
        ngettext("%(count)s organisation that took part", "%(count)s organisations that took part", organisations)
        % {"count": organisations},
        ngettext("%(count)s workstream", "%(count)s workstreams", streams) % {"count": streams},
    )
    return _list(text for text, number in zip(told, (years, organisations, streams), strict=True) if number)


def _years(programme: Programme) -> int:
    """Count the years from the first to the last, as far as both are known."""
    end = programme.ended_on or programme.planned_end
    return end.year - programme.begin_year if end and programme.begin_year else 0


def _achieved(outcome: Outcome) -> SafeString:
    streams = (f"{stream.title}: {_stage(stream)}" for stream in outcome.workstreams.all())
    return format_html("<h3>{}</h3>{}{}", outcome.title, _paragraphs(outcome.text), _list(streams))


def _stage(stream: Workstream) -> str:
    label = str(stream.get_stage_display())
    return label[:1].lower() + label[1:]


def _homes(
    programme: Programme, outcomes: Iterable[Outcome], chains: Chains, circles: Iterable[KnowledgeCircle]
) -> Iterator[SafeString]:
    """Say of every workstream where it is, and name the platforms and circles that came from it and go on."""
    first = {each.workstream_id: each for each in _beginnings(programme, chains)}
    streams = [stream for outcome in outcomes for stream in outcome.workstreams.all()]
    yield _list(_home(stream, first.get(stream.pk), chains) for stream in streams)
    platforms = programme.platforms.only("programme", "name", "slug", "until")
    yield _named(_("Platforms that go on:"), [each for each in platforms if not each.has_ended()])
    yield _named(
        _("Knowledge circles that go on:"), [each for each in circles if each.state != KnowledgeCircle.State.ARCHIVED]
    )


def _beginnings(programme: Programme, chains: Chains) -> Iterator[Handover]:
    return (each for each in chains if each.programme_id == programme.pk and each.follows_id is None)


def _home(stream: Workstream, handover: Handover | None, chains: Chains) -> SafeString:
    link = chains.of(handover).now if handover else None
    return format_html("{}: {}", stream.title, _stay(link) if link else _("no home yet"))


def _stay(link: ChainLink) -> SafeString | str:
    home = link.destination
    if not home:
        return str(link.handover.get_kind_display()).lower()
    shown = home if isinstance(home, str) else _link(home)
    if link.since is None:
        return shown
    return format_html("{}, {}", shown, _("since %(day)s") % {"day": date_plain(link.since)})


def _link(home: Platform | KnowledgeCircle | Programme | Organisation) -> SafeString:
    name = home.name if isinstance(home, Organisation | Programme) else str(home)
    return format_html('<a href="{}">{}</a>', home.get_absolute_url(), name)


def _named(words: str, things: Iterable[Platform | KnowledgeCircle]) -> SafeString:
    listed = _list(map(_link, things))
    return format_html("<p>{}</p>{}", words, listed) if listed else NOTHING


def _still_open(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        yield from (line for line in outcome.still_open.splitlines() if line.strip())


def _steering(programme: Programme, chains: Chains) -> Iterator[SafeString]:
    for handover in _beginnings(programme, chains):
        if handover.workstream_id is None:
            link = chains.of(handover).now
            note = format_html(". {}", link.handover.note) if link and link.handover.note else NOTHING
            yield format_html("{}{}", _stay(link) if link else _("nobody yet"), note)


def _contact(programme: Programme) -> SafeString:
    """Name who answers questions: the contact after the end, or else who leads today."""
    person, capacity = programme.contact, programme.contact_capacity
    if person is None:
        leaders = ProgrammeLeader.objects.filter(programme=programme, is_deputy=False).current()
        leader = leaders.select_related("person__organisation").first()
        person, capacity = (leader.person, _("programme leader")) if leader else (None, "")
    return _person(person, capacity) if person else NOTHING


def _person(person: Person, capacity: str) -> SafeString:
    organisation = person.organisation.name if person.organisation else ""
    words = ", ".join(part for part in (person.name, capacity, organisation) if part)
    if person.email and person.contact_visibility == Person.ContactVisibility.EVERYONE:
        return format_html('<p>{}: <a href="mailto:{}">{}</a></p>', words, person.email, person.email)
    return format_html("<p>{}</p>", words)


def _part(heading: str, *blocks: SafeString) -> SafeString:
    """Put a heading above what there is to say; nothing where there is nothing."""
    said = _joined(blocks)
    return format_html("<h2>{}</h2>{}", heading, said) if said else NOTHING


def _joined(blocks: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((block,) for block in blocks))


def _paragraphs(text: str) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((line,) for line in text.splitlines() if line.strip()))


def _list(items: Iterable[str | SafeString]) -> SafeString:
    listed = format_html_join("", "<li><p>{}</p></li>", ((item,) for item in items))
    return format_html("<ul>{}</ul>", listed) if listed else NOTHING
