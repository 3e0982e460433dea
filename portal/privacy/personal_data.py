"""Everything that the portal keeps of a person: where it stands, whether he may take it along, what erasure does.

Each relation of a model to Person or User stands in this table once; a test fails for one that does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pghistory.models import MiddlewareEvents

from meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Contribution,
    Correction,
    Invitation,
    Mailing,
    Meeting,
    Minutes,
    Preparation,
    Presenter,
    Topic,
    TopicOffer,
    TopicSupport,
)
from members.history import event_model
from members.images import CENTRE
from members.models import (
    CalendarLink,
    MailPreferences,
    MemberRequest,
    Notification,
    OutboxMessage,
    Person,
    PersonInvitation,
    SecurityEvent,
    User,
)
from portal.models import Article, DataExport
from programmes.models import (
    ActivityParticipant,
    CircleCoordinator,
    CirclePage,
    CircleParticipant,
    CircleRequest,
    Handover,
    JointActivity,
    KnowledgeCircle,
    LifeSign,
    PoolEntry,
    Programme,
    ProgrammeLeader,
    Workstream,
)
from sectors.models import Appointment, Seat

EVERY = Q()
PSEUDONYM = "%pseudonym%"  # stands for what the person is called from then on
ERASED_ADDRESS = "%address%"  # stands for an address that reaches nobody


class Fate(Enum):
    """What erasure does with the rows."""

    KEPT = "kept"  # they stay, and lead to somebody without a name
    EMPTIED = "emptied"  # they stay, without the columns that say something of the person
    ENDED = "ended"  # periods end today, what was still to begin does not
    UNLINKED = "unlinked"  # they stay, and lead to nobody any more
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of a model that `link` leads from to a person or an account; without a link they must be looked for.

    `columns` go into the export; where there are none, `left_out` says why. `emptied` gives the value that each
    personal column has after erasure, in the rows and in every earlier version of them. `only` narrows what erasure
    changes.
    """

    of: type[Person] | type[User]
    model: type[Model]
    link: str
    label: str | Promise
    fate: Fate
    columns: tuple[str, ...] = ()
    left_out: str = ""
    emptied: Mapping[str, Any] = field(default_factory=dict)
    only: Q = EVERY

    def rows(self, person: Person | None, account: User | None) -> QuerySet[Any]:
        """Return the rows of someone, of whom there may be a person, an account or both."""
        subject = person if self.of is Person else account
        rows = self.model._default_manager.all()
        return rows.none() if subject is None or not self.link else rows.filter(**{self.link: subject.pk})


of_person: Any = partial(Holding, Person)
of_account: Any = partial(Holding, User)
PERSON_EVENT, USER_EVENT = event_model(Person), event_model(User)
AT_MEETING = ("meeting", "meeting__starts")
PERIOD = ("since", "until")
NO_DETAILS = {"name": PSEUDONYM, "job_title": "", "email": "", "phone": "", "photo": "", "photo_focus": CENTRE}
STRUCK_OUT = Case(When(reason="", then=Value("")), default=Value("…"))  # a refusal keeps that there was a reason
NUMBERS_ONLY = "It holds numbers only; the versions themselves are exported."
UNUSED = "Not used: rights follow roles and seats."

PROFILE = [
    of_person(
        Person,
        "pk",
        _("Profile"),
        Fate.EMPTIED,
        ("name", "job_title", "organisation", "email", "phone", "contact_visibility", "left_on"),
        emptied=NO_DETAILS,
    ),
    of_person(
        PERSON_EVENT,
        "id",
        _("Earlier versions of the profile"),
        Fate.EMPTIED,
        ("pgh_created_at", "name", "job_title", "email", "phone", "contact_visibility", "left_on"),
        emptied=NO_DETAILS,
    ),
    of_person(Notification, "person", _("Notifications"), Fate.DELETED, ("kind", "created_at", "mailed_at", "read_at")),
    of_person(MailPreferences, "person", _("Choices about mail"), Fate.DELETED, ("language", "muted")),
    of_person(
        CalendarLink,
        "person",
        _("Links for calendars"),
        Fate.DELETED,
        ("name", "created_at", "used_on", "revoked_at"),
    ),
    of_person(
        OutboxMessage,
        "person",
        _("Mails to you"),
        Fate.EMPTIED,
        ("kind", "recipient", "created_at", "sent_at"),
        emptied={"recipient": ERASED_ADDRESS, "context": {}, "content": b"", "error": ""},
    ),
]

ROLES = [
    of_person(Seat, "person", _("Seats"), Fate.ENDED, ("sector", *PERIOD, "mail", "calendar")),
    of_person(Appointment, "person", _("Roles in sectors"), Fate.ENDED, ("sector", "role", *PERIOD)),
    of_person(
        ProgrammeLeader, "person", _("Leadership of programmes"), Fate.ENDED, ("programme", "is_deputy", *PERIOD)
    ),
    of_person(CircleCoordinator, "person", _("Coordination of circles"), Fate.ENDED, ("circle", *PERIOD)),
    of_person(CircleParticipant, "person", _("Circles"), Fate.ENDED, ("circle", *PERIOD)),
    of_person(Programme, "contact", _("Contact of programmes"), Fate.UNLINKED, ("name", "contact_capacity")),
    of_person(Workstream, "lead", _("Lead of workstreams"), Fate.UNLINKED, ("title", "outcome", "stage")),
    of_person(Handover, "contact", _("Contact of handovers"), Fate.UNLINKED, ("programme", "workstream", "kind")),
    of_person(
        Handover,
        "accepted_by",
        _("Handovers accepted"),
        Fate.KEPT,
        ("programme", "workstream", "kind", "accepted_at"),
    ),
    of_person(
        Handover,
        "declined_by",
        _("Handovers declined"),
        Fate.KEPT,
        ("programme", "workstream", "kind", "declined_at", "decline_reason"),
    ),
    of_person(
        LifeSign, "answered_by", _("Signs of life given"), Fate.KEPT, ("handover", "answered_at", "is_alive", "note")
    ),
]

CIRCLES = [
    of_person(KnowledgeCircle, "started_by", _("Circles started"), Fate.KEPT, ("name", "started_on")),
    of_person(
        CircleRequest,
        "person",
        _("Requests to join circles"),
        Fate.EMPTIED,
        ("circle", "text", "asked_at", "withdrawn_at", "decided_at", "is_admitted", "reason"),
        emptied={"text": "", "reason": STRUCK_OUT},
    ),
    of_person(
        CircleRequest,
        "decided_by",
        _("Decisions on who joins circles"),
        Fate.KEPT,
        ("circle", "decided_at", "is_admitted", "reason"),
    ),
    of_person(CirclePage, "author", _("Pages of circles"), Fate.KEPT, ("circle", "title", "text")),
    of_person(JointActivity, "owner", _("Contact of joint activities"), Fate.UNLINKED, ("title", "circle", "kind")),
    of_person(
        ActivityParticipant,
        "person",
        _("Contact of organisations that joined"),
        Fate.UNLINKED,
        ("activity", "organisation", "joined_on", "note"),
    ),
    of_person(
        PoolEntry,
        "person",
        _("Staff offered and asked for"),
        Fate.UNLINKED,
        ("activity", "organisation", "kind", "title", "hours", *PERIOD),
    ),
]

MEETINGS = [
    of_person(
        Attendance,
        "person",
        _("Answers and attendance"),
        Fate.EMPTIED,
        (*AT_MEETING, "organisation", "response", "response_reason", "responded_at", "substitute", "presence"),
        emptied={"response_reason": ""},
    ),
    of_person(Attendance, "substitute", _("Substitute for others"), Fate.KEPT, AT_MEETING),
    of_person(
        Invitation,
        "person",
        _("Invitations to meetings"),
        Fate.EMPTIED,
        (*AT_MEETING, "address", "method", "sent_at"),
        emptied={"address": ERASED_ADDRESS},
    ),
    of_person(
        Contribution,
        "person",
        _("Input for meetings"),
        Fate.KEPT,
        (*AT_MEETING, "organisation", "kind", "text", "created_at"),
    ),
    of_person(
        Presenter, "person", _("Presentations"), Fate.KEPT, (*AT_MEETING, "organisation", "confirmed_at", "declined_at")
    ),
    of_person(AgendaItem, "presenter", _("Agenda items"), Fate.KEPT, (*AT_MEETING, "title")),
    of_person(
        ActionItem,
        "owner",
        _("Actions"),
        Fate.UNLINKED,
        (*AT_MEETING, "text", "due", "done_at"),
        only=Q(done_at__isnull=True),
    ),
    of_person(Minutes, "published_by", _("Minutes published"), Fate.KEPT, (*AT_MEETING, "published_at")),
    of_person(
        Correction,
        "person",
        _("Corrections of minutes"),
        Fate.KEPT,
        ("minutes__meeting", "text", "created_at", "handled_at", "answer"),
    ),
    of_person(
        Correction, "handled_by", _("Corrections handled"), Fate.KEPT, ("minutes__meeting", "handled_at", "answer")
    ),
    of_person(Preparation, "settled_by", _("Preparations settled"), Fate.KEPT, (*AT_MEETING, "settled_at")),
    of_person(Preparation, "waived_by", _("Preparations waived"), Fate.KEPT, (*AT_MEETING, "waived_at")),
    of_person(
        Topic,
        "proposed_by",
        _("Topics proposed"),
        Fate.KEPT,
        ("title", "summary", "sector", "proposed_for", "proposed_at", "state"),
    ),
    of_person(TopicSupport, "person", _("Topics supported"), Fate.KEPT, ("topic", "organisation", "created_at")),
    of_person(TopicOffer, "person", _("Offers to present"), Fate.KEPT, ("topic", "organisation", "created_at")),
    of_person(Meeting, "organiser", _("Gatherings organised"), Fate.KEPT, ("title", "starts", "place")),
    of_person(Article, "author", _("Articles"), Fate.KEPT, ("title", "lead", "published_at")),
    of_account(Article, "written_by", _("Articles written"), Fate.KEPT, ("title", "proposed_at", "published_at")),
]

ENTRY = [
    of_person(
        MemberRequest,
        "successor",
        _("Successor of others"),
        Fate.KEPT,
        left_out="It is somebody else's request; the actions taken over are exported.",
    ),
    of_account(
        MemberRequest,
        "account",
        _("Requests"),
        Fate.EMPTIED,
        ("kind", "name", "job_title", "organisation", "note", "moves_on", "asked_at", "state", "decided_at", "reason"),
        emptied={"name": PSEUDONYM, "job_title": "", "note": "", "reason": STRUCK_OUT},
    ),
    of_account(
        MemberRequest,
        "decided_by",
        _("Decisions on requests"),
        Fate.KEPT,
        ("kind", "organisation", "state", "decided_at", "reason"),
    ),
    of_account(
        PersonInvitation,
        "invited_by",
        _("Invitations sent"),
        Fate.KEPT,
        ("organisation", "invited_at", "accepted_at", "withdrawn_at"),
    ),
    of_account(
        PersonInvitation,
        "accepted_by",
        _("Invitations accepted"),
        Fate.DELETED,
        ("email", "name", "organisation", "invited_at", "accepted_at"),
    ),
]

ACCOUNT = [
    of_account(
        User,
        "pk",
        _("Account"),
        Fate.EMPTIED,
        ("email", "date_joined", "last_login", "is_active", "is_staff", "is_superuser"),
        emptied={"email": ERASED_ADDRESS},
    ),
    of_account(
        USER_EVENT,
        "id",
        _("Earlier versions of the account"),
        Fate.EMPTIED,
        ("pgh_created_at", "email", "is_active", "is_staff", "is_superuser"),
        emptied={"email": ERASED_ADDRESS},
    ),
    of_account(Person, "account", _("Person of the account"), Fate.UNLINKED, left_out="Exported as the profile."),
    of_account(EmailAddress, "user", _("Addresses to sign in"), Fate.DELETED, ("email", "verified", "primary")),
    of_account(Authenticator, "user", _("Second factors"), Fate.DELETED, ("type", "created_at", "last_used_at")),
    of_account(
        SocialAccount,
        "user",
        _("Sign-in services"),
        Fate.DELETED,
        ("provider", "uid", "date_joined", "last_login", "extra_data"),
    ),
    of_account(UserSession, "user", _("Sessions"), Fate.DELETED, ("created_at", "last_seen_at", "ip", "user_agent")),
    of_account(Session, "", _("Session data"), Fate.DELETED, left_out="The key that keeps someone signed in."),
    of_account(DataExport, "account", _("Downloads"), Fate.DELETED, ("asked_at", "made_at", "expires_at")),
    of_account(
        SecurityEvent, "actor_id", _("Security log"), Fate.KEPT, ("at", "kind", "result", "about_model", "origin__ip")
    ),
    of_account(Mailing, "asked_by", _("Invitations you had mailed"), Fate.KEPT, (*AT_MEETING, "asked_at", "people")),
    of_account(LogEntry, "user", _("Changes in the admin"), Fate.KEPT, ("action_time", "content_type", "object_id")),
    of_account(MiddlewareEvents, "user", _("Changes"), Fate.KEPT, left_out=NUMBERS_ONLY),
    of_account(User.groups.through, "user", _("Groups"), Fate.DELETED, left_out=UNUSED),
    of_account(User.user_permissions.through, "user", _("Permissions"), Fate.DELETED, left_out=UNUSED),
]

PERSONAL_DATA: list[Holding] = [*PROFILE, *ROLES, *CIRCLES, *MEETINGS, *ENTRY, *ACCOUNT]
