"""Routes: the steps in the life of a programme."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
