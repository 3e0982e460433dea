"""All of someone's own data as one zip file: for people (CSV), for programs (JSON) and for calendars."""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Iterator
from datetime import UTC
from functools import partial
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from icalendar import Calendar, Event

from meetings.models import Attendance, Meeting
from members.broker import wake
from members.dates import moment_long
from members.models import Network, Person, User
from members.telling import tell_accounts
from members.transfer.cells import escaped, in_words, shown
from portal.models import EXPORT_HOURS, DataExport
from portal.privacy.personal_data import PERSONAL_DATA, Holding

logger = logging.getLogger(__name__)

TASK = "portal.tasks.make_data_export"
LABELS = {
    "pgh_created_at": _("kept on"),
    "created_at": _("made on"),
    "last_seen_at": _("last seen"),
    "last_used_at": _("last used"),
    "ip": _("IP address"),
    "user_agent": _("browser"),
}
STATUS = {Meeting.State.CANCELLED: "CANCELLED", Meeting.State.NOT_HELD: "CANCELLED", Meeting.State.DRAFT: "TENTATIVE"}


@transaction.atomic
def ask_for_export(*, account: User) -> DataExport:
    """Have the data of an account gathered, and return the request; one that waits already is that one."""
    export, _is_new = DataExport.objects.get_or_create(account=account, made_at=None)
    transaction.on_commit(partial(wake, TASK, export.pk, waiting="an export"), robust=True)
    return export


@transaction.atomic
def make_export(*, export: DataExport) -> DataExport:
    """Gather the data, keep them for a day and tell so by mail; what is made or being made is left alone."""
    waiting = DataExport.objects.to_make().select_for_update(skip_locked=True).filter(pk=export.pk).first()
    if waiting is None:
        return export
    account = User.objects.get(pk=waiting.account_id)
    waiting.content = gathered(account)
    waiting.made_at = timezone.now()
    waiting.expires_at = waiting.made_at + EXPORT_HOURS
    waiting.save()
    told = {"until": waiting.expires_at.isoformat(), "path": reverse("mine-data")}
    tell_accounts("data_export", User.objects.filter(pk=account.pk), key=f"{waiting.pk}", context=told)
    return waiting


def tend_exports() -> None:
    """Make every export that waits, whatever becomes of the others, and empty those whose day is over."""
    empty_expired_exports()
    for export in DataExport.objects.to_make().order_by("pk"):
        try:
            make_export(export=export)
        except Exception:  # whatever ails one person's data, the others get theirs
            logger.exception("export %s cannot be made", export.pk)


def empty_expired_exports() -> int:
    """Throw away the content of exports whose day is over; return of how many."""
    expired = DataExport.objects.filter(expires_at__lte=timezone.now(), made_at__isnull=False)
    return expired.exclude(content=b"").update(content=b"")


def person_of(account: User) -> Person | None:
    """Return the person of an account; who waits for approval has none."""
    return Person.objects.select_related("organisation").filter(account=account).first()


def gathered(account: User) -> bytes:
    """Return the zip file, its words in Dutch."""
    content, person = BytesIO(), person_of(account)
    with override(settings.LANGUAGE_CODE), ZipFile(content, "w", ZIP_DEFLATED) as archive:
        kinds = [(each, list(_rows(each, person, account))) for each in PERSONAL_DATA if each.columns]
        told = [(_name(holding), holding, rows) for holding, rows in kinds if rows]
        archive.writestr("LEESMIJ.txt", _readme(account, told))
        archive.writestr("gegevens.json", _as_json(kinds))
        for name, holding, rows in told:
            archive.writestr(f"{name}.csv", _as_csv(holding, rows))
        archive.writestr("bijeenkomsten.ics", _calendar(person))
        if person and person.photo and default_storage.exists(person.photo.name):
            with default_storage.open(person.photo.name) as photo:
                archive.writestr("foto.webp", photo.read())
    return content.getvalue()


def _rows(holding: Holding, person: Person | None, account: User) -> Iterator[list[Any]]:
    """Return the exported columns of each row; of related rows the name."""
    related = [path for path in holding.columns if _field(holding.model, path).is_relation]
    near = {path.rpartition("__")[0] for path in holding.columns} - {""}
    rows = holding.rows(person, account).select_related(*related, *near).order_by("pk")
    return ([_value(row, path) for path in holding.columns] for row in rows)


def _value(row: Any, path: str) -> Any:
    """Return what a column says: the label of a choice, the name of a related row."""
    choices = dict(getattr(_labelled(type(row), path), "flatchoices", ()))
    for step in path.split("__"):
        row = getattr(row, step, None)
    value = choices.get(row, row) if choices else row
    return str(value) if isinstance(value, models.Model) else value


def _field(model: type[models.Model], path: str) -> Any:
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]  # never a generic key
    return model._meta.get_field(last)


def _labelled(model: type[models.Model], path: str) -> Any:
    """Return the field of a column; the columns of versions have their labels at the model they are versions of."""
    tracked = getattr(model, "pgh_tracked_model", None)
    return _field(tracked if tracked and not path.startswith("pgh_") else model, path)


def _header(holding: Holding, path: str) -> str:
    """Return the label of a column; what other makers left without one has it here."""
    field = _labelled(holding.model, path)
    is_bare = field.verbose_name == field.name.replace("_", " ")
    return str(capfirst(LABELS.get(field.name, field.verbose_name) if is_bare else field.verbose_name))


def _name(holding: Holding) -> str:
    return slugify(str(holding.label))


def _as_json(kinds: list[tuple[Holding, list[list[Any]]]]) -> str:
    """Return everything by kind, also what is empty; names of columns are those of the database."""
    data = {_name(holding): [dict(zip(holding.columns, row, strict=True)) for row in rows] for holding, rows in kinds}
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _as_csv(holding: Holding, rows: list[list[Any]]) -> bytes:
    """Return a sheet as Excel in Dutch opens it: UTF-8 that says so, semicolons, no cell that is a formula."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_header(holding, path) for path in holding.columns)
    writer.writerows([escaped(in_words(shown(value))) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _readme(account: User, told: list[tuple[str, Holding, list[list[Any]]]]) -> str:
    context = {
        "network": Network.objects.first(),
        "account": account,
        "now": moment_long(timezone.localtime()),
        "files": [(f"{name}.csv", holding.label, len(rows)) for name, holding, rows in told],
        "site": settings.PUBLIC_URL,
    }
    return str(render_to_string("portal/mine_data_readme.txt", context)).strip() + "\n"


def _calendar(person: Person | None) -> bytes:
    """Return the meetings the person is on the list of. Moments are in UTC, so no time zone needs describing."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Brink//own data//NL")
    own = Attendance.objects.filter(person=person, meeting__starts__isnull=False) if person else ()
    meetings = Meeting.objects.filter(pk__in=[each.meeting_id for each in own]).order_by("starts", "pk")
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting) -> Event:
    """Describe a meeting by the identity that feeds and invitations give it (RFC 5545 §3.8.4.7)."""
    event = Event()
    event.add("uid", meeting.ical_uid)
    event.add("sequence", meeting.ical_sequence)
    moments = {"dtstamp": meeting.modified_at, "dtstart": meeting.starts, "dtend": meeting.ends}
    for name, moment in moments.items():
        if moment:
            event.add(name, moment.astimezone(UTC))
    event.add("summary", str(meeting))
    event.add("status", STATUS.get(Meeting.State(meeting.state), "CONFIRMED"))
    event.add("url", f"{settings.PUBLIC_URL}{meeting.get_absolute_url()}")
    if meeting.place:
        event.add("location", meeting.place)
    return event
