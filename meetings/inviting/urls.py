"""Routes: the invitations of meetings."""

from django.urls import URLPattern, path

from meetings.inviting import views

urlpatterns: list[URLPattern] = [
    path("bijeenkomsten/<int:pk>/uitnodigingen/", views.meeting_invitations, name="meeting-invitations"),
    path("sectoren/<slug:slug>/uitnodigingen/", views.sector_invitations, name="sector-invitations"),
]
