"""Which sign-in service goes with an address, and what it may vouch for."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import IdentityProvider, NetworkMembership
from members.providers import form_origins, origin_of, provider_for, social_app
from tests.factories import (
    IdentityProviderFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    admin_user,
    editor_user,
)

pytestmark = pytest.mark.django_db

SECRET = "zeer-geheim-woord"


@pytest.fixture
def service():
    organisation = NetworkMembershipFactory(
        organisation__email_domains=["Groningen.example.org", "gmail.com"]
    ).organisation
    return IdentityProviderFactory(
        organisation=organisation, slug="groningen", issuer="https://login.example.org/abc/v2.0", client_secret=SECRET
    )


@pytest.mark.parametrize(
    ("email", "has_one"),
    [
        ("nieske@groningen.example.org", True),
        ("NIESKE@GRONINGEN.EXAMPLE.ORG", True),
        ("nieske@sub.groningen.example.org", False),
        ("nieske@elders.example.org", False),
        ("nieske@gmail.com", False),
        ("", False),
    ],
)
def test_provider_for_an_address(service, email, has_one):
    assert provider_for(email) == (service if has_one else None)


def test_provider_for_passes_by_what_is_out_of_use(service):
    IdentityProvider.objects.update(is_active=False)

    assert provider_for("nieske@groningen.example.org") is None


def test_provider_for_passes_by_former_members(service):
    NetworkMembership.objects.update(until=timezone.localdate())

    assert provider_for("nieske@groningen.example.org") is None


def test_provider_for_costs_one_query(service, django_assert_num_queries):
    with django_assert_num_queries(1):
        provider_for("nieske@groningen.example.org")


def test_form_origins_are_those_of_services_in_use(service):
    IdentityProviderFactory(organisation=NetworkMembershipFactory().organisation, issuer="http://localhost:9400/x")
    IdentityProviderFactory(organisation=OrganisationFactory(), issuer="https://geen-lid.example.org")
    IdentityProviderFactory(
        organisation=NetworkMembershipFactory().organisation, issuer="https://uit.example.org", is_active=False
    )

    assert form_origins() == ["http://localhost:9400", "https://login.example.org"]


def test_origin_has_no_path(service):
    assert origin_of(service) == "https://login.example.org"


def test_social_app_vouches_for_the_domains_of_its_organisation_only(service):
    app = social_app(service)

    assert app.pk is None
    assert (app.provider_id, app.secret) == ("groningen", SECRET)
    assert app.settings["verified_email"] == ["groningen.example.org"]
    assert app.settings["server_url"] == "https://login.example.org/abc/v2.0"


# In the admin

LIST = "admin:members_identityprovider_changelist"
CHANGE = "admin:members_identityprovider_change"
ADD = "admin:members_identityprovider_add"


def filled(service, **changes):
    names = ("organisation_id", "name", "slug", "issuer", "client_id")
    values = {name.removesuffix("_id") if name == "organisation_id" else name: getattr(service, name) for name in names}
    return values | {"is_active": "on", "client_secret": "", **changes}


def test_services_are_for_admins(client: Client, service):
    client.force_login(editor_user())

    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse(CHANGE, args=[service.pk])).status_code == 403


def test_secret_is_never_shown(client: Client, service):
    client.force_login(admin_user())

    pages = [client.get(reverse(CHANGE, args=[service.pk])), client.get(reverse(LIST))]
    pages.append(client.get(reverse("admin:members_identityprovider_history", args=[service.pk])))
    pages.append(
        client.post(reverse(CHANGE, args=[service.pk]), filled(service, issuer="", client_secret="nieuw woord"))
    )

    assert all(page.status_code == 200 for page in pages)
    assert not any(SECRET in page.content.decode() or "nieuw woord" in page.content.decode() for page in pages)
    assert f"/account/oidc/{service.slug}/login/callback/" in pages[0].content.decode()


@pytest.mark.parametrize(("typed", "kept"), [("", SECRET), ("een-nieuw-geheim", "een-nieuw-geheim")])
def test_secret_left_empty_stays(client: Client, service, typed, kept):
    client.force_login(admin_user())

    response = client.post(reverse(CHANGE, args=[service.pk]), filled(service, name="Anders", client_secret=typed))

    service = IdentityProvider.objects.get(pk=service.pk)
    assert response.status_code == 302
    assert (service.name, service.client_secret) == ("Anders", kept)


def test_new_service_needs_a_secret(client: Client, service):
    client.force_login(admin_user())
    other = filled(service, organisation=OrganisationFactory().pk, slug="ander", client_id="ander")

    response = client.post(reverse(ADD), other)

    assert response.context["adminform"].form.errors["client_secret"]
    assert client.post(reverse(ADD), other | {"client_secret": "geheim"}).status_code == 302
    assert IdentityProvider.objects.get(slug="ander").client_secret == "geheim"


@pytest.mark.parametrize("issuer", ["http://login.example.org", "javascript:alert(1)", "login"])
def test_service_without_https_is_refused(client: Client, service, issuer):
    client.force_login(admin_user())

    response = client.post(reverse(CHANGE, args=[service.pk]), filled(service, issuer=issuer))

    assert response.status_code == 200
    assert IdentityProvider.objects.get().issuer == "https://login.example.org/abc/v2.0"
