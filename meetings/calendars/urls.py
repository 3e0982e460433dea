"""Routes: the feeds that calendar programs read, and the download of one meeting."""

from django.urls import path

from meetings.calendars import feed_views

urlpatterns = [
    path("agenda.ics", feed_views.network_calendar, name="network-calendar"),
    path("agenda/<str:token>.ics", feed_views.personal_calendar, name="personal-calendar"),
    path("sectoren/<slug:slug>/agenda.ics", feed_views.sector_calendar, name="sector-calendar"),
    path("bijeenkomsten/<int:pk>/bijeenkomst.ics", feed_views.meeting_calendar, name="meeting-calendar"),
]
