"""Routes: what needs a home, and moving platforms and hosts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
