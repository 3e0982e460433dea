import re
import runpy

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from portal.views.gallery import BANDS, component_gallery

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_for_gallery() -> HttpRequest:
    return RequestFactory().get("/onderdelen/")


@pytest.mark.parametrize("debug", [True, False])
def test_gallery_is_mounted_with_debug_only(settings, debug):
    settings.DEBUG = debug

    routes = runpy.run_path(str(settings.BASE_DIR / "portal" / "urls.py"))["urlpatterns"]

    assert ("component-gallery" in {route.name for route in routes}) is debug


def test_gallery_shows_every_band(request_for_gallery):
    html = component_gallery(request_for_gallery).content.decode()

    assert set(re.findall(r'data-kind="soft" data-band="(\w+)"', html)) == set(BANDS)


def test_gallery_has_one_h1_and_no_inline_style_or_script(request_for_gallery):
    html = component_gallery(request_for_gallery).content.decode()

    assert len(re.findall(r"<h1", html)) == 1
    assert not re.search(r'\sstyle="|\son\w+="|<style|<script(?![^>]* src=| type="application/ld\+json")', html)


def test_gallery_links_every_error_to_its_field(request_for_gallery):
    html = component_gallery(request_for_gallery).content.decode()
    summary = html.partition('class="error-summary"')[2].partition("</div>")[0]

    targets = re.findall(r'href="#(\w+)"', summary)
    assert targets == ["id_email", "id_joining_0"]
    assert all(f'id="{target}"' in html for target in targets)


def test_gallery_names_the_person_in_mail_and_call_links(request_for_gallery):
    html = component_gallery(request_for_gallery).content.decode()

    for scheme in ("mailto:robin@example.org", "tel:0500000000"):
        link = html.partition(f'href="{scheme}"')[2].partition("</a>")[0]
        assert "Robin Demonstratie" in link
