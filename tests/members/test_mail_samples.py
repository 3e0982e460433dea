"""Every kind of mail, in each language: it is written without an error and without gaps."""

import re

import pytest
from django.conf import settings

from members.mail_samples import read, samples
from members.notices import NOTICES
from tests.factories import NetworkFactory

FOLDERS = ("mails", "account/email", "mfa/email", "socialaccount/email")
WRITTEN = {
    file.name.removesuffix("_subject.txt")
    for folder in FOLDERS
    for file in (settings.BASE_DIR / "templates" / folder).glob("*_subject.txt")
}
INVITATIONS = {"invitation", "invitation_update", "invitation_cancel"}
KINDS = sorted(WRITTEN | NOTICES.keys() | INVITATIONS)
LEFT_OVER = re.compile(r"[{}]|&\w+;|%\(|\bNone\b|\S  +\S|“”|\d{4}-\d\d-\d\dT| $|brink-\w+-", re.MULTILINE)


@pytest.fixture
def network(db):
    return NetworkFactory(name="Samen Sterk")


def test_every_mail_can_be_shown(network):
    assert set(KINDS) == set(samples())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_mail_is_written_without_gaps(network, kind, language):
    shown = read(samples()[kind].write(language))

    assert shown.subject.strip()
    assert f'<html lang="{language}">' in shown.html
    assert "\n\n\n" not in shown.text
    assert not LEFT_OVER.search(f"{shown.subject}\n{shown.text}".replace("\n-- \n", "\n")), shown.text


@pytest.mark.parametrize("kind", KINDS)
def test_mail_in_dutch_is_all_in_dutch(network, kind):
    shown = read(samples()[kind].write("nl"))

    english = re.findall(r"\b(?:you|your|this|here|not|the|with)\b", f"{shown.subject}\n{shown.text}".lower())
    assert english == [], shown.text
