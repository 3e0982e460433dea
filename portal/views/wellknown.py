"""What machines ask of a site: robots.txt, the site map, security.txt and favicon.ico."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as contrib_views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from meetings.models import Meeting
from members.models import Network, Organisation
from portal.models import Article
from programmes.models import KnowledgeCircle, Platform, Programme
from sectors.models import Sector

CLOSED_TO_ROBOTS = ("/beheer/", "/account/", "/weergave/")
SECURITY_TXT_DAYS = 180


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what to leave alone (RFC 9309) and where the site map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS), ""]
    lines.append(f"Sitemap: {settings.PUBLIC_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> TemplateResponse:
    """List every page that a visitor may see (sitemaps.org)."""
    return contrib_views.sitemap(request, sitemaps=sitemaps())


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Tell finders of a leak whom to write to (RFC 9116); it always expires within a year."""
    network = Network.objects.first()
    contact = f"mailto:{network.contact_email}" if network and network.contact_email else settings.PUBLIC_URL + "/"
    midnight = datetime.combine(timezone.localdate() + timedelta(days=SECURITY_TXT_DAYS), time(), tzinfo=UTC)
    lines = [
        f"Contact: {contact}",
        f"Expires: {midnight.isoformat()}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.PUBLIC_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86400)
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Lead who asks without reading the page to the woven mark."""
    return HttpResponseRedirect(static("img/icon-32.png"))


class PageSitemap(Sitemap):
    """Pages that are always there."""

    protocol = urlsplit(settings.PUBLIC_URL).scheme
    names = (
        *("front", "sector-list", "meeting-list", "programme-list", "circle-list", "activity-list"),
        *("organisation-list", "article-list", "accessibility", "privacy"),
    )

    def items(self) -> tuple[str, ...]:
        """Return the names of their routes."""
        return self.names

    def location(self, item: str) -> str:
        """Return the path of a route."""
        return reverse(item)


class RowSitemap(Sitemap):
    """A page for each row that a visitor may see."""

    protocol = urlsplit(settings.PUBLIC_URL).scheme
    limit = 5000

    def __init__(self, rows: QuerySet[Any], modified: str = "") -> None:
        self.rows = rows
        self.modified = modified

    def items(self) -> QuerySet[Any]:
        """Return the rows, asked anew on each request."""
        return self.rows.all()

    def lastmod(self, item: Any) -> datetime | None:
        """Return when a row changed, where that is known."""
        return getattr(item, self.modified, None)


def sitemaps() -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    """Return the sections of the site map."""
    return {
        "pages": PageSitemap(),
        "sectors": RowSitemap(Sector.objects.active()),
        "meetings": RowSitemap(Meeting.objects.visible_to(None).order_by("pk"), modified="modified_at"),
        "programmes": RowSitemap(Programme.objects.all()),
        "platforms": RowSitemap(Platform.objects.all()),
        "circles": RowSitemap(KnowledgeCircle.objects.all()),
        "organisations": RowSitemap(Organisation.objects.all()),
        "articles": RowSitemap(Article.objects.published(), modified="modified_at"),
    }
