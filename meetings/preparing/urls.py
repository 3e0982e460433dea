"""Routes: preparing a meeting: input, topic and presenters."""

from django.urls import path

from meetings.preparing import views

urlpatterns = [
    path("bijeenkomsten/<int:pk>/voorbereiding/", views.meeting_preparation, name="meeting-preparation"),
]
