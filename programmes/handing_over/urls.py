"""Routes: handing over, and the end of a programme."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
