"""One meeting as its page shows it: fetched in one query, with no more in it than the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from meetings.answering.who_comes import shown_by_joint_sectors
from meetings.answers import own_answer_text
from meetings.audience import own_answer
from meetings.groups import group_of, group_tags
from meetings.inviting.standing import with_standing
from meetings.meeting_parts import (
    OWN_BAND,
    ActionLine,
    AgendaLine,
    AnswerPart,
    ContributionLine,
    DocumentLine,
    MeetingPage,
    PreparationPart,
    ReportPart,
    Someone,
    TopicPart,
)
from meetings.models import (
    ActionItem,
    AgendaItem,
    Contribution,
    Decision,
    Document,
    Meeting,
    MeetingQuerySet,
    Minutes,
    Preparation,
    Presenter,
    Topic,
)
from meetings.nested import nested
from meetings.permissions import can_answer, can_lead_meeting, can_read_minutes
from meetings.reporting.numbers import number_text
from meetings.reporting.standing import open_until
from meetings.rows import DROPPED, joint_sectors, moved_text
from meetings.structured_data import is_public, meeting_event
from meetings.web_links import web_link
from members.dates import date_long, date_machine, date_plain, moment_long, time_of
from members.models import User
from members.permissions import can_see_member_details
from members.weave import Weave, weave
from sectors.rows import Link, SectorTag, sector_tags

SEARCHED = ("sector_year__sector", "host", "organiser", "focus_point", "minutes")  # what belongs to it and has words


def fetch_meeting(meetings: MeetingQuerySet, user: User | AnonymousUser) -> MeetingQuerySet:
    """Add everything the page shows, as far as `user` may see it; related rows come as lists of dictionaries."""
    member = can_see_member_details(user)
    documents = Document.objects.all() if member else Document.objects.filter(visibility=Document.Visibility.PUBLIC)
    visible = Meeting.objects.visible_to(user)
    if member:  # who organises a gathering needs no role
        meetings = with_standing(meetings)
    found = meetings.with_stage().annotate(
        joint=joint_sectors(),
        group=group_of(),
        joint_shown=shown_by_joint_sectors(),
        topic_list=nested(_of(Topic.objects.filter(state__in=[Topic.State.SCHEDULED, Topic.State.PRESENTED])), TOPIC),
        presenter_list=nested(_of(Presenter.objects.order_by("pk")), PRESENTER),
        agenda_list=nested(_of(AgendaItem.objects.all()), AGENDA),
        document_list=nested(_of(documents), DOCUMENT),
        decision_list=nested(_of(Decision.objects.all()), DECISION),
        action_list=nested(_of(ActionItem.objects.all()), ACTION),
        year_list=nested(visible.filter(sector_year=OuterRef("sector_year")).order_by("number"), NEIGHBOUR),
        discussion_list=nested(visible.filter(prepares__meeting=OuterRef("pk")), NEIGHBOUR),
    )
    if member:
        found = found.annotate(contribution_list=nested(_of(Contribution.objects.all()), INPUT))
    if isinstance(user, User):
        found = found.annotate(own_answer=own_answer(user))
    searched = [f"{name}__search" for name in SEARCHED]
    return found.select_related("preparation", *SEARCHED).defer("search", *searched)


TOPIC = {"title": "title", "summary": "summary", "person": "proposed_by__name"}
TOPIC |= {"organisation": "proposed_for__name", "slug": "proposed_for__slug"}
PRESENTER = {"person": "person__name", "organisation": "organisation__name", "slug": "organisation__slug"}
AGENDA = {"title": "title", "minutes": "minutes", "presenter": "presenter__name", "note": "note"}
DOCUMENT = {"pk": "pk", "title": "title", "file": "file", "visibility": "visibility"}
DECISION = {"text": "text", "number": "number", "year": "sector_year__year"}
ACTION = {"text": "text", "owner": "owner__name", "due": "due", "done_at": "done_at"}
ACTION |= {"pk": "pk", "account": "owner__account"}
NEIGHBOUR = {"pk": "pk", "number": "number", "title": "title", "starts": "starts"}
INPUT = {"kind": "kind", "text": "text", "person": "person__name", "created_at": "created_at"}
INPUT |= {"organisation": "organisation__name", "slug": "organisation__slug"}
INPUT |= {"pk": "pk", "account": "person__account"}


def meeting_page(meeting: Meeting, user: User | AnonymousUser) -> MeetingPage:
    """Shape a meeting that `fetch_meeting` found."""
    row = cast("Any", meeting)  # with the annotations of fetch_meeting
    member, groups = can_see_member_details(user), group_tags(row.group)
    tags = (*_sectors(meeting, row.joint), *groups)
    previous, following = _neighbours(meeting, row.year_list)
    return MeetingPage(
        pk=meeting.pk,
        is_public=is_public(meeting),
        event=meeting_event(meeting, tags, groups),
        title=meeting.title or _("Topic to follow"),
        weave=_weave(meeting, tags),
        kind_label=meeting.get_kind_display(),
        is_draft=meeting.state == Meeting.State.DRAFT,
        stage=row.stage,
        reason=meeting.state_reason,
        when=moment_long(meeting.starts, meeting.ends) if meeting.starts else "",
        when_machine=date_machine(meeting.starts) if meeting.starts else "",
        moved=moved_text(meeting.starts, meeting.moved_from),
        place=meeting.place,
        organiser=meeting.organiser.name if meeting.organiser else "",
        host=Link(meeting.host.name, meeting.host.get_absolute_url()) if meeting.host else None,
        online_link=web_link(meeting.online_link) if member and not (meeting.is_over or row.stage in DROPPED) else "",
        capacity=meeting.capacity,
        number_text=_number(meeting),
        previous=previous,
        following=following,
        sectors=tags,
        focus_point=meeting.focus_point.title if meeting.focus_point else "",
        summary=meeting.summary,
        topics=[_topic(values, meeting, named=member) for values in row.topic_list],
        presenters=[someone for values in row.presenter_list if (someone := _someone(values))],
        preparation=_preparation(meeting, row.discussion_list) if row.stage not in DROPPED else None,
        contributions=[_contribution(values, user) for values in row.contribution_list] if member else [],
        agenda=list(_agenda(meeting, row.agenda_list, user)),
        documents=[_document(values) for values in row.document_list],
        report=_report(meeting, user),
        shows_member_details=member,
        answer=_answer(meeting, user),
    )


def _of(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(meeting=OuterRef("pk"))


def _sectors(meeting: Meeting, joint: list[dict[str, str]]) -> tuple[SectorTag, ...]:
    if meeting.sector_year is None:
        return sector_tags(joint)
    sector = meeting.sector_year.sector
    return (SectorTag(sector.name, sector.get_absolute_url(), sector.band), *sector_tags(joint))


def _weave(meeting: Meeting, sectors: tuple[SectorTag, ...]) -> Weave:
    bands = [tag.band for tag in sectors] or [OWN_BAND]
    return weave(f"meeting-{meeting.pk}", band=bands[0], second_band=bands[1] if len(bands) > 1 else "")


def _number(meeting: Meeting) -> str:
    if meeting.sector_year is None:
        return ""
    total = max(meeting.sector_year.meeting_target, meeting.number or 0)
    known = {"number": meeting.number, "total": total, "year": meeting.sector_year.year}
    return _("%(number)s of %(total)s in %(year)s") % known


def _answer(meeting: Meeting, user: User | AnonymousUser) -> AnswerPart | None:
    if not meeting.takes_answers or not can_answer(user, meeting):
        return None
    return AnswerPart(own_answer_text(vars(meeting).get("own_answer")))


def _neighbours(meeting: Meeting, year: list[dict[str, Any]]) -> tuple[Link | None, Link | None]:
    """Return the meetings before and after this one in its year, as far as the reader may see them."""
    before = [values for values in year if values["number"] < (meeting.number or 0)]
    after = [values for values in year if values["number"] > (meeting.number or 0)]
    return (_link(before[-1]) if before else None), (_link(after[0]) if after else None)


def _link(values: dict[str, Any]) -> Link:
    name = values["title"] or _("Topic to follow")
    if values["starts"]:
        name = f"{date_plain(_moment(values['starts']))}: {name}"
    return Link(name, f"{reverse('meeting-list')}{values['pk']}/")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _someone(values: dict[str, Any], *, named: bool = True) -> Someone | None:
    person, organisation = values["person"] if named else None, values["organisation"]
    url = f"{reverse('organisation-list')}{values['slug']}/" if organisation else ""
    if person:
        return Someone(person, organisation or "", url)
    return Someone(organisation, "", url) if organisation else None


def _topic(values: dict[str, Any], meeting: Meeting, *, named: bool) -> TopicPart:
    """Name the organisation that proposed it; the person who did is for members.

    What the meeting itself says already is not said again.
    """
    title = values["title"] if values["title"] != meeting.title else ""
    summary = values["summary"] if values["summary"] not in strip_tags(meeting.summary) else ""
    return TopicPart(title, summary, _someone(values, named=named))


def _contribution(values: dict[str, Any], user: User | AnonymousUser) -> ContributionLine:
    return ContributionLine(
        pk=values["pk"],
        is_own=user.pk is not None and values["account"] == user.pk,
        kind=values["kind"],
        kind_label=str(Contribution.Kind(values["kind"]).label),
        text=values["text"],
        author=_someone(values) or Someone(""),
        day_text=date_plain(_moment(values["created_at"])),
    )


def _document(values: dict[str, Any]) -> DocumentLine:
    suffix = values["file"].rpartition(".")[2].upper() if values["file"] else _("link")
    note = suffix if values["visibility"] == Document.Visibility.PUBLIC else ", ".join([suffix, _("for members")])
    url = reverse("document-detail", args=[values["pk"]])
    return DocumentLine(url, values["title"], note, is_link=not values["file"])


def _preparation(meeting: Meeting, discussions: list[dict[str, Any]]) -> PreparationPart | None:
    found: Preparation | None = getattr(meeting, "preparation", None)
    if found is None:
        return None
    today = timezone.localdate()
    facts = [
        (_("Preparation opens"), date_long(found.opens_on)),
        (_("Input until"), date_long(found.input_closes_on)),
        (_("Topic settled by"), date_long(found.settle_by)),
    ]
    if found.settled_at:
        facts[-1] = (_("Topic settled on"), date_long(found.settled_at))
    if found.discussed_at:
        facts.insert(1, (_("Discussed on"), moment_long(found.discussed_at)))
    return PreparationPart(
        facts=facts,
        discussed_in=_link(discussions[0]) if discussions else None,
        open_until=date_long(found.input_closes_on) if found.is_open_on(today) else "",
        closed=_closed(found, today),
    )


def _closed(preparation: Preparation, today: date) -> str:
    if preparation.waived_at:
        return _("This meeting needs no preparation.")
    if preparation.settled_at:
        return _("The topic is settled; input is no longer asked.")
    if today < preparation.opens_on:
        return _("Input is not asked yet.")
    return "" if today <= preparation.input_closes_on else _("Input is closed.")


def _agenda(meeting: Meeting, items: list[dict[str, Any]], user: User | AnonymousUser) -> Iterator[AgendaLine]:
    """Add the times at which items begin, until one does not say how long it takes; notes belong to the minutes."""
    noted = _readable_minutes(meeting, user) is not None
    begin = meeting.starts
    for values in items:
        time, minutes = time_of(begin) if begin else "", values["minutes"]
        yield AgendaLine(time, values["title"], minutes, values["presenter"] or "", values["note"] if noted else "")
        begin = begin + timedelta(minutes=minutes) if begin and minutes else None


def _readable_minutes(meeting: Meeting, user: User | AnonymousUser) -> Minutes | None:
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    return minutes if minutes and can_read_minutes(user, minutes) else None


def _report(meeting: Meeting, user: User | AnonymousUser) -> ReportPart | None:
    minutes = _readable_minutes(meeting, user)
    if minutes is None or minutes.published_at is None:
        return None
    row = cast("Any", meeting)
    return ReportPart(
        text=minutes.text,
        published=date_plain(minutes.published_at),
        is_final=minutes.final_at is not None,
        is_public=minutes.is_public,
        corrections=minutes.corrections,
        corrections_until=open_until(minutes),
        decisions=[(number_text(values["year"], values["number"]), values["text"]) for values in row.decision_list],
        actions=list(_actions(meeting, row.action_list, user)) if row.action_list else [],
    )


def _actions(meeting: Meeting, found: list[dict[str, Any]], user: User | AnonymousUser) -> Iterator[ActionLine]:
    member, leads = can_see_member_details(user), can_lead_meeting(user, meeting)
    for values in found:
        owns = user.pk is not None and values["account"] == user.pk
        yield ActionLine(
            pk=values["pk"],
            may_finish=member and (owns or leads),
            text=values["text"],
            owner=(values["owner"] or "") if member else "",
            due=date_plain(date.fromisoformat(values["due"])) if values["due"] else "",
            is_done=values["done_at"] is not None,
        )
