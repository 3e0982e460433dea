"""Routes: scheduling one meeting: its date, place and state."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
