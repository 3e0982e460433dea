"""The table of everything people are told by mail, and its templates and documents."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation

from members.models import Notification, OutboxMessage
from members.notices import NOTICES, Notice, Weight, register

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "notifications.md"
MAILS = Path(settings.BASE_DIR) / "templates" / "mails"


@pytest.fixture
def notices(monkeypatch):
    monkeypatch.setattr("members.notices.NOTICES", {})


@pytest.fixture
def nothing_missing(settings):
    """Have a variable without a value show."""
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, "MISSING"
    yield
    engine.string_if_invalid = before


def rendered(notice, part, language):
    with translation.override(language):
        return render_to_string(f"{notice.template}_{part}.txt", {"site": "", "to": "An", **notice.sample})


def test_kind_is_registered_once(notices):
    notice = Notice("near", "Near", "Who comes.", Weight.TELLS, "meeting", {})
    register(notice)

    with pytest.raises(ValueError, match="near"):
        register(notice)


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES)
def test_kind_fits_its_columns(notice):
    for model in (Notification, OutboxMessage):
        assert len(notice.kind) <= model._meta.get_field("kind").max_length


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES)
def test_mail_has_all_it_needs_in_either_language(notice, language, nothing_missing):
    subject, message = (rendered(notice, part, language) for part in ("subject", "message"))

    assert "MISSING" not in subject + message
    assert subject.strip()
    assert "T11:30" not in subject + message


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES)
def test_mail_is_told_in_the_language_of_who_reads_it(notice):
    assert rendered(notice, "message", "nl") != rendered(notice, "message", "en")


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES)
def test_notice_leads_somewhere(notice):
    assert notice.kind == "person_invitation" or notice.sample["path"].startswith("/")


def test_every_mail_template_belongs_to_a_notice():
    kinds = {path.name.removesuffix("_subject.txt") for path in MAILS.glob("*_subject.txt")}

    assert kinds == NOTICES.keys()


def test_only_what_is_about_oneself_cannot_be_left_by_a_link():
    left = {weight: Notice("near", "", "", weight, "", {}).can_be_left for weight in Weight}

    assert left == {Weight.PERSONAL: False, Weight.ASKS: True, Weight.TELLS: True}


def test_document_has_the_table_of_the_code():
    with translation.override("en"):
        rows = [
            f"| `{each.kind}` | {each.name} | {each.rule} | {each.weight.value} | {each.key} |"
            for each in NOTICES.values()
        ]

    written = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]
    assert written == rows
