"""Signing in and out, one's own account, and the pages of administrators."""

from django.urls import path, re_path

from huizhi.apps.people.views import account, administration, citizens, factor, signing, sso

app_name = "people"
urlpatterns = [
    path("sign-in", signing.sign_in_page, name="sign_in"),
    path("sign-in/code", signing.code_page, name="code"),
    path("sign-in/sso", sso.begin, name="sso"),
    path("sign-in/sso/back", sso.come_back, name="sso_back"),
    path("public/sign-in", citizens.sign_in, name="public_sign_in"),
    path("public/open-account", citizens.open_account, name="public_open"),
    path("public/account", citizens.own_account, name="public_account"),
    path("public/sign-out", citizens.sign_out, name="public_sign_out"),
    path("businesses/accounts", citizens.businesses, name="businesses"),
    path("sign-out", signing.sign_out_page, name="sign_out"),
    path("account", account.account, name="account"),
    path("account/password", account.password, name="password"),
    path("account/second-factor", factor.second_factor, name="second_factor"),
    path("account/second-factor/recovery", factor.recovery, name="recovery"),
    path("account/leave", account.enter_leave, name="enter_leave"),
    path("account/leave/<int:leave>/end", account.end_leave, name="end_leave"),
    path("team/leave", account.team_leave, name="team_leave"),
    path("people", administration.officers, name="officers"),
    path("people/new", administration.new_officer, name="new_officer"),
    path("people/o/<str:username>", administration.officer, name="officer"),
    re_path(
        r"^people/o/(?P<username>[^/]+)/(?P<act>assign|password|off|on|certify|withdraw|factor|sso)$",
        administration.change_officer,
        name="change_officer",
    ),
    path("people/units", administration.units, name="units"),
    path("people/units/new", administration.unit, name="new_unit"),
    path("people/units/<str:code>", administration.unit, name="unit"),
]
