"""The doors of the network. Routes under /account/ stand in the place of allauth's own."""

from django.urls import include, path

from members import views

services = [
    path("oidc/<slug:provider_id>/login/", views.provider_login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.provider_callback, name="openid_connect_callback"),
    path("3rdparty/", views.closed),  # which services are connected follows from the address
    path("3rdparty/signup/", views.closed),
    path("3rdparty/login/error/", views.closed),
    path("social/<path:rest>", views.closed),
]

urlpatterns = [
    path("account/signup/", views.sign_up, name="account_signup"),
    path("account/confirm-email/", views.address_confirm, name="account_email_verification_sent"),
    path("account/", include(services)),
    path("uitnodiging/<str:token>/", views.invitation_accept, name="invitation-accept"),
]
