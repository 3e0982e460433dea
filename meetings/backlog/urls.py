"""Routes: the topics a sector might talk about."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
