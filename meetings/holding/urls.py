"""Routes: holding a meeting: agenda, presence and documents."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
