"""Routes: what needs a home when an organisation goes."""

from django.urls import URLPattern, path

from portal.succession import views

urlpatterns: list[URLPattern] = [
    path("leden/<slug:slug>/opvolging/", views.organisation_succession, name="organisation-succession"),
]
