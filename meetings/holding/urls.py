"""Routes: holding a meeting: agenda, presence and documents."""

from django.urls import path

from meetings.holding import agenda_views, document_views, presence_views

urlpatterns = [
    path("bijeenkomsten/<int:pk>/agenda/", agenda_views.meeting_agenda, name="meeting-agenda"),
    path("bijeenkomsten/<int:pk>/agenda/wijzigen/", agenda_views.agenda_edit, name="agenda-edit"),
    path("bijeenkomsten/<int:pk>/aanwezigheid/", presence_views.meeting_presence, name="meeting-presence"),
    path("bijeenkomsten/<int:pk>/documenten/", document_views.document_create, name="document-create"),
    path("documenten/<int:pk>/verwijderen/", document_views.document_remove, name="document-remove"),
]
