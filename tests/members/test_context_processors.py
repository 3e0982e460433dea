import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from members.context_processors import content_lang, house
from tests.factories import NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db


def visit(path: str = "/nieuws/", **cookies: str):
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = AnonymousUser()
    return request


def test_network_costs_a_query_only_when_it_is_used(django_assert_num_queries):
    NetworkFactory(name="Netwerk Noord")
    with django_assert_num_queries(0):
        known = house(visit())
    with django_assert_num_queries(1):
        assert [known["network"].name, known["network"].palette] == ["Netwerk Noord", "brink"]


def test_network_before_it_is_entered_has_a_name():
    assert house(visit())["network"].name == "Brink"


def test_visitor_without_session_cookie_is_signed_out_without_a_look():
    request = visit()
    del request.user

    assert house(request)["signed_in"] is False


def test_user_with_session_cookie_is_signed_in():
    request = visit(sessionid="x")
    request.user = UserFactory()

    assert house(request)["signed_in"] is True


@pytest.mark.parametrize(("cookie", "scheme"), [("dark", "dark"), ("light", "light"), ('"><script>', ""), ("", "")])
def test_scheme_comes_from_the_cookie_when_it_is_known(cookie, scheme):
    assert house(visit(brink_scheme=cookie))["scheme"] == scheme


def test_canonical_address_leaves_the_query_out(settings):
    settings.PUBLIC_URL = "https://noord.example.org"

    assert house(visit("/nieuws/?pagina=2"))["canonical"] == "https://noord.example.org/nieuws/"


def test_content_lang_marks_dutch_on_an_english_page():
    with translation.override("nl"):
        assert content_lang() == ""
    with translation.override("en"):
        assert content_lang() == ' lang="nl"'
