"""Routes: scheduling one meeting: its date, place and state."""

from django.urls import URLPattern, path

from meetings.scheduling import views

urlpatterns: list[URLPattern] = [
    path("sectoren/<slug:slug>/bijeenkomsten/nieuw/", views.meeting_create, name="meeting-create"),
    path("bijeenkomsten/<int:pk>/wijzigen/", views.meeting_update, name="meeting-update"),
    path("bijeenkomsten/<int:pk>/afgelasten/", views.meeting_cancel, name="meeting-cancel"),
    path("bijeenkomsten/<int:pk>/herstellen/", views.meeting_reinstate, name="meeting-reinstate"),
    path("bijeenkomsten/<int:pk>/gaat-niet-door/", views.meeting_skip, name="meeting-skip"),
]
