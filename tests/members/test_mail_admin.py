"""Mail in the admin: how it is doing, what somebody was sent, what it said, and sending it again."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members import outbox
from members.mail_figures import figures
from members.models import BouncedAddress, OutboxMessage
from tests.factories import (
    BouncedAddressFactory,
    NetworkFactory,
    OutboxMessageFactory,
    PersonFactory,
    SectorFactory,
    UserFactory,
    admin_user,
    editor_user,
    manager_user,
    member_user,
)

pytestmark = pytest.mark.django_db

State = OutboxMessage.State
REFUSED = "SMTPRecipientsRefused: {'gone@example.org': (550, b'no such mailbox')}"
LIST = "admin:members_outboxmessage_changelist"
TOLD = {"name": "Robin", "day": "2027-04-22"}


def url(page, *args, model="outboxmessage"):
    return reverse(f"admin:members_{model}_{page}", args=args)


def failed(**fields):
    values = {"state": State.FAILED, "attempts": 8, "error": REFUSED, "template": "mails/leave_person", "context": TOLD}
    return OutboxMessageFactory(**{**values, **fields})


def confirm(client, address, *rows, **given):
    """Say yes on the page that asks, with these rows ticked."""
    told = {"confirmed": "1", "action": "send_again", "index": "0", "_selected_action": [row.pk for row in rows]}
    return client.post(address, {**told, **given})


@pytest.fixture
def editor(client):
    client.force_login(editor_user())
    return client


# how mail is doing


def test_figures_tell_what_waits_fails_and_went_out():
    now = timezone.now()
    OutboxMessageFactory(due_at=now - timedelta(minutes=3))
    OutboxMessageFactory(due_at=now + timedelta(hours=3))
    OutboxMessageFactory(attempts=2, due_at=now + timedelta(minutes=4))
    OutboxMessageFactory(state=State.SENT, sent_at=now)
    OutboxMessageFactory(state=State.SENT, sent_at=now - timedelta(days=3))
    OutboxMessageFactory(state=State.SENT, sent_at=now - timedelta(days=30))
    failed()
    BouncedAddressFactory()
    BouncedAddressFactory(stopped_at=now)

    told = figures()

    assert (told.waiting, told.planned, told.retried, told.failed) == (1, 1, 1, 1)
    assert (told.sent_today, told.sent_this_week, told.bounced, told.stopped) == (1, 2, 2, 1)
    assert (told.is_late, told.is_held_up) == (False, False)


@pytest.mark.parametrize(("minutes", "is_late"), [(14, False), (16, True)])
def test_mail_that_waits_longer_than_a_quarter_of_an_hour_is_late(minutes, is_late):
    OutboxMessageFactory(due_at=timezone.now() - timedelta(minutes=minutes))

    assert figures().is_late is is_late


def test_mail_that_does_not_get_through_is_held_up():
    OutboxMessageFactory(
        attempts=4, created_at=timezone.now() - timedelta(hours=1), due_at=timezone.now() + timedelta(minutes=9)
    )

    assert (figures().is_late, figures().is_held_up) == (False, True)


def test_failures_are_counted_by_reason():
    for error in (REFUSED, REFUSED, "ConnectionRefusedError: [Errno 111]", ""):
        failed(error=error)

    assert [(reason.code, reason.count) for reason in figures().reasons] == [
        ("SMTPRecipientsRefused", 2),
        ("", 1),
        ("ConnectionRefusedError", 1),
    ]


def test_list_begins_with_how_mail_is_doing(editor):
    OutboxMessageFactory(due_at=timezone.now() - timedelta(hours=1))
    failed()

    page = editor.get(reverse(LIST)).content.decode()

    assert 'class="errornote"' in page
    assert "?state__exact=failed&amp;error__startswith=SMTPRecipientsRefused" in page


def test_list_of_a_reason_holds_its_failures(editor):
    refused = failed()
    failed(error="KeyError: 'x'")

    response = editor.get(f"{reverse(LIST)}?state__exact=failed&error__startswith=SMTPRecipientsRefused")

    assert list(response.context["cl"].result_list) == [refused]


def test_list_asks_as_much_for_three_rows_as_for_one(editor):
    failed(person=PersonFactory())
    editor.get(reverse(LIST))
    with CaptureQueriesContext(connection) as few:
        editor.get(reverse(LIST))

    for _ in range(2):
        failed(person=PersonFactory(), error="KeyError: 'x'")

    with CaptureQueriesContext(connection) as many:
        editor.get(reverse(LIST))
    assert len(many) == len(few)


# what a person was sent


def test_person_leads_to_what_he_was_sent(editor):
    person = PersonFactory(email="robin@example.org", account=UserFactory(email="robin.login@example.org"))
    sent = {
        OutboxMessageFactory(person=person),
        OutboxMessageFactory(recipient="robin@example.org"),
        OutboxMessageFactory(recipient="robin.login@example.org"),
    }
    OutboxMessageFactory()
    address = f"{reverse(LIST)}?to_person={person.pk}"
    assert address in editor.get(url("change", person.pk, model="person")).content.decode()

    response = editor.get(address)

    assert set(response.context["cl"].result_list) == sent
    assert person.name in response.content.decode()


def test_person_without_an_address_is_not_sent_what_has_none_either(editor):
    person = PersonFactory(email="", account=None)
    OutboxMessageFactory()

    assert list(editor.get(f"{reverse(LIST)}?to_person={person.pk}").context["cl"].result_list) == []


@pytest.mark.parametrize("key", ["0", "x", "-1", "999999999999999999999999", "²", ""])
def test_odd_person_is_no_error(editor, key):
    assert editor.get(f"{reverse(LIST)}?to_person={key}", follow=True).status_code == 200


def test_manager_does_not_learn_what_people_were_sent(client):
    sector = SectorFactory()
    manager = manager_user(sector)
    client.force_login(manager)

    response = client.get(url("change", manager.person.pk, model="person"))

    assert "to_person" not in response.content.decode()


# what a mail said


def test_mail_of_a_row_is_shown_without_links_of_its_reader(editor):
    row = failed(
        template="mails/leave_actions",
        context={"name": "Jan", "actions": ["https://x.example/antwoord/12.geheim-woord/"], "day": "2027-04-22"},
        unsubscribe="/afmelden/12.digest.3.geheim-woord/",
        person=PersonFactory(),
    )

    pages = [editor.get(url(page, row.pk)).content.decode() for page in ("mail", "mail_html", "change")]

    assert "Jan" in pages[0]
    assert "Jan" in pages[1]
    assert "geheim-woord" not in "".join(pages)


@pytest.mark.parametrize("who", [editor_user, admin_user])
def test_code_of_a_mail_is_shown_to_nobody(client, who):
    client.force_login(who())
    row = outbox.queue_written(
        kind="login_code", to="robin@example.org", key="account:1", subject="Uw code", body="KLMN-2345"
    )

    pages = [client.get(url(page, row.pk)) for page in ("change", "mail", "mail_html", "act", "history")]
    pages += [client.get(reverse(LIST)), client.get(f"{reverse(LIST)}?q=KLMN")]

    assert [page.status_code for page in pages] == [200] * 7
    assert all(b"KLMN" not in page.content for page in pages[:6])


@pytest.mark.parametrize("question", ["context__token__startswith=a", "content__contains=K", "unsubscribe__contains=a"])
def test_list_answers_no_guess_at_a_code_or_a_link(editor, question):
    failed(context={**TOLD, "token": "abc"}, unsubscribe="/afmelden/abc/")

    assert editor.get(f"{reverse(LIST)}?{question}").status_code == 400


def test_mail_that_can_no_longer_be_written_says_so(editor):
    row = failed(template="mails/there_is_none")

    assert editor.get(url("mail", row.pk)).context["shown"] is None
    assert editor.get(url("mail_html", row.pk)).status_code == 200


@pytest.mark.parametrize("name", ["mail_html", "kind_html"])
def test_html_of_a_mail_can_load_and_do_nothing(editor, name):
    args = [failed().pk] if name == "mail_html" else ["login_code", "nl"]

    response = editor.get(url(name, *args))

    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    assert response["Content-Security-Policy"] == policy
    assert "no-store" in response["Cache-Control"]


def test_kinds_lead_to_each_kind(editor):
    NetworkFactory()
    page = editor.get(url("kinds")).content.decode()

    assert url("kind", "login_code", "en") in page
    shown = editor.get(url("kind", "login_code", "en"))
    assert "KLMN-2345" in shown.content.decode()
    assert url("kind_html", "login_code", "en") in shown.content.decode()


@pytest.mark.parametrize("args", [("nonsense", "nl"), ("login_code", "fy")])
def test_unknown_kind_or_language_is_not_there(editor, args):
    assert editor.get(f"/beheer/members/outboxmessage/soorten/{args[0]}/{args[1]}/").status_code == 404


def test_member_sees_no_kinds(client):
    client.force_login(member_user())

    assert client.get(url("kinds")).status_code == 302


# sending again


def test_failed_mail_is_sent_again_with_its_message_id(editor, mailoutbox, django_capture_on_commit_callbacks):
    row = failed()
    assert url("act", row.pk) in editor.get(url("change", row.pk)).content.decode()

    with django_capture_on_commit_callbacks() as woken:
        response = confirm(editor, url("act", row.pk), row)

    assert (response.status_code, len(woken)) == (302, 1)
    before = row.message_id
    row.refresh_from_db()
    assert (row.state, row.attempts, row.message_id) == (State.QUEUED, 0, before)
    assert row.due_at <= timezone.now()
    assert LogEntry.objects.filter(object_id=str(row.pk)).count() == 1
    outbox.send_due()
    assert [mail.extra_headers["Message-ID"] for mail in mailoutbox] == [before]


def test_page_asks_before_it_sends_again(editor):
    row = failed()

    assert editor.get(url("act", row.pk)).status_code == 200
    assert editor.post(url("act", row.pk)).status_code == 200
    assert confirm(editor, url("act", row.pk)).status_code == 302  # unticked

    row.refresh_from_db()
    assert row.state == State.FAILED


def test_failed_mails_are_sent_again_together(editor):
    rows = [failed(), failed()]

    confirm(editor, reverse(LIST), *rows)

    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.QUEUED}


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.SENT])
def test_mail_that_did_not_fail_is_not_sent_again(editor, state):
    row = OutboxMessageFactory(state=state, sent_at=timezone.now() if state == State.SENT else None, attempts=1)

    response = confirm(editor, url("act", row.pk), row)

    row.refresh_from_db()
    assert (response.status_code, row.state, row.attempts) == (200, state, 1)


def test_second_click_sends_nothing_twice(editor):
    row = failed()
    confirm(editor, url("act", row.pk), row)
    OutboxMessage.objects.update(state=State.SENT, sent_at=timezone.now())

    confirm(editor, url("act", row.pk), row)

    row.refresh_from_db()
    assert row.state == State.SENT


def test_mail_with_a_code_is_not_sent_again(editor):
    row = failed(key="account:1", template="", content=b"KLMN-2345", context={"subject": "Uw code"})

    response = confirm(editor, url("act", row.pk), row)

    row.refresh_from_db()
    assert (response.status_code, row.state) == (200, State.FAILED)
    assert b"KLMN" not in response.content


def test_mail_to_a_stopped_address_is_sent_again_only_when_that_is_asked(editor):
    row = failed(recipient="Gone@example.org")
    BouncedAddressFactory(address="gone@example.org", stopped_at=timezone.now(), count=5)

    assert confirm(editor, url("act", row.pk), row).status_code == 200
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert confirm(editor, url("act", row.pk), row, resume="on").status_code == 302

    row.refresh_from_db()
    assert (row.state, BouncedAddress.objects.count()) == (State.QUEUED, 0)


def test_stop_of_an_address_is_taken_back(editor):
    stop = BouncedAddressFactory(stopped_at=timezone.now(), count=5)
    address = url("act", stop.pk, model="bouncedaddress")
    assert address in editor.get(url("change", stop.pk, model="bouncedaddress")).content.decode()

    confirm(editor, address, stop)

    stop.refresh_from_db()
    assert (stop.stopped_at, stop.count) == (None, 0)


def test_address_that_is_not_stopped_stays_as_it_is(editor):
    address = BouncedAddressFactory(count=2)

    response = confirm(editor, url("act", address.pk, model="bouncedaddress"), address)

    assert (response.status_code, BouncedAddress.objects.get().count) == (200, 2)


@pytest.mark.parametrize("key", ["0", "abc", "99999999999999999999999"])
@pytest.mark.parametrize("name", ["act", "mail", "mail_html"])
def test_pages_of_no_row_are_not_there(editor, name, key):
    assert editor.get(url(name, key)).status_code == 404


def test_mail_is_for_editors(client):
    client.force_login(manager_user(SectorFactory()))
    row = failed()

    answers = {client.get(url(page, row.pk)).status_code for page in ("act", "mail", "mail_html", "change")}
    answers |= {confirm(client, url("act", row.pk), row).status_code, client.get(url("kinds")).status_code}

    assert answers == {403}
    row.refresh_from_db()
    assert row.state == State.FAILED
