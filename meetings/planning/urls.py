"""Routes: planning a sector's year of meetings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
