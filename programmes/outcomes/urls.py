"""Routes: outcomes and workstreams, edited in place."""

from django.urls import path

from programmes.outcomes import stream_views, views

BASE = "programmas/<slug:slug>/wensbeelden"

urlpatterns = [
    path(f"{BASE}/", views.programme_outcomes, name="programme-outcomes"),
    path(f"{BASE}/nieuw/", views.outcome_create, name="outcome-create"),
    path(f"{BASE}/<int:pk>/", views.outcome_update, name="outcome-update"),
    path(f"{BASE}/<int:pk>/plaats/", views.outcome_move, name="outcome-move"),
    path(f"{BASE}/<int:pk>/verwijderen/", views.outcome_remove, name="outcome-remove"),
    path(f"{BASE}/<int:pk>/sporen/", stream_views.workstream_create, name="workstream-create"),
    path(f"{BASE}/sporen/<int:pk>/", stream_views.workstream_update, name="workstream-update"),
    path(f"{BASE}/sporen/<int:pk>/fase/", stream_views.workstream_stage, name="workstream-stage"),
    path(f"{BASE}/sporen/<int:pk>/plaats/", stream_views.workstream_move, name="workstream-move"),
    path(f"{BASE}/sporen/<int:pk>/verwijderen/", stream_views.workstream_remove, name="workstream-remove"),
]
