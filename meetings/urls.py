"""Routes of the meetings app. The words in paths are Dutch, names and arguments English."""

from django.urls import path

from meetings import views

meeting_urls = [
    path("bijeenkomsten/", views.meeting_list, name="meeting-list"),
    path("bijeenkomsten/<int:pk>/", views.meeting_detail, name="meeting-detail"),
]

document_urls = [
    path("documenten/<int:pk>/", views.document_detail, name="document-detail"),
]

urlpatterns = [*meeting_urls, *document_urls]
