"""Routes: answering whether one comes, and who comes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
