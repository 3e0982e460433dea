"""The site with one view that fails; read by name only, because the site's routes depend on DEBUG."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401 - the site's own
from config.urls import urlpatterns as site_urls


def _fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault nobody foresaw")


urlpatterns = [path("fault/", _fails), *site_urls]
