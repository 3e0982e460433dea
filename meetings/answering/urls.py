"""Routes: answering whether one comes."""

from django.urls import path

from meetings.answering import mail_views, views

urlpatterns = [
    path("bijeenkomsten/<int:pk>/aanmelden/", views.meeting_answer, name="meeting-answer"),
    path("sectoren/<slug:slug>/aanmelden/<year:year>/", views.year_answer, name="year-answer"),
    path("antwoord/<str:token>/", mail_views.mail_answer, name="mail-answer"),
]
