"""How long what is kept: one table, shown on the privacy page and carried out every day.

Each rule does what is due and not yet done, so it may run twice, or days late.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from pghistory.models import Events

from meetings.models import Attendance, CalendarEdition
from members.history import event_model
from members.models import (
    BouncedAddress,
    CalendarLink,
    MemberRequest,
    Notification,
    OutboxMessage,
    Person,
    PersonInvitation,
    SecurityEvent,
    SecurityOrigin,
    User,
)
from portal.models import DataExport
from portal.privacy.erasure import erase_account, erase_person

logger = logging.getLogger(__name__)

SENT = (OutboxMessage.State.SENT, OutboxMessage.State.FAILED)
DELETED = _("deleted")
EMPTIED = _("emptied, the fact stays")
NAMELESS = _("erased; contributions stay without the name")


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to rows of a model once a period is over."""

    what: str | Promise
    model: type[Model]
    period: relativedelta
    happens: str | Promise
    act: Callable[[datetime], object]

    def carry_out(self) -> object:
        """Do it for everything that is over its period now."""
        return self.act(timezone.now() - self.period)

    def __str__(self) -> str:
        return f"{self.model._meta.label}: {self.act.__name__}"

    @property
    def period_in_words(self) -> str:
        """The period as a reader is told: hours, days or years."""
        if self.period.years:
            return ngettext("%(count)d year", "%(count)d years", self.period.years) % {"count": self.period.years}
        if self.period.days:
            return ngettext("%(count)d day", "%(count)d days", self.period.days) % {"count": self.period.days}
        return ngettext("%(count)d hour", "%(count)d hours", self.period.hours) % {"count": self.period.hours}


RETENTION: list[Rule] = []


def kept(
    what: Promise, model: type[Model], period: relativedelta, happens: Promise
) -> Callable[[Callable[[datetime], object]], Callable[[datetime], object]]:
    """Put a rule in the table; the function gets the moment before which the period is over."""

    def add(act: Callable[[datetime], object]) -> Callable[[datetime], object]:
        RETENTION.append(Rule(what, model, period, happens, act))
        return act

    return add


@kept(_("People who left the network"), Person, relativedelta(years=5), NAMELESS)
def people_who_left(before: datetime) -> None:
    """Whose account is still open has not really left; closing it is a step of its own."""
    gone = Person.objects.filter(left_on__lte=timezone.localdate(before), erased_at__isnull=True)
    for person in gone.filter(Q(account__isnull=True) | Q(account__is_active=False)).order_by("pk"):
        erase_person(person=person, by=None)


@kept(_("Accounts whose address was never confirmed"), User, relativedelta(days=7), DELETED)
def unconfirmed_accounts(before: datetime) -> None:
    """Nobody has ever come in with these; what only tells that they were made goes too."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    never = _strangers(before).filter(
        Exists(addresses), ~Exists(addresses.filter(verified=True)), last_login__isnull=True
    )
    never = never.filter(member_requests__isnull=True)
    _delete_with_versions(User, list(never.values_list("pk", flat=True)))


@kept(_("Accounts of who was not let in"), User, relativedelta(years=1), NAMELESS)
def accounts_not_let_in(before: datetime) -> None:
    """Accounts without a person and without a request that waits."""
    waiting = MemberRequest.objects.waiting().filter(account=OuterRef("pk"))
    refused = _strangers(before).filter(~Exists(waiting)).exclude(email__endswith="@erased.invalid")
    for account in refused.exclude(last_login__gt=before):
        erase_account(account=account, by=None)


@kept(_("Requests that were refused or withdrawn"), MemberRequest, relativedelta(years=1), DELETED)
def closed_requests(before: datetime) -> None:
    """A withdrawn request has no moment of its own, so that of asking counts."""
    closed = MemberRequest.objects.filter(
        Q(state=MemberRequest.State.REFUSED, decided_at__lt=before)
        | Q(state=MemberRequest.State.WITHDRAWN, asked_at__lt=before)
    )
    _delete_with_versions(MemberRequest, list(closed.values_list("pk", flat=True)))


@kept(_("Invitations that were used, withdrawn or have expired"), PersonInvitation, relativedelta(days=90), DELETED)
def closed_invitations(before: datetime) -> None:
    """The last moment at which an invitation could be of use counts."""
    closed = PersonInvitation.objects.filter(expires_at__lt=before)
    _delete_with_versions(PersonInvitation, list(closed.values_list("pk", flat=True)))


@kept(_("Reasons why someone did not come to a meeting"), Attendance, relativedelta(years=1), EMPTIED)
def reasons_not_to_come(before: datetime) -> None:
    """The answer itself stays."""
    Attendance.objects.filter(meeting__starts__lt=before).exclude(response_reason="").update(response_reason="")
    versions = event_model(Attendance).objects.filter(pgh_created_at__lt=before)
    versions.exclude(response_reason="").update(response_reason="")


@kept(_("Text of mails that were sent"), OutboxMessage, relativedelta(days=30), EMPTIED)
def texts_of_mails(before: datetime) -> None:
    """That a mail was sent, and when, stays, so that nothing is sent twice."""
    sent = OutboxMessage.objects.filter(state__in=SENT, created_at__lt=before)
    sent.exclude(context={}, content__in=[b""], error="").update(context={}, content=b"", error="")


@kept(_("Mails that were sent"), OutboxMessage, relativedelta(years=1), DELETED)
def mails(before: datetime) -> None:
    """What waits to be sent stays, whatever its age."""
    OutboxMessage.objects.filter(state__in=SENT, created_at__lt=before).delete()


@kept(_("What invitations to meetings said"), CalendarEdition, relativedelta(years=1), DELETED)
def editions(before: datetime) -> None:
    """As long as the mails that were written from it."""
    CalendarEdition.objects.filter(made_at__lt=before).delete()


@kept(_("Addresses that refused mail"), BouncedAddress, relativedelta(years=1), DELETED)
def bounced_addresses(before: datetime) -> None:
    """What still bounces is noted anew."""
    BouncedAddress.objects.filter(last_at__lt=before).delete()


@kept(_("Revoked links for calendars"), CalendarLink, relativedelta(years=1), DELETED)
def revoked_links(before: datetime) -> None:
    """Those in use stay."""
    CalendarLink.objects.filter(revoked_at__lt=before).delete()


@kept(_("Notifications"), Notification, relativedelta(years=1), DELETED)
def notifications(before: datetime) -> None:
    """Read or not."""
    Notification.objects.filter(created_at__lt=before).delete()


@kept(_("Downloads of one’s own data"), DataExport, relativedelta(hours=24), DELETED)
def downloads(before: datetime) -> None:
    """A sweep empties them within minutes; here the last trace of them goes."""
    DataExport.objects.filter(made_at__lt=before, expires_at__lt=timezone.now()).delete()


@kept(_("Sessions that are over"), Session, relativedelta(hours=8), DELETED)
def sessions(_before: datetime) -> None:
    """Each says itself when it ends; what tells from where it was goes with it."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@kept(_("IP address of a line in the security log"), SecurityOrigin, relativedelta(days=30), DELETED)
def origins(_before: datetime) -> None:
    """Each says itself until when it is kept."""
    SecurityOrigin.objects.filter(expires_on__lte=timezone.localdate()).delete()


@kept(_("Security log"), SecurityEvent, relativedelta(years=2), DELETED)
def security_log(before: datetime) -> None:
    """A trigger refuses to delete what is younger than 730 days."""
    SecurityEvent.objects.filter(at__lt=before).delete()


@kept(_("Log of the admin"), LogEntry, relativedelta(years=2), DELETED)
def log_of_the_admin(before: datetime) -> None:
    """Who changed what stays in the history of the rows."""
    LogEntry.objects.filter(action_time__lt=before).delete()


@kept(_("Earlier versions of what stands in the portal"), Events, relativedelta(years=7), DELETED)
def versions(before: datetime) -> None:
    """The rows themselves stay."""
    for model in apps.get_models(include_auto_created=True):
        if kept_versions := event_model(model):
            kept_versions.objects.filter(pgh_created_at__lt=before).delete()


def _strangers(before: datetime) -> QuerySet[User]:
    """Accounts made before a moment that belong to no person, and give no right in the admin."""
    return User.objects.filter(date_joined__lt=before, person__isnull=True, is_staff=False, is_superuser=False)


@transaction.atomic
def _delete_with_versions(model: type[Model], keys: list[int]) -> None:
    """Delete rows; the history would keep what they said."""
    model._default_manager.filter(pk__in=keys).delete()
    event_model(model).objects.filter(id__in=keys).delete()
