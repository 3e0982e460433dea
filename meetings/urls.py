"""Routes of the meetings app. The words in paths are Dutch, names and arguments English."""

from django.urls import path

from meetings import views

meeting_urls = [
    path("bijeenkomsten/", views.meeting_list, name="meeting-list"),
    path("bijeenkomsten/<int:pk>/", views.meeting_detail, name="meeting-detail"),
    path("bijeenkomsten/<int:pk>/aanmelden/", views.meeting_answer, name="meeting-answer"),
    path("bijeenkomsten/<int:pk>/voorbereiding/", views.meeting_preparation, name="meeting-preparation"),
    path("acties/<int:pk>/", views.action_done, name="action-done"),
]

document_urls = [
    path("documenten/<int:pk>/", views.document_detail, name="document-detail"),
]

urlpatterns = [*meeting_urls, *document_urls]
