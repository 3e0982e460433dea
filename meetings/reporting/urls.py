"""Routes: minutes, decisions, actions and corrections."""

from django.urls import URLPattern, path

from meetings.reporting import correction_views, views

urlpatterns: list[URLPattern] = [
    path("bijeenkomsten/<int:pk>/verslag/", views.meeting_minutes, name="meeting-minutes"),
    path("bijeenkomsten/<int:pk>/verslag/wijzigen/", views.minutes_edit, name="minutes-edit"),
    path("bijeenkomsten/<int:pk>/verslag/publiceren/", views.minutes_publish, name="minutes-publish"),
    path("bijeenkomsten/<int:pk>/verslag/definitief/", views.minutes_finish, name="minutes-finish"),
    path("bijeenkomsten/<int:pk>/verslag/correctie/", correction_views.correction_create, name="correction-create"),
    path("correcties/<int:pk>/", correction_views.correction_handle, name="correction-handle"),
]
