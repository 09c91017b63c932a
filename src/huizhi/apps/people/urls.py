"""Signing in and out."""

from django.urls import path

from huizhi.apps.people import views

app_name = "people"
urlpatterns = [
    path("sign-in", views.sign_in_page, name="sign_in"),
    path("sign-out", views.sign_out_page, name="sign_out"),
]
