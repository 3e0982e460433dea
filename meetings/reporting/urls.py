"""Routes: reporting a meeting: notes, decisions, actions and minutes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
