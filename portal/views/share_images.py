"""Pictures that go with pages when they are shared."""

from __future__ import annotations

from dataclasses import astuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from members.context_processors import first_network
from portal.share_image import ShareImage
from portal.share_subjects import Subject, subject_of

KEPT = 30 * 24 * 3600


@require_safe
@cache_control(public=True, max_age=3600)
def share_image(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Give the picture of a page that a visitor may see; whoever asks, it is the same."""
    with translation.override(settings.LANGUAGE_CODE):
        return _respond(subject_of(kind, key))


@require_safe
@cache_control(public=True, max_age=3600)
def network_image(request: HttpRequest) -> HttpResponse:
    """Give the picture of pages that have none of their own."""
    return _respond(None)


def _respond(subject: Subject | None) -> HttpResponse:
    network = first_network()
    shown = subject or Subject(network.name, network.tagline, "brink", "klinker", "koolzaad")
    title, kicker, *woven = astuple(shown)
    picture = ShareImage(title, kicker, network.name, network.palette, *woven)
    content = caches["pictures"].get_or_set(picture.key, picture.png, KEPT)
    return HttpResponse(content, content_type="image/png", headers={"ETag": f'"{picture.key}"'})
