"""My data: asking for all of it, and taking it along."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from members.models import SecurityEvent
from portal.models import DataExport
from portal.privacy.export import make_export
from tests.factories import DataExportFactory, UserFactory, member_user

URL = "/mijn/gegevens/"


@pytest.fixture
def member(client, db):
    account = member_user()
    client.force_login(account)
    return account


def ready(account, **fields):
    return DataExportFactory(account=account, made_at=timezone.now(), content=b"PK the zip", **fields)


def download(export):
    return reverse("mine-data-download", args=[export.pk])


def test_visitor_signs_in_first(client, db):
    assert client.get(URL).headers["Location"] == f"/account/login/?next={URL}"
    assert client.post(URL).status_code == 302
    assert not DataExport.objects.exists()


def test_account_that_waits_gets_its_data_too(client, db):
    account = UserFactory()
    client.force_login(account)

    assert client.get(URL).status_code == 200
    client.post(URL)

    assert DataExport.objects.get().account == account


def test_page_leads_to_where_data_are_corrected(client, member):
    text = client.get(URL).content.decode()

    for route in ("mine-profile", "account_email", "mine-employer", "mine-data-erase", "privacy"):
        assert f'href="{reverse(route)}"' in text


def test_asking_stores_one_request_and_comes_back(client, member):
    first, second = client.post(URL), client.post(URL)

    assert (first.status_code, first.headers["Location"]) == (302, URL)
    assert (second.status_code, DataExport.objects.count()) == (302, 1)


def test_page_says_that_data_are_being_gathered(client, member):
    DataExportFactory(account=member)

    response = client.get(URL)

    assert 'value="' not in response.content.decode().split('id="download"')[1].split("</section>")[0]
    assert response.context["export"].made_at is None
    assert (response.context["is_over"], b"<form" in response.content.split(b"<main")[1]) == (False, False)


def test_page_offers_what_is_ready_until_its_time_is_over(client, member):
    export = ready(member)

    assert f'href="{download(export)}"' in client.get(URL).content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        client.force_login(member)
        response = client.get(URL)

    assert download(export) not in response.content.decode()
    assert response.context["is_over"]
    assert b"<form" in response.content.split(b"<main")[1]


def test_queries_of_the_page(client, member, django_assert_num_queries):
    ready(member)

    with django_assert_num_queries(5):
        client.get(URL)


def test_download_is_a_private_attachment(client, member):
    export = ready(member)

    response = client.get(download(export))

    assert (response.status_code, response.content) == (200, b"PK the zip")
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Cache-Control"] == "private, no-store"
    today = timezone.localdate()
    assert response.headers["Content-Disposition"] == f'attachment; filename="mijn-gegevens-{today}.zip"'


def test_download_is_logged_with_from_where(client, member):
    client.get(download(ready(member)))

    event = SecurityEvent.objects.get(kind="data_exported")
    assert (event.actor_id, event.about_id, event.origin.ip) == (member.pk, member.pk, "127.0.0.1")


def test_download_of_another_is_not_there(client, member):
    export = ready(member_user())

    assert client.get(download(export)).status_code == 404
    assert not SecurityEvent.objects.filter(kind="data_exported").exists()


def test_download_that_is_not_made_yet_is_not_there(client, member):
    assert client.get(download(DataExportFactory(account=member))).status_code == 404


def test_download_for_a_visitor_leads_to_signing_in(client, db):
    export = ready(member_user())

    assert client.get(download(export)).headers["Location"].startswith("/account/login/?next=/mijn/gegevens/")


def test_expired_download_is_gone_and_so_is_its_content(client, member):
    export = ready(member, expires_at=timezone.now() - timedelta(seconds=1))

    response = client.get(download(export))

    assert response.status_code == 410
    assert f'href="{URL}"' in response.content.decode()
    assert bytes(DataExport.objects.get().content) == b""


def test_download_by_post_is_refused(client, member):
    assert client.post(download(ready(member))).status_code == 405


def test_whole_way_from_asking_to_the_file(client, member, django_capture_on_commit_callbacks):
    client.post(URL)
    make_export(export=DataExport.objects.get())

    response = client.get(download(DataExport.objects.get()))

    assert response.content.startswith(b"PK\x03\x04")
