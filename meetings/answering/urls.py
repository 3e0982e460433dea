"""Routes: answering whether one comes, and who comes."""

from django.urls import path

from meetings.answering import views

urlpatterns = [
    path("bijeenkomsten/<int:pk>/aanmelden/", views.meeting_answer, name="meeting-answer"),
    path("sectoren/<slug:slug>/aanmelden/<year:year>/", views.year_answer, name="year-answer"),
]
