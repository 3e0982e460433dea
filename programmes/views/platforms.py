"""Platforms: what keeps running, and who hosts it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programmes.models import Platform
from programmes.platform_page import fetch_platform, platform_page


@require_safe
def platform_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a platform with its hosts and where it came from."""
    platform = get_object_or_404(fetch_platform(Platform.objects.all()), slug=slug)
    breadcrumb = [(_("Programmes"), reverse("programme-list"))]
    if platform.programme:
        breadcrumb.append((str(platform.programme), platform.programme.get_absolute_url()))
    context = {"page": platform_page(platform, request.user), "breadcrumb": [*breadcrumb, (platform.name, "")]}
    return render(request, "programmes/platform_detail.html", context)
