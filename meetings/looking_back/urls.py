"""Routes: looking back on a sector's year."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
