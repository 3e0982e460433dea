import pytest
from django.urls import reverse

from members.models import Network, NetworkMembership, Organisation, Person, User
from tests.factories import (
    NetworkFactory,
    NetworkMembershipFactory,
    NotificationFactory,
    OrganisationFactory,
    OutboxMessageFactory,
    PersonFactory,
    UserFactory,
    admin_user,
    editor_user,
)
from tests.filling import add_row, errors_of, filled


@pytest.fixture
def editor(client, db):
    client.force_login(editor_user())
    return client


@pytest.fixture
def administrator(client, db):
    client.force_login(admin_user())
    return client


def page(row):
    return reverse(f"admin:members_{row._meta.model_name}_change", args=[row.pk])


def form_of(client, row):
    return filled(client.get(page(row)), f"{row._meta.model_name}_form")


def message(model, name):
    return next(str(each.get_violation_error_message()) for each in model._meta.constraints if each.name.endswith(name))


def test_organisation_is_edited_with_its_memberships_and_people(editor):
    organisation = OrganisationFactory()
    data = form_of(editor, organisation) | {"email_domains": "assen.nl,drenthe.nl", "website": "assen.nl"}
    add_row(data, "network_memberships", since="2013-01-01")
    add_row(data, "people", name="An de Vries", contact_visibility="members")

    response = editor.post(page(organisation), data)

    assert response.status_code == 302
    organisation.refresh_from_db()
    assert organisation.email_domains == ["assen.nl", "drenthe.nl"]
    assert organisation.website == "https://assen.nl"
    assert (organisation.network_memberships.count(), organisation.people.get().name) == (1, "An de Vries")


def test_organisation_is_added_with_a_membership(editor):
    data = filled(editor.get(reverse("admin:members_organisation_add")), "organisation_form")
    add_row(data, "network_memberships", since="2013-01-01")

    response = editor.post(
        reverse("admin:members_organisation_add"), data | {"name": "Assen", "slug": "assen", "kind": "municipality"}
    )

    assert response.status_code == 302
    assert NetworkMembership.objects.get().organisation.name == "Assen"


def test_organisation_merges_on_its_own_page_only(editor):
    organisation = OrganisationFactory(name="Haren")
    posted = {"succeeded_by": OrganisationFactory().pk, "dissolved_on": "2026-01-01", "name": "Groningen"}

    response = editor.post(page(organisation), form_of(editor, organisation) | posted)

    organisation.refresh_from_db()
    assert (response.status_code, organisation.name) == (302, "Groningen")
    assert (organisation.succeeded_by, organisation.dissolved_on) == (None, None)
    assert f"/leden/{organisation.slug}/opvolging/" in editor.get(page(organisation)).content.decode()


def test_organisation_with_half_a_coordinate_is_refused(editor):
    organisation = OrganisationFactory()

    response = editor.post(page(organisation), form_of(editor, organisation) | {"latitude": "53.0"})

    assert errors_of(response) == [message(Organisation, "coordinates")]


def test_overlapping_network_memberships_are_refused(editor):
    membership = NetworkMembershipFactory()
    data = form_of(editor, membership.organisation)
    add_row(data, "network_memberships", since="2013-01-01")

    response = editor.post(page(membership.organisation), data)

    assert errors_of(response) == [message(NetworkMembership, "no_overlap")]
    assert NetworkMembership.objects.count() == 1


def test_two_new_people_with_one_address_are_refused_in_words(editor):
    organisation = OrganisationFactory()
    data = form_of(editor, organisation)
    for name in ("An", "Bo"):
        add_row(data, "people", name=name, email="post@example.org", contact_visibility="members")

    response = editor.post(page(organisation), data)

    assert errors_of(response) == [message(Person, "email")]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "As\0sen"),
        ("name", "A" * 151),
        ("email_domains", "a\0.nl"),
        ("latitude", "NaN"),
        ("latitude", "1e999999"),
        ("longitude", "181"),
        ("website", "javascript:alert(1)"),
        ("consists_of", "abc"),
    ],
)
def test_impossible_value_is_refused(editor, field, value):
    organisation = OrganisationFactory(name="Assen", website="")

    response = editor.post(page(organisation), form_of(editor, organisation) | {field: value})

    assert response.status_code == 200
    assert Organisation.objects.filter(name="Assen", website="").exists()


@pytest.mark.parametrize(
    ("answer", "names"), [("members", {"Lid"}), ("never_members", {"Buiten"}), ("perhaps", {"Lid", "Buiten"})]
)
def test_organisations_are_filtered_by_membership(editor, answer, names):
    NetworkMembershipFactory(organisation__name="Lid")
    OrganisationFactory(name="Buiten")

    response = editor.get(reverse("admin:members_organisation_changelist"), {"question": answer})

    assert {organisation.name for organisation in response.context["cl"].result_list} == names


def test_editor_cannot_say_whose_account_it_is(editor):
    person = PersonFactory()

    editor.post(page(person), form_of(editor, person) | {"account": UserFactory().pk})

    person.refresh_from_db()
    assert person.account is None


def test_admin_says_whose_account_it_is(administrator):
    person, account = PersonFactory(), UserFactory()

    administrator.post(page(person), form_of(administrator, person) | {"account": account.pk})

    person.refresh_from_db()
    assert person.account == account


def test_account_is_made_from_an_address_alone(administrator):
    data = filled(administrator.get(reverse("admin:members_user_add")), "user_form")

    response = administrator.post(reverse("admin:members_user_add"), data | {"email": "An@Example.org"})

    account = User.objects.get(email="an@example.org")
    assert response.status_code == 302
    assert (account.has_usable_password(), account.is_staff) == (False, False)


def test_account_is_made_with_a_password(administrator):
    password = "welkom-op-de-brink"
    data = {"email": "an@example.org", "usable_password": "true", "password1": password, "password2": password}

    administrator.post(reverse("admin:members_user_add"), data)

    assert User.objects.get(email="an@example.org").check_password(password)


@pytest.mark.parametrize("email", ["an@example.org", "AN@example.org", "geen adres", "an\0@example.org", ""])
def test_account_with_an_impossible_address_is_refused(administrator, email):
    UserFactory(email="an@example.org")

    response = administrator.post(reverse("admin:members_user_add"), {"email": email, "usable_password": "false"})

    assert response.status_code == 200
    assert User.objects.filter(email__icontains="an@").count() == 1


def test_account_is_closed_by_an_admin(administrator):
    account = UserFactory()
    data = form_of(administrator, account)
    del data["is_active"]

    administrator.post(page(account), data)

    account.refresh_from_db()
    assert not account.is_active


@pytest.mark.parametrize("path", ["add", "changelist"])
def test_editor_may_not_open_accounts_or_settings(editor, path):
    for model in ("user", "network"):
        assert editor.get(reverse(f"admin:members_{model}_{path}")).status_code == 403


def test_editor_may_not_change_a_password(editor):
    address = reverse("admin:auth_user_password_change", args=[admin_user().pk])

    assert editor.post(address, {"password1": "x", "password2": "x"}).status_code == 403


def test_network_is_made_once_and_never_deleted(administrator):
    assert administrator.get(reverse("admin:members_network_add")).status_code == 200
    network = NetworkFactory()

    assert administrator.get(reverse("admin:members_network_add")).status_code == 403
    assert administrator.post(reverse("admin:members_network_delete", args=[network.pk])).status_code == 403


def test_network_is_edited_by_an_admin(administrator):
    network = NetworkFactory()

    administrator.post(page(network), form_of(administrator, network) | {"name": "Noord", "palette": "getij"})

    assert list(Network.objects.values_list("name", "palette")) == [("Noord", "getij")]


@pytest.mark.parametrize("factory", [NotificationFactory, OutboxMessageFactory])
def test_ledger_is_shown_and_never_changed(administrator, factory):
    row = factory(kind="digest")

    response = administrator.get(page(row))
    refused = administrator.post(page(row), {"kind": "other"})

    row.refresh_from_db()
    assert not response.context["has_change_permission"]
    assert (refused.status_code, row.kind) == (403, "digest")
