"""/weergave/: language and colours by a form."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

CHOICE = {"language": "en", "scheme": "dark", "next": "/nieuws/"}


def test_display_keeps_the_choice_and_goes_back(client):
    response = client.post("/weergave/", CHOICE)

    assert response.headers["Location"] == "/nieuws/"
    page = client.get("/nieuws/").text
    assert '<html lang="en"' in page
    assert 'data-scheme="dark"' in page


def test_display_default_leaves_no_cookie(client):
    client.post("/weergave/", CHOICE)

    response = client.post("/weergave/", {"language": "nl", "scheme": "system", "next": "/"})

    assert {name: cookie["max-age"] for name, cookie in response.cookies.items()} == {
        "brink_language": 0,
        "brink_scheme": 0,
    }


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_display_never_leads_elsewhere(client, target):
    response = client.post("/weergave/", {**CHOICE, "next": target})

    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("wrong", [{"language": "fy"}, {"scheme": "pink"}, {"language": ""}, {"scheme": "\0"}])
def test_display_with_a_wrong_choice_keeps_the_form(client, wrong):
    response = client.post("/weergave/", {**CHOICE, **wrong})

    assert response.status_code == 200
    assert 'class="error-summary"' in response.text
    assert not {"brink_language", "brink_scheme"} & set(response.cookies)


def test_display_offers_to_go_back_to_our_own_page_only(client):
    own = client.get("/weergave/", headers={"referer": "http://testserver/nieuws/?pagina=2"})
    other = client.get("/weergave/", headers={"referer": "https://evil.example/nieuws/"})

    assert own.context["form"].initial["next"] == "/nieuws/?pagina=2"
    assert other.context["form"].initial["next"] == "/"


def test_display_without_token_is_refused_in_house_style():
    response = Client(enforce_csrf_checks=True).post("/weergave/", CHOICE)

    assert response.status_code == 403
    assert "<h1>" in response.text


@pytest.mark.parametrize("asked", ["en", "de-DE,de;q=0.9", "nonsense;;q=x"])
def test_page_is_dutch_whatever_the_browser_asks(client, asked):
    response = client.get("/privacy/", headers={"accept-language": asked})

    assert '<html lang="nl"' in response.text
