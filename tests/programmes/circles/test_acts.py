"""Starting a circle, and changing what it says."""

import pytest

from members.history import event_model
from programmes.circles.acts import edit_circle, start_circle, version_of
from programmes.models import KnowledgeCircle
from tests.factories import KnowledgeCircleFactory, NetworkFactory, ProgrammeFactory, editor_user, member_user
from tests.programmes.circles.people import addressed, at_once, joined, keeps, mailed, refusal

SAID = {"name": "Data delen", "summary": "", "why": "Samen", "themes": ["data"], "joining": "open", "band": "weide"}


def test_starter_keeps_the_circle_and_takes_part(db):
    account, programme = member_user(), ProgrammeFactory()

    circle = start_circle(**SAID, programme=programme, by=account)

    assert (circle.slug, circle.programme, circle.started_by) == ("data-delen", programme, account.person)
    assert (keeps(circle), joined(circle)) == ([account.person], {account.person})


def test_start_is_told_to_the_editors_and_stands_in_the_history(db):
    account = member_user()
    addressed(editor_user(), "redactie@example.org")

    circle = start_circle(**SAID, by=account)

    assert mailed("circle_started") == ["redactie@example.org"]
    version = event_model(KnowledgeCircle).objects.get(id=circle.pk)
    assert version.pgh_context["user"] == account.pk


def test_name_of_another_circle_is_refused(db):
    KnowledgeCircleFactory(name="DATA delen")
    KnowledgeCircleFactory(name="Oud", state="archived")

    assert "Join it" in refusal(start_circle, **SAID, by=member_user())
    assert "open it again" in refusal(start_circle, **{**SAID, "name": "oud"}, by=member_user())


@pytest.mark.parametrize(
    ("name", "slug"), [("Starten", "starten-2"), ("!!!", "kenniskring"), ("Eén", "een"), ("x" * 120, "x" * 70)]
)
def test_address_follows_from_the_name(db, name, slug):
    assert start_circle(**{**SAID, "name": name}, by=member_user()).slug == slug


def test_taken_address_gets_a_number(db):
    KnowledgeCircleFactory(name="Anders", slug="data-delen")

    assert start_circle(**SAID, by=member_user()).slug == "data-delen-2"


def test_account_of_nobody_starts_nothing(db):
    assert "belongs to no person" in refusal(start_circle, **SAID, by=editor_user())
    assert not KnowledgeCircle.objects.exists()


def test_edit_keeps_the_address(circle, coordinator):
    given = {**SAID, "text": "<p>Nieuw</p>", "programme": None}

    edit_circle(circle=circle, seen=version_of(circle), by=coordinator, **given)

    circle.refresh_from_db()
    assert (circle.name, circle.slug, circle.text) == ("Data delen", "inkoop", "<p>Nieuw</p>")


def test_edit_of_what_changed_meanwhile_is_refused(circle, coordinator):
    seen, given = version_of(circle), {**SAID, "text": "", "programme": None}
    edit_circle(circle=circle, seen=seen, by=coordinator, **given)

    assert "Someone else changed" in refusal(edit_circle, circle=circle, seen=seen, by=coordinator, **given)


@pytest.mark.django_db(transaction=True)
def test_two_starts_of_one_name_at_once_make_one_circle():
    NetworkFactory()
    accounts = [member_user(), member_user()]

    refused = at_once(*(lambda account=account: start_circle(**SAID, by=account) for account in accounts))

    assert KnowledgeCircle.objects.count() == 1
    assert refused == ["There is already a circle with this name. Join it, or choose another name."]
