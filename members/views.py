"""Uploaded pictures, which nothing in front of the application needs to know of."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from members.images import SERVED


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """Give a picture that the portal made; other uploads, such as members' documents, are none of its business."""
    if not SERVED.fullmatch(name):
        raise Http404
    try:
        content = default_storage.open(name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(content, content_type="image/webp")
