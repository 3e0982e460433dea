"""Routes: outcomes and workstreams."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
