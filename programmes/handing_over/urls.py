"""Routes: handing over, and the end of a programme."""

from django.urls import path

from programmes.handing_over import answer_views, end_views, views

urlpatterns = [
    path("programmas/<slug:slug>/overdracht/", views.handover_list, name="handover-list"),
    path("programmas/<slug:slug>/overdracht/nieuw/", views.handover_create, name="handover-create"),
    path("programmas/<slug:slug>/overdracht/beeindigen/", end_views.programme_end, name="programme-end"),
    path("overdrachten/<int:pk>/wijzigen/", views.handover_update, name="handover-update"),
    path("overdrachten/<int:pk>/vragen/", views.handover_ask, name="handover-ask"),
    path("overdrachten/<int:pk>/vastleggen/", views.handover_record, name="handover-record"),
    path("overdrachten/<int:pk>/intrekken/", views.handover_withdraw, name="handover-withdraw"),
    path("overdracht/<str:token>/", answer_views.handover_answer, name="handover-answer"),
    path("mijn/overdrachten/<int:pk>/", answer_views.handover_mine, name="handover-mine"),
]
