"""Routes: gatherings of circles."""

from django.urls import URLPattern, path

from programmes.gatherings import views

urlpatterns: list[URLPattern] = [
    path("kenniskringen/<slug:slug>/bijeenkomsten/nieuw/", views.gathering_create, name="gathering-create"),
    path("kenniskringen/<slug:slug>/agenda.ics", views.circle_calendar, name="circle-calendar"),
]
