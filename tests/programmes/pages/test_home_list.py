"""/overdrachten/ and what it leads to: a new home, another host, the end of a platform; and whether work lives."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programmes.aftercare.tokens import token_of
from programmes.models import Handover, Hosting
from tests.factories import (
    HandoverFactory,
    HostingFactory,
    LifeSignFactory,
    LinkCheckFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    editor_user,
    member_user,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

ENDED = date(2021, 1, 1)
YES = {"accepted_at": timezone.now(), "acceptance_source": "Communiqué"}


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def editor(client):
    user = editor_user()
    client.force_login(user)
    return user


@pytest.fixture
def lost():
    """Work of a programme that ended, at a platform that ended since."""
    programme = ProgrammeFactory(name="Samen", slug="samen", state="ended", ended_on=date(2018, 7, 1))
    platform = PlatformFactory(name="IT-platform", slug="it-platform", until=ENDED)
    known = {"workstream__title": "Govroam", "effective_from": date(2018, 7, 1)}
    return HandoverFactory(programme=programme, platform=platform, outside_body="", **known, **YES)


def leader_of(programme):
    user = member_user()
    ProgrammeLeaderFactory(programme=programme, person=user.person)
    return user


def test_visitor_signs_in_and_a_member_is_refused(client, lost):
    assert client.get("/overdrachten/").status_code == 302
    client.force_login(member_user())

    assert client.get("/overdrachten/").status_code == 403


def test_editor_sees_all_that_needs_a_home_with_what_to_do(client, editor, lost):
    host = HostingFactory(platform__name="Pool", organisation__succeeded_by=OrganisationFactory(name="Opvolger"))
    dead = PlatformFactory(name="Weg", link="https://weg.example.org/")
    now = timezone.now()
    LinkCheckFactory(url=dead.link, status=404, failures=3, failing_since=now)

    page = Page(client.get("/overdrachten/").text)

    assert page.together("Govroam", "IT-platform", "Its place ended", within=100)
    assert f"/overdrachten/{lost.pk}/vervolg/" in page.links
    assert page.together("Pool", "Succeeded by Opvolger", within=100)
    assert f"/platforms/{host.platform.slug}/gastheer/" in page.links
    assert page.together("Weg", "https://weg.example.org/", "Answers 404", within=80)


def test_leader_sees_the_own_programmes_only(client, lost):
    other = HandoverFactory(platform=lost.platform, outside_body="", workstream__title="Van een ander", **YES)
    client.force_login(leader_of(lost.programme))

    text = Page(client.get("/overdrachten/").text).text

    assert "Govroam" in text
    assert other.workstream.title not in text


def test_nothing_to_do_is_said(client, editor):
    assert "Everything has a home" in Page(client.get("/overdrachten/").text).text


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_do_not_grow(client, editor, rows):
    NetworkFactory()
    for number in range(rows):
        HandoverFactory(platform=PlatformFactory(until=ENDED), outside_body="", **YES)
        HostingFactory(organisation__dissolved_on=ENDED)
        link = f"https://example.org/weg/{number}"
        PlatformFactory(link=link)
        LinkCheckFactory(url=link, failures=3, failing_since=timezone.now())

    with CaptureQueriesContext(connection) as queries:
        client.get("/overdrachten/")

    assert len(queries) == 8


def test_follow_moves_work_on_and_the_pages_show_the_way(client, lost):
    client.force_login(leader_of(lost.programme))
    place = PlatformFactory(name="Digitale Dienst", slug="digitale-dienst")
    given = {"kind": "transferred", "destination": f"platform-{place.pk}", "effective_from": "2021-01-01"}
    given |= {"then": "record", "accepted_on": "2020-12-01", "source": "Besluit"}

    response = client.post(f"/overdrachten/{lost.pk}/vervolg/", given)

    assert response.status_code == 302
    assert Handover.objects.get(follows=lost).platform == place
    assert Page(client.get("/programmas/samen/").text).together(
        "Digitale Dienst", "Before: IT-platform (from 1 July 2018 until 1 January 2021)", within=100
    )
    old = Page(client.get("/platforms/it-platform/").text)
    assert old.together("Lives on at Digitale Dienst (since 1 January 2021)", within=60)
    assert Page(client.get("/platforms/digitale-dienst/").text).together("Before: IT-platform", within=100)


@pytest.mark.parametrize("then", ["ask", "record"])
def test_follow_without_a_contact_or_a_source_keeps_nothing(client, editor, lost, then):
    given = {"kind": "transferred", "outside_body": "Regiobureau", "then": then}

    response = client.post(f"/overdrachten/{lost.pk}/vervolg/", given)

    assert response.status_code == 200
    assert "error-summary" in response.text
    assert "Regiobureau" in response.text
    assert not Handover.objects.filter(follows=lost).exists()


def test_follow_back_to_itself_is_refused_on_the_field(client, editor, lost):
    given = {"kind": "transferred", "destination": f"platform-{lost.platform_id}", "then": "later"}

    response = client.post(f"/overdrachten/{lost.pk}/vervolg/", given)

    assert set(response.context["form"].errors) == {"destination"}


def test_follow_of_what_moved_on_leads_to_the_programme(client, editor, lost):
    HandoverFactory(programme=lost.programme, workstream=lost.workstream, follows=lost)

    assert client.get(f"/overdrachten/{lost.pk}/vervolg/").url == "/programmas/samen/"


def test_host_form_suggests_the_successor_and_moves_the_platform(client, editor):
    successor = OrganisationFactory()
    old = HostingFactory(platform__slug="pool", organisation__succeeded_by=successor)

    assert client.get("/platforms/pool/gastheer/").context["form"].initial["organisation"] == successor
    response = client.post("/platforms/pool/gastheer/", {"organisation": successor.pk, "since": "2021-01-01"})

    assert response.url == "/platforms/pool/"
    assert Hosting.objects.current().get(platform=old.platform).organisation == successor


@pytest.mark.parametrize("since", ["", "9999-01-01", "0001-01-01", "2021-02-30"])
def test_host_form_with_a_bad_day_keeps_the_input(client, editor, since):
    platform, host = PlatformFactory(slug="pool"), OrganisationFactory()

    response = client.post("/platforms/pool/gastheer/", {"organisation": host.pk, "since": since})

    assert (response.status_code, set(response.context["form"].errors)) == (200, {"since"})
    assert not platform.hostings.exists()


def test_end_form_ends_the_platform_and_its_page_says_why(client, editor):
    PlatformFactory(slug="pool")

    client.post("/platforms/pool/einde/", {"until": "2021-01-01", "reason": "De gastheer is opgeheven."})

    page = Page(client.get("/platforms/pool/").text)
    assert page.together("This platform ended on 1 January 2021.", "De gastheer is opgeheven.", within=80)
    assert "/platforms/pool/einde/" not in page.links
    assert client.get("/platforms/pool/einde/").url == "/platforms/pool/"


@pytest.mark.parametrize("path", ["einde", "gastheer"])
def test_leader_of_the_programme_keeps_its_platform_and_others_do_not(client, path):
    platform = PlatformFactory(slug="pool", programme=ProgrammeFactory())
    client.force_login(leader_of(platform.programme))
    assert client.get(f"/platforms/pool/{path}/").status_code == 200

    client.force_login(leader_of(ProgrammeFactory()))
    assert client.get(f"/platforms/pool/{path}/").status_code == 403


@pytest.fixture
def sign():
    person = PersonFactory(email="ontvanger@example.org")
    return LifeSignFactory(handover__contact=person, handover__accepted_at=timezone.now(), handover__accepted_by=person)


def test_life_sign_by_link_takes_a_no_with_a_reason(client, sign):
    path = f"/overdracht/leeft/{token_of(sign, sign.handover.contact)}/"
    assert "error-summary" in client.post(path, {"answer": "no"}).text

    client.post(path, {"answer": "no", "note": "Er is niemand meer."})

    sign.refresh_from_db()
    assert (sign.is_alive, sign.note) == (False, "Er is niemand meer.")
    assert "You answered: no, it does not." in Page(client.get(path).text).text


def test_life_sign_link_only_looked_at_changes_nothing(client, sign):
    client.get(f"/overdracht/leeft/{token_of(sign, sign.handover.contact)}/")

    sign.refresh_from_db()
    assert sign.answered_at is None


@pytest.mark.parametrize("change", [{"email": "anders@example.org"}, {"left_on": date(2020, 1, 1)}])
def test_life_sign_link_of_another_address_or_who_left_is_dead(client, sign, change):
    path = f"/overdracht/leeft/{token_of(sign, sign.handover.contact)}/"
    type(sign.handover.contact).objects.filter(pk=sign.handover.contact_id).update(**change)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("token", ["1.x", "x", "0", "99999999999999999999.x", "1"])
def test_life_sign_link_that_is_not_ours_is_not_found(client, token):
    assert client.get(f"/overdracht/leeft/{token}/").status_code == 404


def test_life_sign_of_work_that_moved_on_asks_nothing(client, sign):
    handover = sign.handover
    HandoverFactory(programme=handover.programme, workstream=handover.workstream, follows=handover)

    assert client.get(f"/overdracht/leeft/{token_of(sign, handover.contact)}/").status_code == 410


def test_life_sign_signed_in_is_for_the_receiver_only(client, sign):
    user = member_user()
    Handover.objects.filter(pk=sign.handover_id).update(contact=user.person)
    client.force_login(user)
    client.post(f"/mijn/leeft/{sign.pk}/", {"answer": "yes"})
    client.force_login(member_user())

    sign.refresh_from_db()
    assert (sign.is_alive, sign.answered_by) == (True, user.person)
    assert client.get(f"/mijn/leeft/{sign.pk}/").status_code == 403
    assert client.get(f"/mijn/leeft/{sign.pk + 1}/").status_code == 404
