"""Routes: what people do in a knowledge circle."""

from django.urls import path

from programmes.circles import page_views, people_views, views

circle_urls = [
    path("kenniskringen/starten/", views.circle_create, name="circle-create"),
    path("kenniskringen/<slug:slug>/bewerken/", views.circle_update, name="circle-update"),
    path("kenniskringen/<slug:slug>/coordinator/", views.circle_coordinator, name="circle-coordinator"),
    path("kenniskringen/<slug:slug>/overnemen/", views.circle_take_on, name="circle-take-on"),
    path("kenniskringen/<slug:slug>/toestand/", views.circle_state, name="circle-state"),
    path("kenniskringen/<slug:slug>/leeft/", views.circle_alive, name="circle-alive"),
]

people_urls = [
    path("kenniskringen/<slug:slug>/meedoen/", people_views.circle_join, name="circle-join"),
    path(
        "kenniskringen/<slug:slug>/meedoen/intrekken/",
        people_views.circle_request_withdraw,
        name="circle-request-withdraw",
    ),
    path("kenniskringen/<slug:slug>/stoppen/", people_views.circle_leave, name="circle-leave"),
    path("kenniskringen/<slug:slug>/deelnemers/", people_views.circle_people, name="circle-people"),
    path(
        "kenniskringen/<slug:slug>/verzoeken/<int:pk>/",
        people_views.circle_request_decide,
        name="circle-request-decide",
    ),
]

page_urls = [
    path("kenniskringen/<slug:slug>/paginas/", page_views.circle_page_list, name="circle-page-list"),
    path("kenniskringen/<slug:slug>/paginas/nieuw/", page_views.circle_page_create, name="circle-page-create"),
    path("kenniskringen/<slug:slug>/paginas/<slug:page>/", page_views.circle_page_detail, name="circle-page-detail"),
    path(
        "kenniskringen/<slug:slug>/paginas/<slug:page>/bewerken/",
        page_views.circle_page_update,
        name="circle-page-update",
    ),
    path(
        "kenniskringen/<slug:slug>/paginas/<slug:page>/verwijderen/",
        page_views.circle_page_delete,
        name="circle-page-delete",
    ),
]

urlpatterns = [*circle_urls, *people_urls, *page_urls]
