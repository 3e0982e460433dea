"""Routes: the steps in the life of a programme."""

from django.urls import path

from programmes.life import people_views, views

PEOPLE = "programmas/<slug:slug>/verloop"

urlpatterns = [
    path("programmas/voorstellen/", views.programme_propose, name="programme-propose"),
    path("programmas/<slug:slug>/verloop/", views.programme_life, name="programme-life"),
    path(f"{PEOPLE}/plaatsvervangers/", people_views.deputy_create, name="programme-deputy-create"),
    path(f"{PEOPLE}/plaatsvervangers/<int:pk>/", people_views.deputy_end, name="programme-deputy-end"),
    path(f"{PEOPLE}/deelnemers/", people_views.participant_create, name="programme-participant-create"),
    path(f"{PEOPLE}/deelnemers/<int:pk>/", people_views.participant_end, name="programme-participant-end"),
    path("programmas/<slug:slug>/verloop/<slug:step>/", views.programme_step, name="programme-step"),
    path("programmas/<slug:slug>/besluiten/<int:pk>/document/", views.decision_document, name="decision-document"),
]
