"""Routes: planning a sector's year of meetings."""

from django.urls import path

from meetings.planning import views
from sectors import converters  # noqa: F401 - registers <year:…>

urlpatterns = [
    path("sectoren/<slug:slug>/planning/<year:year>/", views.meeting_plan, name="meeting-plan"),
    path(
        "sectoren/<slug:slug>/planning/<year:year>/bevestigen/", views.meeting_plan_confirm, name="meeting-plan-confirm"
    ),
    path("sectoren/<slug:slug>/planning/<year:year>/gewoonten/", views.habits_copy, name="habits-copy"),
]
