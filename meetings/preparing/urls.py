"""Routes: preparing a meeting: input, topic and presenters."""

from django.urls import path

from meetings.preparing import settling_views, views

urlpatterns = [
    path("bijeenkomsten/<int:pk>/voorbereiding/", views.meeting_preparation, name="meeting-preparation"),
    path(
        "bijeenkomsten/<int:pk>/voorbereiding/vaststellen/",
        settling_views.preparation_settle,
        name="preparation-settle",
    ),
    path(
        "bijeenkomsten/<int:pk>/voorbereiding/heropenen/",
        settling_views.preparation_reopen,
        name="preparation-reopen",
    ),
    path(
        "bijeenkomsten/<int:pk>/voorbereiding/overslaan/",
        settling_views.preparation_waive,
        name="preparation-waive",
    ),
    path("bijeenkomsten/<int:pk>/voorbereiding/data/", settling_views.preparation_dates, name="preparation-dates"),
    path("inbreng/<int:pk>/verwijderen/", views.contribution_remove, name="contribution-remove"),
    path("sprekers/<int:pk>/", views.presenter_answer, name="presenter-answer"),
]
