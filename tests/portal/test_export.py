"""The export of one's own data: all of it, of nobody else, and nothing that opens a door."""

import csv
import io
import json
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar
from PIL import Image

from meetings.models import Meeting
from members import outbox
from members.models import OutboxMessage
from members.security_log import record
from portal.models import DataExport
from portal.privacy.export import ask_for_export, empty_expired_exports, gathered, make_export, tend_exports
from portal.tasks import make_data_export, tend_data_exports
from tests.factories import (
    AttendanceFactory,
    ContributionFactory,
    DataExportFactory,
    MeetingFactory,
    MemberRequestFactory,
    SeatFactory,
    SecurityOriginFactory,
    UserFactory,
    member_user,
    moment,
)


def files(account):
    """What is in the zip file of an account, by name."""
    with ZipFile(io.BytesIO(gathered(account))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def data(account):
    return json.loads(files(account)["gegevens.json"])


def sheet_with(found, text):
    """The one CSV file that holds a text, as rows."""
    (content,) = (each for name, each in found.items() if name.endswith(".csv") and text.encode() in each)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def member(db):
    return member_user(name="An de Vries", email="an@example.org", phone="000 123", job_title="Adviseur")


def test_zip_holds_a_readme_all_data_sheets_and_a_calendar(member):
    found = files(member)

    assert {"LEESMIJ.txt", "gegevens.json", "bijeenkomsten.ics"} <= set(found)
    readme = found["LEESMIJ.txt"].decode()
    assert member.email in readme
    assert {name for name in found if name.endswith(".csv")} == {
        line.split(":")[0][2:] for line in readme.splitlines() if ".csv: " in line
    }


def test_profile_and_what_was_done_are_in_it(member):
    ContributionFactory(person=member.person, text="Hoe doen anderen dit?")
    SeatFactory(person=member.person)
    MemberRequestFactory(account=member, note="Graag snel")
    SecurityOriginFactory(event=record("signed_in", actor=member), ip="192.0.2.77")

    text = json.dumps(data(member))

    for said in ("An de Vries", "000 123", "Adviseur", "Hoe doen anderen dit?", "Graag snel", "192.0.2.77"):
        assert said in text


def test_data_of_others_are_not_in_it(member):
    other = member_user(member.person.organisation, name="Bo Kuiper", email="bo@example.org")
    ContributionFactory(person=other.person, text="Van Bo")
    meeting = MeetingFactory(title="Samen")
    AttendanceFactory(meeting=meeting, person=member.person)
    AttendanceFactory(meeting=meeting, person=other.person)

    everything = b"".join(files(member).values()).decode()

    assert "Samen" in everything
    assert not [said for said in ("Bo Kuiper", "bo@example.org", "Van Bo", other.email) if said in everything]


def test_secrets_are_not_in_it(member, client):
    member.set_password("een lang wachtwoord")
    member.save()
    Authenticator.objects.create(user=member, type="totp", data={"secret": "GEHEIM"})
    client.force_login(member)

    everything = b"".join(files(member).values()).decode()

    assert "last_used_at" in everything
    assert not [said for said in ("GEHEIM", member.password, client.session.session_key) if said in everything]


def test_sheets_have_headers_and_no_formulas(member):
    ContributionFactory(person=member.person, text="=HYPERLINK(1)")

    header, row = sheet_with(files(member), "HYPERLINK")

    assert len(header) == len(set(header)) == len(row)
    assert "'=HYPERLINK(1)" in row


def test_calendar_holds_the_meetings_one_is_on_the_list_of(member):
    meeting = MeetingFactory(title="Bodem; water, lucht", place="Assen")
    AttendanceFactory(meeting=meeting, person=member.person)
    AttendanceFactory(meeting=MeetingFactory(title="", starts=None, ends=None, state="draft"), person=member.person)
    AttendanceFactory(meeting=MeetingFactory(state=Meeting.State.CANCELLED, state_reason="Ziek"), person=member.person)
    MeetingFactory(title="Van anderen")

    content = files(member)["bijeenkomsten.ics"]

    first, second = Calendar.from_ical(content).walk("VEVENT")
    assert (first["uid"], first["summary"]) == (meeting.ical_uid, "Bodem; water, lucht")
    assert (first["dtstart"].dt, first["dtend"].dt) == (moment(), moment(hour=16))
    assert [str(each["status"]) for each in (first, second)] == ["CONFIRMED", "CANCELLED"]
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"TZID" not in content


def test_photo_goes_along(member):
    content = io.BytesIO()
    Image.new("RGB", (200, 200), "teal").save(content, "PNG")
    member.person.photo = SimpleUploadedFile("me.png", content.getvalue())
    member.person.save()

    with Image.open(io.BytesIO(files(member)["foto.webp"])) as photo:
        assert (photo.format, photo.size) == ("WEBP", (200, 200))


def test_photo_that_is_gone_from_the_disk_holds_nothing_up(member):
    type(member.person).objects.update(photo="people/gone-10x10-f50-50.webp")

    assert "foto.webp" not in files(member)


def test_account_that_waits_gets_what_there_is(db):
    account = UserFactory(email="nieuw@example.org")
    MemberRequestFactory(account=account, name="Nieuwkomer")

    text = json.dumps(data(account))

    assert "nieuw@example.org" in text
    assert "Nieuwkomer" in text


def test_making_keeps_the_file_a_day_and_mails(member):
    export = ask_for_export(account=member)

    made = make_export(export=export)
    outbox.send_due()

    assert made.expires_at - made.made_at == timedelta(hours=24)
    assert bytes(made.content).startswith(b"PK")
    (message,) = mail.outbox
    assert message.to == [member.email]
    assert "/mijn/gegevens/" in message.body
    assert "&" not in message.body


def test_made_export_is_left_alone(member):
    first = make_export(export=ask_for_export(account=member))

    make_data_export(first.pk)

    assert DataExport.objects.get().made_at == first.made_at
    assert OutboxMessage.objects.count() == 1


def test_asking_twice_is_asking_once_until_it_is_made(member):
    first, second = ask_for_export(account=member), ask_for_export(account=member)
    make_export(export=first)

    assert first == second
    assert ask_for_export(account=member) != first


def test_task_for_an_export_that_is_gone_does_nothing(db):
    make_data_export(12345)

    assert not OutboxMessage.objects.exists()


def test_sweep_makes_what_waits_and_empties_what_is_over(db):
    waiting = DataExportFactory()
    over = DataExportFactory(made_at=timezone.now(), expires_at=timezone.now(), content=b"PK")
    valid = DataExportFactory(made_at=timezone.now(), content=b"PK")

    tend_data_exports()

    waiting.refresh_from_db()
    assert waiting.made_at is not None
    assert {
        pk: bytes(content) for pk, content in DataExport.objects.exclude(pk=waiting.pk).values_list("pk", "content")
    } == {
        over.pk: b"",
        valid.pk: b"PK",
    }
    assert empty_expired_exports() == 0


def test_one_that_cannot_be_made_does_not_hold_up_the_next(db, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE portal_dataexport ADD CHECK (made_at IS NULL OR asked_at > '2001-01-01')")
    broken, good = DataExportFactory(asked_at=moment(date(2000, 1, 1))), DataExportFactory()

    tend_exports()

    assert set(DataExport.objects.to_make()) == {broken}
    good.refresh_from_db()
    assert good.made_at is not None
    assert f"export {broken.pk} cannot be made" in caplog.text


def test_columns_and_choices_are_in_words_of_the_portal(member):
    found = files(member)
    with override("nl"):
        visibility, profile, earlier = (
            str(each) for each in ("Leden", _("Profile"), _("Earlier versions of the profile"))
        )

    for kind in (profile, earlier):
        header, *rows = csv.reader(io.StringIO(found[f"{slugify(kind)}.csv"].decode("utf-8-sig")), delimiter=";")
        assert {"Naam", "Functie"} <= set(header)
        assert {row[header.index("Wie de contactgegevens ziet")] for row in rows} == {visibility}
