import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_preloaded_page_serves_for_the_click_that_follows(client: Client):
    response = client.get("/privacy/", headers={"HX-Preloaded": "true"})

    assert response.headers["Cache-Control"] == "private, max-age=10"


def test_page_that_was_not_preloaded_says_nothing_of_caching(client: Client):
    assert "Cache-Control" not in client.get("/privacy/").headers


def test_page_with_a_session_is_never_kept(client: Client, django_user_model):
    client.force_login(django_user_model.objects.create_user("lid@example.org"))

    response = client.get("/privacy/", headers={"HX-Preloaded": "true"})

    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "address",
    [
        "/sectoren/?q=%00",
        "/?a=b%00c",
        "/sectoren/%00/",
        "/account/login/?next=/%00",
        "/beheer/?q=%00",
        "/static/a%00.css",
    ],
)
def test_nul_byte_in_the_address_is_answered_with_400(client: Client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert "<h1" in response.content.decode()


def test_nul_byte_in_a_form_is_refused(client: Client):
    response = client.post("/account/login/", {"login": "an\0@example.org", "password": "\0"})

    assert response.status_code in {200, 400}


@pytest.mark.parametrize(
    ("charset", "status"),
    [
        ("utf-8", 200),
        ("UTF-8", 200),
        ("utf-7", 400),
        ("utf-16", 400),
        ("iso-8859-1", 400),
        ("rot13", 400),
        ("no-such-charset", 400),
    ],
)
def test_form_is_read_in_utf_8_only(client: Client, charset, status):
    response = client.generic(
        "POST", "/account/login/", b"login=a&password=b", f"application/x-www-form-urlencoded; charset={charset}"
    )

    assert response.status_code == status


@pytest.mark.parametrize(
    ("cookie", "language"), [("", "nl"), ("en", "en"), ("nl", "nl"), ("xx", "nl"), ("../en", "nl")]
)
def test_language_is_dutch_unless_the_cookie_names_another(client: Client, cookie, language):
    client.cookies["brink_language"] = cookie

    response = client.get("/privacy/", headers={"Accept-Language": "de,en;q=0.9"})

    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()


def test_language_of_one_request_does_not_stay_for_the_next(client: Client):
    client.cookies["brink_language"] = "en"
    client.get("/privacy/")
    del client.cookies["brink_language"]

    assert client.get("/privacy/").headers["Content-Language"] == "nl"


@pytest.mark.parametrize("address", ["/", "/sectoren/", "/leden/", "/bijeenkomsten/", "/programmas/", "/nieuws/"])
def test_visitor_s_page_sets_no_cookie_and_may_be_kept_by_anyone(client: Client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "private" not in response.headers.get("Cache-Control", "")
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/", "/no-such-page/", "/account/login/", "/healthz", "/sectoren/?q=%00"])
def test_response_switches_off_what_brink_does_not_use(client: Client, address):
    headers = client.get(address).headers

    assert headers["Permissions-Policy"].startswith("camera=(), geolocation=(), microphone=()")


@pytest.mark.parametrize("address", ["/", "/no-such-page/", "/account/login/", "/beheer/login/", "/?q=%00"])
def test_response_carries_the_security_headers(client: Client, address):
    headers = client.get(address, follow=True).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert {rule.strip() for rule in headers["Content-Security-Policy"].split(";")} == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    }


def test_address_that_only_takes_forms_says_so_in_house_style(client: Client):
    response = client.get("/activiteiten/1/meedoen/")

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "<h1>Dit kan hier niet</h1>" in response.content.decode()
