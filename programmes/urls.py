"""Routes of the programmes app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
