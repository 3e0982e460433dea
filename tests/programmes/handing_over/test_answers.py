"""What a receiver answers, and the link by which he does."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import OutboxMessage, Person
from programmes.handing_over.acts import Terms, ask_receiver, change_handover, withdraw_question
from programmes.handing_over.answers import accept_handover, decline_handover
from programmes.handing_over.tokens import asked_by, token_of
from programmes.models import Handover, Platform
from tests.factories import HandoverFactory, PersonFactory, PlatformFactory, ProgrammeLeaderFactory, editor_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return editor_user()


@pytest.fixture
def contact():
    return PersonFactory(email="an@example.org")


@pytest.fixture
def asked(contact, editor):
    handover = HandoverFactory(outside_body="", platform=PlatformFactory(), contact=contact)
    ProgrammeLeaderFactory(programme=handover.programme, person=PersonFactory(email="leider@example.org"))
    return ask_receiver(handover=handover, by=editor)


def answers_mailed():
    return list(OutboxMessage.objects.filter(kind="handover_answered").values_list("recipient", flat=True))


def test_accepting_keeps_who_and_tells_the_leader(asked, contact):
    held = accept_handover(handover=asked, by=contact)

    assert (held.is_accepted, held.accepted_by) == (True, contact)
    assert answers_mailed() == ["leider@example.org"]


def test_accepting_twice_tells_once(asked, contact):
    accept_handover(handover=asked, by=contact)
    accept_handover(handover=asked, by=contact)

    assert len(answers_mailed()) == 1


def test_declining_keeps_the_reason(asked, contact):
    held = decline_handover(handover=asked, reason="Geen mensen.", by=contact)

    assert (held.declined_by, held.decline_reason, held.is_accepted) == (contact, "Geen mensen.", False)
    assert answers_mailed() == ["leider@example.org"]


def test_declining_without_a_reason_is_refused(asked, contact):
    with pytest.raises(ValidationError) as refused:
        decline_handover(handover=asked, reason=" ", by=contact)

    assert list(refused.value.error_dict) == ["reason"]
    assert Handover.objects.get().declined_at is None


@pytest.mark.parametrize("first", ["accept", "decline"])
def test_other_answer_afterwards_is_refused(asked, contact, first):
    answers = {
        "accept": lambda: accept_handover(handover=asked, by=contact),
        "decline": lambda: decline_handover(handover=asked, reason="Nee.", by=contact),
    }
    answers.pop(first)()

    with pytest.raises(ValidationError) as refused:
        answers.popitem()[1]()

    assert refused.value.code == "answered"


def test_who_left_cannot_accept(asked, contact):
    Person.objects.filter(pk=contact.pk).update(left_on=timezone.localdate())

    with pytest.raises(ValidationError) as refused:
        accept_handover(handover=asked, by=contact)

    assert refused.value.code == "closed"
    assert not Handover.objects.get().is_accepted


def test_somebody_else_cannot_accept(asked):
    with pytest.raises(ValidationError) as refused:
        accept_handover(handover=asked, by=PersonFactory())

    assert refused.value.code == "closed"


def test_place_that_ended_meanwhile_is_not_accepted(asked, contact):
    Platform.objects.update(until=timezone.localdate())

    with pytest.raises(ValidationError) as refused:
        accept_handover(handover=asked, by=contact)

    assert list(refused.value.error_dict) == ["destination"]


def test_question_that_changed_while_it_was_read_is_not_answered(asked, contact, editor):
    read = Handover.objects.get()
    terms = Terms(kind="absorbed", platform=asked.platform, contact=contact)
    change_handover(handover=asked, terms=terms, by=editor, confirmed=True)
    ask_receiver(handover=Handover.objects.get(), by=editor)

    with pytest.raises(ValidationError) as refused:
        accept_handover(handover=read, by=contact)

    assert refused.value.code == "changed"


# links


def test_link_leads_to_what_was_asked(asked):
    assert asked_by(token_of(asked)) == (asked, True)


def test_link_lives_on_after_the_answer(asked, contact):
    token = token_of(asked)
    accept_handover(handover=asked, by=contact)

    assert asked_by(token).is_current


@pytest.mark.parametrize("token", ["", "1", "1.x", "x.y.z", "1..", "0.a.b", "9" * 40 + ".a.b", "1.é.ü"])
def test_link_that_is_not_ours_leads_nowhere(asked, token):
    assert asked_by(token) is None


def test_link_for_another_handover_leads_nowhere(asked):
    _pk, stamp, signature = token_of(asked).split(".")

    assert asked_by(f"{HandoverFactory().pk}.{stamp}.{signature}") is None


def test_link_dies_when_asked_again_withdrawn_or_changed(asked, contact, editor):
    first = token_of(asked)
    second = token_of(ask_receiver(handover=asked, by=editor))
    withdraw_question(handover=Handover.objects.get(), by=editor)
    third = token_of(ask_receiver(handover=Handover.objects.get(), by=editor))
    Handover.objects.update(contact=PersonFactory())

    assert [asked_by(token).is_current for token in (first, second, third)] == [False, False, False]
