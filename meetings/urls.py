"""Routes of the meetings app. The words in paths are Dutch, names and arguments English."""

from django.urls import path

from meetings import views
from meetings.answering import urls as answering
from meetings.backlog import urls as backlog
from meetings.calendars import urls as calendars
from meetings.holding import urls as holding
from meetings.inviting import urls as inviting
from meetings.looking_back import urls as looking_back
from meetings.planning import urls as planning
from meetings.preparing import urls as preparing
from meetings.reporting import urls as reporting
from meetings.scheduling import urls as scheduling

meeting_urls = [
    path("bijeenkomsten/", views.meeting_list, name="meeting-list"),
    path("bijeenkomsten/<int:pk>/", views.meeting_detail, name="meeting-detail"),
    path("acties/<int:pk>/", views.action_done, name="action-done"),
]

document_urls = [
    path("documenten/<int:pk>/", views.document_detail, name="document-detail"),
]

urlpatterns = [
    *meeting_urls,
    *planning.urlpatterns,
    *scheduling.urlpatterns,
    *backlog.urlpatterns,
    *preparing.urlpatterns,
    *answering.urlpatterns,
    *holding.urlpatterns,
    *inviting.urlpatterns,
    *reporting.urlpatterns,
    *looking_back.urlpatterns,
    *calendars.urlpatterns,
    *document_urls,
]
