"""The site's map: every app's routes, the admin, accounts and health."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import health
from members.views import picture

admin.autodiscover()
admin.site.unregister([SocialApp, SocialToken])  # services are members.IdentityProvider, and tokens are not kept
admin.site.unregister([EmailAddress, Authenticator, UserSession, SocialAccount])  # whose they are, looks after them
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth's own recipe

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("beheer/", admin.site.urls),
    path("", include("members.urls")),
    path("account/", include("members.account_urls")),  # before allauth's: some of its pages are our own
    path("account/", include("allauth.urls")),
    path("", include("portal.urls")),
    path("", include("programmes.urls")),
    path("", include("meetings.urls")),
    path(settings.MEDIA_URL.lstrip("/") + "<path:name>", picture, name="picture"),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler429 = "portal.views.errors.too_many_requests"  # allauth's name for it; Django has none
handler500 = "portal.views.errors.server_error"
