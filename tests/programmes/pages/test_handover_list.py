"""The checklist before the end, its forms, and the page on which a programme ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programmes.models import Handover, Programme, ProgrammeDecision
from tests.factories import (
    HandoverFactory,
    NetworkFactory,
    OutcomeFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    WorkstreamFactory,
    editor_user,
    member_user,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ASKED = {"asked_at": timezone.now(), "asked_round": 1}
LIST, NEW, END = (f"/programmas/helder/overdracht/{rest}" for rest in ("", "nieuw/", "beeindigen/"))


@pytest.fixture
def programme():
    return ProgrammeFactory(slug="helder", name="Helder", state="in_transition")


@pytest.fixture
def leader(client, programme):
    client.cookies["brink_language"] = "en"
    account = member_user()
    ProgrammeLeaderFactory(programme=programme, person=account.person)
    client.force_login(account)
    return account


@pytest.fixture
def work(programme):
    return WorkstreamFactory(outcome__programme=programme, title="Testpanel")


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return Page(response.text)


# the checklist


@pytest.mark.parametrize("path", [LIST, NEW, END])
def test_page_opens_to_who_leads(client, programme, path):
    assert client.get(path).headers["Location"].startswith("/account/login/")
    client.force_login(member_user())
    assert client.get(path).status_code == 403
    client.force_login(editor_user())
    assert client.get(path).status_code == 200


def test_each_piece_of_work_stands_with_what_to_do(client, programme, leader):
    contact = PersonFactory(name="An", email="an@example.org")
    said = {"declined_at": timezone.now(), "declined_by": contact, "decline_reason": "Geen mensen."}
    WorkstreamFactory(outcome=OutcomeFactory(programme=programme), title="Niets")
    HandoverFactory(programme=programme, workstream__title="Gevraagd", contact=contact, **ASKED)
    HandoverFactory(programme=programme, workstream__title="Geweigerd", contact=contact, **ASKED, **said)
    HandoverFactory(
        programme=programme, workstream__title="Klaar", accepted_at=timezone.now(), acceptance_source="Verslag"
    )

    page = read(client, LIST)

    assert page.together("Niets", "Not arranged", "Arrange a handover")
    assert page.together("Gevraagd", "Asked", "waiting for the answer", "Withdraw the question", within=400)
    assert page.together("Geweigerd", "Declined", "Geen mensen.", "Ask again", within=400)
    assert page.together("Klaar", "Accepted", "according to Verslag")
    assert "4 pieces of work hold up the end." in page.text


def test_programme_with_everything_accepted_can_end(client, programme, leader):
    HandoverFactory(
        programme=programme, workstream=None, kind="steering", accepted_at=timezone.now(), acceptance_source="Verslag"
    )

    page = read(client, LIST)

    assert "nothing holds up the end" in page.text
    assert END in page.links


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_do_not_grow(client, django_assert_num_queries, programme, leader, rows):
    NetworkFactory()
    for _row in range(rows):
        HandoverFactory(programme=programme, outside_body="", platform=PlatformFactory(), contact=PersonFactory())
        WorkstreamFactory(outcome__programme=programme)

    with django_assert_num_queries(7):
        client.get(LIST)


def test_script_in_texts_is_printed_as_text(client, programme, leader):
    HandoverFactory(programme=programme, workstream__title="<script>a()</script>", outside_body="<script>b()</script>")

    html = client.get(LIST).text

    assert "<script>a()" not in html
    assert "<script>b()" not in html


# arranging


def test_work_is_arranged_by_the_form(client, work, leader):
    platform = PlatformFactory()
    given = {"kind": "transferred", "destination": f"platform-{platform.pk}"}

    response = client.post(f"{NEW}?werkstroom={work.pk}", given)

    assert response.headers["Location"] == LIST
    assert (Handover.objects.get().workstream, Handover.objects.get().platform) == (work, platform)


def test_steering_is_arranged_without_work_in_the_address(client, programme, leader):
    client.post(NEW, {"outside_body": "Overleg"})

    assert (Handover.objects.get().kind, Handover.objects.get().outside_body) == ("steering", "Overleg")


@pytest.mark.parametrize("pk", ["x", "0", "9" * 30])
def test_work_of_nobody_is_not_found(client, programme, leader, pk):
    assert client.get(f"{NEW}?werkstroom={pk}").status_code == 404


def test_work_of_another_programme_is_not_found(client, programme, leader):
    assert client.get(f"{NEW}?werkstroom={WorkstreamFactory().pk}").status_code == 404


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": "transferred"}, "Choose where it goes"),
        ({"kind": "", "outside_body": "Huis"}, "Choose what becomes of it"),
        ({"kind": "transferred", "destination": "platform-999"}, "This place is gone"),
        ({"kind": "transferred", "destination": "x"}, "Choose a place from the list"),
        ({"kind": "stopped"}, "Say why it stops"),
        ({"kind": "stopped", "outside_body": "Huis", "note": "Klaar."}, "goes nowhere"),
        ({"kind": "transferred", "outside_body": "Huis", "effective_from": "x"}, "date"),
        ({"kind": "transferred", "outside_body": "Huis", "contact": "999"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_told_on_its_field_and_kept(client, work, leader, given, told):
    response = client.post(f"{NEW}?werkstroom={work.pk}", {"note": "", **given})

    assert response.status_code == 200
    assert told in Page(response.text).text
    assert Handover.objects.count() == 0


def test_two_places_are_one_too_many(client, work, leader):
    given = {"kind": "transferred", "destination": f"platform-{PlatformFactory().pk}", "outside_body": "Huis"}

    response = client.post(f"{NEW}?werkstroom={work.pk}", given)

    assert "Give one place" in response.text


def test_change_after_asking_asks_to_confirm(client, programme, leader):
    handover = HandoverFactory(programme=programme, **ASKED)
    path, given = f"/overdrachten/{handover.pk}/wijzigen/", {"kind": "absorbed", "outside_body": "Regiobureau"}

    refused = client.post(path, given)
    done = client.post(path, {**given, "confirmed": "on"})

    assert "that question lapses" in refused.text
    assert done.headers["Location"] == LIST
    assert (Handover.objects.get().kind, Handover.objects.get().asked_at) == ("absorbed", None)


# asking, withdrawing, recording


def test_question_is_sent_by_the_form(client, programme, leader):
    handover = HandoverFactory(programme=programme, contact=PersonFactory(name="An", email="an@example.org"))
    path = f"/overdrachten/{handover.pk}/vragen/"

    assert "This mails An" in read(client, path).text
    assert Handover.objects.get().asked_at is None
    assert client.post(path, {"seen": 0}).headers["Location"] == LIST
    assert Handover.objects.get().asked_round == 1


def test_question_without_a_contact_leads_to_the_change(client, programme, leader):
    handover = HandoverFactory(programme=programme)

    page = read(client, f"/overdrachten/{handover.pk}/vragen/")

    assert "Choose a contact first" in page.text
    assert f"/overdrachten/{handover.pk}/wijzigen/" in page.links


def test_question_is_withdrawn_by_the_form(client, programme, leader):
    handover = HandoverFactory(programme=programme, contact=PersonFactory(), **ASKED)

    assert client.post(f"/overdrachten/{handover.pk}/intrekken/").headers["Location"] == LIST
    assert Handover.objects.get().asked_at is None


def test_acceptance_is_recorded_by_the_form(client, programme, leader):
    handover = HandoverFactory(programme=programme)

    client.post(f"/overdrachten/{handover.pk}/vastleggen/", {"accepted_on": "2018-07-18", "source": "Het bericht"})

    assert Handover.objects.get().acceptance_source == "Het bericht"


@pytest.mark.parametrize(
    "given", [{}, {"accepted_on": TODAY + timedelta(days=1), "source": "x"}, {"accepted_on": "x", "source": "x"}]
)
def test_bad_record_is_refused(client, programme, leader, given):
    handover = HandoverFactory(programme=programme)

    assert client.post(f"/overdrachten/{handover.pk}/vastleggen/", given).status_code == 200
    assert not Handover.objects.get().is_accepted


# the end


def test_end_shows_what_holds_it_up_and_asks_for_a_reason(client, work, leader):
    page = read(client, END)
    refused = client.post(END, {"decided_on": TODAY})

    assert page.together("Testpanel", "nothing is arranged")
    assert "Say why the programme ends all the same" in refused.text
    assert Programme.objects.get().state == "in_transition"


def test_end_all_the_same_keeps_the_reason(client, work, leader, programme):
    response = client.post(END, {"decided_on": TODAY, "override_reason": "Het geld is op."})

    assert response.headers["Location"] == programme.get_absolute_url()
    assert ProgrammeDecision.objects.get().override_reason == "Het geld is op."


def test_end_of_a_programme_that_ended_is_told(client, leader, programme):
    Programme.objects.update(state="ended", ended_on=TODAY)
    client.force_login(editor_user())

    assert "This programme ended on" in read(client, END).text
    assert "already ended" in client.post(END, {"decided_on": TODAY, "override_reason": "x"}).text


def test_end_before_the_transition_is_told(client, leader, programme):
    Programme.objects.update(state="running")

    assert "Begin the transition first" in read(client, END).text
