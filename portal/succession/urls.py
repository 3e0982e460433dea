"""Routes: what needs a home when an organisation goes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
