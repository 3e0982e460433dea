"""What happens to topics of a sector's backlog; each act holds the topic, so that two people never undo each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.backlog.feedback import tell_proposer
from meetings.backlog.words import why_closed
from meetings.models import Topic, TopicOffer, TopicSupport
from meetings.models.topic import OPEN
from members.history import event_model
from members.models import Organisation, Person, User
from sectors.models import Sector

State = Topic.State

UNDECIDED = OPEN | {State.PARKED}
PLACED = frozenset({State.SCHEDULED, State.PRESENTED})
CLOSED = frozenset({State.PARKED, State.DECLINED, State.WITHDRAWN})


def version_of(topic: Topic) -> int:
    """Return the number of the topic's last version: a form carries the one it was made from."""
    versions = event_model(Topic).objects.filter(id=topic.pk).order_by("-pgh_id")
    return int(versions.values_list("pgh_id", flat=True)[0])


@transaction.atomic
def propose_topic(*, sector: Sector, title: str, summary: str, by: User, is_idea: bool = False) -> Topic:
    """Put a topic on the sector's backlog; the proposer's organisation supports it from the start.

    Raises ValidationError when an open topic of the sector has this title.
    """
    Sector.objects.select_for_update(no_key=True).get(pk=sector.pk)
    _refuse_double(sector, title)
    person = _person(by)
    with pghistory.context(user=by.pk):
        topic = Topic.objects.create(
            sector=sector,
            title=title,
            summary=summary,
            state=State.IDEA if is_idea else State.PROPOSED,
            proposed_by=person,
            proposed_for=person.organisation,
        )
        if person.organisation:
            topic.supports.create(organisation=person.organisation, person=person)
    return topic


@transaction.atomic
def edit_topic(*, topic: Topic, title: str, summary: str, is_idea: bool, seen: int, by: User) -> Topic:
    """Change what an open topic says; `seen` is the version that the change was made from.

    Raises ValidationError when the topic is closed or changed meanwhile, or another one has this title.
    """
    Sector.objects.select_for_update(no_key=True).get(pk=topic.sector_id)
    held = _held(topic, OPEN)
    if version_of(held) != seen:
        text = _(
            "Someone else changed this topic meanwhile. Above it says what it is now; look whether yours still fits."
        )
        raise ValidationError(text, code="stale")
    _refuse_double(held.sector, title, besides=held)
    held.title, held.summary = title, summary
    held.state = State.IDEA if is_idea else State.PROPOSED
    with pghistory.context(user=by.pk):
        held.save(update_fields=["title", "summary", "state"])
    return held


@transaction.atomic
def support_topic(*, topic: Topic, by: User) -> TopicSupport:
    """Give a topic the voice of the account's organisation; a voice that it gave itself already stays.

    Raises ValidationError when the topic is closed, a colleague was first, or the account is of no organisation.
    """
    held, organisation = _held(topic, OPEN), _organisation(by)
    given = {"person": _person(by)}
    with pghistory.context(user=by.pk):
        support, is_new = held.supports.get_or_create(organisation=organisation, defaults=given)
    if not is_new and support.person_id != given["person"].pk:
        known = {"organisation": organisation, "name": support.person or _("A colleague")}
        raise ValidationError(_("%(name)s already supports this topic for %(organisation)s.") % known, code="twice")
    return support


@transaction.atomic
def withdraw_support(*, topic: Topic, by: User) -> None:
    """Take back the voice of the account's organisation. Raises ValidationError when the topic is closed."""
    held, organisation = _held(topic, OPEN), _organisation(by)
    with pghistory.context(user=by.pk):
        held.supports.filter(organisation=organisation).delete()


@transaction.atomic
def offer_to_present(*, topic: Topic, by: User) -> TopicOffer:
    """Note that the account's person can present a topic. Raises ValidationError when the topic is closed."""
    held, person = _held(topic, OPEN), _person(by)
    with pghistory.context(user=by.pk):
        return held.offers.get_or_create(person=person, defaults={"organisation": person.organisation})[0]


@transaction.atomic
def take_offer_back(*, topic: Topic, by: User) -> None:
    """Forget that the account's person can present a topic. Raises ValidationError when the topic is closed."""
    held = _held(topic, OPEN)
    with pghistory.context(user=by.pk):
        held.offers.filter(person=_person(by)).delete()


def withdraw_topic(*, topic: Topic, by: User) -> Topic:
    """Take a topic off the list, as its proposer wants. Raises ValidationError when it is no longer undecided."""
    return _change(topic, State.WITHDRAWN, allowed=UNDECIDED, by=by)


def park_topic(*, topic: Topic, by: User, reason: str = "") -> Topic:
    """Keep a topic for later. Raises ValidationError when it is not open."""
    return _change(topic, State.PARKED, allowed=OPEN, by=by, reason=reason)


def decline_topic(*, topic: Topic, reason: str, by: User) -> Topic:
    """Decline a topic and say why. Raises ValidationError without a reason, and when it is no longer undecided."""
    if not reason:
        raise ValidationError({"reason": _("Say why the topic is declined.")}, code="required")
    return _change(topic, State.DECLINED, allowed=UNDECIDED, by=by, reason=reason)


def reopen_topic(*, topic: Topic, by: User) -> Topic:
    """Open a topic again that was parked, declined or withdrawn. Raises ValidationError when it was not."""
    return _change(topic, State.PROPOSED, allowed=CLOSED, by=by)


def return_to_backlog(*, topic: Topic, by: User | None) -> Topic:
    """Take a topic off the agenda of its meeting. Raises ValidationError when it is on none."""
    return _change(topic, State.PROPOSED, allowed=PLACED, by=by)


@transaction.atomic
def merge_topics(*, topic: Topic, into: Topic, by: User) -> Topic:
    """Let a topic go on as another open one of its sector: its supports, offers and what went into it move along.

    Raises ValidationError for itself, for a topic of another sector, and when either is no longer open.
    """
    if topic.pk == into.pk:
        raise ValidationError({"into": _("A topic cannot be merged into itself.")}, code="itself")
    if topic.sector_id != into.sector_id:
        raise ValidationError({"into": _("Choose a topic of the same sector.")}, code="elsewhere")
    _lock([topic, into])
    target = _held(into, OPEN)
    with pghistory.context(user=by.pk):
        merged = _change(topic, State.MERGED, allowed=UNDECIDED, by=by, into=target)
        _move_along(merged, target)
    return target


@transaction.atomic
def _change(
    topic: Topic,
    state: Topic.State,
    *,
    allowed: Collection[str],
    by: User | None,
    reason: str = "",
    into: Topic | None = None,
) -> Topic:
    """Give a topic another state, which leaves every meeting, and tell its proposer."""
    held = _held(topic, allowed)
    held.state, held.state_reason, held.meeting, held.merged_into = state, reason, None, into
    with pghistory.context(**({"user": by.pk} if by else {})):
        held.save(update_fields=["state", "state_reason", "meeting", "merged_into"])
    tell_proposer(topic=held, by=by)
    return held


def _move_along(topic: Topic, target: Topic) -> None:
    """Move what belongs to a topic, without doubling: an organisation has one voice, a person offers once."""
    topic.supports.filter(organisation__in=target.supports.values("organisation")).delete()
    topic.offers.filter(person__in=target.offers.values("person")).delete()
    topic.supports.update(topic=target)
    topic.offers.update(topic=target)
    topic.merged.update(merged_into=target)


def _lock(topics: Iterable[Topic]) -> None:
    """Hold topics, always in the same order: two who do so at once wait for each other."""
    keys = [topic.pk for topic in topics]
    list(Topic.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _held(topic: Topic, allowed: Collection[str]) -> Topic:
    """Lock a topic and return it as it is now; refuse when its state does not allow what is asked."""
    _lock([topic])
    held = Topic.objects.select_related("sector", "meeting", "merged_into").get(pk=topic.pk)
    if held.state not in allowed:
        raise ValidationError(why_closed(held), code="closed")
    return held


def _refuse_double(sector: Sector, title: str, *, besides: Topic | None = None) -> None:
    same = Topic.objects.filter(sector=sector, title__iexact=title, state__in=OPEN)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        text = _("This topic is on the list already. You can support it there, or give yours another title.")
        raise ValidationError({"title": text}, code="twice")


def _person(account: User) -> Person:
    person: Person | None = getattr(account, "person", None)
    if person is None:
        raise ValidationError(_("Your account belongs to nobody yet."), code="nobody")
    return person


def _organisation(account: User) -> Organisation:
    organisation = _person(account).organisation
    if organisation is None:
        raise ValidationError(_("Organisations support topics, and you belong to none."), code="nobody")
    return organisation
