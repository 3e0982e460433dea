"""A page as a visitor would see it, shown to an editor before it is there for everyone."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path, resolve, reverse

BUTTON = "_preview"
KEPT_COOKIES = {settings.LANGUAGE_COOKIE_NAME, settings.SCHEME_COOKIE_NAME}


def visitor_page(request: HttpRequest, thing: models.Model) -> HttpResponse:
    """Return the page of a stored row, made by its own view.

    What no visitor may know of, such as a meeting still in draft, is shown as the editor sees it.
    """
    address = thing.get_absolute_url()  # type: ignore[attr-defined]
    found = resolve(address)
    view: Callable[..., HttpResponse] = found.func
    seen = as_visitor(request, address)
    try:
        return view(seen, **found.kwargs)
    except Http404:
        seen.user = request.user
        return view(seen, **found.kwargs)


def as_visitor(request: HttpRequest, address: str) -> HttpRequest:
    """Return the request that a visitor without an account would make for an address; pages say it is a preview."""
    seen: Any = copy(request)
    seen.method, seen.user = "GET", AnonymousUser()
    seen.path = seen.path_info = address
    seen.GET, seen.POST = QueryDict(), QueryDict()
    seen.COOKIES = {name: value for name, value in request.COOKIES.items() if name in KEPT_COOKIES}
    seen.is_preview = True
    return seen  # type: ignore[no-any-return]


def kept_private(response: HttpResponse) -> HttpResponse:
    """Keep a preview out of caches and search engines."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


class Previewed(admin.ModelAdmin):
    """Offers the page of a row before visitors have it: as it is stored, and with the edits of the form."""

    has_page = True  # where the model has addresses at all

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.has_page = self.has_page and hasattr(model, "get_absolute_url")

    def preview(self, request: HttpRequest, row: Any) -> HttpResponse:
        """Return the page of a row as a visitor would see it."""
        return visitor_page(request, row)

    def get_urls(self) -> list[URLPattern]:
        """Add the preview to the addresses of a row."""
        own = [path("<path:object_id>/voorbeeld/", self.preview_view, name=self._preview_name)] if self.has_page else []
        return [*own, *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the preview of a stored row; for anyone but editors there is no such page."""
        row = self.get_object(request, unquote(object_id)) if self.has_view_permission(request) else None
        if row is None:
            raise Http404
        return kept_private(self.preview(request, row))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """On the button for a preview do all that saving does, show the page it gives, and undo it.

        New pictures are left out: files know no undo.
        """
        if BUTTON not in request.POST or not self.has_page:
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.FILES.clear()
        with transaction.atomic():
            response = super().changeform_view(request, object_id, form_url, extra_context)
            transaction.set_rollback(True)
        return response

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        if BUTTON in request.POST:
            return kept_private(self.preview(request, obj))
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if BUTTON in request.POST:
            return kept_private(self.preview(request, obj))
        return super().response_change(request, obj)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        change: bool = False,  # noqa: FBT001, FBT002
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Offer both previews in the form."""
        stored = obj is not None and obj.pk is not None and self.has_page
        preview_url = reverse(f"admin:{self._preview_name}", args=[quote(obj.pk)]) if stored else ""
        context |= {"preview_url": preview_url, "previews_edits": self.has_page}
        return super().render_change_form(request, context, add, change, form_url, obj)

    @property
    def _preview_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_preview"
