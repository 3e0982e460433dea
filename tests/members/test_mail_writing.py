"""Mails as they go out: both parts of one text, headers, languages, and what odd names make of them."""

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.utils.translation import gettext, override

from members.mail_writing import house_mail, on_one_line
from members.models import Network, OutboxMessage
from tests.factories import NetworkFactory

pytestmark = pytest.mark.django_db

SITE = "https://brink.example.org"
BODY = f"Dag Jan,\n\nEr is nieuws.\n\nWanneer: morgen\n\nLees het hier:\n{SITE}/mijn/"


@pytest.fixture(autouse=True)
def site(settings):
    settings.PUBLIC_URL = SITE
    NetworkFactory(name="Samen & Sterk")


def mail_of(body=BODY, **fields):
    """Return a mail as it is read back from its bytes."""
    subject = fields.pop("subject", "Nieuws")
    context = {"subject": subject, **fields.pop("context", {})}
    row = OutboxMessage(
        recipient="jan@example.org", message_id="<1@x>", context=context, content=body.encode(), **fields
    )
    return message_from_bytes(house_mail(row, "post@example.org").message().as_bytes(), policy=policy.default)


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def html_of(mail):
    return mail.get_body(("html",)).get_content()


ADDRESS = re.compile(r"https://\S+")


class Reading(HTMLParser):
    """Gathers the words of a mail and where it leads."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.hidden = [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in {"style", "title", "head"}
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        self.hidden -= tag in {"style", "title", "head"}

    def handle_data(self, data):
        if not self.hidden:
            self.words += data.split()


def test_mail_has_its_words_as_text_and_as_html():
    mail = mail_of()

    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(mail).startswith(BODY)


def test_html_says_what_the_text_says_and_leads_where_it_leads():
    mail = mail_of(person_id=1, unsubscribe="/afmelden/x/")

    reading = Reading(html_of(mail))
    words = {word.strip(":") for word in text_of(mail).split()} - {"--"}
    assert words - set(reading.words) - set(reading.links) == set()
    assert {address.rstrip("/") for address in ADDRESS.findall(text_of(mail))} == {
        address.rstrip("/") for address in reading.links
    }


def test_styles_stand_on_the_elements_and_only_those_of_screens_in_a_sheet():
    html = html_of(mail_of())

    (sheet,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert sheet.count("@media") == 2
    assert re.search(r'<a class="button-link" [^>]*style="[^"]*color: #ffffff', html)
    assert "var(" not in html


def test_mail_loads_nothing():
    html = html_of(mail_of())

    assert not re.search(r"<(img|script|link|iframe)|url\(|@import|@font-face", html)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_mail_is_in_the_language_of_its_row(language):
    mail = mail_of(language=language)

    with override(language):
        why = gettext("You get this mail because somebody gave this address at %(network)s.")
    assert f'<html lang="{language}">' in html_of(mail)
    assert why % {"network": "Samen & Sterk"} in text_of(mail)


def test_html_begins_with_what_lists_show():
    html = html_of(mail_of())

    assert re.search(r'<div class="preheader"[^>]*>Er is nieuws.</div>', html)


def test_words_of_people_stay_words():
    mail = mail_of(body="<script>alert(1)</script> & 't Zand", subject="<b>Zand</b> & co")

    assert "<script>" not in html_of(mail)
    assert "<b>Zand" not in html_of(mail)
    assert "<script>alert(1)</script> & 't Zand" in text_of(mail)
    assert mail["Subject"] == "<b>Zand</b> & co"


def test_headers_take_no_line_breaks_from_names():
    evil = "Jan\r\nBcc: all@example.org\x0b\u2028\x00x"
    mail = mail_of(subject=evil, context={"reply_to": "a@example.org\r\nBcc: b@example.org"})

    assert mail["Bcc"] is None
    assert mail["Subject"] == "Jan Bcc: all@example.org x"
    assert mail["Reply-To"] == "a@example.org"


def test_mail_that_can_be_stopped_says_how():
    mail = mail_of(unsubscribe="/afmelden/woord/", person_id=1)

    assert mail["List-Unsubscribe"] == f"<{SITE}/afmelden/woord/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"{SITE}/afmelden/woord/" in text_of(mail)
    assert f'href="{SITE}/afmelden/woord/"' in html_of(mail)
    assert f"{SITE}/mijn/berichten/" in text_of(mail)


def test_mail_one_asked_for_cannot_be_stopped():
    mail = mail_of(body="Typ deze code.\n\nABCD-1234")

    assert (mail["List-Unsubscribe"], mail["List-Id"]) == (None, None)
    assert "/mijn/berichten/" not in text_of(mail) + html_of(mail)
    assert re.search(r'<p class="code"[^>]*monospace[^>]*>ABCD-1234</p>', html_of(mail))


def test_mail_says_a_machine_wrote_it_and_who_reads_an_answer():
    mail = mail_of(context={"reply_to": "manager@example.org"})

    assert (mail["Auto-Submitted"], mail["Message-ID"]) == ("auto-generated", "<1@x>")
    assert mail["Reply-To"] == "manager@example.org"
    assert mail_of()["Reply-To"] is None


def test_long_lines_and_signs_survive():
    body = "Fryslân 🙂 " + "x" * 2000 + "\n\n" + "é" * 3000
    mail = mail_of(body=body)

    assert text_of(mail).replace("\r\n", "\n").startswith(body)
    assert "é" * 3000 in html_of(mail)


def test_control_characters_and_piled_up_lines_are_left_out():
    mail = mail_of(body="Een\x07\r\n\n\n \n\nTwee\x1b[0m\n\n")

    assert text_of(mail).replace("\r\n", "\n").startswith("Een\n\nTwee[0m\n\n-- \n")


def test_name_on_one_line_keeps_its_signs():
    assert on_one_line("  Anna-Máriá\t👩‍💻\n(ICT)  ") == "Anna-Máriá 👩‍💻 (ICT)"


def test_colours_of_mail_are_those_of_the_site():
    css, tokens = site_settings.BASE_DIR / "templates/mails/house.css", site_settings.BASE_DIR / "static/css/tokens.css"
    used, known = (set(re.findall(r"#[0-9a-f]{6}", Path(file).read_text())) for file in (css, tokens))

    assert used - known == set()


def test_mail_wears_the_palette_of_the_network():
    Network.objects.update(palette=Network.Palette.GETIJ)

    html = html_of(mail_of())

    assert "#00607a" in html
    assert "#8b145c" not in html
