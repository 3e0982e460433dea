"""What an organisation carries, kind by kind: which rows, how they read, what may become of them, and how that is done.

The kinds stand in the order in which they are carried over: memberships before the people whose seats depend on them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from members.models import MemberRequest, Organisation, Person
from portal.succession import carrying, finding
from portal.succession.case import Succession
from programmes.models import Handover, JointActivity, KnowledgeCircle, Platform, Programme
from sectors.rows import Link

LOCK_ORDER: tuple[type[models.Model], ...] = (
    *(Programme, Platform, Handover, KnowledgeCircle, JointActivity, Meeting),
    *(MemberRequest, Person),  # requests before people, as in every act on them
)


class Choice(models.TextChoices):
    """What becomes of everything of one kind."""

    SUCCESSOR = "successor", _("Goes to the successor")
    OTHER = "other", _("Goes to another organisation")
    END = "end", _("Ends on that day")
    LATER = "later", _("Stays as it is for now")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing an organisation carries.

    `carry` takes what `find` returned to an organisation, or ends it where none is given; `held` says which rows are
    locked for that, `words` how a choice is called where the usual words do not fit.
    """

    key: str
    title: str | Promise
    find: Callable[[Succession], list[Any]]
    line: Callable[[Any], Link]
    choices: tuple[Choice, ...]
    carry: Callable[[Succession, list[Any], Organisation | None], None]
    held: tuple[type[models.Model], str] | None = None
    words: tuple[tuple[Choice, str | Promise], ...] = ()

    def open_to(self, succession: Succession) -> list[Choice]:
        """Return what may be chosen, the usual choice first: without a successor nothing goes there."""
        return [choice for choice in self.choices if succession.successor or choice != Choice.SUCCESSOR]

    def word(self, choice: Choice) -> str:
        """Return how a choice is called here."""
        return str(dict(self.words).get(choice, choice.label))


SUCCESSOR, OTHER, END, LATER = Choice.SUCCESSOR, Choice.OTHER, Choice.END, Choice.LATER
WITH_PERSON = ((SUCCESSOR, _("Stays with the person")),)
LET_GO = ((END, _("Is taken off")),)

KINDS = (
    Kind(
        "membership",
        _("Member of the network"),
        finding.network_terms,
        finding.term_line,
        (SUCCESSOR, END),
        carrying.membership,
    ),
    Kind(
        "sectors",
        _("Takes part in sectors"),
        finding.sector_terms,
        finding.sector_line,
        (SUCCESSOR, END),
        carrying.sectors,
    ),
    Kind(
        "programmes",
        _("Takes part in programmes"),
        finding.participations,
        finding.programme_line,
        (SUCCESSOR, END, LATER),
        carrying.participations,
        (Programme, "programme_id"),
    ),
    Kind(
        "platforms",
        _("Host of platforms"),
        finding.hostings,
        finding.platform_line,
        (SUCCESSOR, LATER, OTHER, END),
        carrying.hostings,
        (Platform, "platform_id"),
    ),
    Kind(
        "handovers",
        _("Work of programmes that lives on here"),
        finding.handovers,
        finding.handover_line,
        (SUCCESSOR, LATER, OTHER),
        carrying.handovers,
        (Handover, "pk"),
    ),
    Kind(
        "leading",
        _("Its people lead programmes"),
        finding.leaderships,
        finding.leader_line,
        (SUCCESSOR, LATER, END),
        carrying.leaderships,
        (Programme, "programme_id"),
        WITH_PERSON,
    ),
    Kind(
        "circles",
        _("Its people coordinate knowledge circles"),
        finding.coordinations,
        finding.coordinator_line,
        (SUCCESSOR, LATER, END),
        carrying.coordinations,
        (KnowledgeCircle, "circle_id"),
        WITH_PERSON,
    ),
    Kind(
        "activities",
        _("Leads joint activities"),
        finding.led_activities,
        finding.page_line,
        (SUCCESSOR, LATER, OTHER, END),
        carrying.led_activities,
        (JointActivity, "pk"),
        ((END, _("Nobody leads them for now")),),
    ),
    Kind(
        "joined",
        _("Takes part in joint activities"),
        finding.joined_activities,
        finding.joined_line,
        (SUCCESSOR, END, LATER),
        carrying.joined_activities,
        (JointActivity, "activity_id"),
        LET_GO,
    ),
    Kind(
        "pool",
        _("Offers and requests of staff"),
        finding.pool_entries,
        finding.pool_line,
        (SUCCESSOR, END, LATER),
        carrying.pool_entries,
        (JointActivity, "activity_id"),
        ((END, _("Is closed")),),
    ),
    Kind(
        "meetings",
        _("Host of coming meetings"),
        finding.hosted_meetings,
        finding.meeting_line,
        (SUCCESSOR, LATER, OTHER, END),
        carrying.hosted_meetings,
        (Meeting, "pk"),
        ((END, _("Has no host for now")),),
    ),
    Kind(
        "presenting",
        _("Is to present at coming meetings"),
        finding.presentations,
        finding.presenter_line,
        (SUCCESSOR, LATER),
        carrying.presentations,
        (Meeting, "meeting_id"),
    ),
    Kind(
        "focus",
        _("Partner in focus points"),
        finding.focus_points,
        finding.focus_line,
        (SUCCESSOR, END, LATER),
        carrying.focus_points,
        words=LET_GO,
    ),
    Kind(
        "parts",
        _("Partnerships"),
        finding.partnerships,
        finding.page_line,
        (SUCCESSOR, END, LATER),
        carrying.partnerships,
        words=LET_GO,
    ),
    Kind(
        "requests",
        _("Open requests to come in"),
        finding.requests,
        finding.request_line,
        (SUCCESSOR, END),
        carrying.requests,
        (MemberRequest, "pk"),
        ((END, _("Are refused")),),
    ),
    Kind(
        "invitations",
        _("Open invitations to come in"),
        finding.invitations,
        finding.invitation_line,
        (SUCCESSOR, END),
        carrying.invitations,
        words=((END, _("Are withdrawn")),),
    ),
    Kind(
        "people",
        _("People"),
        finding.people,
        finding.person_line,
        (SUCCESSOR, END),
        carrying.people,
        (Person, "pk"),
        ((END, _("Seats, roles and answers end; accounts are closed")),),
    ),
    Kind(
        "domains",
        _("E-mail domains and sign-in service"),
        finding.domains,
        finding.domain_line,
        (SUCCESSOR, END),
        carrying.domains,
        words=((END, _("Nobody comes in by them any more")),),
    ),
)
