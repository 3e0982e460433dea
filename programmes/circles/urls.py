"""Routes: what people do in a knowledge circle."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
