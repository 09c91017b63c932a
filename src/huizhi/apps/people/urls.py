"""Signing in and out, one's own account, and the pages of administrators."""

from django.urls import path, re_path

from huizhi.apps.people.views import account, administration, factor, signing

app_name = "people"
urlpatterns = [
    path("sign-in", signing.sign_in_page, name="sign_in"),
    path("sign-in/code", signing.code_page, name="code"),
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
        r"^people/o/(?P<username>[^/]+)/(?P<act>assign|password|off|on|certify|withdraw|factor)$",
        administration.change_officer,
        name="change_officer",
    ),
    path("people/units", administration.units, name="units"),
    path("people/units/new", administration.unit, name="new_unit"),
    path("people/units/<str:code>", administration.unit, name="unit"),
]
