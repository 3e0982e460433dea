"""Erasing: by oneself, and by an editor for another."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Person, SecurityEvent, User
from portal.privacy.erasure import LAST_ADMIN
from tests.factories import (
    AppointmentFactory,
    MemberRequestFactory,
    OrganisationFactory,
    PersonFactory,
    SectorFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
)

OWN = "/mijn/gegevens/wissen/"
SURE = {"confirmed": "on"}
PASSWORD = "een lang wachtwoord"


def page(person):
    return reverse("person-erase", args=[person.pk])


def signed_in(client, account):
    """Sign in, and say once more who one is."""
    account.set_password(PASSWORD)
    account.save()
    client.force_login(account)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return account


def test_visitor_signs_in_first(client, db):
    person = PersonFactory()

    for url in (OWN, page(person)):
        assert client.post(url, SURE).headers["Location"] == f"/account/login/?next={url}"
    assert not Person.objects.filter(erased_at__isnull=False).exists()


def test_page_tells_what_ends(client, db):
    account = signed_in(client, member_user(OrganisationFactory(name="Assen")))
    AppointmentFactory(person=account.person, sector=SectorFactory(name="Bodem"))

    response = client.get(OWN)

    assert response.status_code == 200
    assert [role.split()[-1] for role in response.context["ends"].roles] == ["Bodem"]
    assert "Assen" in response.content.decode()


def test_member_is_erased_signed_out_and_told(client, db):
    account = signed_in(client, member_user())

    response = client.post(OWN, SURE, follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert len(response.context["notices"]) == 1
    account.refresh_from_db()
    assert not account.is_active
    assert Person.objects.get().erased_at is not None
    assert client.get("/mijn/gegevens/").status_code == 302
    event = SecurityEvent.objects.get(kind="data_erased")
    assert (event.actor_id, event.origin.ip) == (account.pk, "127.0.0.1")


def test_box_that_is_not_ticked_changes_nothing(client, db):
    signed_in(client, member_user())

    response = client.post(OWN)

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["confirmed"])
    assert Person.objects.get().erased_at is None


def test_opening_the_page_changes_nothing(client, db):
    signed_in(client, member_user())

    client.get(f"{OWN}?confirmed=on")

    assert Person.objects.get().erased_at is None


@pytest.mark.parametrize(
    ("password", "door"), [(PASSWORD, "/account/reauthenticate/"), (None, "/account/reauthenticate/code/")]
)
def test_whoever_signed_in_a_while_ago_says_once_more_who_it_is(client, db, password, door):
    account = member_user()
    account.set_password(password)
    account.save()
    client.force_login(account)

    answers = [client.get(OWN), client.post(OWN, SURE)]

    assert [each.headers["Location"] for each in answers] == [f"{door}?next={OWN.replace('/', '%2F')}"] * 2
    assert Person.objects.get().erased_at is None


def test_account_that_waits_is_erased(client, db):
    account = signed_in(client, UserFactory())
    MemberRequestFactory(account=account)

    assert client.get(OWN).status_code == 200
    assert client.post(OWN, SURE).headers["Location"] == "/"

    account.refresh_from_db()
    assert (account.is_active, account.member_requests.get().state) == (False, "withdrawn")


def test_last_admin_is_told_why_not(client, db):
    admin = signed_in(client, admin_user())

    response = client.post(OWN, SURE)

    assert str(LAST_ADMIN) in response.content.decode()
    admin.refresh_from_db()
    assert admin.is_active


def test_editor_erases_another(client, db):
    editor, person = signed_in(client, editor_user()), PersonFactory(name="An de Vries")

    assert "An de Vries" in client.get(page(person)).content.decode()
    response = client.post(page(person), SURE)

    assert response.headers["Location"] == reverse("admin:members_person_changelist")
    assert Person.objects.get(pk=person.pk).erased_at is not None
    assert SecurityEvent.objects.get(kind="data_erased").actor_id == editor.pk


@pytest.mark.parametrize("make", [member_user, UserFactory])
def test_members_erase_nobody_else(client, db, make):
    person = PersonFactory()
    signed_in(client, make())

    assert [client.get(page(person)).status_code, client.post(page(person), SURE).status_code] == [403, 403]
    assert client.get(reverse("person-erase", args=[98765])).status_code == 403
    assert Person.objects.get(pk=person.pk).erased_at is None


@pytest.mark.parametrize("make", [manager_user, chair_user])
def test_leaders_of_a_sector_erase_nobody_else(client, db, make):
    leader = signed_in(client, make(SectorFactory()))
    person = PersonFactory(organisation=leader.person.organisation)

    assert client.post(page(person), SURE).status_code == 403


@pytest.mark.parametrize("make", [editor_user, admin_user])
def test_editor_erases_no_editor_and_no_admin(client, db, make):
    person = PersonFactory(account=make())
    signed_in(client, editor_user())

    assert client.post(page(person), SURE).status_code == 403
    assert Person.objects.get(pk=person.pk).erased_at is None


def test_admin_erases_an_editor(client, db):
    person = PersonFactory(account=editor_user())
    signed_in(client, admin_user())

    client.post(page(person), SURE)

    assert User.objects.get(pk=person.account.pk).is_staff is False


def test_person_who_is_erased_already_is_not_there(client, db):
    person = PersonFactory(left_on=timezone.localdate(), erased_at=timezone.now())
    signed_in(client, editor_user())

    assert client.get(page(person)).status_code == 404
    assert client.get(reverse("person-erase", args=[98765])).status_code == 404


def test_page_of_a_person_in_the_admin_leads_there(client, db):
    person = PersonFactory()
    signed_in(client, editor_user())
    change = reverse("admin:members_person_change", args=[person.pk])

    assert f'href="{page(person)}"' in client.get(change).text
    client.post(page(person), SURE)
    assert f'href="{page(person)}"' not in client.get(change).text
