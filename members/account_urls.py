"""Pages under /account/ that stand in the place of allauth's own, or beside them."""

from allauth.account.decorators import reauthentication_required
from allauth.account.views import password_set
from django.contrib.auth.decorators import login_required
from django.urls import path

from members import sign_in
from members.reauthentication import reauthenticate_by_code

fresh_password_set = login_required(reauthentication_required(password_set, app="allauth.account"))

urlpatterns = [
    path("login/code/", sign_in.request_code, name="account_request_login_code"),
    path("login/code/confirm/", sign_in.confirm_code, name="account_confirm_login_code"),
    path("password/set/", fresh_password_set, name="account_set_password"),
    path("reauthenticate/code/", reauthenticate_by_code, name="account_reauthenticate_code"),
]
