"""Routes: preparing a meeting: input, topic and presenters."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
