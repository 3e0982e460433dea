"""The mail around an invitation: its tree, its words, and that nothing in a name gets out of its place."""

import email
import re
import time
from dataclasses import replace
from email import policy

import pytest
import time_machine
from django.core.exceptions import ObjectDoesNotExist
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.calendars.events import itip_file
from meetings.calendars.mail import _headers, bare_address, write_calendar_mail
from members import outbox
from members.models import OutboxMessage
from tests.factories import CalendarEditionFactory, NetworkFactory, OutboxMessageFactory
from tests.mail_server import running_sink
from tests.meetings.calendars import golden
from tests.meetings.calendars.samples import CANCELLED, MOVED, ODD, PLAIN, STAMP, UNTITLED
from tests.meetings.calendars.strict import faults_in_invitation

pytestmark = pytest.mark.django_db

SENDER = "post@samen.example.org"
TOKEN = "geheim-1"


@pytest.fixture(autouse=True)
def network(settings):
    settings.PUBLIC_URL = "https://brink.example.org"
    return NetworkFactory(name="Samen Sterk", sender_email=SENDER)


def row(facts=PLAIN, *, method="request", recipient="jan@example.org", language="en", **context):
    """An outbox row as the engine of invitations makes it."""
    edition = CalendarEditionFactory(method=method, sequence=facts.sequence, facts=facts.as_json(), made_at=STAMP)
    known = {"name": "Jan de Boer", "partstat": "NEEDS-ACTION", "token": TOKEN, "is_update": False, **context}
    return OutboxMessageFactory(
        kind="invitation",
        template="calendar",
        recipient=recipient,
        language=language,
        message_id=f"<{recipient.partition('@')[0]}@brink.example.org>",
        context={"edition": edition.pk, **known},
    )


def read(facts=PLAIN, **values):
    return email.message_from_bytes(write_calendar_mail(row(facts, **values), SENDER), policy=policy.default)


def parts(mail):
    """The content of each part by its type."""
    return {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}


def tree(mail):
    kind = mail.get_content_type()
    return (kind, [tree(part) for part in mail.iter_parts()]) if mail.is_multipart() else kind


def test_mail_has_the_tree_that_calendars_know():
    mail = read()

    alternatives = ["text/plain", "text/html", "text/calendar"]
    assert tree(mail) == ("multipart/mixed", [("multipart/alternative", alternatives), "application/ics"])
    calendar = list(mail.walk())[4]
    assert calendar["Content-Type"] == 'text/calendar; method="REQUEST"; charset="utf-8"'
    assert calendar["Content-Transfer-Encoding"] == "base64"
    attached = list(mail.walk())[5]
    assert (attached.get_content_disposition(), attached.get_filename()) == ("attachment", "invite.ics")
    assert attached.get_payload(decode=True) == calendar.get_payload(decode=True)


@pytest.mark.parametrize("method", ["request", "cancel"])
@pytest.mark.parametrize("facts", [PLAIN, MOVED, ODD, UNTITLED])
def test_calendar_in_the_mail_is_the_one_made_at_once(facts, method):
    with time_machine.travel(STAMP, tick=False):
        mail = read(facts, method=method, partstat="ACCEPTED", name='Jan "de", Boer 🎉')

    content = list(mail.walk())[4].get_payload(decode=True)
    assert faults_in_invitation(content, method.upper()) == []
    assert content == itip_file(
        facts,
        method=method,
        organizer=SENDER,
        attendee="jan@example.org",
        attendee_name='Jan "de", Boer 🎉',
        partstat="ACCEPTED",
        stamp=STAMP,
        language="en",
    )


def test_method_of_part_and_calendar_are_one():
    part = list(read(CANCELLED, method="cancel").walk())[4]

    assert part["Content-Type"].params["method"] == "CANCEL"
    assert b"\r\nMETHOD:CANCEL\r\n" in part.get_payload(decode=True)


def test_headers_say_who_writes_and_where_answers_go():
    with time_machine.travel(STAMP, tick=False):
        mail = read()

    assert (mail["From"], mail["To"], mail["Message-ID"]) == (
        SENDER,
        "jan@example.org",
        "<jan@brink.example.org>",
    )
    assert mail["Reply-To"] == "Marit de Vries <marit@example.org>"
    assert mail["Date"].datetime == STAMP
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None


def test_manager_who_keeps_his_address_gets_no_replies():
    mail = read(replace(PLAIN, manager_email=""))

    assert mail["Reply-To"] is None
    assert "The programme manager is Marit de Vries." in parts(mail)["text/plain"]


@pytest.mark.parametrize(
    ("facts", "values", "subject"),
    [
        (PLAIN, {}, "Invitation: Samen besluiten over data, 22 April 2027"),
        (MOVED, {"is_update": True}, "Changed: Samen besluiten over data, 29 April 2027"),
        (CANCELLED, {"method": "cancel"}, "Cancelled: Samen besluiten over data, 22 April 2027"),
        (PLAIN, {"method": "cancel"}, "Cancelled: your invitation to Samen besluiten over data, 22 April 2027"),
    ],
)
def test_subject_says_what_happened(facts, values, subject):
    assert read(facts, **values)["Subject"] == subject


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_update_says_what_it_is_and_what_moved(kind):
    text = parts(read(MOVED, is_update=True))[kind]

    assert "This meeting has changed" in text
    for told in ("Samen besluiten over data", "Thursday 29 April 2027, 13:30–16:30", "Thursday 22 April 2027, 13:30"):
        assert told in text
    for told in ("Gemeente Emmen, Raadhuisplein 1, Emmen", "Overheden", "Marit de Vries", "Jan de Boer"):
        assert told in text


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
@pytest.mark.parametrize(("facts", "choices"), [(PLAIN, ["yes", "no"]), (ODD, ["yes", "online", "no"])])
def test_answers_are_links_with_the_token(kind, facts, choices):
    text = parts(read(facts))[kind]

    for choice in ("yes", "online", "no"):
        address = f"https://brink.example.org/antwoord/{TOKEN}/?keuze={choice}"
        assert (address in text) is (choice in choices)
    assert "those answers do not reach us" in text


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
@pytest.mark.parametrize("values", [{"method": "cancel"}, {"token": ""}])
def test_mail_without_a_question_has_no_answers(kind, values):
    assert "/antwoord/" not in parts(read(**values))[kind]


@pytest.mark.parametrize(
    ("partstat", "said"),
    [
        ("ACCEPTED", "You said that you come."),
        ("DECLINED", "You said that you do not come."),
        ("TENTATIVE", "You are on the waiting list."),
        ("DELEGATED", "You said that a colleague comes in your place."),
    ],
)
def test_mail_repeats_what_was_answered(partstat, said):
    text = parts(read(partstat=partstat))["text/plain"]

    assert said in text
    assert "Do you come?" not in text


def test_cancellation_says_why():
    text = parts(read(CANCELLED, method="cancel"))["text/plain"]

    assert "Reason: De spreker is verhinderd; we zoeken een nieuwe dag." in text
    assert "This meeting does not go on." in text


def test_withdrawal_for_one_says_that_the_meeting_goes_on():
    assert "The meeting itself goes on." in parts(read(method="cancel"))["text/plain"]


def test_withdrawal_of_a_meeting_that_is_a_draft_again_says_that_the_date_is_open():
    text = parts(read(replace(PLAIN, state="draft"), method="cancel"))["text/plain"]

    assert "The date of this meeting is open again" in text
    assert "goes on" not in text


def test_html_is_that_of_the_house():
    html = parts(read())["text/html"]

    assert html.startswith("<!DOCTYPE html>")
    assert '<html lang="en">' in html
    assert "Samen Sterk" in html
    assert "<script" not in html


def test_name_is_a_name_in_html_too():
    html = parts(read(name="<b>Jan</b> & Co"))["text/html"]

    assert "Hello &lt;b&gt;Jan&lt;/b&gt; &amp; Co," in html
    assert "<b>Jan" not in html


def test_nameless_person_is_greeted_still():
    assert parts(read(name=""))["text/plain"].startswith("Hello,\r\n")


HTML = re.compile(rb"(?<=text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n)[\w+/=\r\n]+?(?=\r\n--)")
EVIL = 'Jan\r\nBcc: mallory@example.org\r\n\r\n\u202eX, "Y"; <z@example.org> 🎉\x07'


def test_texts_cannot_add_a_header_or_an_address():
    facts = replace(PLAIN, title=EVIL, manager_name=EVIL, place=EVIL, summary=EVIL, sectors=(EVIL,))
    mail = read(facts, name=EVIL)

    assert [name for name in mail.keys() if name in ("Bcc", "Cc")] == []  # noqa: SIM118 - headers come twice in a mail
    assert mail.defects == []
    assert [each.addr_spec for each in mail["Reply-To"].addresses] == ["marit@example.org"]
    assert len(mail["To"].addresses) == 1
    assert "\n" not in mail["Subject"]
    assert "mallory" in mail["Subject"]
    assert faults_in_invitation(list(mail.walk())[4].get_payload(decode=True), "REQUEST") == []


SHOWN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Zl", "Zp", "Zs"]), min_size=1)
TEXTS = st.lists(SHOWN, min_size=1, max_size=9).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(title=TEXTS, manager=TEXTS)
def test_headers_survive_any_text(title, manager):
    content = _headers(title, SENDER, replace(PLAIN, manager_name=manager)).encode("ascii")

    mail = email.message_from_bytes(content, policy=policy.default)
    assert str(mail["Subject"]) == title
    (address,) = mail["Reply-To"].addresses
    assert "".join(address.display_name.split()) == "".join(manager.split())  # Python parts long names by a space
    assert address.addr_spec == "marit@example.org"
    assert list(mail.keys()) == ["From", "Reply-To", "Subject", "Auto-Submitted"]


@pytest.mark.parametrize(
    "address",
    ["", "jan", "@example.org", "jan@", "jan@example.org\r\nBcc: m@example.org", "a@example.org, b@example.org"],
)
def test_recipient_that_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match="no e-mail address"):
        write_calendar_mail(row(recipient=address), SENDER)


def test_address_of_a_domain_with_accents_is_written_in_ascii():
    assert bare_address("jan@fryslân.example.org") == "jan@xn--frysln-0ta.example.org"


def test_edition_that_is_gone_is_an_error():
    message = row()
    message.context["edition"] += 1_000_000

    with pytest.raises(ObjectDoesNotExist):
        write_calendar_mail(message, SENDER)


def test_recipients_of_one_edition_get_their_own_mail_without_a_query(django_assert_num_queries):
    first, second = row(), row(recipient="piet@example.org")
    second.context |= {"edition": first.context["edition"], "name": "Piet", "token": "geheim-2"}
    write_calendar_mail(first, SENDER)

    with django_assert_num_queries(0):
        content = write_calendar_mail(second, SENDER)

    mail = email.message_from_bytes(content, policy=policy.default)
    everything = [mail.as_string(), *parts(mail).values()]
    assert mail["To"] == "piet@example.org"
    assert "Hello Piet," in parts(mail)["text/plain"]
    assert not any("geheim-1" in str(text) or "Jan" in str(text) for text in everything)


def test_lines_of_the_mail_fit_and_end_in_crlf():
    content = write_calendar_mail(row(ODD), SENDER)

    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.isascii()


@pytest.mark.parametrize("place", [2, 3])
def test_lines_of_text_end_in_crlf_before_they_are_encoded(place):
    text = list(read().walk())[place].get_payload(decode=True)

    assert b"\r\n" in text
    assert b"\n" not in text.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("name", "facts", "values"),
    [
        ("request", PLAIN, {"language": "nl"}),
        ("changed", MOVED, {"is_update": True, "partstat": "ACCEPTED"}),
        ("cancel", CANCELLED, {"method": "cancel"}),
        ("odd", ODD, {"name": EVIL}),
    ],
)
def test_mail_is_the_one_kept(name, facts, values):
    with time_machine.travel(STAMP, tick=False):
        content = HTML.sub(b"(the layout of mails may change)", write_calendar_mail(row(facts, **values), SENDER))

    assert content == golden.as_kept(f"{name}.eml", content), golden.HOW


@pytest.fixture
def sink(settings):
    with running_sink(settings) as running:
        yield running


def test_mail_arrives_as_it_was_written(sink):
    message = row(ODD, name=EVIL)

    with time_machine.travel(message.due_at, tick=False):
        outbox.send_due()
        written = write_calendar_mail(message, SENDER)

    message.refresh_from_db()
    assert (message.state, message.error) == (OutboxMessage.State.SENT, "")
    ((sender, recipients, content),) = sink.received
    assert (sender, recipients) == (SENDER, ["jan@example.org"])
    assert content.rstrip(b"\r\n") == written.rstrip(b"\r\n")


def test_calendar_that_arrives_has_its_own_line_ends(sink):
    row(MOVED, is_update=True)

    outbox.send_due()

    mail = email.message_from_bytes(sink.received[0][2], policy=policy.default)
    inline, attached = [
        part.get_payload(decode=True)
        for part in mail.walk()
        if part.get_filename() or "method" in part["Content-Type"].params
    ]
    assert inline == attached
    assert faults_in_invitation(inline, "REQUEST") == []
    assert b"SEQUENCE:1\r\n" in inline


def test_mail_to_no_address_fails_and_others_go_out(sink):
    broken = row(recipient="a@example.org, b@example.org")
    row(recipient="piet@example.org")

    outbox.send_due()

    broken.refresh_from_db()
    assert [recipients for _sender, recipients, _content in sink.received] == [["piet@example.org"]]
    assert broken.state == OutboxMessage.State.QUEUED
    assert "no e-mail address" in broken.error


def test_writing_one_of_many_takes_little_time():
    messages = [row(ODD)] * 300
    write_calendar_mail(messages[0], SENDER)
    before = time.process_time()

    for message in messages:
        write_calendar_mail(message, SENDER)

    assert (time.process_time() - before) / len(messages) < 0.001  # a tenth of that on an idle machine
